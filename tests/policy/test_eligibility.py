"""The eligibility check: all combinations of answers lead to routes, none to a verdict."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from common.replies import Reply
from knowledge.check import known_words
from knowledge.check_words import MOST_WORDS, check_promises
from knowledge.eligibility import EligibilityFlow
from knowledge.flow import FlowContext, FlowResult, Move
from knowledge.gsm7 import fits
from knowledge.reading_age import LIMIT, measure, word_count
from knowledge.texting import sms_text

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FLOW = EligibilityFlow.load(KNOWLEDGE / "eligibility")
CHECK = FLOW.check
CONTEXT = FlowContext(
    now=datetime(2026, 11, 22, 12, tzinfo=UTC),
    channel="web",
    values={"council": "Exampleshire Council", "icb_name": "NHS Exampleshire Integrated Care Board"},
)
VERDICT = re.compile(
    r"eligib|entitle|qualif|you will get|you won't get|you can't have|you cannot have|not allowed|turned down|refuse",
    re.IGNORECASE,
)


def combinations(answers: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Every way to answer all the questions that are asked, "skip" and "not sure" among the answers."""
    answers = answers or {}
    left = next((each for each in CHECK.path(answers) if each.id not in answers), None)
    if left is None:
        yield answers
        return
    for option in left.options:
        yield from combinations({**answers, left.id: option.key})


@cache
def outcomes() -> dict[tuple[tuple[str, str], ...], dict[str, str]]:
    """One set of answers for each different outcome: the routes found, with their reasons."""
    found: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    for answers in combinations():
        routes = CHECK.found(answers)
        found.setdefault(tuple((route.id, case.reason.plain) for route, case in routes), answers)
    return found


def at_result(answers: dict[str, str]) -> dict[str, Any]:
    return {"at": "result", "answers": answers, "route": "", "finished": True}


def walked(moves: str) -> FlowResult:
    state, result = None, None
    for word in moves.split():
        kind, _, option = word.partition(":")
        result = FLOW.move(state, Move(kind, option=option or None), CONTEXT)  # type: ignore[arg-type]
        state = json.loads(json.dumps(result.state))
    assert result is not None
    return result


def test_every_combination_leads_to_a_route() -> None:
    count = 0
    for answers in combinations():
        count += 1
        assert CHECK.found(answers)
    assert count > 10_000


@pytest.mark.parametrize(
    ("answers", "first", "others"),
    [
        ({"who": "me", "chc": "yes"}, ["chc"], ["local"]),
        ({"who": "adult", "chc": "no", "fast_track": "yes"}, ["chc"], ["local"]),
        ({"who": "me", "chc": "no", "fast_track": "no"}, [], ["local"]),
        ({"who": "me", "chc": "not_sure", "fast_track": "no"}, [], ["chc", "local"]),
        ({"who": "me", "chc": "skip", "fast_track": "skip"}, [], ["local"]),
        ({"who": "me", "chc": "no", "fast_track": "no", "council": "gets_help"}, ["council"], ["chc", "local"]),
        ({"who": "me", "chc": "no", "fast_track": "no", "council": "needs_help"}, ["council"], ["chc", "local"]),
        ({"who": "me", "chc": "yes", "council": "needs_help"}, ["chc", "council"], ["local"]),
        ({"who": "child", "childrens_care": "yes"}, ["childrens_care"], ["local"]),
        ({"who": "child", "childrens_care": "not_sure", "ehc_plan": "yes"}, ["ehc_plan"], ["childrens_care", "local"]),
        ({"who": "me", "aftercare": "yes", "wheelchair": "not_sure"}, ["aftercare"], ["wheelchair", "local"]),
        ({"who": "adult", "wheelchair": "yes", "carer": "yes"}, ["wheelchair", "carer"], ["local"]),
        ({"who": "skip"}, [], ["local"]),
    ],
)
def test_the_table_of_routes(answers: dict[str, str], first: list[str], others: list[str]) -> None:
    found = CHECK.found(answers)
    assert [route.id for route, case in found if case.worth == "first"] == first
    assert [route.id for route, case in found if case.worth != "first"] == others


def test_an_adult_is_not_asked_about_a_child_nor_a_child_about_adult_care() -> None:
    for who, never in (("child", {"chc", "fast_track", "council", "carer"}), ("me", {"childrens_care", "ehc_plan"})):
        asked = {key for answers in combinations({"who": who}) for key in answers}
        assert not asked & never


def test_not_sure_and_skip_are_there_everywhere() -> None:
    for question in CHECK.questions:
        assert {"not_sure", "skip"} <= {option.key for option in question.options}


def test_no_question_is_about_offences_scores_or_dying() -> None:
    for question in CHECK.questions:
        for text in vars(question.ask.words).values():
            assert not re.search(
                r"offen[cs]e|crim|prison|drug|alcohol|score|dying|die\b|end of life|terminal", text, re.I
            )


