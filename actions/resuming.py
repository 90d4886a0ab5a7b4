"""The way back after a digression, and after a flow that has ended."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.effects import context_of
from actions.turn import Turn
from common.outcomes import Outcome

NO_FLOW = "none"


def back_to_interrupted(turn: Turn, tracker: Tracker, ended: str) -> list[EventType]:
    """After a flow has ended: the walk goes on if it is under way."""
    state = turn.progress("steps")
    if ended != "steps" and state and not state.get("finished"):
        return _remind(turn, "steps", state)
    return [SlotSet("flow", NO_FLOW), SlotSet("pending", None)]


def remind(turn: Turn, tracker: Tracker) -> list[EventType]:
    """After a digression: one line that leads back to the flow under way, if there is one."""
    name = tracker.get_slot("flow") or NO_FLOW
    state = turn.progress(name) if name != NO_FLOW else None
    if state is None or state.get("finished"):
        return []
    return _remind(turn, name, state)


def _remind(turn: Turn, name: str, state: dict[str, Any]) -> list[EventType]:
    result = turn.services.flows[name].reminder(state, context_of(turn))
    for reply in result.replies:
        turn.say(reply, Outcome.SOCIAL)
    pending = result.pending.to_slot() if result.pending else None
    return [SlotSet("flow", name), SlotSet("pending", pending)]
