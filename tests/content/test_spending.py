"""Things to spend a budget on: each is said within limits in every register, and is found by how people ask for it."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.check import check, known_words
from knowledge.check_words import LONGEST_SIMPLE_LINE, MOST_WORDS
from knowledge.content import Content, load_answers
from knowledge.gsm7 import fits
from knowledge.located import ContentError
from knowledge.reading_age import LIMIT, measure, word_count
from knowledge.search import Search, decide
from knowledge.spending import load_spending
from knowledge.spending_answers import words_of
from knowledge.spending_items import VERDICTS, Catalogue, Item
from knowledge.spending_questions import FEWEST, bare, questions_of
from knowledge.spending_table import spending_table
from knowledge.tuning import search_of
from tests.encoding import remembering

FOLDER = Path(__file__).parent.parent.parent / "knowledge"
TODAY = date(2026, 11, 25)
ENCODER = remembering()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found = load_spending(FOLDER)
    assert found
    return found


@pytest.fixture(scope="module")
def content() -> Content:
    return load_answers(FOLDER)


@pytest.fixture(scope="module")
def search(content: Content) -> Search:
    return search_of(content, ENCODER)


def item_of(catalogue: Catalogue, key: str) -> Item:
    return next(item for item in catalogue.items if item.key == key)


def test_there_are_many_things(catalogue: Catalogue) -> None:
    assert len(catalogue.items) >= 120
    given = Counter(verdict for item in catalogue.items for verdict in (item.nhs, item.council))
    assert set(given) == set(VERDICTS)
    assert any(item.nhs != item.council for item in catalogue.items), "NHS and council rules differ"
    keys = [item.key for item in catalogue.items]
    assert len(keys) == len(set(keys))


def test_every_thing_is_said_within_limits(catalogue: Catalogue) -> None:
    known = known_words(FOLDER)
    for item in catalogue.items:
        words, names = words_of(item, catalogue.around), {*known, *item.names}
        assert word_count(words.plain) <= MOST_WORDS["plain"], item.key
        assert measure(words.plain, names).age <= LIMIT, item.key
        assert measure(words.simple, names).age <= LIMIT, item.key
        assert max(map(word_count, words.simple.splitlines())) <= LONGEST_SIMPLE_LINE, item.key
        assert fits(words.sms), item.key
        assert [line.partition(":")[0] for line in words.adviser.splitlines()] == [
            "Say",
            "Know",
            "Listen for",
            "Don't promise",
        ], item.key
        for text in (words.plain, words.simple, words.sms, words.adviser):
            assert "{" not in text, item.key
            assert item.ask in text, item.key


def test_the_words_say_the_verdict(catalogue: Catalogue) -> None:
    for item in catalogue.items:
        words = words_of(item, catalogue.around)
        refused = "no" in (item.nhs, item.council)
        opening = words.plain.split("\n\n")[0]
        assert bool(re.search(r"can't normally|can never", opening)) == refused, item.key
        for text in (words.simple, words.sms):
            assert not refused or re.search(r"can't normally|can never", text), item.key
        if item.nhs != item.council:
            assert "NHS money" in words.plain
            assert "Council money" in words.plain
        elif item.nhs == "can_be":
            assert re.search(r"can pay for|should cover", words.plain), item.key
        elif item.nhs == "depends":
            assert "may pay for" in words.plain, item.key


def test_a_no_says_what_else(catalogue: Catalogue) -> None:
    refused = [item for item in catalogue.items if "no" in (item.nhs, item.council)]
    assert len(refused) > 30
    for item in refused:
        assert item.instead, item.key
        for text in (item.instead.plain, item.ask):
            assert text.split(". ")[0] in words_of(item, catalogue.around).plain, item.key


def test_only_what_is_never_allowed_is_said_without_normally(catalogue: Catalogue) -> None:
    assert "can never pay for alcohol" in words_of(item_of(catalogue, "alcohol"), catalogue.around).plain
    never = {item.key for item in catalogue.items if "never" in words_of(item, catalogue.around).plain.split(".")[0]}
    assert never == {"alcohol", "tobacco", "gambling", "illegal-things", "illegal-drugs"}


def test_mine_becomes_yours(catalogue: Catalogue) -> None:
    assert "your helper" in words_of(item_of(catalogue, "pa-phone"), catalogue.around).plain


def test_an_answer_is_made_unless_one_covers_the_thing(catalogue: Catalogue, content: Content) -> None:
    for item in catalogue.items:
        assert (item.id in content.answers) == (not item.answer), item.key
        answer = content.answers[item.answer or item.id]
        assert any(question in answer.questions for question in questions_of(item, catalogue.around)), item.key
        if not item.answer:
            assert len(answer.questions) >= FEWEST, item.key
            assert answer.facts, item.key
            assert answer.sources, item.key


def test_no_question_is_asked_twice(content: Content) -> None:
    made = {id for id, answer in content.answers.items() if answer.topic == "spending"}
    asked = Counter(question.lower() for answer in content.answers.values() for question in set(answer.questions))
    twice = {question for question, count in asked.items() if count > 1}
    assert not twice & {question for id in made for question in content.answers[id].questions}


ASKED = (
    "would they let me have {name} out of my care money",
    "my nan wants {name}, is that something you can claim",
    "{bare} - ok to put on the care plan or not",
    "thinking of {name}, will they fund that",
    "could {name} come out of my funding",
)
"""How else people may ask. None is a pattern of knowledge/spending/words.yml."""


def test_the_patterns_are_held_out(catalogue: Catalogue) -> None:
    assert not set(ASKED) & {*catalogue.around.asked, *catalogue.around.asked_bought}


def test_things_are_found_by_their_names(catalogue: Catalogue, search: Search) -> None:
    asked = [
        (ASKED[index % len(ASKED)].format(name=item.name, bare=bare(item.name)), item.answer or item.id)
        for index, item in enumerate(catalogue.items)
    ]
    vectors = ENCODER.encode([question for question, _ in asked])
    missed = [
        (question, id)
        for (question, id), vector in zip(asked, vectors, strict=True)
        if search.rank(question, vector, 1)[0].id != id
    ]
    assert len(missed) <= 0.05 * len(asked), missed


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("what can i spend it on", "what-the-money-can-buy"),
        ("give me some examples of what people use it for", "what-the-money-can-buy"),
        ("what can it never be used for", "what-it-can-never-buy"),
        ("can i use it for alcohol or gambling", "what-it-can-never-buy"),
        ("would it pay for the gym", "gym-and-exercise"),
        ("can it pay for swimming", "gym-and-exercise"),
        ("could i go on holiday with the money", "holidays-and-breaks"),
        ("can i use it for taxis", "travel-costs"),
        ("can it pay for massage or acupuncture", "therapies"),
        ("can i buy a tablet with it", "equipment-and-technology"),
        ("can i pay my rent with it", "food-rent-and-bills"),
        ("can i use it for food shopping", "food-rent-and-bills"),
        ("can i take my carer to spain and pay from the budget", "going-abroad"),
        ("can i spend it on something unusual", "unusual-things"),
        ("they said no to the thing i want to buy", "if-an-item-is-refused"),
        ("can i pay my wife to look after me", "paying-someone-you-live-with"),
    ],
)
def test_earlier_answers_keep_their_place(search: Search, question: str, id: str) -> None:
    assert search.rank(question, ENCODER.encode([question])[0], 1)[0].id == id


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("my fridge is broken", False),
        ("when are my bins collected", False),
        ("play some music", False),
        ("can i buy a fridge with it", True),
        ("wud the direct payment cover a trampoline", True),
    ],
)
def test_a_thing_is_given_only_when_spending_is_spoken_of(search: Search, text: str, given: bool) -> None:
    decision = decide(search.rank(text, ENCODER.encode([text])[0]))
    assert (decision.kind == "sure" and decision.ids[0].startswith("spend-")) == given


def test_the_table_names_every_thing(catalogue: Catalogue, content: Content) -> None:
    sections = spending_table(catalogue)
    rows = [row for section in sections for row in section.rows]
    assert len(rows) == len(catalogue.items)
    assert all(row.thing and row.nhs and row.council and row.ask.endswith("?") for row in rows)
    assert all(row.answer in content.answers for row in rows)
    assert all(row.instead for row in rows if "instead" in row.nhs + row.council)


RULES = """\
reviewed_on: 2026-11-25
review_by: 2027-05-25
owner: content team
general:
  plain: It must be in your plan.
  simple: It must be in your plan.
  sms: It must be in your plan.
  adviser: Only what is in the plan.
  facts: [F-options-15]
  sources: [nhs-direct-payments-regulations-2013-reg-15]
  next: [what-the-money-can-buy]
