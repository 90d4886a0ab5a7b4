"""Sends the codes that turns have committed, tries again while they live, and forgets what they are made from."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.sending.sender import Code, CodeSender, NotSent
from casework import audit, conversations
from casework.database import Database
from casework.identity import codes, outgoing, subjects
from casework.identity.outgoing import Outgoing, Way
from common.clock import Clock, in_london
from common.errors import describe_without_data
from knowledge.flow_words import Saying

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class CodeWorker:
    """One in each process; they share the work. senders: by the way that a code takes; words: what a code is sent in;
    read_out_words: the same where the person reads it to an adviser.

    names: what the words call the council and its contacts; key: the server's own.
    """

    database: Database
    clock: Clock
    senders: Mapping[Way, CodeSender]
    words: Saying
    read_out_words: Saying
    names: Mapping[str, str]
    key: bytes

    async def work_regularly(self) -> None:
        """Send what is due, every second, until cancelled. A round that fails is followed by the next one."""
        while True:
            try:
                await asyncio.to_thread(self.work_once)
            except Exception as error:
                logger.error("codes could not be sent: %s", describe_without_data(error))
            await asyncio.sleep(EVERY_SECONDS)

    def work_once(self, ahead: timedelta = timedelta(0)) -> int:
        """Send what is due now, or so much later; returns how many codes were taken by a sender."""
        with self.database.read() as connection:
            rows = outgoing.due(connection, self.clock.now() + ahead)
        return sum(self._handle(row) for row in rows)

    def _handle(self, row: Outgoing) -> bool:
        now = self.clock.now()
        if now >= row.expires_at:
            self._end(row, "identity code expired unsent")
            return False
        with self.database.write() as connection:
            if not outgoing.claim(connection, row, now):
                return False
        code, sender = self._code(row), self.senders.get(row.way)
        if code is None or sender is None:
            self._end(row, "identity code dropped" if row.is_real else "")
            return False
        try:
            sender.send(code)
        except NotSent as problem:
            logger.warning("a code by %s was not sent: %s", row.way, problem)
            self._not_sent(row, problem.again)
            return False
        except Exception as error:  # whatever a sender does wrong, the other codes leave
            logger.error("a code by %s was not sent: %s", row.way, describe_without_data(error))
            self._not_sent(row, again=True)
            return False
        self._end(row, "identity code sent")
        return True

    def _code(self, row: Outgoing) -> Code | None:
        """The code with the contact that is on record now; None where there is none to send it to."""
        with self.database.read() as connection:
            subject = subjects.by_ids(connection, row.person_id, row.representative_id)
            own, _ = subjects.ways_of(connection, subject)
            conversation = conversations.get(connection, row.conversation_id)
        to = own.get(row.way)
        if not row.is_real or row.way == "none" or to is None:
            return None
        digits, until = codes.code_of(self.key, row.seed), in_london(row.expires_at)
        is_read_out = conversation is not None and conversation.channel == "adviser"
        saying = self.read_out_words if is_read_out else self.words
        reply = saying.reply({**self.names, "code": digits, "until": until})
        words = reply.words.register("sms" if row.way == "text" else "plain").strip()
        reference = f"code-{row.handle}-{row.id}"
        return Code(row.way, to, digits, words, self.names["council"], until, reference, is_read_out)

    def _not_sent(self, row: Outgoing, again: bool) -> None:
        if not again:
            self._end(row, "identity code not taken")
            return
        with self.database.write() as connection:
            outgoing.put_off(connection, row, self.clock.now())

    def _end(self, row: Outgoing, action: str) -> None:
        with self.database.write() as connection:
            outgoing.remove(connection, row)
            if action:
                audit.write(connection, self.clock.now(), "system", action, row.conversation_id, row.way)
