"""Why somebody comes to a person: kept from the offer until they have one, so that the desk knows how soon."""

from datetime import datetime, timedelta
from typing import get_args

from actions.turn import Turn
from knowledge.hand_over_priority import Reason, weighs_as_much

OFFERED = "offered"
"""Kept with the conversation: why a person was offered last, and when."""
HOLDS = timedelta(hours=1)
"""So long after an offer, somebody who asks for a person comes because of it, and it is not put into words again."""


def reason_of(turn: Turn) -> Reason:
    """Why somebody comes to a person: what they were offered one for lately, else that they asked."""
    kept = turn.progress(OFFERED) or {}
    is_late = not kept or turn.now - datetime.fromisoformat(kept["at"]) > HOLDS
    found: Reason = "asked" if is_late or kept["reason"] not in get_args(Reason) else kept["reason"]
    return found


def note_reason(turn: Turn, reason: Reason) -> None:
    """Remember why a person was offered. Danger weighs more than what comes after it, and what is urgent more than what
    is not."""
    if weighs_as_much(reason, reason_of(turn)):
        turn.save_progress(OFFERED, {"reason": reason, "at": turn.now.isoformat()})


def forget_reason(turn: Turn) -> None:
    """A person has it, or none is wanted."""
    if turn.progress(OFFERED):
        turn.save_progress(OFFERED, None)
