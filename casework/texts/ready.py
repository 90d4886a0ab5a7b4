"""Replies to phones that are in the outbox, and not yet on their way as texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.engine import Connection

from casework import outbox, schema
from casework.outbox import OutboxRow
from casework.texts import tables

_C, _O, _P = schema.conversation.c, schema.outbox.c, tables.phone.c


@dataclass(frozen=True)
class Ready:
    """The replies to one message (inbox_id), or one that nobody asked for, to a phone."""

    phone_key: str
    conversation_id: str
    inbox_id: int | None
    rows: tuple[OutboxRow, ...]


def ready(connection: Connection, since: datetime, conversation_id: str | None = None) -> Iterator[Ready]:
    """What is to become texts, oldest first: of one conversation, or of all that were used since a moment."""
    chosen = (
        select(schema.outbox, _P.key.label("phone_key"))
        .join(schema.conversation, _C.id == _O.conversation_id)
        .join(tables.phone, _P.key == _C.token_hash)
        .where(_O.delivered_at.is_(None), _C.channel == "sms")
        .order_by(_O.conversation_id, _O.id)
        .limit(500)
    )
    which = _C.last_seen_at >= since if conversation_id is None else _C.id == conversation_id
    found = [dict(row._mapping) for row in connection.execute(chosen.where(which))]
    rows = [(row.pop("phone_key"), OutboxRow(**row)) for row in found]
    for (key, conversation, message, _), group in groupby(rows, lambda pair: (pair[0], *_belongs_to(pair[1]))):
        yield Ready(key, conversation, message, tuple(row for _, row in group))


def mark(connection: Connection, one: Ready, at: datetime) -> None:
    """They are on their way now."""
    outbox.mark_delivered(connection, [row.id for row in one.rows], at)


def _belongs_to(row: OutboxRow) -> tuple[str, int | None, int]:
    return row.conversation_id, row.inbox_id, row.id if row.inbox_id is None else 0
