"""The search finds the right answer, is honest when it does not, and takes any text."""

import re
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml
from sqlite_utils import Database

from knowledge.build import write
from knowledge.content import Content, load_answers
from knowledge.encoding import Encoder
from knowledge.explain import explain
from knowledge.grams import Grams, grams_of, learn
from knowledge.questions_apart import nothing_fits, questions_apart
from knowledge.search import Decision, Ranked, Search, decide, search_in
from knowledge.tuning import Cases, ask, figures, fit_limits, fit_weights, rankings, search_of, speller_of
from knowledge.weights import WEIGHTS, Weights
from knowledge.words import match_any, search_words, speaks_of_the_past
from tests.encoding import remembering

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return remembering()


@pytest.fixture(scope="module")
def content() -> Content:
    return load_answers(ROOT / "knowledge")


@pytest.fixture(scope="module")
def search(content: Content, encoder: Encoder) -> Search:
    return search_of(content, encoder)


@pytest.fixture(scope="module")
def asked_apart(content: Content) -> list[tuple[str, list[str]]]:
    """Pairs of a question and its right answers, without those that an editor happened to write as well."""
    listed = yaml.safe_load((ROOT / "tests/content/asked_apart.yml").read_text())
    written = {search_form(question) for answer in content.answers.values() for question in answer.questions}
    pairs = []
    for ids, questions in listed.items():
        # Some meanings are told by other answers by now.
        there = [id for id in ids.split(" or ") if id in content.answers]
        pairs += [(question, there) for question in questions if there and search_form(question) not in written]
    return pairs


def search_form(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.lower()))


def test_questions_written_from_titles_find_their_answer(
    asked_apart: list[tuple[str, list[str]]], search: Search, encoder: Encoder
) -> None:
    assert len(asked_apart) >= 120
    found = figures(ask(search, encoder, asked_apart), WEIGHTS)
    assert found.first >= FLOORS["titles"][0], found
    assert found.offered >= FLOORS["titles"][1], found
    assert found.wrong <= FLOORS["titles"][2], found


# A little under what was measured when they were set (right first, right given or offered, wrong given).
FLOORS = {"titles": (0.84, 0.88, 0.08), "people": (0.88, 0.91, 0.05)}


@pytest.fixture(scope="module")
def cases(search: Search, content: Content, encoder: Encoder) -> dict[bool, Cases]:
    """Questions by writers who had not seen the content's own: those to choose numbers by, and those to measure."""
    speller, folder = speller_of(content), ROOT / "tests" / "questions"
    found = {}
    for calibration in (True, False):
        asked = [(each.text, each.right) for each in questions_apart(folder) if each.calibration is calibration]
        asked += [(text, ()) for text in nothing_fits(folder, calibration)]
        found[calibration] = ask(search, encoder, [(speller.correct(text).text, right) for text, right in asked])
    return found


def test_questions_as_people_ask_them_find_their_answer(cases: dict[bool, Cases]) -> None:
    found = figures(cases[False], WEIGHTS)
    assert (cases[False].right >= 0).sum() >= 600
    assert found.first >= FLOORS["people"][0], found
    assert found.offered >= FLOORS["people"][1], found
    assert found.wrong <= FLOORS["people"][2], found


def test_what_is_elsewhere_is_mostly_not_answered(cases: dict[bool, Cases]) -> None:
    """The search is the second reader: the classifier's `out_of_scope` comes first."""
    assert (cases[False].right < 0).sum() >= 150
    assert figures(cases[False], WEIGHTS).none_given <= 0.34


def test_the_weights_are_about_as_good_as_can_be_had(cases: dict[bool, Cases]) -> None:
    ours, best = figures(cases[True], WEIGHTS), figures(cases[True], fit_weights(cases[True]))
    assert ours.first >= best.first - 0.03, (ours, best)
    assert ours.wrong <= best.wrong + 0.03, (ours, best)


