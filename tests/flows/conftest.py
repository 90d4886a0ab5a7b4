"""Conversations with the real model, through the inbox and the commit."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine.intake import Accepted, Refused, find_or_begin
from bot.engine.results import TurnResult
from bot.running import Running
from casework import conversations, progress, schema
from casework.schema import Owner
from common.clock import SettableClock
from common.replies import Choice

TABLES = {
    "consent": schema.consent,
    "inbox": schema.inbox,
    "outbox": schema.outbox,
    "referral": schema.referral,
    "safety_event": schema.safety_event,
    "tracker_event": schema.tracker_event,
    "tracker_state": schema.tracker_state,
}


class Person:
    """Somebody who writes to the assistant."""

    def __init__(self, running: Running, token: str | None = None, channel: str = "web") -> None:
        self.running = running
        self.token = token or uuid.uuid4().hex
        self.conversation_id = find_or_begin(running.services.database, channel, self.token, running.clock.now()).id

    def says(self, text: str) -> TurnResult:
        """Type a text and read what comes back."""
        return self._send(text, None)

    def says_all(self, *texts: str) -> TurnResult:
        """Type one text after the other; what comes back last."""
        for text in texts:
            self.says(text)
        return self.last

    def taps(self, label: str) -> TurnResult:
        """Tap the choice with this label in the last reply. Fails when it is not there."""
        return self._send(None, [choice.label for choice in self.choices].index(label) + 1)

    def sends(self, text: str, message_id: str) -> TurnResult | None:
        """Type a text under a message id of the browser's; None when the turn was answered before."""
        accepted = self.posts(text, message_id)
        return self.running.engine.submit(accepted.conversation_id).result(timeout=60)

    def posts(self, text: str, message_id: str | None = None) -> Accepted:
        """Put a message in the inbox without waiting for its answer."""
        now, message_id = self.running.clock.now(), message_id or uuid.uuid4().hex
        accepted = self.running.intake.accept(self.conversation_id, message_id, text, None, now)
        assert isinstance(accepted, Accepted)
        return accepted

    def _send(self, text: str | None, number: int | None) -> TurnResult:
        now = self.running.clock.now()
        accepted = self.running.intake.accept(self.conversation_id, uuid.uuid4().hex, text, number, now)
        if isinstance(accepted, Refused):
            self.last = TurnResult(accepted.outcome, (accepted.reply,))
            return self.last
        result = self.running.engine.submit(self.conversation_id).result(timeout=60)
        assert result is not None
        self.last = result
        return result

    @property
    def sees(self) -> str:
        """All words of the last turn."""
        return "\n".join(reply.words.plain for reply in self.last.replies)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the last reply offers."""
        return self.last.replies[-1].choices

    def place(self, flow: str) -> dict[str, Any] | None:
        """Where the person is in a flow, as casework keeps it."""
        with self.running.services.database.read() as connection:
            return progress.load(connection, self.conversation_id, flow)

    @property
    def step(self) -> int | None:
        """The step of the walk that the person is at."""
        state = self.place("steps")
        return state["step"] if state else None

    @property
    def slots(self) -> dict[str, Any]:
        """What Rasa remembers between the turns."""
        rows = self.rows("tracker_state")
        return dict(rows[0]["slots"]) if rows else {}

    @property
    def asked(self) -> str | None:
        """The question that waits, as `flow:question`."""
        pending = self.slots.get("pending")
        return f"{pending['flow']}:{pending['question']}" if pending else None

    @property
    def turn(self) -> int:
        """How many turns were committed."""
        return self.conversation.turn

    @property
    def conversation(self) -> conversations.Conversation:
        """The conversation's row."""
        with self.running.services.database.read() as connection:
            found = conversations.get(connection, self.conversation_id)
        assert found is not None
        return found

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The conversation's rows of a table, oldest first."""
        of = TABLES[table]
        mine = select(of).where(of.c.conversation_id == self.conversation_id)
        with self.running.services.database.read() as connection:
            found = connection.execute(mine.order_by(of.c.id) if "id" in of.c else mine)
            return [dict(row._mapping) for row in found]

    def is_given_to(self, owner: Owner) -> None:
        """Somebody takes the conversation."""
        with self.running.services.database.write() as connection:
            assert conversations.set_owner(
                connection, self.conversation_id, self.conversation.owner, owner, self.running.clock.now()
            )


@pytest.fixture(autouse=True)
def in_opening_hours(running: Running) -> None:
    """Each test begins while advisers are there, whatever the ones before did to the clock."""
    hours, now = running.services.opening_hours, running.clock.now()
    if not (hours.is_open(now) and hours.is_open(now + timedelta(hours=1))):
        assert isinstance(running.clock, SettableClock)
        running.clock.move_to(hours.next_opening(now + timedelta(hours=1)))


@pytest.fixture
def person(running: Running) -> Person:
    """Somebody new."""
    return Person(running)


@pytest.fixture
def meet(running: Running) -> Callable[..., Person]:
    """Meet somebody: meet(token=..., channel=...)."""
    return lambda **details: Person(running, **details)


IN_EACH_FLOW: dict[str, tuple[str, ...]] = {
    "no flow": ("hello",),
    "a step": ("go to step 2",),
    "after a step": ("go to step 1", "no"),
    "the check": ("check what i could ask for", "for me"),
    "which suits me": ("which one suits me", "nhs"),
    "what suits me": ("which one suits me", "skip", "skip", "skip", "skip"),
    "a sum": ("what would a pa cost for 15 hours",),
    "what a sum comes to": ("what would a pa cost for 15 hours at £14 an hour", "22 or over", "yes"),
    "the way to a person": ("talk to a person",),
    "typing a name": ("talk to a person", "money"),
    "typing a number": ("talk to a person", "money", "skip"),
    "consent": ("talk to a person", "money", "skip", "sam@example.org"),
    "keeping a place": ("go to step 1", "save my place"),
    "typing a code": ("i have a code",),
    "deleting": ("go to step 1", "delete my chat"),
}
"""What to say to get there."""
