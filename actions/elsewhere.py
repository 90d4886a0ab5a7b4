"""What this service knows nothing about: says so, and where to go. It never answers the question itself."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.base import TurnAction
from actions.misses import forget_misses
from actions.resuming import remind
from actions.services import ELSEWHERE
from actions.turn import Turn
from common.outcomes import Outcome

POINTED = "elsewhere"
"""Where the pipeline notes the kind and the language (bot/nlu/elsewhere.py)."""
UNREADABLE = "gibberish"
"""Nothing was understood, so the count of misses goes on."""


class ActionElsewhere(TurnAction):
    """Names who helps with the kind of thing asked for, then goes back to the flow, if any."""

    def name(self) -> str:
        return "action_elsewhere"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        found = tracker.latest_message.get(POINTED) or {}
        kind = str(found.get("kind") or "")
        turn.say(turn.services.elsewhere(kind, str(found.get("language") or "")), Outcome.OUT_OF_SCOPE)
        turn.topic = f"{ELSEWHERE}/{kind}" if kind else ELSEWHERE
        if kind != UNREADABLE:
            forget_misses(turn)
        return [SlotSet("last_answer", None), *remind(turn, tracker)]
