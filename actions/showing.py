"""Says reviewed answers, if they may be shown, or asks which of a few was meant."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.events import EventType, SlotSet

from actions import place
from actions.misses import forget_misses
from actions.resuming import nothing_pending
from actions.turn import Turn
from common.outcomes import Outcome

MOST_ANSWERS = 2
"""So many answers at most in one turn."""


def show_answers(turn: Turn, ids: Sequence[str]) -> list[EventType]:
    """Say the answers of these ids (at least one), in their order. Raises KeyError for an unknown id."""
    if not all(turn.services.search.is_shown(id) for id in ids):
        return say_held_back(turn)
    for answer_id in ids:
        turn.say(turn.services.answer(answer_id), Outcome.ANSWERED)
        turn.answers.append(answer_id)
        turn.topic = turn.services.search.content.answers[answer_id].topic
    forget_misses(turn)
    return [SlotSet("last_answer", ids[-1])]


def ask_which(turn: Turn, ids: Sequence[str]) -> list[EventType]:
    """One question at a time: a flow under way waits until this one is answered."""
    base = turn.services.wording.say("did_you_mean")
    turn.say(replace(base, choices=(*turn.services.search.choices(ids), *base.choices)), Outcome.CLARIFIED)
    turn.answers.extend(ids)
    forget_misses(turn)
    return nothing_pending() if place.under_way(turn) else []


def say_held_back(turn: Turn) -> list[EventType]:
    """There is an answer, but the council or the NHS has not signed it, or it is not shown here any more."""
    turn.say_wording("held_back", Outcome.OUT_OF_SCOPE)
    return [SlotSet("last_answer", None)]
