"""The outbox: every reply, from the commit of its turn until a channel has delivered it, and for reading back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, select, type_coerce, update
from sqlalchemy.engine import Connection, Row

from casework import schema
from common.outcomes import Outcome
from common.replies import Reply

_T = schema.outbox
_PRIVATE = '%"private":{%'


@dataclass(frozen=True)
class OutboxRow:
    """A reply. `reply` is the JSON of a `common.replies.Reply`; `inbox_id` is None when nobody had asked.

    `position` counts from 0 among the replies to one message.
    """

    id: int
    conversation_id: str
    inbox_id: int | None
    position: int
    reply: dict[str, Any]
    outcome: Outcome
    created_at: datetime
    delivered_at: datetime | None


def add(
    connection: Connection,
    conversation_id: str,
    inbox_id: int | None,
    replies: Sequence[dict[str, Any]],
    outcome: str,
    at: datetime,
) -> None:
    """Put replies in the outbox, in order; `outcome` is one of common.outcomes.

    Raises sqlalchemy.exc.IntegrityError when the message has replies already.
    """
    if not replies:
        return
    shared = {"conversation_id": conversation_id, "inbox_id": inbox_id, "outcome": outcome, "created_at": at}
    rows = [{**shared, "position": position, "reply": reply} for position, reply in enumerate(replies)]
    connection.execute(_T.insert(), rows)


def since(connection: Connection, conversation_id: str, after: int = 0, limit: int = 200) -> list[OutboxRow]:
    """The last replies of a conversation with an id above `after`, oldest first."""
    chosen = select(_T).where(_T.c.conversation_id == conversation_id, _T.c.id > after)
    return _rows(connection.execute(chosen.order_by(_T.c.id.desc()).limit(limit)))[::-1]


def for_message(connection: Connection, inbox_id: int) -> list[OutboxRow]:
    """The replies to one message, in order."""
    return _rows(connection.execute(select(_T).where(_T.c.inbox_id == inbox_id).order_by(_T.c.position)))


def last_reply(connection: Connection, conversation_id: str) -> dict[str, Any] | None:
    """The JSON of the newest reply, to which a tapped or typed choice number refers, or None."""
    newest = select(_T.c.reply).where(_T.c.conversation_id == conversation_id).order_by(_T.c.id.desc()).limit(1)
    reply: dict[str, Any] | None = connection.execute(newest).scalar()
    return reply


def mark_delivered(connection: Connection, outbox_ids: Sequence[int], at: datetime) -> None:
    """Note that a channel has delivered these. The first delivery counts."""
    delivered = update(_T).where(_T.c.id.in_(outbox_ids), _T.c.delivered_at.is_(None)).values(delivered_at=at)
    connection.execute(delivered)


def private(connection: Connection, before: datetime, limit: int) -> list[OutboxRow]:
    """Replies that hold somebody's figures and were written before a moment, oldest first, at most `limit`."""
    marked = type_coerce(_T.c.reply, Text).like(_PRIVATE)
    chosen = select(_T).where(marked, _T.c.created_at < before).order_by(_T.c.id).limit(limit)
    return _rows(connection.execute(chosen))


def cover(connection: Connection, rows: Sequence[OutboxRow], now: datetime) -> int:
    """Put what may still be read in the place of private replies whose time is over at `now`; returns how many."""
    covered = 0
    for row in rows:
        reply = Reply.from_json(row.reply)
        kept = reply.as_at(now)
        if kept is not reply:
            connection.execute(update(_T).where(_T.c.id == row.id).values(reply=kept.to_json()))
            covered += 1
    return covered


def _rows(found: Iterable[Row]) -> list[OutboxRow]:
    return [OutboxRow(**row._mapping) for row in found]
