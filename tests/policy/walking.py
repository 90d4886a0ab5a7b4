"""What the tests of the seven steps share: the walk, its context with people near, and moves by words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common.replies import Contact
from knowledge.flow import FlowContext, FlowResult, Move
from knowledge.helplines import Helplines
from knowledge.steps import StepsFlow

FLOW = StepsFlow.load(Path(__file__).parents[2] / "knowledge" / "steps")
NEAR = {
    "near_people": (Contact("Exampleshire Budget Holders' Circle: people who hold a budget", phone="01632 960005"),),
    "near_advice": (Contact("Exampleshire Independent Advice: free advice", phone="01632 960006"),),
}
HELPLINES = {key: (line.contact,) for key, line in Helplines.load().lines.items()}
CONTACTS = HELPLINES | NEAR
ADULT, FINISHED = {"answers": {"who": "adult", "chc": "yes"}, "finished": True}, {"answers": {}, "finished": True}
KINDS = (
    "start", "next", "back", "repeat", "skip", "more", "why", "where", "simpler", "start_over", "change", "go", "done",
)  # fmt: skip


def context(
    said: Mapping[str, Mapping[str, Any]] | None = None, contacts: Mapping[str, tuple[Contact, ...]] = CONTACTS
) -> FlowContext:
    """The facts of a turn. said: what other flows heard; contacts: who can help."""
    return FlowContext(
        now=datetime(2026, 11, 25, 12, tzinfo=UTC),
        channel="web",
        values={
            "council": "Exampleshire Council",
            "icb_name": "NHS Exampleshire Integrated Care Board",
            "adult_social_care_phone": "01632 960001",
        },
        said=said or {},
        contacts=contacts,
    )


CONTEXT = context()


def walked(moves: str, state: Mapping[str, Any] | None = None, in_context: FlowContext = CONTEXT) -> FlowResult:
    """The result of moves such as "start skip answer:yes go:3", each state going through JSON as in casework."""
    result = None
    for word in moves.split():
        kind, _, option = word.partition(":")
        result = FLOW.move(state, Move(kind, option=option or None), in_context)  # type: ignore[arg-type]
        state = json.loads(json.dumps(result.state))
    assert result is not None
    return result


def question(result: FlowResult) -> str | None:
    """What waits for an answer."""
    return result.pending.question if result.pending else None


def plain(result: FlowResult) -> str:
    """All words of a result."""
    return "\n".join(reply.words.plain for reply in result.replies)


def moves_in(state: Mapping[str, Any] | None, in_context: FlowContext = CONTEXT) -> Sequence[Move]:
    """Every kind of move, and each answer that is offered or has nothing to do with what is asked."""
    pending = FLOW.reminder(state, in_context).pending if state else None
    keys = [option.key for option in pending.options] if pending else []
    starts = list(FLOW.walk.beginnings) if state is None else ["offered"]
    return [
        *(Move(kind) for kind in KINDS),  # type: ignore[arg-type]
        *(Move("start", option=key) for key in starts),
        *(Move("answer", option=key) for key in dict.fromkeys([*keys, "yes", "no", "not_sure", "purple"])),
        *(Move(kind, option="5") for kind in ("go", "done", "change")),
        Move("answer"),
    ]


def kind_of(state: Mapping[str, Any]) -> tuple[object, ...]:
    """What makes states of the same kind."""
    start = state["start"] if state["start"] in ("trouble", "professional") else ""
    said = (state["said"], state["of"]) if state["phase"] == "after" else state["part"]
    return (state["step"], state["phase"], said, state["finished"], start)


def every_turn(in_context: FlowContext = CONTEXT) -> Iterator[tuple[Mapping[str, Any] | None, Move, FlowResult]]:
    """Each move from one state of every kind that can be reached: the state before, the move and its result."""
    seen: set[tuple[object, ...]] = set()
    waiting: list[Mapping[str, Any] | None] = [None]
    while waiting:
        state = waiting.pop()
        for move in moves_in(state, in_context):
            result = FLOW.move(state, move, in_context)
            yield state, move, result
            assert result.state is not None
            if (kind := kind_of(result.state)) not in seen:
                seen.add(kind)
                waiting.append(dict(result.state))
