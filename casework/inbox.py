"""The inbox: every message that came in, kept from the moment it arrived until it has an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection, Row

from casework import schema
from casework.columns import Moment
from casework.conversations import latest
from casework.dialect import insert_or_ignore
from casework.errors import UnknownConversation
from common.outcomes import Outcome

_T = schema.inbox
_C = schema.conversation
_CONVERSATION = bindparam("conversation")
_NOW = bindparam("now", type_=Moment())
# Building a statement costs more than running it, so those of every message are built once.
_PENDING = select(_T).where(_T.c.done_at.is_(None)).order_by(_T.c.id)
_PENDING_OF = _PENDING.where(_T.c.conversation_id == _CONVERSATION)
_CLOCK = select(_C.c.clock_at).where(_C.c.id == _CONVERSATION, _C.c.forgotten_at.is_(None))
_SEE = (
    update(_C)
    .where(_C.c.id == _CONVERSATION)
    .values(clock_at=latest(_C.c.clock_at, _NOW), last_seen_at=latest(_C.c.last_seen_at, _NOW))
)
_SAME = select(_T.c.id).where(_T.c.conversation_id == _CONVERSATION, _T.c.client_message_id == bindparam("client"))


@dataclass(frozen=True)
class Received:
    """What became of an arriving message. `is_new` is False for one whose client message id came before."""

    inbox_id: int
    is_new: bool


@dataclass(frozen=True)
class InboxRow:
    """A message. `text` is as typed, and None once blanked or when a choice was tapped; `choice_number` counts from 1.

    `received_at` is when it came; `at` is the conversation's own moment, which never goes back. `attempts` counts the
    turns that were begun for it; `done_at` and `outcome` are set together with its answer.
    """

    id: int
    conversation_id: str
    client_message_id: str
    text: str | None
    choice_number: int | None
    received_at: datetime
    at: datetime
    done_at: datetime | None
    outcome: Outcome | None
    attempts: int
    blanked_at: datetime | None


def receive(
    connection: Connection,
    conversation_id: str,
    client_message_id: str,
    text: str | None,
    choice_number: int | None,
    at: datetime,
) -> Received:
    """Keep a message. A repeated client message id changes nothing and gives the first row's id.

    Raises UnknownConversation when there is none, or its person had it deleted.
    """
    clock_at = connection.execute(_CLOCK, {"conversation": conversation_id}).scalar()
    if clock_at is None:
        raise UnknownConversation(conversation_id)
    values = {
        "conversation_id": conversation_id,
        "client_message_id": client_message_id,
        "text": text,
        "choice_number": choice_number,
        "received_at": at,
        "at": max(at, clock_at),
    }
    is_new = insert_or_ignore(connection, _T, values)
    if is_new:
        connection.execute(_SEE, {"conversation": conversation_id, "now": at})
    same = {"conversation": conversation_id, "client": client_message_id}
    return Received(connection.execute(_SAME, same).scalar_one(), is_new)


def pending(connection: Connection, conversation_id: str | None = None) -> list[InboxRow]:
    """Messages without an answer, oldest first, of one conversation or of all."""
    if conversation_id is None:
        return _rows(connection.execute(_PENDING))
    return _rows(connection.execute(_PENDING_OF, {"conversation": conversation_id}))


def conversations_with_pending(connection: Connection) -> list[str]:
    """Ids of conversations that wait for an answer, the one that waits longest first."""
    chosen = select(_T.c.conversation_id).where(_T.c.done_at.is_(None)).group_by(_T.c.conversation_id)
    return list(connection.execute(chosen.order_by(func.min(_T.c.id))).scalars())


def mark_attempt(connection: Connection, inbox_id: int) -> int:
    """Note that a turn is begun for this message. Returns how many were begun for it so far."""
    connection.execute(update(_T).where(_T.c.id == inbox_id).values(attempts=_T.c.attempts + 1))
    return int(connection.execute(select(_T.c.attempts).where(_T.c.id == inbox_id)).scalar() or 0)


def get(connection: Connection, inbox_id: int) -> InboxRow | None:
    """A message by its id, or None."""
    return next(iter(_rows(connection.execute(select(_T).where(_T.c.id == inbox_id)))), None)


def recent(connection: Connection, conversation_id: str, after: int = 0, limit: int = 200) -> list[InboxRow]:
    """The last messages of a conversation with an id above `after`, oldest first."""
    chosen = select(_T).where(_T.c.conversation_id == conversation_id, _T.c.id > after)
    return _rows(connection.execute(chosen.order_by(_T.c.id.desc()).limit(limit)))[::-1]


def _rows(found: Iterable[Row]) -> list[InboxRow]:
    return [InboxRow(**row._mapping) for row in found]
