"""What a follow-up may need of the turns before it, in the slot `context`: ids of answers only, no words.

offered: what was offered when somebody was asked which they meant; rivals: what else the last answer could have been;
unsaid: what was asked too and had no room in a text.
"""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

SLOT = "context"


def kept(tracker: Tracker) -> dict[str, Any]:
    """The slot as it stands; empty before anything was answered."""
    return dict(tracker.get_slot(SLOT) or {})


def keep(tracker: Tracker, **values: list[str]) -> list[EventType]:
    """The slot with these values beside what it held."""
    return [SlotSet(SLOT, {**kept(tracker), **values})]


def only(**values: list[str]) -> list[EventType]:
    """The slot with nothing but these values."""
    return [SlotSet(SLOT, values or None)]
