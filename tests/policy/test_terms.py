"""Words of the glossary are found in answers, and their meaning opens where they stand."""

from datetime import date
from pathlib import Path

import pytest

from bot.channels.markup import as_html
from common.replies import Reply, Term, Words
from knowledge.content import load_answers
from knowledge.evidence import Fact
from knowledge.glossary import Term as Entry
from knowledge.glossary import load_glossary
from knowledge.term_finder import MOST, TermFinder

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
DAY = date(2026, 11, 25)


def entry(key: str, term: str, *abbreviations: str, fact: str = "F-1") -> Entry:
    return Entry(key, term, abbreviations, (), f"What {term} means.", "", (fact,), (), DAY, DAY, "content team")


FACTS = {"F-1": Fact("F-1", "One", (), "high", "S"), "F-2": Fact("F-2", "Two", (), "medium", "K")}
FINDER = TermFinder(
    {
        each.key: each
        for each in (
            entry("nominee", "nominee"),
            entry("pip", "Personal Independence Payment", "PIP"),
            entry("budget", "budget"),
            entry("phb", "personal health budget", "PHB"),
            entry("draft", "deputy", fact="F-2"),
        )
    },
    FACTS,
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ask your nominee. A nominee helps.", ["nominee"]),
        ("Nominees help.", ["Nominees"]),
        ("A personal health budget is a budget.", ["personal health budget", "budget"]),
        ("You may get PIP.", ["PIP"]),
        ("The apple has a pip.", []),
        ("A nominee's name", ["nominee"]),
        ("the co-nominee", []),
        ("A deputy decides.", []),  # a draft
        ("Nothing here.", []),
        ("", []),
    ],
)
def test_terms_are_found_as_they_are_first_written(text: str, written: list[str]) -> None:
    assert [term.written for term in FINDER.find(text)] == written


def test_an_answer_does_not_explain_its_own_subject() -> None:
    content = load_answers(KNOWLEDGE)
    finder = TermFinder(load_glossary(KNOWLEDGE), content.facts)
    for id in ("direct-payment", "prepaid-cards", "managed-account", "what-is-a-phb"):
        answer = content.answers[id]
        written = {term.written.lower() for term in finder.find(answer.plain, answer)}
        assert not written & {answer.title.lower(), answer.title.lower().removesuffix("s")}, id
    assert all(len(finder.find(answer.plain, answer)) <= MOST for answer in content.answers.values())
    some = [id for id, answer in content.answers.items() if finder.find(answer.plain, answer)]
    assert len(some) > 100


def html(text: str, *terms: str) -> str:
    return str(as_html(text, terms=[Term(term, f"<b>{term}</b> & more") for term in terms]))


OPENED = (
    '<details class="term"><summary>{0}</summary>'
    '<span class="term__meaning">&lt;b&gt;{0}&lt;/b&gt; &amp; more</span></details>'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask the panel.", f'<div class="govuk-body">Ask the {OPENED.format("panel")}.</div>'),
        ("No term.", '<p class="govuk-body">No term.</p>'),
        (
            "A panel.\n\nThe panel again.",
            f'<div class="govuk-body">A {OPENED.format("panel")}.</div>\n<p class="govuk-body">The panel again.</p>',
        ),
        (
            "**The panel** is a panel.",
            f'<div class="govuk-body"><strong>The panel</strong> is a {OPENED.format("panel")}.</div>',
        ),
        (
            "- a panel\n- two",
            f'<ul class="govuk-list govuk-list--bullet"><li>a {OPENED.format("panel")}</li><li>two</li></ul>',
        ),
        ("The panelist <b>", '<p class="govuk-body">The panelist &lt;b&gt;</p>'),
    ],
)
def test_a_term_opens_where_it_is_first_used(text: str, expected: str) -> None:
    assert html(text, "panel") == expected


def test_two_terms_in_any_order_and_one_inside_another() -> None:
    both = html("A panel and an ICB.", "ICB", "panel")
    assert both.index("<summary>panel") < both.index("<summary>ICB")
    assert "<summary>health budget</summary>" in html("A health budget.", "health budget", "budget")
    assert html("A health budget.", "health budget", "budget").count("<details") == 1


def test_terms_go_with_a_reply() -> None:
    reply = Reply(Words("A panel."), terms=(Term("panel", "People who decide."),))
    assert Reply.from_json(reply.to_json()) == reply
    assert Reply.from_json({"words": {"plain": "of an older day"}}).terms == ()
