"""Sends the notices that were committed, tries again, and gives up in the end where somebody can see it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.engine import Connection

from bot.notices.digest import day_of, ends, is_due
from bot.notices.sending import NoticeSender, NotTaken
from bot.notices.words import told
from casework.database import Database
from casework.notices import looking, queue, staging
from casework.notices.queue import Notice
from casework.notices.tables import Way
from common.clock import Clock
from common.errors import describe_without_data
from common.opening_hours import OpeningHours
from common.settings import Settings
from knowledge.wording import Wording

logger = logging.getLogger(__name__)

EVERY_SECONDS = 2.0


@dataclass
class NoticeWorker:
    """One in each process; they share the work.

    review_due: how much content is to be reviewed, asked on a day; wording: what notices say (knowledge/replies).
    """

    database: Database
    clock: Clock
    settings: Settings
    hours: OpeningHours
    senders: Mapping[Way, NoticeSender]
    review_due: Callable[[date], int]
    wording: Wording
    _digest_of: date | None = None

    async def work_regularly(self) -> None:
        """Look and send, every two seconds, until cancelled. A round that fails is followed by the next one."""
        while True:
            try:
                await asyncio.to_thread(self.work_once)
            except Exception as error:
                logger.error("notices could not be sent: %s", describe_without_data(error))
            await asyncio.sleep(EVERY_SECONDS)

    def work_once(self) -> int:
        """Stage what time brings, and send what is due; returns how many notices were taken."""
        now = self.clock.now()
        if self.senders:
            self._stage_call_backs(now)
            self._stage_digest(now)
        with self.database.read() as connection:
            rows = queue.due(connection, now)
        return sum(self._handle(row) for row in rows)

    def _stage_call_backs(self, now: datetime) -> None:
        ahead = timedelta(minutes=self.settings.notices.call_back_ahead)
        with self.database.read() as connection:
            found = looking.call_backs(connection, now, ahead)
            known = looking.staged(connection, found)
        if fresh := [each for each in found if each not in known]:
            with self.database.write() as connection:
                looking.stage_call_backs(connection, fresh, now)

    def _stage_digest(self, now: datetime) -> None:
        day = day_of(now)
        if self._digest_of == day or not is_due(now, self.settings.notices.digest_at, self.hours):
            return
        with self.database.read() as connection:
            numbers = looking.numbers(connection, now, ends(day))
        numbers["review_due"] = self.review_due(day)
        with self.database.write() as connection:
            staging.digest(connection, day, numbers, now)
        self._digest_of = day

    def _handle(self, row: Notice) -> bool:
        now, sender = self.clock.now(), self.senders.get(row.way)
        with self.database.write() as connection:
            if sender is None or not self._is_wanted(connection, row):
                queue.end(connection, row, "dropped", now)
                return False
            if now >= row.expires_at:
                self._given_up(row, "its time was over")
                queue.end(connection, row, "dead", now, row.problem or "its time was over")
                return False
            quiet = timedelta(minutes=self.settings.notices.quiet_minutes)
            if until := queue.quiet_until(connection, row, now, quiet):
                queue.hold(connection, row, until)
                return False
            if not queue.claim(connection, row, now):
                return False
        try:
            sender.send(told(row, self.settings.desk.address, self.wording))
        except NotTaken as problem:
            self._failed(row, str(problem), problem.again, problem.wait)
            return False
        except Exception as error:  # whatever a sender does wrong, the other notices leave
            self._failed(row, describe_without_data(error), True, None)
            return False
        with self.database.write() as connection:
            queue.end(connection, row, "sent", self.clock.now())
        return True

    def _is_wanted(self, connection: Connection, row: Notice) -> bool:
        """Whether the council wants this kind, and it still tells something."""
        kinds = self.settings.notices.kinds
        return (row.kind == "digest" or row.kind in kinds) and looking.is_needed(connection, row)

    def _failed(self, row: Notice, problem: str, again: bool, wait: timedelta | None) -> None:
        logger.warning("notice %d by %s did not arrive: %s", row.id, row.way, problem)
        with self.database.write() as connection:
            if queue.fail(connection, row, problem, self.clock.now(), again=again, wait=wait):
                self._given_up(row, problem)

    def _given_up(self, row: Notice, problem: str) -> None:
        logger.error("notice %d by %s was given up (%s): ./navigator notices --dead", row.id, row.way, problem)
