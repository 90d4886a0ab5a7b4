"""Phones of the simulator and of the tests, in the place of a provider and its network."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.texts.provider import Text
from casework.texts.receipts import Receipt
from casework.texts.tables import Provider
from knowledge.gsm7 import parts, septets, strangers


@dataclass(frozen=True)
class Bubble:
    """A text on the phone. parts and characters: as the networks count them."""

    from_us: bool
    words: str
    at: datetime

    @property
    def parts(self) -> int:
        """How many parts it takes."""
        return parts(self.words)

    @property
    def characters(self) -> int:
        """Its length."""
        return len(self.words) if strangers(self.words) else septets(self.words)


@dataclass
class Phones:
    """In the place of a provider: what is sent lands on phones in this process."""

    now: Callable[[], datetime]
    name: Provider = "simulator"
    answers_stop: bool = False
    texts: dict[str, list[Bubble]] = field(default_factory=dict)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def send(self, text: Text) -> str:
        """It arrives at once."""
        self.add(text.to, Bubble(True, text.body, self.now()))
        return text.reference

    def find(self, text: Text) -> Sequence[Receipt]:
        """What is on the phone."""
        there = any(each.from_us and each.words == text.body for each in self.texts.get(text.to, ()))
        return [Receipt(self.name, text.reference, text.reference, "delivered")] if there else []

    def add(self, number: str, bubble: Bubble) -> None:
        """A text on a phone."""
        with self.arrived:
            self.texts.setdefault(number, []).append(bubble)
            self.arrived.notify_all()

    def wait_for_answer(self, number: str, seconds: float) -> None:
        """Until the newest text on a phone is from us, at most so long."""
        with self.arrived:
            self.arrived.wait_for(lambda: self.texts[number][-1].from_us, seconds)
