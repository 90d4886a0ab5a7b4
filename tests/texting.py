"""A phone for tests: it texts through the channel that providers use, and gets what leaves."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.running import Running
from bot.texts.played import Bubble, Phones
from bot.texts.provider import Incoming
from bot.texts.queueing import Queue
from bot.texts.receiving import Receiver
from bot.texts.sending import TextWorker
from bot.texts.taking import Taken
from bot.texts.wording import TextWords
from casework.texts.numbers import PhoneKeys
from casework.texts.tables import Provider

_numbers = iter(range(447_700_900_100, 447_700_900_999))


@dataclass
class Network:
    """Receiver and worker of an assistant, with phones in the place of a provider."""

    running: Running
    phones: Phones = field(init=False)
    receiver: Receiver = field(init=False)
    worker: TextWorker = field(init=False)

    def __post_init__(self) -> None:
        services, clock = self.running.services, self.running.clock
        words = TextWords(services)
        self.phones = Phones(clock.now)
        self.receiver = Receiver(services, self.running.intake, self.running.gate, clock, words)
        queue, keys = Queue(services, clock, words), PhoneKeys(services.phone_key)
        self.worker = TextWorker(services.database, clock, queue, keys, self.phones)

    def later(self, **by: int) -> None:
        """Move the clock on."""
        clock: Any = self.running.clock
        clock.move_to(clock.now() + timedelta(**by))

    def phone(self, number: str = "", introduced: bool = False) -> "TextPhone":
        """Somebody new; with `introduced`, they have said that nobody else reads their phone."""
        phone = TextPhone(self, number or f"+{next(_numbers)}")
        if introduced:
            phone.texts("hello")
            phone.texts("1")
        return phone


@dataclass
class TextPhone:
    """One phone, and what it got."""

    network: Network
    number: str
    provider: Provider = "simulator"
    last: Taken | None = None

    def texts(self, words: str, id: str | None = None, **more: Any) -> str:
        """Text something; the one text that came back, or nothing."""
        before = len(self.got)
        self.last = self.network.receiver.receive(
            Incoming(self.provider, id or uuid.uuid4().hex, self.number, words, **more)
        )
        if self.last.conversation_id:
            self.network.running.engine.submit(self.last.conversation_id).result(timeout=60)
        self.network.worker.work_once()
        new = self.got[before:]
        assert len(new) <= 1, [each.words for each in new]
        if not new:
            return ""
        assert new[0].parts <= 2, new[0].words
        self.network.later(seconds=5)
        return new[0].words

    @property
    def got(self) -> list[Bubble]:
        """All texts that came."""
        return [each for each in self.network.phones.texts.get(self.number, []) if each.from_us]
