"""The audit log: who did what to whose records, and when. Only ever added to, and never with personal data in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from casework import schema

_T = schema.audit


@dataclass(frozen=True)
class AuditRow:
    """One entry. `subject` is an id, never a name."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str


def write(connection: Connection, at: datetime, actor: str, action: str, subject: str, detail: str = "") -> None:
    """Add an entry. `actor`: "person", "assistant", "system" or an adviser's user name."""
    connection.execute(_T.insert().values(at=at, actor=actor, action=action, subject=subject, detail=detail))


def latest(connection: Connection, limit: int = 100) -> list[AuditRow]:
    """The newest entries, newest first."""
    rows = connection.execute(select(_T).order_by(_T.c.id.desc()).limit(limit))
    return [AuditRow(**row._mapping) for row in rows]
