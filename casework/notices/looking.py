"""What notices are about: whether one is still needed, which call-backs are due, and the numbers of a day."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from casework import schema
from casework.desk import tables as desk
from casework.notices import tables as notices
from casework.notices.queue import Notice
from casework.notices.staging import about_case

_C = desk.desk_case.c
_OPEN = _C.state.in_(("waiting", "taken"))


def is_needed(connection: Connection, notice: Notice) -> bool:
    """Whether it still tells something that somebody has to act on."""
    if notice.kind == "safety_alert":
        event = schema.safety_event.c
        seen = select(event.id).where(event.id == notice.subject_id, event.seen_at.is_(None))
        return connection.execute(seen).first() is not None
    if notice.kind in ("urgent_case", "late"):
        return _is(connection, notice, _C.state == "waiting")
    if notice.kind == "call_back_due":
        return _is(connection, notice, _OPEN)
    return True


def _is(connection: Connection, notice: Notice, condition: ColumnElement) -> bool:
    return connection.execute(select(_C.id).where(_C.id == notice.subject_id, condition)).first() is not None


def call_backs(connection: Connection, at: datetime, ahead: timedelta) -> list[tuple[int, str, datetime]]:
    """Call-backs that nobody has dealt with and that are due within `ahead`, as (case, reference, due)."""
    soon = (_C.way == "call_back", _OPEN, _C.due_at > at, _C.due_at <= at + ahead)
    chosen = select(_C.id, _C.reference, _C.due_at).where(*soon).order_by(_C.due_at, _C.id)
    return [(row.id, row.reference, row.due_at) for row in connection.execute(chosen)]


def stage_call_backs(connection: Connection, found: list[tuple[int, str, datetime]], at: datetime) -> None:
    """Tell of each, once for each time at which it is due."""
    for case_id, reference, due_at in found:
        about_case(connection, "call_back_due", case_id, reference, at, once=due_at.isoformat())


def numbers(connection: Connection, at: datetime, day_ends: datetime) -> dict[str, int]:
    """The day in numbers: waiting, due_today (from now to `day_ends`), overdue, unanswered (of the last 24 hours)."""
    asked = schema.unanswered.c.at

    def count(*conditions: ColumnElement) -> int:
        return int(connection.execute(select(func.count()).where(*conditions)).scalar_one())

    return {
        "waiting": count(_C.state == "waiting"),
        "due_today": count(_OPEN, _C.due_at > at, _C.due_at <= day_ends),
        "overdue": count(_OPEN, _C.due_at <= at),
        "unanswered": count(asked > at - timedelta(hours=24), asked <= at),
    }


def staged(connection: Connection, found: list[tuple[int, str, datetime]]) -> list[tuple[int, str, datetime]]:
    """Those of which it was told."""
    keys = {f"call_back_due:{each[0]}:{each[2].isoformat()}": each for each in found}
    key = notices.notice.c.dedupe_key
    known = connection.execute(select(key).where(key.in_(list(keys))).distinct()).scalars()
    return [keys[each] for each in known]
