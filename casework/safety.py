"""What the safety gate found, and who has to be told. Never a word of what the person wrote."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from casework import schema
from casework.notices import staging

_T = schema.safety_event


@dataclass(frozen=True)
class SafetyEvent:
    """A finding. `tell`: who has to be told (empty: nobody); `alert_due_at`: by when; `seen_at`: when they saw it."""

    id: int
    conversation_id: str | None
    inbox_id: int | None
    kind: str
    about: str
    tell: str
    created_at: datetime
    alert_due_at: datetime | None
    seen_at: datetime | None


def record(
    connection: Connection,
    *,
    conversation_id: str | None,
    inbox_id: int | None,
    kind: str,
    about: str,
    tell: str,
    within_minutes: int | None,
    at: datetime,
) -> None:
    """Keep a finding. `tell`: who has to be told, empty for nobody; `within_minutes`: how fast, None for no alert."""
    values = {
        "conversation_id": conversation_id,
        "inbox_id": inbox_id,
        "kind": kind,
        "about": about,
        "tell": tell,
        "created_at": at,
        "alert_due_at": None if within_minutes is None else at + timedelta(minutes=within_minutes),
    }
    event_id = connection.execute(_T.insert().values(**values)).inserted_primary_key[0]
    if within_minutes is not None:
        staging.about_safety(connection, event_id, conversation_id, at)


def unseen(connection: Connection) -> list[SafetyEvent]:
    """Findings that somebody has to be told of and nobody has seen, the most pressing first."""
    chosen = select(_T).where(_T.c.alert_due_at.isnot(None), _T.c.seen_at.is_(None))
    return [SafetyEvent(**row._mapping) for row in connection.execute(chosen.order_by(_T.c.alert_due_at, _T.c.id))]


def mark_seen(connection: Connection, event_id: int, at: datetime) -> bool:
    """Note that a person has seen a finding. False when one had before."""
    change = update(_T).where(_T.c.id == event_id, _T.c.seen_at.is_(None)).values(seen_at=at)
    return bool(connection.execute(change).rowcount == 1)