def test_no_outcome_gives_a_verdict_and_all_keep_to_the_limits() -> None:
    known = known_words(KNOWLEDGE)
    for answers in outcomes().values():
        for reply in said_at_result(answers):
            for text in vars(reply.words).values():
                assert not VERDICT.search(text), text
                assert not list(check_promises(text, "text"))
            assert reply.choices
            assert word_count(reply.words.plain) <= MOST_WORDS["plain"]
            assert measure(reply.words.plain, known).age <= LIMIT, reply.words.plain
            assert fits(sms_text([reply])), sms_text([reply])


def said_at_result(answers: dict[str, str]) -> list[Reply]:
    """What is said at the result: the routes, why, the others, and how to ask for the main one."""
    moves = (Move("repeat"), Move("why"), Move("more"), Move("answer", option="how"))
    return [reply for move in moves for reply in FLOW.move(at_result(answers), move, CONTEXT).replies]


def test_at_most_three_routes_are_named_and_the_others_are_offered() -> None:
    for answers in outcomes().values():
        found = CHECK.found(answers)
        result = FLOW.move(at_result(answers), Move("repeat"), CONTEXT)
        text = result.replies[-1].words.plain
        named = [route.id for route, _ in found if route.line.plain.strip() in text]
        assert named == [route.id for route, _ in found[:3]]
        assert result.pending is not None
        assert ("others" in [option.key for option in result.pending.options]) == (len(found) > 3)
        assert result.replies[-1].choices[-1].intent == "talk_to_person"


def test_the_trace_names_every_route_with_its_reason() -> None:
    for answers in outcomes().values():
        reply = FLOW.move(at_result(answers), Move("why"), CONTEXT).replies[0]
        assert reply.table is not None
        assert [row[0] for row in reply.table.rows] == [route.label for route, _ in CHECK.found(answers)]
        assert all(all(cell for cell in row) for row in reply.table.rows)


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("start", "who"),
        ("answer:yes", "who"),  # whatever the first move is, the check begins
        ("start answer:me", "chc"),
        ("start answer:child", "childrens_care"),
        ("start skip", "chc"),
        ("start answer:purple", "who"),
        ("start back", "who"),
        ("start why", "who"),
        ("start answer:me answer:yes", "aftercare"),
        ("start answer:me answer:no", "fast_track"),
        ("start answer:me answer:not_sure", "fast_track"),
        ("start answer:me skip", "fast_track"),
        ("start answer:me more", "chc"),
        ("start answer:me simpler", "chc"),
        ("start answer:me where", "chc"),
        ("start answer:me repeat", "chc"),
        ("start answer:me back", "who"),
        ("start answer:me answer:yes back", "chc"),
        ("start answer:me answer:yes change", "chc"),
        ("start answer:me answer:yes change:who", "who"),
        ("start answer:me answer:yes start_over", "who"),
        ("start answer:me answer:yes start", "resume"),
        ("start answer:me answer:yes start answer:yes", "aftercare"),
        ("start answer:me answer:yes start answer:start_again", "who"),
        ("start answer:child answer:yes answer:no answer:no answer:no", "result"),
        ("start answer:me answer:yes answer:no answer:no answer:no answer:no", "result"),
    ],
)
def test_which_question_follows(moves: str, expected: str) -> None:
    result = walked(moves)
    assert result.pending is not None
    assert result.pending.question == expected
    assert result.replies[-1].choices


RESULT = "start answer:me answer:yes answer:no answer:yes answer:gets_help answer:yes"


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("answer:how", "how"),
        ("answer:how answer:how_council", "how"),
        ("answer:how back", "result"),
        ("answer:why", "result"),
        ("why", "result"),
        ("answer:others", "result"),
        ("more", "result"),
        ("answer:purple", "result"),
        ("next", "result"),
        ("answer:change", "which"),
        ("change", "which"),
        ("change back", "result"),
        ("change answer:wheelchair", "wheelchair"),
        ("change answer:wheelchair answer:no", "result"),  # what was answered is not asked again
        ("change answer:chc answer:no", "fast_track"),  # but what was never asked is
        ("change answer:who answer:child", "childrens_care"),
        ("back", "carer"),
        ("where", "result"),
        ("simpler", "result"),
        ("start", "resume"),
        ("start answer:yes", "result"),
        ("start_over", "who"),
    ],
)
def test_what_follows_the_result(moves: str, expected: str) -> None:
    result = walked(f"{RESULT} {moves}")
    assert result.pending is not None
    assert result.pending.question == expected


def test_a_changed_answer_forgets_only_what_no_longer_applies() -> None:
    result = walked(f"{RESULT} change answer:who answer:child")
    assert result.state is not None
    assert result.state["answers"] == {"who": "child", "aftercare": "no", "wheelchair": "yes"}


def test_how_to_ask_shows_the_route_that_was_chosen() -> None:
    first, other = walked(f"{RESULT} answer:how"), walked(f"{RESULT} answer:how answer:how_wheelchair")
    assert first.state is not None
    assert other.state is not None
    assert (first.state["route"], other.state["route"]) == ("chc", "wheelchair")
    assert first.replies[-1].sources


def test_a_state_from_before_a_change_of_questions_begins_again() -> None:
    old = {"at": "no_longer_asked", "answers": {"who": "me"}, "route": "", "finished": False}
    result = FLOW.move(old, Move("answer", option="yes"), CONTEXT)
    assert result.pending is not None
    assert result.pending.question == "who"
