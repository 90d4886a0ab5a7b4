"""What employing somebody costs, how far a budget goes, and the other sums."""

import re

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions.base import intent_of, text_of
from actions.flows import FEATURES, GuidedAction, take_move
from actions.resuming import remind
from actions.showing import show_answers
from actions.turn import Turn
from knowledge.flow import Move
from knowledge.sums import NAME, QUANTITIES, START
from knowledge.sums_heard import heard
from language.quantities import has_unit

ANSWER = "what-a-pa-really-costs"
"""Shown instead where the sums are switched off, and to who asks in general."""
_IN_GENERAL = re.compile(r"\b(?:expensive|dear|pricey|costly)\b", re.IGNORECASE)


class ActionSums(GuidedAction):
    """The sums: what was said already ("15 hours at 14 an hour") is taken, and the rest asked."""

    flow = NAME

    def name(self) -> str:
        return "action_sums"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if intent_of(tracker) == "change_answer" and heard(text_of(tracker)).keys() & QUANTITIES:
            # With its unit it is clear what is meant, whatever was asked last.
            return take_move(turn, tracker, NAME, Move("answer", text=text_of(tracker)))
        if intent_of(tracker) != START:
            return super().answer(turn, tracker)
        is_off = not getattr(turn.services.settings.features, FEATURES[NAME])
        if is_off or (_IN_GENERAL.search(text_of(tracker)) and not has_unit(text_of(tracker))):
            return [*show_answers(turn, [ANSWER]), *remind(turn, tracker)]
        return take_move(turn, tracker, NAME, Move("start", text=text_of(tracker)))
