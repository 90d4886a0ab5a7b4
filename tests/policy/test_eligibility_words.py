"""What the eligibility check says once it has routes: every page that any path can show, and every way on from it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from common.replies import Reply, Words
from knowledge.check import known_words
from knowledge.check_words import MOST_WORDS, check_promises
from knowledge.eligibility_table import Found, Route
from knowledge.eligibility_words import MOST_ROUTES, ResultWords, how_option, pages, result_options, shown
from knowledge.flow import FlowContext
from knowledge.gsm7 import fits, septets
from knowledge.house_style import check_style
from knowledge.letter_choice import load_letter_choice
from knowledge.reading_age import LIMIT, measure, word_count
from knowledge.texting import sms_text
from tests.policy.eligibility_paths import CHECK, CONTEXT, KNOWLEDGE, different_outcomes, found_on

KNOWN = known_words(KNOWLEDGE)
VERDICT = re.compile(
    r"eligib|entitle|qualif|you will get|you won't get|you can't have|you cannot have|not allowed|turned down|refuse",
    re.IGNORECASE,
)
ALL_ON = replace(
    CONTEXT,
    schemes=frozenset(route.scheme for route in CHECK.routes if route.scheme),
    values={**CONTEXT.values, "adult_safeguarding_phone": "01632 960002", "children_phone": "01632 960004"},
)
CONTEXTS = [pytest.param(CONTEXT, id="nothing set"), pytest.param(ALL_ON, id="all set")]


@cache
def outcomes() -> list[Found]:
    """The routes of one path for each different outcome."""
    return [found_on(row) for row in different_outcomes()]


@cache
def pages_shown() -> list[tuple[Found, int]]:
    """One outcome for each different page: the routes on it, whether it is the first, and how many there are."""
    different: dict[object, tuple[Found, int]] = {}
    for found in outcomes():
        for page in range(pages(found)):
            on_it = tuple((route.id, route.cases.index(case)) for route, case in shown(found, page))
            different.setdefault((on_it, bool(page), pages(found) > 1), (found, page))
    return [*different.values()]


def wrong_with(reply: Reply) -> Iterator[str]:
    """What a reply of the result may not be."""
    for name, all_text in vars(reply.words).items():
        text = re.sub(r"F-[a-z]+-\d+", "", all_text)
        yield from (f"a verdict in {name}: {found}" for found in VERDICT.findall(text))
        yield from (what for what, _ in (*check_promises(text, name), *check_style(text, name)))
        yield from (f"not filled in {name}: {found}" for found in re.findall(r"\{\w+\}", text))
    if word_count(reply.words.plain) > MOST_WORDS["plain"]:
        yield f"{word_count(reply.words.plain)} words"
    if not fits(sms_text([reply])):
        yield f"{septets(sms_text([reply]))} characters by text: {sms_text([reply])}"
    if not reply.choices or reply.choices[-1].intent != "talk_to_person":
        yield "no way to a person"


def age_of(words: Words) -> float:
    """The reading age of the plain words."""
    return measure(words.plain, KNOWN).age


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_page_of_routes_gives_a_verdict_and_all_keep_to_the_limits(context: FlowContext) -> None:
    words, wrong = ResultWords(CHECK, context), set()
    assert len(pages_shown()) > 1000
    for found, page in pages_shown():
        wrong |= {*wrong_with(words.routes(found, page)), *wrong_with(words.reasons(found, page))}
    assert wrong == set()


def test_no_page_is_hard_to_read() -> None:
    """A sample of the pages: a page is as hard as its lines, and those are all in it."""
    words = ResultWords(CHECK, CONTEXT)
    hard = {}
    for found, page in pages_shown()[::5]:
        for reply in (words.routes(found, page), words.reasons(found, page)):
            if (age := age_of(reply.words)) > LIMIT:
                hard[reply.words.plain] = age
    assert hard == {}


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("route", CHECK.routes, ids=lambda route: route.id)
def test_how_to_ask_keeps_to_the_limits(route: Route, context: FlowContext) -> None:
    """With the longest name that the button to the next route can have."""
    after = CHECK.after_options
    longest = max((how_option(CHECK, each) for each in CHECK.routes), key=lambda option: len(option.label))
    ways = [after["letter"]] * bool(route.letter) + [after["refused"]] * bool(route.refused)
    words = ResultWords(CHECK, context)
    replies = [words.how(route, [*ways, longest])]
    if route.refused:
        replies.append(words.refused(route, [after["letter"], how_option(CHECK, route), after["list"]]))
    for reply in replies:
        assert [*wrong_with(reply)] == []
        assert age_of(reply.words) <= LIMIT, reply.words.plain


OFFERED = {route.letter for route in CHECK.routes} | {each.letter for each in CHECK.refusals.values()}
"""Letters of the check. The others are found by asking for a letter (knowledge/plan/letters.yml)."""


@pytest.mark.parametrize("letter", sorted(OFFERED - {""}))
def test_a_letter_is_longer_than_a_reply_and_keeps_to_its_own_limits(letter: str) -> None:
    after, route = CHECK.after_options, max(CHECK.routes, key=lambda route: len(route.label))
    reply = ResultWords(CHECK, CONTEXT).letter(letter, [after["refused"], how_option(CHECK, route), after["list"]])
    assert word_count(reply.words.plain) <= MOST_WORDS["body"]
    assert [what for what in wrong_with(reply) if not what.endswith(" words")] == []
    assert reply.sources
    assert "[Your name, address and the date]" in reply.words.plain
    assert "[Your name, address and the date]" in reply.words.simple


def test_outside_england_nothing_is_said_that_holds_in_england_only() -> None:
    words = ResultWords(CHECK, CONTEXT)
    for found in outcomes():
        if found[0][0].alone:
            said = " ".join(
                [*vars(words.routes(found, 0).words).values(), *vars(words.how(found[0][0], []).words).values()]
            )
            assert not re.search(r"anyone may ask|is free|legal right|Exampleshire", said, re.I)


def test_every_letter_is_offered_somewhere() -> None:
    asked_for = load_letter_choice(KNOWLEDGE / "plan")
    kinds = {id for kind in asked_for.kinds.values() for id in kind.letters.values()}
    assert {*CHECK.letters} == (OFFERED | kinds) - {""}


def test_at_most_three_routes_are_named_at_a_time_and_the_others_are_offered() -> None:
    words = ResultWords(CHECK, CONTEXT)
    for found, page in pages_shown():
        reply = words.routes(found, page)
        headings = [re.findall(r"\*\*.+?\*\*", route.line.plain)[0] for route, _ in found]
        named = [heading for heading in headings if heading in reply.words.plain]
        assert named == headings[page * MOST_ROUTES : (page + 1) * MOST_ROUTES]
        keys = [option.key for option in result_options(CHECK, found)]
        assert ("others" in keys) == (len(found) > MOST_ROUTES)
        assert reply.choices[-1].intent == "talk_to_person"


def test_the_trace_names_every_route_with_its_reason_and_advisers_see_the_facts() -> None:
    words = ResultWords(CHECK, CONTEXT)
    for found, page in pages_shown():
        reply = words.reasons(found, page)
        assert reply.table is not None
        assert [row[0] for row in reply.table.rows] == [route.label for route, _ in found]
        assert all(all(cell for cell in row) for row in reply.table.rows)
        assert all(fact in reply.words.adviser for _, case in shown(found, page) for fact in case.facts)
        assert "F-" not in reply.words.plain