def test_fitting_finds_the_evidence_that_counts() -> None:
    rng = np.random.default_rng(1)
    evidence = rng.normal(size=(300, 4, 5)) * 0.1
    right = rng.integers(-1, 4, size=300)
    for case, answer in enumerate(right):
        if answer >= 0:
            evidence[case, answer, 1] += 2.0
    cases = Cases(tuple("x" * 300), ("a", "b", "c", "d"), evidence, right)
    weights = fit_weights(cases)
    assert weights.best > 3 * max(abs(weights.fit), abs(weights.second), abs(weights.words), abs(weights.grams))
    assert 0 < weights.none < 2 * weights.best
    assert figures(cases, weights).first == 1.0
    assert all(sum(answer.score for answer in ranked) <= 1 for ranked in rankings(cases, weights))


def test_limits_allow_no_more_wrong_answers_than_they_may() -> None:
    evidence = np.zeros((40, 3, 5))
    evidence[:30, 0, 1] = 3.0
    # A few are nearly as close to a wrong answer, and some of those closer.
    evidence[30:, 0, 1], evidence[30:, 1, 1] = 1.0, 1.2
    cases = Cases(tuple("x" * 40), ("a", "b", "c"), evidence, np.zeros(40, dtype=int))
    weights = Weights(fit=0, best=2.0, second=0, words=0, grams=0, none=0)
    assert fit_limits(cases, weights, most_wrong=1.0) == (0.8, 0.3)
    bold = fit_limits(replace(cases, right=np.array([0] * 30 + [1] * 10)), weights, most_wrong=0.0)
    assert bold[0] <= 0.5
    assert bold[1] <= 0.2


@pytest.mark.parametrize(
    "text",
    ['"', "AND OR NOT", "NEAR(a b", "answers_fts:x", "plain:phb*", "'; DROP TABLE answers; --", "^x - y", "\0", "👍",
     "مرحبا", "a" * 5000, "word " * 2000, "   "],
)  # fmt: skip
def test_any_text_is_safe(search: Search, encoder: Encoder, text: str) -> None:
    ranked = search.rank(text, encoder.encode([text])[0])
    assert all(0 <= answer.score <= 1 for answer in ranked)
    assert isinstance(search.find(text), list)


def test_words_are_quoted_and_stop_words_dropped() -> None:
    assert search_words("Can I pay my sister's NEAR(pay)") == ["pay", "sister", "s", "near"]
    assert match_any(["pay", "or"]) == '"pay" OR "or"'
    assert search_words("what is it") == []


def test_find_by_words_alone(search: Search) -> None:
    assert search.find("gym")[0] == "gym-and-exercise"
    assert search.find("zzzz") == []


@pytest.mark.parametrize(
    ("scores", "decision"),
    [
        ([], Decision("nothing")),
        ([0.02, 0.01], Decision("nothing")),
        ([0.9, 0.05], Decision("sure", ("a",))),
        ([0.9], Decision("sure", ("a",))),
        ([0.45, 0.44], Decision("unsure", ("a", "b"))),
        ([0.3, 0.2, 0.1, 0.09], Decision("unsure", ("a", "b", "c"))),
        # Each is unlikely, but one of them probably is it.
        ([0.15, 0.12, 0.1], Decision("unsure", ("a", "b", "c"))),
        ([0.39, 0.02], Decision("unsure", ("a",))),
    ],
)
def test_decide(scores: list[float], decision: Decision) -> None:
    ranked = [Ranked(id, score) for id, score in zip("abcd", scores, strict=False)]
    assert decide(ranked, floor=0.25, margin=0.15, sure=0.4) == decision


def test_weights_are_all_used(search: Search, encoder: Encoder) -> None:
    text = "can i pay my sister"
    vector = encoder.encode([text])[0]
    silent = Weights(0, 0, 0, 0, 0, 0)
    even = [answer.score for answer in search.rank(text, vector, weights=silent)]
    assert len(set(even)) == 1
    for name in ("fit", "best", "second", "words", "grams"):
        only = Weights(**{**silent.__dict__, name: 1.0})
        assert search.rank(text, vector, limit=1, weights=only)[0].score > even[0]


