"""Sends the texts that are due: claims each, hands it to the provider, notes what came of it, tries again later."""

import asyncio
import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.texts.provider import NotTaken, Text, TextProvider, Uncertain
from bot.texts.queueing import Queue
from casework.database import Database
from casework.texts import outgoing, phones, receipts
from casework.texts.numbers import PhoneKeys
from casework.texts.outgoing import Leaving
from casework.texts.tables import State
from common.clock import Clock
from common.errors import describe_without_data

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
SWEEP_SECONDS = 3.0
CLAIM = timedelta(seconds=30)
"""How long a text that somebody is sending is left alone: longer than a provider is waited for."""
LOOK_AFTER = timedelta(seconds=15)
"""A provider may list a text only a little after it has taken it."""
LOOKS = 2
"""So often an uncertain text is looked up before it is sent again."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=10)
_AT_ONCE = 8


def wait_before(attempt: int, jitter: float, asked_seconds: float | None = None) -> timedelta:
    """How long to wait after a try (from 1) that failed: twice as long each time, up to 10 minutes.

    The wait is up to a quarter shorter or longer, so that not all come at once.

    jitter: from 0 to 1; asked_seconds: what the provider asked for, which is never undercut.
    """
    doubled = min(_FIRST_WAIT * 2 ** min(attempt - 1, 20), _LONGEST_WAIT)
    wait_for = doubled * (0.75 + jitter / 2)
    return max(wait_for, timedelta(seconds=asked_seconds or 0))


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
        with self.database.read() as connection:
            due = outgoing.due(connection, self.clock.now())
        with self._lock:
            new = [row for row in due if row.id not in self._under_way]
            for row in new:
                self._under_way[row.id] = self._pool.submit(self._handle_safely, row)
            return list(self._under_way.values())

    def _handle_safely(self, row: Leaving) -> None:
        try:
            self._handle(row)
        except Exception as error:  # the text stays claimed, and is looked up when the claim has run out
            logger.error("a text could not be handled: %s", describe_without_data(error))
        finally:
            with self._lock:
                self._under_way.pop(row.id, None)

    def _handle(self, row: Leaving) -> None:
        now = self.clock.now()
        with self.database.read() as connection:
            phone = phones.find(connection, row.phone_key)
        number = self.keys.open(phone.number) if phone is not None and phone.number else None
        if phone is not None and phone.opted_out_at is not None and not row.despite_stop:
            self._end(row, "stopped", "they want no texts")
        elif number is None or row.body is None:
            self._end(row, "failed", "there is no number to send it to")
        elif row.state in ("sending", "uncertain"):
            self._look(row, number, row.body, now)
        elif now >= row.expires_at:
            self._end(row, "expired", row.why or "it could not leave in time")
        else:
            self._send(row, number, row.body, now)

    def _send(self, row: Leaving, number: str, body: str, now: datetime) -> None:
        assert self.provider is not None
        with self.database.write() as connection:
            if not outgoing.claim(connection, row, now, now + CLAIM):
                return
        try:
            provider_id = self.provider.send(Text(row.reference, number, body, now))
        except NotTaken as problem:
            self._not_taken(row, problem)
        except Uncertain as problem:
            logger.warning("text %s may have left: %s", row.id, problem)
            with self.database.write() as connection:
                outgoing.put_off(connection, row, "uncertain", self.clock.now() + LOOK_AFTER, str(problem), looks=0)
        else:
            self._end(row, "sent", provider_id=provider_id)

    def _look(self, row: Leaving, number: str, body: str, now: datetime) -> None:
        """Did the provider take it? Only when it is surely not there is it sent again."""
        assert self.provider is not None
        with self.database.write() as connection:
            if not outgoing.look_again(connection, row, now, now + CLAIM):
                return
        try:
            found = self.provider.find(Text(row.reference, number, body, row.claimed_at))
        except NotTaken as problem:
            with self.database.write() as connection:
                again = self.clock.now() + wait_before(row.looks + 1, self.jitter(), problem.after_seconds)
                if now >= row.expires_at + timedelta(days=1):
                    outgoing.end(connection, row, "expired", now, f"nobody can say whether it left: {problem}")
                else:  # a look that got no answer is none
                    outgoing.put_off(connection, row, "uncertain", again, str(problem), looks=row.looks)
            return
        if found:
            self._found(row, list(found))
        elif row.looks + 1 >= LOOKS:
            with self.database.write() as connection:
                outgoing.put_off(connection, row, "waiting", self.clock.now(), "it was not there: sent again", looks=0)
        else:
            with self.database.write() as connection:
                outgoing.put_off(connection, row, "uncertain", self.clock.now() + LOOK_AFTER, row.why)

    def _found(self, row: Leaving, found: list[receipts.Receipt]) -> None:
        with self.database.write() as connection:
            for receipt in found:  # the second one, if there is one, is counted as a double
                receipts.apply(connection, receipt, self.clock.now())
            phones.forget_number(connection, row.phone_key)

    def _not_taken(self, row: Leaving, problem: NotTaken) -> None:
        now = self.clock.now()
        logger.warning("text %s was not taken: %s", row.id, problem)
        if problem.opted_out:
            with self.database.write() as connection:
                phones.change(connection, row.phone_key, opted_out_at=now)
            self._end(row, "failed" if row.is_crisis else "stopped", str(problem))
        elif not problem.again:
            self._end(row, "failed", str(problem))
        else:
            again = now + wait_before(row.attempts + 1, self.jitter(), problem.after_seconds)
            with self.database.write() as connection:
                outgoing.put_off(connection, row, "waiting", again, str(problem))

    def _end(self, row: Leaving, state: State, why: str = "", provider_id: str | None = None) -> None:
        name = self.provider.name if self.provider else None
        with self.database.write() as connection:
            outgoing.end(connection, row, state, self.clock.now(), why, name, provider_id)
            phones.forget_number(connection, row.phone_key)
