"""Puts notices where the worker finds them, in the very transaction of what they tell of.

Both ways are staged: which of them, and which kinds, a council wants is settled by the worker, which knows the
settings.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import get_args

from sqlalchemy.engine import Connection

from casework.dialect import insert_or_ignore
from casework.notices import tables
from casework.notices.tables import Kind, Way

LASTS: dict[Kind, timedelta] = {
    "urgent_case": timedelta(hours=24),
    "safety_alert": timedelta(hours=24),
    "late": timedelta(hours=8),
    "nobody_takes": timedelta(hours=8),
    "call_back_due": timedelta(hours=8),
    "digest": timedelta(hours=12),
}
"""After so long a notice that did not leave is of no use, and is listed as dead."""


def about_case(connection: Connection, kind: Kind, case_id: int, reference: str, at: datetime, once: str = "") -> None:
    """Tell of a case. `once`: what makes this notice another than an earlier one of the same kind and case."""
    key = f"{kind}:{case_id}:{once}"
    _stage(connection, kind, key, case_id, reference, f"case:{case_id}", {}, at)


def about_safety(connection: Connection, event_id: int, conversation_id: str | None, at: datetime) -> None:
    """Tell that the safety gate found something that somebody has to be told of. The chat is known by a hash only."""
    whose = f"event {event_id}" if conversation_id is None else conversation_id
    quiet = "safety:" + hashlib.sha256(whose.encode()).hexdigest()[:32]
    _stage(connection, "safety_alert", f"safety:{event_id}", event_id, f"alert {event_id}", quiet, {}, at)


def digest(connection: Connection, day: date, numbers: Mapping[str, int], at: datetime) -> None:
    """Tell the numbers of a day, once."""
    _stage(connection, "digest", f"digest:{day}", None, day.isoformat(), f"digest:{day}", numbers, at)


def _stage(
    connection: Connection,
    kind: Kind,
    key: str,
    subject_id: int | None,
    about: str,
    quiet_key: str,
    numbers: Mapping[str, int],
    at: datetime,
) -> None:
    for way in get_args(Way):
        values = {
            "way": way,
            "kind": kind,
            "dedupe_key": key,
            "subject_id": subject_id,
            "about": about,
            "quiet_key": quiet_key,
            "numbers": dict(numbers),
            "created_at": at,
            "try_at": at,
            "expires_at": at + LASTS[kind],
        }
        insert_or_ignore(connection, tables.notice, values)
