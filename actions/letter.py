"""Letters to copy: the one that is wanted, or the question which one it is."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import place
from actions.base import TurnAction, entity, text_of
from actions.misses import forget_misses
from actions.resuming import nothing_pending, remind
from actions.turn import Turn
from common.outcomes import Outcome
from knowledge.letter_choice import ENTITY


class ActionLetter(TurnAction):
    """Shows a letter; a flow under way waits while it asks which."""

    def name(self) -> str:
        return "action_letter"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        choice = turn.services.letter_choice
        wanted = entity(tracker, ENTITY) or choice.wanted(text_of(tracker))
        reply = choice.reply(wanted, turn.services.settings.names(), turn.channel)
        is_letter = bool(reply.sources)
        turn.say(reply, Outcome.ANSWERED if is_letter else Outcome.CLARIFIED)
        turn.topic = "letters"
        forget_misses(turn)
        forgotten = SlotSet("last_answer", None)
        if is_letter:
            return [forgotten, *remind(turn, tracker)]
        return [forgotten, *(nothing_pending() if place.under_way(turn) else [])]