def test_what_an_answer_was_found_for_is_explained(search: Search, encoder: Encoder) -> None:
    text = "can i say no to a prepaid card"
    vector = encoder.encode([text])[0]
    reasons = explain(search, text, vector)
    assert [(each.id, each.score) for each in reasons] == [(r.id, r.score) for r in search.rank(text, vector)]
    best = reasons[0]
    assert best.id == "prepaid-cards"
    assert best.question in search.content.answers["prepaid-cards"].questions
    assert {"prepaid", "card"} <= set(best.shared)
    assert best.fit + best.nearest + best.words > reasons[1].fit + reasons[1].nearest + reasons[1].words
    assert best.likeness == pytest.approx(float(encoder.encode([best.question])[0] @ vector), abs=0.03)


def test_what_is_not_signed_is_found_but_never_shown(content: Content, encoder: Encoder) -> None:
    database = sqlite3.connect(":memory:")
    few = ("prepaid-cards", "direct-payment", "managed-account", "dementia")
    kept = {id: content.answers[id] for id in few}
    write(replace(content, answers=kept, signed=frozenset({"direct-payment"})), encoder, Database(database))
    search = search_in(database, date(2026, 11, 25), signed_only=True)
    text = "can i say no to a prepaid card"
    assert search.rank(text, encoder.encode([text])[0])[0].id == "prepaid-cards"
    assert [id for id in few if search.is_shown(id)] == ["direct-payment"]
    assert search.is_held_back("prepaid-cards")
    assert not search.is_held_back("no-such-answer")
    assert [choice.entities["answer"] for choice in search.choices(few)] == ["direct-payment"]
    assert search.answer("prepaid-cards").choices == ()  # what it leads to is held back as well, or not there
    assert search.find("card payment") == ["direct-payment"]


def test_an_answer_of_a_local_scheme_shows_only_where_there_is_one(content: Content, encoder: Encoder) -> None:
    database = sqlite3.connect(":memory:")
    local = replace(content.answers["one-off-budgets"], scheme="one_off_budgets")
    kept = {"one-off-budgets": local, "dementia": content.answers["dementia"]}
    write(replace(content, answers=kept), encoder, Database(database))
    assert not search_in(database, date(2026, 11, 25)).is_shown("one-off-budgets")
    assert search_in(database, date(2026, 11, 25), schemes=["one_off_budgets"]).is_shown("one-off-budgets")


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("what was the right to control pilot", True),
        ("how did personal budgets begin", True),
        ("prepaid cards in 2014", True),
        ("how much was it in 2026", False),
        ("can i have a prepaid card", False),
        ("what happened to the money in the past", True),
    ],
)
def test_what_asks_for_the_past(text: str, past: bool) -> None:
    assert speaks_of_the_past(text) is past


def test_grams_are_words_and_pairs() -> None:
    assert grams_of("The girls' wages, 4 u") == ["the", "girls", "wages", "the girls", "girls wages"]
    assert grams_of("a 4 !") == []


def test_grams_tell_whose_words_these_are() -> None:
    database = Database(memory=True)
    texts = ["can i buy a bike", "who pays for a bike", "can i buy a hoist", "is a hoist allowed"]
    grams, unseen = learn(texts, [0, 0, 1, 1], 3)
    rows = [(g.text, g.rarity, g.answers.astype("<i2").tobytes(), g.values.astype("<f4").tobytes()) for g in grams]
    database.execute("CREATE TABLE grams (gram TEXT PRIMARY KEY, rarity REAL, answers BLOB, weights BLOB)")
    database.conn.executemany("INSERT INTO grams VALUES (?, ?, ?, ?)", rows)
    database.execute("CREATE TABLE gram_answers (number INTEGER, unseen REAL)")
    database.conn.executemany("INSERT INTO gram_answers VALUES (?, ?)", [(n, float(u)) for n, u in enumerate(unseen)])
    found = Grams(database.conn)
    assert int(np.argmax(found.evidence("a new bike"))) == 0
    assert int(np.argmax(found.evidence("a new hoist"))) == 1
    assert found.evidence("nothing of this was ever asked, x") == pytest.approx(np.zeros(3))
    assert found.evidence("") == pytest.approx(np.zeros(3))
    assert found.evidence("a new hoist").mean() == pytest.approx(0)
