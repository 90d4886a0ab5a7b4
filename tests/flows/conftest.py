"""Conversations with the real model, through the inbox and the commit."""

import uuid
from collections.abc import Callable

import pytest

from bot.engine.intake import Refused, find_or_begin
from bot.engine.results import TurnResult
from bot.running import Running


class Person:
    """Somebody who writes to the assistant."""

    def __init__(self, running: Running, token: str | None = None, channel: str = "web") -> None:
        self.running = running
        self.token = token or uuid.uuid4().hex
        self.conversation_id = find_or_begin(running.services.database, channel, self.token, running.clock.now()).id

    def says(self, text: str) -> TurnResult:
        """Type a text and read what comes back."""
        return self._send(text, None)

    def taps(self, label: str) -> TurnResult:
        """Tap the choice with this label in the last reply. Fails when it is not there."""
        labels = [choice.label for choice in self.last.replies[-1].choices]
        return self._send(None, labels.index(label) + 1)

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


@pytest.fixture
def person(running: Running) -> Person:
    """Somebody new."""
    return Person(running)


@pytest.fixture
def meet(running: Running) -> Callable[..., Person]:
    """Meet somebody: meet(token=..., channel=...)."""
    return lambda **details: Person(running, **details)