"""
THINGS = """\
title: Things
reviewed_on: 2026-11-25
review_by: 2027-05-25
owner: content team
items:
  lamp:
    name: a lamp
    also: [a light, a lantern]
    verdict: depends
    rule: general
    ask: Could a lamp help me to see?
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder with one thing, and the facts, sources and answers of ours."""
    (tmp_path / "spending").mkdir()
    for name in ("answers", "facts.yml", "sources.yml", "glossary.yml", "known_words.yml", "helplines.yml"):
        (tmp_path / name).symlink_to(FOLDER / name)
    (tmp_path / "spending" / "words.yml").symlink_to(FOLDER / "spending" / "words.yml")
    (tmp_path / "spending" / "rules.yml").write_text(RULES)
    (tmp_path / "spending" / "things.yml").write_text(THINGS)
    return tmp_path


def problems_of(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder, TODAY) if "/spending/" in str(problem.file)]


def test_a_thing_that_is_right(folder: Path) -> None:
    assert problems_of(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("see?", "see.", "things.yml:11: `ask` is no question"),
        ("verdict: depends", "verdict: no", 'a "no" leads nowhere'),
        (
            "verdict: depends",
            "verdict: {nhs: depends, council: maybe}",
            "things.yml:9: `verdict` is missing or unknown",
        ),
        ("rule: general", "rule: none-such", "there is no rule `none-such`"),
        ("rule: general", "rule: general\n    facts: [F-none-01]", "there is no fact F-none-01"),
        ("rule: general", "rule: general\n    next: [no-such-answer]", "there is no answer `no-such-answer`"),
        ("rule: general", "rule: general\n    answer: no-such-answer", "there is no answer `no-such-answer`"),
        ("rule: general", "rule: general\n    note: Please note that it is big.", "says"),
        ("rule: general", "rule: general\n    note: " + "It is big. " * 60, "words"),
        ("  lamp:", "  torch:\n    {name: Lamp, verdict: depends, rule: general, ask: A lamp?}\n  lamp:", "a lamp"),
        ("a lantern]", '"a {big} lantern"]', "things.yml:8: nothing fills in big"),
        ("help me to see?", "help { me?", "nothing fills in an open bracket"),
        ("name: a lamp", "name: ''", "`name` is missing"),
        ("items:", "things:", "there are no `items`"),
        ("review_by: 2027-05-25", "review_by: 2026-11-24", "was due"),
    ],
)
def test_a_mistake_is_found(folder: Path, old: str, new: str, words: str) -> None:
    (folder / "spending" / "things.yml").write_text(THINGS.replace(old, new))
    assert any(words in problem for problem in problems_of(folder)), problems_of(folder)


def test_a_broken_file_is_refused(folder: Path) -> None:
    (folder / "spending" / "things.yml").write_text(THINGS.replace("verdict: depends", "verdict: yes"))
    with pytest.raises(ContentError, match=r"things\.yml:9: .*can_be, depends, no"):
        load_spending(folder)


def test_a_bare_no_in_yaml_is_a_verdict(folder: Path) -> None:
    text = THINGS.replace("verdict: depends", "verdict: no\n    instead: Ask for a light.")
    (folder / "spending" / "things.yml").write_text(text)
    found = load_spending(folder)
    assert found
    assert (found.items[0].nhs, found.items[0].council) == ("no", "no")


def test_without_the_folder_there_is_no_catalogue(tmp_path: Path) -> None:
    assert load_spending(tmp_path) is None


def test_a_note_comes_by_text_only_where_there_is_room(catalogue: Catalogue) -> None:
    item = item_of(catalogue, "ramp")
    assert item.note
    assert item.note.plain in words_of(item, catalogue.around).sms
    long = replace(item, note=replace(item.note, plain="It is a big thing to buy. " * 5))
    assert "a big thing" not in words_of(long, catalogue.around).sms
    assert "a big thing" in words_of(long, catalogue.around).plain


def test_own_questions_take_the_place_of_patterns(catalogue: Catalogue) -> None:
    item = replace(item_of(catalogue, "ramp"), questions=("a ramp pls",))
    assert questions_of(item, catalogue.around) == ["a ramp pls"]


def test_nobody_asks_what_the_measuring_questions_ask(catalogue: Catalogue) -> None:
    apart = yaml.safe_load((Path(__file__).parent / "asked_apart.yml").read_text())
    held = {question.lower() for questions in apart.values() for question in questions}
    written = {question.lower() for item in catalogue.items for question in questions_of(item, catalogue.around)}
    assert held & written == set()
