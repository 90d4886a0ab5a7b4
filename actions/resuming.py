"""The way back after a digression, and after a flow that has ended."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import place
from actions.effects import context_of
from actions.turn import Turn
from common.outcomes import Outcome
from common.replies import Reply
from knowledge.texting import fits_a_text

NO_FLOW = "none"


def nothing_pending() -> list[EventType]:
    """No flow steers the rules, and no question waits. A flow that is under way keeps its place, and waits."""
    return [SlotSet("flow", NO_FLOW), SlotSet("pending", None)]


def back_to_interrupted(turn: Turn, ended: str) -> list[EventType]:
    """After a flow has ended: the one that it interrupted goes on."""
    waiting = place.interrupted(turn, ended)
    place.leave(turn, ended)
    return _remind(turn, waiting) if waiting else nothing_pending()


def remind(turn: Turn, tracker: Tracker) -> list[EventType]:
    """After a digression: one line that leads back to the flow under way, if there is one."""
    name = place.under_way(turn)
    return _remind(turn, name) if name else []


def offer_way_back(turn: Turn, ended: str) -> None:
    """At a result: the flow that it interrupted is the first choice, and nobody has to remember it."""
    waiting = place.interrupted(turn, ended)
    if waiting and turn.replies:
        way_back = turn.services.wording.say("way_back_to_a_person" if waiting == "hand_over" else "way_back")
        turn.replies[-1] = replace(turn.replies[-1], choices=(*way_back.choices, *turn.replies[-1].choices))


def _remind(turn: Turn, name: str) -> list[EventType]:
    place.enter(turn, name)
    result = turn.services.flows[name].reminder(turn.progress(name) or {}, context_of(turn, name))
    pending = result.pending.to_slot() if result.pending else None
    turn.lead_on()
    if turn.channel == "sms" and not fits_a_text([*turn.replies, *result.replies]):
        _remind_briefly(turn)
    else:
        for reply in result.replies:
            turn.say(reply, Outcome.SOCIAL)
    return [SlotSet("flow", name), SlotSet("pending", pending)]


def _remind_briefly(turn: Turn) -> None:
    """In a text there may be no room for the question: a few words, or none, but the question still waits."""
    way_back = turn.services.wording.say("way_back")
    if fits_a_text([*turn.replies, way_back]):
        turn.say(way_back, Outcome.SOCIAL)
    elif turn.replies:
        # A number now answers the question that waits, so no other choices may be offered.
        turn.replies[-1] = without_choices(turn.replies[-1])


def without_choices(reply: Reply) -> Reply:
    """The reply without the choices that it offered."""
    return replace(reply, choices=())


def pending_of(tracker: Tracker) -> dict[str, Any]:
    """The question that waits, as its slot holds it; empty when none does."""
    return tracker.get_slot("pending") or {}
