"""The eligibility check: answers lead to routes and to the next question."""

import json
import re
from typing import Any

import pytest

from knowledge.flow import FlowContext, FlowResult, Move
from tests.policy.eligibility_paths import CHECK, CONTEXT, FLOW, NOT_ASKED, all_paths

NO_CHC = {"who": "me", "chc": "no", "chc_stage": "no"}
NEVER_ASKED = re.compile(
    r"offen[cs]e|crim|prison|court|probation|licence|drug|alcohol|scor|dying|die\b|end of life|terminal|prognos", re.I
)


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


@pytest.mark.parametrize(
    ("answers", "first", "others"),
    [
        ({"who": "me", "chc": "yes"}, ["chc"], ["local"]),
        ({"who": "adult", "chc": "no", "chc_stage": "fast_track"}, ["fast_track"], ["local"]),
        ({"who": "me", "chc": "no", "chc_stage": "no"}, [], ["local"]),
        ({"who": "me", "chc": "not_sure", "chc_stage": "no"}, [], ["chc", "local"]),
        ({"who": "me", "chc": "no", "chc_stage": "not_sure"}, [], ["chc_checklist", "local"]),
        ({"who": "me", "chc": "no", "chc_stage": "waiting"}, ["chc_decision"], ["local"]),
        ({"who": "me", "chc": "no", "chc_stage": "checklist"}, ["chc_checklist"], ["local"]),
        ({"who": "adult", "chc": "no", "chc_stage": "turned_down"}, ["chc_review"], ["local"]),
        ({"who": "me", "chc": "skip", "chc_stage": "skip"}, [], ["local"]),
        (
            {**NO_CHC, "council": "gets_help"},
            ["council"],
            ["chc_checklist", "local"],
        ),
        (
            {**NO_CHC, "council": "needs_help"},
            ["council"],
            ["chc_checklist", "local"],
        ),
        ({**NO_CHC, "council": "manages"}, [], ["council", "local"]),
        ({**NO_CHC, "council": "one"}, [], ["council", "local"]),
        ({"who": "me", "chc": "yes", "council": "needs_help"}, ["chc"], ["local"]),  # the NHS pays for all of it
        ({"who": "child", "childrens_care": "yes"}, ["childrens_care"], ["local"]),
        ({"who": "child", "childrens_care": "not_sure", "ehc_plan": "yes"}, ["ehc_plan"], ["childrens_care", "local"]),
        ({"who": "child", "childrens_care": "yes", "age": "age_16_17"}, ["childrens_care", "turning_18"], ["local"]),
        ({"who": "child", "age": "age_16_17", "young_say": "cannot"}, ["acting"], ["turning_18", "local"]),
        (
            {"who": "child", "age": "under_16", "child_needs": "mental_health"},
            [],
            ["aftercare", "acting", "mental_health", "one_off", "local"],
        ),
        ({"who": "child", "age": "under_16"}, [], ["acting", "local"]),
        ({"who": "child", "family": "young_carer"}, ["young_carer"], ["local"]),
        ({"who": "child", "family": "parent"}, ["parent_carer"], ["local"]),
        ({"who": "me", "aftercare": "yes", "wheelchair": "not_sure"}, ["aftercare"], ["wheelchair", "local"]),
        ({"who": "adult", "wheelchair": "yes", "carer": "yes"}, ["wheelchair", "carer"], ["local"]),
        ({"who": "adult", "their_say": "cannot"}, ["acting"], ["local"]),
        ({"who": "me", "own_say": "helped"}, [], ["acting", "local"]),
        ({"who": "me", "own_say": "told_no"}, ["other_ways"], ["local"]),
        ({"who": "me", "own_say": "other"}, ["private"], ["acting", "local"]),
        ({"who": "me", "chc": "no", "local": "maternity"}, [], ["maternity", "local"]),
        ({"who": "me", "chc": "no", "local": "discharge"}, [], ["discharge", "local"]),
        ({"who": "me", "chc": "no", "local": "long_term"}, [], ["long_term", "one_off", "local"]),
        ({"who": "me", "chc": "no", "local": "learning_disability"}, [], ["learning_disability", "local"]),
        ({"who": "private"}, ["private"], ["local"]),
        ({"who": "elsewhere", "nation": "scotland"}, ["scotland"], []),
        ({"who": "elsewhere", "nation": "northern_ireland"}, ["northern_ireland"], []),
        ({"who": "elsewhere", "nation": "skip"}, ["other_nation"], []),
        ({"who": "skip"}, [], ["local"]),
    ],
)
def test_the_table_of_routes(answers: dict[str, str], first: list[str], others: list[str]) -> None:
    found = CHECK.found(answers)
    assert [route.id for route, case in found if case.worth == "first"] == first
    assert [route.id for route, case in found if case.worth != "first"] == others


