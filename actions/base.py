"""What all actions share: the turn at hand, and one action a turn."""

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import journey, offering, standalone
from actions.feedback import ask_at_end
from actions.resuming import nothing_pending, pending_of
from actions.second import say_courtesy, say_second
from actions.turn import Turn, current_turn, has_turn
from common.outcomes import Outcome

ASKED_ONCE = ("delete_chat", "offer", "feedback")
"""Questions that only the very next message answers: a later "yes" must not delete a chat."""
SHORT_ANSWERS = ("give_answer", "yes", "no", "not_sure")
SAY_AGAIN = ("repeat", "simpler")


class TurnAction(Action, ABC):
    """An action that answers through the turn.

    It always ends the turn by itself (`action_listen` as follow-up): the rules name one action for each message, and a
    slot that the action changes must not make Rasa look for a rule that fits the new value.
    """

    @abstractmethod
    def name(self) -> str:
        """The name by which the rules call it."""

    @abstractmethod
    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        """Say something through `turn`; returns Rasa events (slots)."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Called by Rasa."""
        turn = current_turn() if has_turn() else standalone.begin(tracker.sender_id)
        walk_before, changed = turn.progress("steps"), journey.catch_up(turn)
        events = _after_crisis(turn, tracker)
        if not events and intent_of(tracker) in SHORT_ANSWERS:
            events = journey.say_moved_on(turn, tracker, changed)
        if not events:
            say_courtesy(turn, tracker)
            events = self.answer(turn, tracker)
            events = [*events, *say_second(turn, tracker)]
            events = [*events, *offering.beside(turn, text_of(tracker), events)]
            journey.offer_code(turn, intent_of(tracker), walk_before)
            events = [*events, *ask_at_end(turn, tracker, intent_of(tracker))]
        journey.keep_up(turn)
        if pending_of(tracker).get("flow") in ASKED_ONCE:
            events = [*nothing_pending(), *events]
        if not has_turn():
            standalone.end(turn, dispatcher)
        return [*events, FollowupAction("action_listen")]


def intent_of(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def text_of(tracker: Tracker) -> str:
    """The latest message as typed, or the label of the choice taken."""
    return str(tracker.latest_message.get("text") or "")


def entities(tracker: Tracker, name: str) -> list[str]:
    """All values of an entity in the latest message, each once."""
    return list(dict.fromkeys(tracker.get_latest_entity_values(name)))


def entity(tracker: Tracker, name: str) -> str | None:
    """The first value of an entity in the latest message."""
    return next(tracker.get_latest_entity_values(name), None)


def _after_crisis(turn: Turn, tracker: Tracker) -> list[EventType]:
    """A "yes" or "ok" to words about danger answers no question of a flow; "repeat" means those words.

    The flow waits until the person wants it back. Empty when the message is something else.
    """
    intent = intent_of(tracker)
    if turn.last_outcome is not Outcome.CRISIS or turn.last_reply is None:
        return []
    if intent in SAY_AGAIN:
        turn.say(turn.last_reply, Outcome.CRISIS)
        return nothing_pending()
    if intent in SHORT_ANSWERS and entity(tracker, "text") is None:
        turn.say_wording("after_crisis", Outcome.SOCIAL)
        return nothing_pending()
    return []
