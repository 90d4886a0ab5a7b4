"""Codes that are to leave. Rows are written whether or not there is anybody to send to, and are gone soon after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from casework.identity import tables

Way = Literal["text", "email", "none"]
LATER = timedelta(seconds=1)
"""A code leaves only when the reply to its request has long gone out, so that nobody can tell by the time it took."""
CLAIM = timedelta(seconds=60)
"""How long a code that somebody is sending is left alone by others."""
BACK_OFF = (timedelta(seconds=5), timedelta(seconds=20), timedelta(seconds=60), timedelta(seconds=120))
"""How long to wait after each try that failed. The last one is used again and again, until the code has expired."""

_T = tables.outgoing


@dataclass(frozen=True)
class Outgoing:
    """A code to send. `seed` is what it is made from; `is_real` is False where nobody is to get one."""

    id: int
    conversation_id: str
    handle: str
    person_id: int | None
    representative_id: int | None
    way: Way
    is_real: bool
    seed: str
    created_at: datetime
    try_at: datetime
    expires_at: datetime
    attempts: int


def add(
    connection: Connection,
    *,
    conversation_id: str,
    handle: str,
    person_id: int | None,
    representative_id: int | None,
    way: Way,
    is_real: bool,
    seed: str,
    at: datetime,
    expires_at: datetime,
) -> None:
    """Have a code sent, or a row that looks the same. An older one of the same attempt is not sent any more."""
    connection.execute(delete(_T).where(_T.c.handle == handle))
    values = {
        "conversation_id": conversation_id,
        "handle": handle,
        "person_id": person_id,
        "representative_id": representative_id,
        "way": way,
        "is_real": is_real,
        "seed": seed,
        "created_at": at,
        "try_at": at + LATER,
        "expires_at": expires_at,
    }
    connection.execute(_T.insert().values(**values))


def due(connection: Connection, at: datetime, limit: int = 20) -> list[Outgoing]:
    """The rows whose time has come, the oldest first, expired ones among them."""
    chosen = select(_T).where(_T.c.try_at <= at).order_by(_T.c.try_at, _T.c.id).limit(limit)
    return [Outgoing(**row._mapping) for row in connection.execute(chosen)]


def claim(connection: Connection, seen: Outgoing, at: datetime) -> bool:
    """Take a row for sending. False when another process took it, or it is not to be sent any more."""
    same = (_T.c.id == seen.id, _T.c.try_at == seen.try_at, _T.c.attempts == seen.attempts)
    change = update(_T).where(*same).values(try_at=at + CLAIM, attempts=seen.attempts + 1)
    return bool(connection.execute(change).rowcount == 1)


def put_off(connection: Connection, row: Outgoing, at: datetime) -> None:
    """Try a row that was claimed again later."""
    wait = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)]
    connection.execute(update(_T).where(_T.c.id == row.id).values(try_at=at + wait))


def remove(connection: Connection, row: Outgoing) -> None:
    """The code was sent, has expired or can't be sent: what it is made from goes."""
    connection.execute(delete(_T).where(_T.c.id == row.id))