def asked_when(who: str) -> set[str]:
    """The questions that are asked on some path of those who say so."""
    taken = all_paths().took("who", who)
    return {key for key, column in all_paths().columns.items() if (column[taken] != NOT_ASKED).any()}


def test_an_adult_is_not_asked_about_a_child_nor_a_child_about_adult_care() -> None:
    assert not asked_when("child") & {"chc", "chc_stage", "council", "local", "own_say", "their_say", "carer"}
    for who in ("me", "adult", "not_sure", "skip"):
        assert not asked_when(who) & {"childrens_care", "ehc_plan", "age", "child_needs", "young_say", "family"}


def test_whoever_asks_in_private_or_from_elsewhere_is_asked_next_to_nothing() -> None:
    assert asked_when("private") == {"who"}
    assert asked_when("elsewhere") == {"who", "nation"}


def test_not_sure_and_skip_are_there_everywhere() -> None:
    for question in CHECK.questions:
        assert {"not_sure", "skip"} <= {option.key for option in question.options}


def test_no_question_is_about_offences_scores_or_dying() -> None:
    for question in CHECK.questions:
        sayings = (question.ask, question.why, question.more)
        public = [getattr(each.words, name) for each in sayings for name in ("plain", "simple", "sms")]
        for text in (*public, question.ask.words.adviser, *(option.label for option in question.options)):
            assert not NEVER_ASKED.search(text), text


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
        ("start answer:me answer:no", "chc_stage"),
        ("start answer:me answer:not_sure", "chc_stage"),
        ("start answer:me skip", "chc_stage"),
        ("start answer:me answer:no answer:fast_track", "own_say"),  # nothing else is asked of somebody so ill
        ("start answer:me answer:no answer:waiting", "aftercare"),
        ("start answer:me answer:yes answer:no answer:no", "own_say"),  # nor about the council: the NHS pays for all
        ("start answer:private", "result"),
        ("start answer:elsewhere", "nation"),
        ("start answer:elsewhere answer:wales", "result"),
        ("start answer:child answer:yes", "age"),
        ("start answer:child answer:yes answer:under_16", "wheelchair"),
        ("start answer:child answer:yes answer:age_16_17", "aftercare"),
        ("start answer:child answer:yes answer:age_16_17 answer:no answer:no answer:no", "young_say"),
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
        ("start answer:child answer:yes answer:under_16 answer:no answer:no answer:no", "result"),
        ("start answer:me answer:yes answer:no answer:no answer:self answer:no", "result"),
    ],
)
def test_which_question_follows(moves: str, expected: str) -> None:
    result = walked(moves)
    assert result.pending is not None
    assert result.pending.question == expected
    assert result.replies[-1].choices


