"""The small acts of a conversation: greetings, thanks, who are you, what can you do."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.base import TurnAction, intent_of
from actions.misses import say_not_understood
from actions.resuming import NO_FLOW, remind
from actions.turn import Turn
from common.outcomes import Outcome
from language.masking import mask

OUTCOMES = {"out_of_scope": Outcome.OUT_OF_SCOPE, "stop": Outcome.STOPPED}


class ActionSocial(TurnAction):
    """Answers an act with the wording of the same name (knowledge/replies), then goes back to the flow, if any."""

    def name(self) -> str:
        return "action_social"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        intent = intent_of(tracker)
        turn.say_wording(intent, OUTCOMES.get(intent, Outcome.SOCIAL), **turn.services.facts_for_wording)
        turn.topic = intent
        if intent == "stop":
            return [SlotSet("flow", NO_FLOW), SlotSet("pending", None)]
        return remind(turn, tracker)


class ActionNotUnderstood(TurnAction):
    """Says so honestly; the second miss in a row explains differently, the third offers a person first."""

    def name(self) -> str:
        return "action_not_understood"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        say_not_understood(turn, mask(tracker.latest_message.get("text") or ""))
        return remind(turn, tracker)
