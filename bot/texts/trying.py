"""One text on its way out: handed to the provider, looked up when that is uncertain, put off or ended."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.texts.provider import NotTaken, Text, TextProvider, Uncertain
from casework.database import Database
from casework.texts import outgoing, phones, receipts
from casework.texts.numbers import PhoneKeys
from casework.texts.outgoing import Leaving
from casework.texts.tables import State
from common.clock import Clock

logger = logging.getLogger(__name__)

CLAIM = timedelta(seconds=30)
"""How long a text that somebody is sending is left alone: longer than a provider is waited for."""
LOOK_AFTER = timedelta(seconds=15)
"""A provider may list a text only a little after it has taken it."""
LOOKS = 2
"""So often an uncertain text is looked up before it is sent again."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=10)


def wait_before(attempt: int, jitter: float, asked_seconds: float | None = None) -> timedelta:
    """How long to wait after a try (from 1) that failed: twice as long each time, up to 10 minutes.

    The wait is up to a quarter shorter or longer, so that not all come at once.

    jitter: from 0 to 1; asked_seconds: what the provider asked for, which is never undercut.
    """
    doubled = min(_FIRST_WAIT * 2 ** min(attempt - 1, 20), _LONGEST_WAIT)
    wait_for = doubled * (0.75 + jitter / 2)
    return max(wait_for, timedelta(seconds=asked_seconds or 0))


@dataclass(frozen=True)
class Trying:
    """What a worker does with a text that is due. jitter: from 0 to 1."""

    database: Database
    clock: Clock
    keys: PhoneKeys
    provider: TextProvider
    jitter: Callable[[], float]

    def handle(self, row: Leaving) -> None:
        """Once: whatever comes of it is noted. Raises what the database raises; then the text stays claimed."""
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
        with self.database.write() as connection:
            outgoing.end(connection, row, state, self.clock.now(), why, self.provider.name, provider_id)
            phones.forget_number(connection, row.phone_key)
