"""The ways to hold a budget, side by side."""

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.base import TurnAction, entity, intent_of, text_of
from actions.misses import forget_misses
from actions.resuming import remind
from actions.turn import Turn
from common.outcomes import Outcome
from knowledge.flow_words import simple_only
from knowledge.options import THREE
from knowledge.options_guide import NAME, money_of

_COMPARED = "compared:"
"""In the slot `last_answer`: what was compared last, instead of the id of an answer."""


class ActionCompare(TurnAction):
    """Compares the ways that the message names, or the three main ones."""

    def name(self) -> str:
        return "action_compare"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        named = turn.services.options.comparison.asked.what(text_of(tracker))
        return show_comparison(turn, tracker, entity(tracker, "option") or named or THREE)


def comparison_asked_for(turn: Turn, tracker: Tracker) -> str | None:
    """What a question wants compared ("how does a card differ from a managed account"), or None."""
    text, asked = text_of(tracker), turn.services.options.comparison.asked
    return asked.what(text) if asked.for_comparison(text) else None


def show_comparison(turn: Turn, tracker: Tracker, what: str) -> list[EventType]:
    """Say the comparison, as it holds for the money that the person spoke of, if any; then back to the flow."""
    comparison, state = turn.services.options.comparison, turn.progress(NAME) or {}
    reply = comparison.reply(what, money_of(state.get("answers", {})))
    simpler = intent_of(tracker) == "simpler"
    turn.say(replace(reply, words=simple_only(reply.words)) if simpler else reply, Outcome.ANSWERED)
    turn.answers.extend(comparison.answers(what))
    turn.topic = NAME
    forget_misses(turn)
    return [SlotSet("last_answer", _COMPARED + what), *remind(turn, tracker)]


def compared_last(tracker: Tracker) -> str | None:
    """What was compared, when that was the last answer."""
    last = str(tracker.get_slot("last_answer") or "")
    return last.removeprefix(_COMPARED) if last.startswith(_COMPARED) else None
