"""A conversation as the pages show it: who said what, in order, read back from the inbox and the outbox."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from sqlalchemy.engine import Connection

from casework import inbox, outbox, progress
from casework.identity.sessions import verified
from casework.inbox import InboxRow
from casework.outbox import OutboxRow
from common.outcomes import Outcome
from common.replies import Reply
from knowledge.identity import NAME as IDENTITY

WELCOME_ID = 0
"""Stands for the welcome, which is in no outbox: everybody gets the same."""


@dataclass(frozen=True)
class FromYou:
    """What the person sent. `text` is None once it was deleted; `outcome` is None until it has its answer."""

    HIDDEN: ClassVar = (None, Outcome.IDENTITY_NEEDED, Outcome.IDENTITY_REFUSED, Outcome.BALANCE_SHOWN)

    inbox_id: int
    text: str | None
    at: datetime
    outcome: Outcome | None
    client_message_id: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether its words were not kept because they may say who somebody is."""
        return self.text is None and self.outcome in self.HIDDEN


@dataclass(frozen=True)
class FromNavigator:
    """A reply. `inbox_id` is the message that it answers, if any; `outcome`: what its turn came to.

    view: "ask" where the person may say whether it helped, "yes" or "no" once they have, else empty.
    """

    outbox_id: int
    reply: Reply
    at: datetime
    inbox_id: int | None = None
    is_delivered: bool = True
    outcome: Outcome | None = None
    view: str = ""


Message = FromYou | FromNavigator


@dataclass(frozen=True)
class Transcript:
    """The last messages of a conversation, oldest first."""

    messages: tuple[Message, ...] = ()

    @property
    def is_pending(self) -> bool:
        """Whether a message still waits for its answer."""
        return any(isinstance(message, FromYou) and message.outcome is None for message in self.messages)

    @property
    def last_reply(self) -> FromNavigator | None:
        """The newest reply, to which a number refers."""
        return max(self._replies(), key=lambda reply: reply.outbox_id, default=None)

    @property
    def unasked(self) -> list[FromNavigator]:
        """What was said without a message before it: by an adviser, or about the queue."""
        return [reply for reply in self._replies() if reply.inbox_id is None]

    def reply(self, outbox_id: int) -> FromNavigator | None:
        """A reply of this conversation, or None."""
        return next((reply for reply in self._replies() if reply.outbox_id == outbox_id), None)

    def has(self, client_message_id: str) -> bool:
        """Whether a message with this id came before."""
        return any(
            isinstance(message, FromYou) and message.client_message_id == client_message_id for message in self.messages
        )

    def after(self, outbox_id: int) -> tuple[Message, ...]:
        """Newer replies, with the messages that they answer, and messages that wait for one."""
        newer = {reply.outbox_id: reply.inbox_id for reply in self._replies() if reply.outbox_id > outbox_id}
        answered = set(newer.values())
        return tuple(
            message
            for message in self.messages
            if (isinstance(message, FromNavigator) and message.outbox_id in newer)
            or (isinstance(message, FromYou) and (message.outcome is None or message.inbox_id in answered))
        )

    def _replies(self) -> Iterator[FromNavigator]:
        return (message for message in self.messages if isinstance(message, FromNavigator))


def read_transcript(
    connection: Connection, conversation_id: str, now: datetime, for_the_person: bool = True
) -> Transcript:
    """The transcript of a conversation. Figures in it show only while `now` (aware) is in the time that was proved, and
    to nobody but the person."""
    asked = _covered(connection, conversation_id, inbox.recent(connection, conversation_id))
    may_see = for_the_person and verified(connection, conversation_id, now) is not None
    said = [_as_at(row, now, may_see) for row in outbox.since(connection, conversation_id)]
    return Transcript(tuple(_in_order(asked, said)))


def read_exchange(
    connection: Connection, inbox_id: int, words: str, now: datetime
) -> tuple[()] | tuple[FromYou, *tuple[FromNavigator, ...]]:
    """A message and its replies, or nothing when it is not there. `words`: the label, when it was a choice.

    now: figures show as in `read_transcript`.
    """
    asked = inbox.get(connection, inbox_id)
    if asked is None:
        return ()
    (asked,) = _covered(connection, asked.conversation_id, [asked])
    text = words if asked.choice_number is not None else asked.text
    outcome = asked.outcome if asked.done_at else None
    first = FromYou(asked.id, text, asked.at, outcome, asked.client_message_id)
    may_see = verified(connection, asked.conversation_id, now) is not None
    said = (_as_at(row, now, may_see) for row in outbox.for_message(connection, inbox_id))
    return (first, *map(_from_navigator, said))


def _covered(connection: Connection, conversation_id: str, rows: list[InboxRow]) -> list[InboxRow]:
    """Messages without the words that may answer who somebody is: those are not shown while they wait either."""
    waits = any(row.done_at is None and row.text is not None for row in rows)
    if not waits or progress.load(connection, conversation_id, IDENTITY) is None:
        return rows
    return [row if row.done_at else replace(row, text=None) for row in rows]


def _as_at(row: OutboxRow, now: datetime, may_see: bool) -> OutboxRow:
    reply = Reply.from_json(row.reply)
    kept = reply.as_at(now, may_see)
    return row if kept is reply else replace(row, reply=kept.to_json())


def _in_order(asked: list[InboxRow], said: list[OutboxRow]) -> Iterator[Message]:
    """Each message with its replies behind it; what nobody asked for goes where its moment puts it."""
    answers: dict[int | None, list[OutboxRow]] = {}
    for row in said:
        answers.setdefault(row.inbox_id, []).append(row)
    known = {row.id for row in asked}
    unasked = [row for row in said if row.inbox_id not in known]
    before: OutboxRow | None = None
    for message in asked:
        while unasked and unasked[0].created_at <= message.at:
            before = unasked.pop(0)
            yield _from_navigator(before)
        outcome = message.outcome if message.done_at else None
        yield FromYou(message.id, _words(message, before), message.at, outcome, message.client_message_id)
        for row in answers.get(message.id, ()):
            before = row
            yield _from_navigator(row)
    for row in unasked:
        yield _from_navigator(row)


def _words(message: InboxRow, before: OutboxRow | None) -> str | None:
    """As typed, or the label of the choice, which is one of the reply before it."""
    if message.choice_number is None or message.text is not None:
        return message.text
    choices = Reply.from_json(before.reply).choices if before else ()
    number = message.choice_number
    return choices[number - 1].label if 1 <= number <= len(choices) else str(number)


def _from_navigator(row: OutboxRow) -> FromNavigator:
    return FromNavigator(
        outbox_id=row.id,
        reply=Reply.from_json(row.reply),
        at=row.created_at,
        inbox_id=row.inbox_id,
        is_delivered=row.delivered_at is not None,
        outcome=row.outcome,
    )