RESULT = "start answer:me answer:no answer:no answer:no answer:yes answer:gets_help answer:no answer:told_no answer:yes"


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("answer:how", "how"),
        ("answer:how answer:how_council", "how"),
        ("answer:how back", "result"),
        ("answer:how answer:letter", "letter"),
        ("answer:how answer:letter back", "how"),
        ("answer:how answer:letter repeat", "letter"),
        ("answer:how answer:letter simpler", "letter"),
        ("answer:how answer:letter answer:refused", "refused"),
        ("answer:how answer:refused", "refused"),
        ("answer:how answer:refused answer:letter", "letter"),
        ("answer:how answer:refused answer:letter answer:list", "result"),
        ("answer:how answer:refused back", "how"),
        ("answer:how answer:refused answer:how_wheelchair", "how"),
        ("answer:how answer:list", "result"),
        ("answer:letter", "letter"),  # an older button
        ("answer:others answer:others", "result"),
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
        ("change answer:chc answer:not_sure", "result"),
        ("change answer:own_say answer:self", "result"),
        ("change answer:chc next", "result"),  # an answer that is kept stays
        ("change answer:chc_stage answer:fast_track", "result"),
        (
            "change answer:chc_stage answer:fast_track change:chc_stage answer:no",
            "aftercare",
        ),  # what went is asked again
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


def test_an_answer_that_no_longer_counts_leads_nowhere() -> None:
    """Fast Track was mentioned for an adult. Nothing of that is left for a child."""
    answers = {"who": "child", "chc": "no", "chc_stage": "fast_track", "own_say": "told_no"}
    assert CHECK.given(answers) == {"who": "child"}
    assert [route.id for route, _ in CHECK.found(answers)] == ["local"]


def test_a_letter_is_the_letter_itself_on_the_web_and_a_way_to_it_by_text() -> None:
    reply = walked(f"{RESULT} answer:how answer:how_council answer:letter").replies[-1]
    assert "Please do a care and support assessment" in reply.words.plain
    assert "Exampleshire Council" not in reply.words.sms
    assert "Letters" in reply.words.sms
    after_a_no = walked(f"{RESULT} answer:how answer:how_council answer:refused answer:letter").replies[-1]
    assert "reasons in writing" in after_a_no.words.plain


def test_a_kept_state_of_the_first_version_goes_on() -> None:
    old = {"at": "result", "answers": {"who": "me", "chc": "yes"}, "route": "", "finished": True}
    result = FLOW.move(old, Move("more"), CONTEXT)
    assert result.pending is not None
    assert result.pending.question == "result"
    assert FLOW.reminder(old, CONTEXT).pending == result.pending


def test_the_number_of_questions_is_never_promised_too_low() -> None:
    assert "question 1" in walked("start where").replies[0].words.plain
    assert "9 at most" in walked("start where").replies[0].words.plain
    assert "6 at most" in walked("start answer:me answer:yes where").replies[0].words.plain
    assert "5 at most" in walked("start answer:me answer:no answer:fast_track where").replies[0].words.plain


@pytest.mark.parametrize(
    ("phones", "said"),
    [({}, "adult safeguarding"), ({"adult_safeguarding_phone": "01632 960002"}, "01632 960002")],
)
def test_a_private_way_names_the_safeguarding_team(phones: dict[str, str], said: str) -> None:
    context = FlowContext(CONTEXT.now, "web", {**CONTEXT.values, **phones})
    state = {**at_result({"who": "private"}), "at": "how", "route": "private"}
    words = FLOW.move(state, Move("repeat"), context).replies[0].words
    assert said in words.plain
    assert all("{" not in text for text in vars(words).values())
    assert "999" in words.plain


def test_how_to_ask_shows_the_route_that_was_chosen() -> None:
    first, other = walked(f"{RESULT} answer:how"), walked(f"{RESULT} answer:how answer:how_wheelchair")
    assert first.state is not None
    assert other.state is not None
    assert (first.state["route"], other.state["route"]) == ("wheelchair", "wheelchair")
    assert walked(f"{RESULT} answer:how answer:how_council").state["route"] == "council"  # type: ignore[index]
    assert first.replies[-1].sources


def test_a_state_from_before_a_change_of_questions_begins_again() -> None:
    old = {"at": "no_longer_asked", "answers": {"who": "me"}, "route": "", "finished": False}
    result = FLOW.move(old, Move("answer", option="yes"), CONTEXT)
    assert result.pending is not None
    assert result.pending.question == "who"
