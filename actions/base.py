"""What all actions share: the turn at hand, and one action a turn."""

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn, current_turn


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
        return [*self.answer(current_turn(), tracker), FollowupAction("action_listen")]


def intent_of(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def entity(tracker: Tracker, name: str) -> str | None:
    """The first value of an entity in the latest message."""
    return next(tracker.get_latest_entity_values(name), None)
