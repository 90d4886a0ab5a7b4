"""The walk through the seven steps: which question follows which move, from which state."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge.flow import FlowContext, FlowResult, Move
from knowledge.steps import StepsFlow

FLOW = StepsFlow.load(Path(__file__).parents[2] / "knowledge" / "steps")
CONTEXT = FlowContext(
    now=datetime(2026, 11, 22, 12, tzinfo=UTC),
    channel="web",
    values={"council": "Testshire Council", "icb_name": "NHS Testshire"},
)


def walked(moves: str, state: dict[str, Any] | None = None) -> FlowResult:
    """The result of moves such as "start answer:yes next", each state going through JSON as it does in casework."""
    result = None
    for word in moves.split():
        kind, _, option = word.partition(":")
        result = FLOW.move(state, Move(kind, option=option or None), CONTEXT)  # type: ignore[arg-type]
        state = json.loads(json.dumps(result.state))
    assert result is not None
    return result


def question(result: FlowResult) -> str | None:
    return result.pending.question if result.pending else None


def plain(result: FlowResult) -> str:
    return "\n".join(reply.words.plain for reply in result.replies)


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("start", "step_1"),
        ("next", "step_1"),  # whatever the first move is, the walk begins
        ("start answer:yes", "step_2"),
        ("start answer:no", "after_1"),
        ("start answer:not_sure", "after_1"),
        ("start answer:help_me_ask", "after_1"),
        ("start answer:no answer:yes", "step_2"),
        ("start answer:no answer:help_me_ask", "after_1"),
        ("start answer:no answer:no", "after_1"),  # not ready yet
        ("start answer:no next", "step_2"),
        ("start answer:no back", "step_1"),
        ("start answer:no change", "step_1"),
        ("start answer:no repeat", "after_1"),
        ("start answer:no more", "after_1"),
        ("start answer:no why", "after_1"),
        ("start answer:no simpler", "after_1"),
        ("start answer", "step_1"),  # an answer that is no option
        ("start answer:purple", "step_1"),
        ("start back", "step_1"),
        ("start skip", "step_2"),
        ("start next", "step_2"),
        ("start repeat", "step_1"),
        ("start more", "step_1"),
        ("start why", "step_1"),
        ("start simpler", "step_1"),
        ("start where", "step_1"),
        ("start start", "step_1"),  # nothing answered yet: nothing to come back to
        ("start next next back", "step_2"),
        ("start next next change:2", "step_2"),
        ("start answer:yes next change", "step_1"),  # the latest answer is that of step 1
        ("start answer:yes start", "resume"),
        ("start answer:yes start answer:yes", "step_2"),
        ("start answer:yes start answer:start_again", "step_1"),
        ("start answer:yes start answer:purple", "resume"),
        ("start answer:no start answer:yes", "step_1"),
        ("start answer:yes next start_over", "step_1"),
        ("start next next next next answer:yes", "after_5"),
        ("start next next next next answer:budget_holder", "after_5"),
        ("start next next next next answer:not_now", "step_6"),
        ("start change:7 answer:yes", None),
        ("start change:7 answer:no answer:yes", None),
        ("start change:7 next", None),
        ("start change:7 next back", "step_7"),
        ("start change:7 next next", None),
        ("start change:7 next change:3", "step_3"),
        ("start change:7 next start_over", "step_1"),
    ],
)
def test_which_question_follows(moves: str, expected: str | None) -> None:
    assert question(walked(moves)) == expected


def test_the_whole_walk_notes_each_answer() -> None:
    result = walked("start answer:yes answer:no next answer:yes skip answer:not_now answer:not_sure next answer:yes")
    assert result.state is not None
    assert result.state["answers"] == {
        "1": "yes", "2": "no", "3": "yes", "5": "not_now", "6": "not_sure", "7": "yes",
    }  # fmt: skip
    assert result.state["done"] == [1, 2, 3, 5, 6, 7]
    assert result.state["finished"] is True
    assert result.pending is None


def test_the_end_tells_what_was_noted_and_what_is_still_to_ask() -> None:
    reply = walked(
        "start answer:yes answer:no next answer:yes skip answer:not_now answer:not_sure next answer:yes"
    ).replies[-1]
    titles = [step.ask_about for step in FLOW.walk.steps]
    still = [title for title in titles if f"- {title}" in reply.words.plain]
    assert still == [titles[1], titles[3], titles[5]]
    assert reply.table is not None
    assert [row[1] for row in reply.table.rows] == ["Yes", "No", "Yes", "Not answered", "Not now", "Not sure", "Yes"]
    intents = [choice.intent for choice in reply.choices]
    assert intents[0] == "change_answer"
    assert reply.choices[0].entities == {"option": "2"}
    assert "talk_to_person" in intents


def test_the_end_when_nothing_is_left_to_ask() -> None:
    reply = walked("start answer:yes answer:yes answer:yes answer:yes answer:not_now answer:yes answer:yes").replies[-1]
    assert [choice.intent for choice in reply.choices] == ["talk_to_person", "check_eligibility", "my_plan"]


def test_words_to_ask_with_do_not_change_the_answer_given() -> None:
    result = walked("start answer:no answer:help_me_ask")
    assert result.state is not None
    assert result.state["answers"] == {"1": "no"}


def test_back_and_coming_again_keep_what_was_answered() -> None:
    result = walked("start answer:yes answer:yes back back start answer:yes")
    assert result.state is not None
    assert result.state["answers"] == {"1": "yes", "2": "yes"}


def test_where_tells_the_step_and_what_is_done() -> None:
    where = walked("start answer:yes answer:no next where").replies[0].words.plain
    assert "step 3 of 7" in where
    assert "1, 2" in where


def test_more_and_why_say_something_and_lead_back() -> None:
    for kind in ("more", "why"):
        result = walked(f"start next {kind}")
        assert len(result.replies) == 2
        assert not result.replies[0].choices
        assert result.replies[0].sources
        assert [choice.label for choice in result.replies[1].choices] == ["Yes", "No", "Not sure", "Help me ask"]


def test_simpler_says_the_simple_words_on_the_web() -> None:
    assert walked("start next simpler").replies[0].words.plain == FLOW.walk.steps[1].ask.words.simple


def test_step_5_offers_a_person() -> None:
    reply = walked("start change:5 answer:yes").replies[-1]
    assert "talk_to_person" in [choice.intent for choice in reply.choices]


def test_step_7_shows_the_seven_stages_and_promises_no_time() -> None:
    reply = walked("start change:7").replies[-1]
    assert reply.table is not None
    assert len(reply.table.rows) == 7
    assert "no national time limit" in reply.words.plain


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("start next next", "step_3"),
        ("start answer:no", "after_1"),
        ("start answer:yes start", "resume"),
        ("start change:7 next", None),
    ],
)
def test_the_reminder_is_one_line_with_the_pending_question(moves: str, expected: str | None) -> None:
    state = walked(moves).state
    assert state is not None
    result = FLOW.reminder(state, CONTEXT)
    assert question(result) == expected
    assert result.state == state
    assert len(result.replies) == 1
    assert result.replies[0].choices


def test_no_move_leaves_a_dead_end() -> None:
    """From every kind of state, every move says something and leaves a way on."""
    for result in every_turn():
        assert result.replies
        assert result.replies[-1].choices
        if result.pending:
            labels = [choice.label for choice in result.replies[-1].choices]
            assert result.pending.options[0].label == labels[0]


def test_all_values_are_filled() -> None:
    assert not [plain(result) for result in every_turn() if "{" in plain(result)]


def every_turn() -> list[FlowResult]:
    """The results of every move from every kind of state (step, phase, reaction, finished)."""
    seen: dict[tuple[object, ...], dict[str, Any]] = {}
    results: list[FlowResult] = []
    waiting: list[dict[str, Any] | None] = [None]
    while waiting:
        state = waiting.pop()
        for move in _moves(state):
            result = FLOW.move(state, move, CONTEXT)
            results.append(result)
            assert result.state is not None
            after = dict(result.state)
            key = (after["step"], after["phase"], after["said"], after["finished"])
            if key not in seen:
                seen[key] = after
                waiting.append(after)
    return results


def _moves(state: dict[str, Any] | None) -> Sequence[Move]:
    kinds = [
        "start",
        "next",
        "back",
        "repeat",
        "skip",
        "more",
        "why",
        "where",
        "simpler",
        "start_over",
        "change",
        "answer",
    ]
    keys = {option.key for step in FLOW.walk.steps for option in step.options} | {"start_again"}
    return [*(Move(kind) for kind in kinds), *(Move("answer", option=key) for key in sorted(keys))]  # type: ignore[arg-type]
