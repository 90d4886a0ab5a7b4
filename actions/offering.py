"""Offers a person where one may be wanted, beside what was said. Only a yes begins the way to one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import EventType

from actions import place
from actions.misses import OFFER, offer_a_person
from actions.reasons import note_reason, reason_of
from actions.turn import Turn
from common.outcomes import Outcome
from common.replies import Choice
from knowledge.hand_over_priority import Reason, money_or_care_stopped
from knowledge.texting import PERSON_LABEL, TALK_TO_PERSON, fits_a_text

PERSON = Choice(PERSON_LABEL, TALK_TO_PERSON)
MOST_CHOICES = 3
_UNSURE = frozenset({Outcome.CLARIFIED, Outcome.NOT_UNDERSTOOD})
_BESIDE = frozenset({Outcome.ANSWERED, Outcome.OUT_OF_SCOPE, Outcome.SOCIAL, *_UNSURE})


def beside(turn: Turn, text: str, events: Sequence[EventType]) -> list[EventType]:
    """Offer a person beside what was just said, where `why` says so; returns the slots that make a yes mean one.

    text: the message; events: what the action returned. Where a guided question or "did you mean" waits for its answer,
    the offer is one more choice; else it is put into words.
    """
    reason = why(turn, text)
    if reason is None or not turn.replies or _offers_already(events) or turn.progress("hand_over"):
        return []
    said_before = reason_of(turn) == reason
    note_reason(turn, reason)
    last = turn.replies[-1]
    offer = turn.services.wording.say(f"offer_{reason}")
    others = tuple(choice for choice in last.choices if choice.intent != PERSON.intent)
    offer = replace(offer, choices=(PERSON, *others[: MOST_CHOICES - 1]))
    asks = place.under_way(turn) is not None or Outcome.CLARIFIED in turn.outcomes
    if asks or said_before or (turn.channel == "sms" and not fits_a_text([*turn.replies, offer])):
        if PERSON.intent not in [choice.intent for choice in last.choices]:
            # In a text the last choices are the first to go. Numbers in its words mean the choices as they are.
            first = turn.channel == "sms" and not asks
            turn.replies[-1] = replace(last, choices=(PERSON, *others) if first else (*last.choices, PERSON))
        return []
    turn.say(offer, Outcome.SOCIAL)
    return offer_a_person()


def why(turn: Turn, text: str) -> Reason | None:
    """Why a person should be offered beside what this turn said, or None."""
    if not _BESIDE & set(turn.outcomes):
        return None
    if money_or_care_stopped(text):
        return "money_or_care"
    answers = turn.services.search.content.answers
    if not any(answers[each].always_offer for each in turn.answers if each in answers):
        return None
    return "high_stakes" if _UNSURE & set(turn.outcomes) else "always_offer"


def _offers_already(events: Sequence[EventType]) -> bool:
    def is_offer(event: Any) -> bool:
        return event.get("name") == "pending" and (event.get("value") or {}).get("flow") == OFFER.flow

    return any(is_offer(event) for event in events)
