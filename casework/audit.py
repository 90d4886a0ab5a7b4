"""The audit log: who did what to whose records, and when. Only ever added to, and never with personal data in it.

Each row carries a hash of itself and of the hash before it, so that no row can be changed, put in or taken out without
a trace. What is past its time goes from the old end, and a row in the log itself says up to where.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection

from casework import dialect, schema

_T = schema.audit
FIRST = "0" * 64
"""The hash before the first row."""
TRIMMED = "audit_trimmed"
MAY_PURGE_AUDIT = "navigator_may_purge_audit"
"""Execution option of the one statement that may take old rows out of the audit log."""


@dataclass(frozen=True)
class AuditRow:
    """One entry. `subject` is an id, never a name."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Verified:
    """What came of checking the log. `wrong`: what does not fit, with the row's id; empty when all is in order.

    `last_hash`: note it elsewhere; later, `holds` says whether the log still has it.
    """

    rows: int
    last_hash: str
    wrong: tuple[str, ...] = ()


def write(connection: Connection, at: datetime, actor: str, action: str, subject: str, detail: str = "") -> None:
    """Add an entry. `actor`: "person", "assistant", "system" or an adviser's user name.

    Writers wait for each other until their transactions end: write it last.
    """
    dialect.lock_audit(connection)
    previous = connection.execute(select(_T.c.hash).order_by(_T.c.id.desc()).limit(1)).scalar() or FIRST
    digest = hash_of(previous, at, actor, action, subject, detail)
    entry = {"at": at, "actor": actor, "action": action, "subject": subject, "detail": detail}
    connection.execute(_T.insert().values(**entry, previous_hash=previous, hash=digest))


def hash_of(previous: str, at: datetime, actor: str, action: str, subject: str, detail: str) -> str:
    """The hash of a row that follows the one with the hash `previous`."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps([previous, moment, actor, action, subject, detail]).encode()).hexdigest()


def latest(connection: Connection, limit: int = 100) -> list[AuditRow]:
    """The newest entries, newest first."""
    rows = connection.execute(select(_T).order_by(_T.c.id.desc()).limit(limit))
    return [AuditRow(**row._mapping) for row in rows]


def verify(connection: Connection, holds: str = "") -> Verified:
    """Check every row of the log. `holds`: a hash noted earlier that must still be there."""
    previous = _start(connection)
    rows, wrong, seen = 0, [], not holds or holds == previous
    for row in _oldest_first(connection):
        rows += 1
        if row.previous_hash != previous:
            wrong.append(f"row {row.id}: something is missing before it, or was put there")
        if row.hash != hash_of(row.previous_hash, row.at, row.actor, row.action, row.subject, row.detail):
            wrong.append(f"row {row.id}: it was changed")
        previous = row.hash
        seen = seen or row.hash == holds
    if not seen:
        wrong.append(f"no row has the hash {holds}")
    return Verified(rows, previous, tuple(wrong))


def trim(connection: Connection, before: datetime, at: datetime, limit: int) -> int:
    """Delete up to `limit` rows from the old end that are from `before` or earlier; returns how many.

    Writes one row that says up to where, and with which hash, so that the rest can still be verified.
    """
    first_to_stay = connection.execute(select(func.min(_T.c.id)).where(_T.c.at > before)).scalar()
    due = select(_T.c.id, _T.c.hash).order_by(_T.c.id).limit(limit)
    if first_to_stay is not None:
        due = due.where(_T.c.id < first_to_stay)
    going = connection.execute(due).all()
    if not going:
        return 0
    write(connection, at, actor="system", action=TRIMMED, subject=str(going[-1].id), detail=going[-1].hash)
    gone = delete(_T).where(_T.c.id <= going[-1].id)
    return int(connection.execute(gone, execution_options={MAY_PURGE_AUDIT: True}).rowcount)


def _start(connection: Connection) -> str:
    """The hash that the oldest row must follow: of the last row that was deleted, or that of no row."""
    newest = select(_T.c.detail).where(_T.c.action == TRIMMED, _T.c.actor == "system").order_by(_T.c.id.desc()).limit(1)
    return str(connection.execute(newest).scalar() or FIRST)


def _oldest_first(connection: Connection, batch: int = 1000) -> Iterator[AuditRow]:
    after = 0
    while rows := connection.execute(select(_T).where(_T.c.id > after).order_by(_T.c.id).limit(batch)).all():
        for row in rows:
            yield AuditRow(**row._mapping)
        after = rows[-1].id
