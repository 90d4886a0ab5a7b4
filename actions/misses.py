"""Messages that were not understood: counted for each conversation, and kept masked for the editors."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.reasons import note_reason
from actions.resuming import NO_FLOW, remind
from actions.turn import Turn
from casework import unanswered
from common.outcomes import Outcome
from knowledge.flow import Option, Pending

OFFERED_AT = 2
"""So many misses in a row, and a person is offered."""
WORDING = ("not_understood_first", "not_understood_second", "not_understood_third")
OFFER = Pending("offer", "person", (Option("yes", "Yes", ("a person", "please")), Option("no", "No")))
"""Shall I find you a person? Asked by words of knowledge/replies; a yes begins the way to one."""


def say_not_understood(turn: Turn, tracker: Tracker, masked_text: str) -> list[EventType]:
    """First miss: say it another way; second: what can be asked, or a person; third and later: a person.

    Then back to the flow, or from the second on to the offer.
    """
    missed = int((turn.progress("misses") or {}).get("count", 0))
    turn.say_wording(WORDING[min(missed, len(WORDING) - 1)], Outcome.NOT_UNDERSTOOD)
    turn.save_progress("misses", {"count": missed + 1})
    if masked_text and turn.keeps_text:
        turn.stage(
            lambda connection: unanswered.record(
                connection,
                masked_text=masked_text,
                outcome=Outcome.NOT_UNDERSTOOD.value,
                channel=turn.channel,
                at=turn.now,
            )
        )
    if missed + 1 < OFFERED_AT:
        return remind(turn, tracker)
    note_reason(turn, "misses")
    return offer_a_person()


def offer_a_person() -> list[EventType]:
    """Let the next "yes" or "no" answer the offer that was just made. A flow under way waits until after it."""
    return [SlotSet("flow", NO_FLOW), SlotSet("pending", OFFER.to_slot())]


def forget_misses(turn: Turn) -> None:
    """Something was understood: the count begins anew."""
    if turn.progress("misses"):
        turn.save_progress("misses", None)
