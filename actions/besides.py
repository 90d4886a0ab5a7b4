"""An answer to the question that waits, said beside a question: "yes and how much do I get"."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions import place
from actions.effects import context_of
from actions.flows import take_move
from actions.resuming import pending_of
from actions.turn import Turn
from knowledge.flow import Move

ALSO_OPTION = "also_option"
"""Where bot/nlu/pending.py puts the option that was named before the question."""


def take_besides(turn: Turn, tracker: Tracker) -> list[EventType]:
    """Take the answer, and say what follows. Empty when there is none."""
    flow, option = _given(tracker)
    return take_move(turn, tracker, flow, Move("answer", option=option)) if flow else []


def note_besides(turn: Turn, tracker: Tracker) -> None:
    """Note the answer without a word, where something else has to be asked first."""
    flow, option = _given(tracker)
    if flow:
        result = turn.services.flows[flow].move(
            turn.progress(flow), Move("answer", option=option), context_of(turn, flow)
        )
        turn.save_progress(flow, result.state)


def _given(tracker: Tracker) -> tuple[str, str]:
    """The flow and the option. Only for flows that are kept: the way to a person goes one thing at a time."""
    option, flow = tracker.latest_message.get(ALSO_OPTION), str(pending_of(tracker).get("flow") or "")
    return (flow, str(option)) if option and flow in place.LASTING else ("", "")
