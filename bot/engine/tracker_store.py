"""Rasa's tracker store over casework: reads a bounded window, stages what is new; the turn's commit writes it."""

from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.masking import without_words
from casework import tracker
from casework.database import Database
from casework.tracker import TrackerWindow

WINDOW = 20
"""Events read back for a turn: about three turns. Rules look at the turn under way; what must last is in slots."""


class TurnTrackerStore(TrackerStore):
    """Holds the tracker of the turn under way. The engine runs one turn at a time in each conversation.

    Stock stores cannot be used: `SQLTrackerStore.save` slices by the number of stored rows, so that a window drops
    messages, and it commits by itself, so that a turn is never one transaction.
    """

    def __init__(self, domain: Domain | None, database: Database) -> None:
        super().__init__(domain)
        self._database = database
        self._staged: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {}
        self._seen: dict[str, int] = {}
        self._windows: dict[str, TrackerWindow] = {}

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """The window of a conversation, headed by a session start and the slots as they are now."""
        window = self._windows.pop(sender_id, None) or self._read(sender_id)
        events: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
        events += [SlotSet(name, value) for name, value in window.slots.items()]
        events.append(ActionExecuted("action_listen"))
        events += [event for event in map(Event.from_parameters, window.events) if event is not None]
        self._seen[sender_id] = len(events)
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots, domain=self.domain)

    def give(self, sender_id: str, window: TrackerWindow) -> None:
        """Hand over a window that was read already, for the next `retrieve`."""
        self._windows[sender_id] = window

    def _read(self, sender_id: str) -> TrackerWindow:
        with self._database.read() as connection:
            return tracker.load(connection, sender_id, WINDOW)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stage the events that are new since `retrieve`, without anybody's words, and the slots."""
        fresh = list(tracker.events)[self._seen.get(tracker.sender_id, 0) :]
        slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
        self._staged[tracker.sender_id] = ([without_words(event.as_dict()) for event in fresh], slots)

    def take_staged(self, sender_id: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """What the turn staged (events, slots), once. Empty when Rasa saved nothing."""
        self._seen.pop(sender_id, None)
        self._windows.pop(sender_id, None)
        return self._staged.pop(sender_id, ([], {}))

    def peek_staged(self, sender_id: str) -> list[dict[str, Any]]:
        """The events staged so far in this turn."""
        return self._staged.get(sender_id, ([], {}))[0]
