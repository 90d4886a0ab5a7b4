"""From the outbox to texts that leave: each reply once, in the words that the phone may show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from actions.services import Services
from bot.texts.hours import CONVERSATION, not_before
from bot.texts.wording import TextWords, is_crisis
from casework.database import Database
from casework.texts import outgoing, phones
from casework.texts.ready import Ready, mark, ready
from common.clock import Clock
from common.outcomes import Outcome
from common.replies import Reply
from knowledge.gsm7 import parts

_SINCE = timedelta(days=2)


@dataclass(frozen=True)
class Queue:
    """Puts replies in the queue of texts, in one transaction for each conversation."""

    services: Services
    clock: Clock
    words: TextWords

    @property
    def _database(self) -> Database:
        return self.services.database

    def take(self, conversation_id: str | None = None) -> int:
        """Queue what is ready in a conversation, or in all; returns how many texts were added."""
        now = self.clock.now()
        with self._database.read() as connection:
            if next(ready(connection, now - _SINCE, conversation_id), None) is None:
                return 0
        with self._database.write() as connection:
            return sum(self._add(connection, each, now) for each in ready(connection, now - _SINCE, conversation_id))

    def expires_at(self, at: datetime) -> datetime:
        """When an answer that was written at a moment is not sent any more."""
        return at + timedelta(hours=self.services.settings.texts.give_up_hours)

    def _add(self, connection: Connection, one: Ready, now: datetime) -> bool:
        phone = phones.find(connection, one.phone_key)
        assert phone is not None, "it was joined to the conversation"
        replies = [Reply.from_json(row.reply) for row in one.rows]
        outcome = one.rows[0].outcome
        crisis = is_crisis(outcome)
        mark(connection, one, now)
        written = self.words.answer(
            [reply.as_at(now) for reply in replies], phone.is_private, crisis or outcome is Outcome.CLOSED
        )
        phones.change(connection, phone.key, rest=list(written.rest) or None)
        is_first = one.inbox_id is None and now - phone.last_seen_at >= CONVERSATION
        try_at = self._first_at(connection, phone.key, now) if is_first else now
        if try_at is None:
            return False
        until = min([self.expires_at(try_at), *(datetime.fromisoformat(r.private.until) for r in replies if r.private)])
        return outgoing.add(
            connection,
            phone_key=phone.key,
            conversation_id=one.conversation_id,
            inbox_id=one.inbox_id,
            kind="first" if is_first else "reply",
            body=written.text,
            parts=parts(written.text),
            at=now,
            try_at=try_at,
            expires_at=until,
            is_crisis=crisis,
            despite_stop=crisis,
            is_private=any(reply.private for reply in replies),
        )

    def _first_at(self, connection: Connection, phone_key: str, now: datetime) -> datetime | None:
        """When a text that nobody has asked for may leave; None when this phone had enough of them today."""
        settings = self.services.settings.texts
        if outgoing.firsts_since(connection, phone_key, now - timedelta(days=1)) >= settings.first_texts_per_day:
            return None
        return not_before(now, settings.quiet_from, settings.quiet_until)
