"""Sends the texts that are due: claims each, hands it to the provider, notes what came of it, tries again later."""

import asyncio
import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from bot.texts.provider import TextProvider
from bot.texts.queueing import Queue
from bot.texts.trying import Trying
from casework.database import Database
from casework.texts import outgoing
from casework.texts.numbers import PhoneKeys
from casework.texts.outgoing import Leaving
from common.clock import Clock
from common.errors import describe_without_data

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
SWEEP_SECONDS = 3.0
_AT_ONCE = 8


@dataclass
class TextWorker:
    """One in each process; they share the work. provider: None where people can't text. jitter: from 0 to 1."""

    database: Database
    clock: Clock
    queue: Queue
    keys: PhoneKeys
    provider: TextProvider | None
    jitter: Callable[[], float] = random.random
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_AT_ONCE, "texts"), repr=False)
    _under_way: dict[int, Future[None]] = field(default_factory=dict, repr=False)
    _answered: set[str] = field(default_factory=set, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def answered(self, conversation_id: str) -> None:
        """A turn was committed: its replies are queued in the next round. Called in the engine's thread."""
        with self._lock:
            self._answered.add(conversation_id)

    async def work_regularly(self) -> None:
        """Queue and send, every second, until cancelled. A round that fails is followed by the next one."""
        rounds = 0
        while True:
            try:
                await asyncio.to_thread(self.work, rounds % int(SWEEP_SECONDS / EVERY_SECONDS) == 0)
            except Exception as error:
                logger.error("texts could not be sent: %s", describe_without_data(error))
            rounds += 1
            await asyncio.sleep(EVERY_SECONDS)

    def work(self, sweep: bool = True) -> list[Future[None]]:
        """Queue what was answered (with `sweep`: whatever was left behind), and begin to send what is due."""
        with self._lock:
            answered, self._answered = self._answered, set()
        for conversation_id in answered:
            self.queue.take(conversation_id)
        if sweep:
            self.queue.take()
        return self._begin()

    def work_once(self) -> None:
        """As `work`, and wait until all of it was tried once."""
        wait(self.work())

    def close(self) -> None:
        """Let the tries under way end."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self) -> list[Future[None]]:
        if self.provider is None:
            return []
        trying = Trying(self.database, self.clock, self.keys, self.provider, self.jitter)
        with self.database.read() as connection:
            due = outgoing.due(connection, self.clock.now())
        with self._lock:
            new = [row for row in due if row.id not in self._under_way]
            for row in new:
                self._under_way[row.id] = self._pool.submit(self._handle, trying, row)
            return list(self._under_way.values())

    def _handle(self, trying: Trying, row: Leaving) -> None:
        try:
            trying.handle(row)
        except Exception as error:  # the text stays claimed, and is looked up when the claim has run out
            logger.error("a text could not be handled: %s", describe_without_data(error))
        finally:
            with self._lock:
                self._under_way.pop(row.id, None)
