"""Cases in numbers: how long people waited, why they were handed over, how it ended, and what was late."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from casework import schema
from casework.desk.tables import desk_case
from common.clock import LONDON
from common.outcomes import Outcome

_T = desk_case.c


@dataclass
class HandedOver:
    """Cases that began in a period, by what the desk calls each thing. late: those not dealt with in time."""

    waits: dict[str, dict[int, list[timedelta]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    reasons: Counter[str] = field(default_factory=Counter)
    about: Counter[str] = field(default_factory=Counter)
    ways: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    priorities: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class NotAnswered:
    """A masked question without an answer. times: how often it came in just these words; last: the day of the last."""

    id: int
    masked_text: str
    times: int
    last: date


def handed_over(connection: Connection, first: date, last: date) -> HandedOver:
    """From one day in London to another, both included. waits: by way and hour of the day until somebody took it."""
    chosen = select(
        _T.way,
        _T.category,
        _T.reason,
        _T.priority,
        _T.created_at,
        _T.taken_at,
        _T.outcome,
        _T.breached_at.isnot(None).label("late"),
    ).where(_within(_T.created_at, first, last))
    found = HandedOver()
    for row in connection.execute(chosen):
        found.reasons[row.reason] += 1
        found.about[row.category] += 1
        found.ways[row.way] += 1
        found.priorities[row.priority] += 1
        found.late[row.priority] += bool(row.late)
        if row.outcome:
            found.endings[row.outcome] += 1
        if row.taken_at is not None:
            hour = row.created_at.astimezone(LONDON).hour
            found.waits[row.way][hour].append(row.taken_at - row.created_at)
    return found


def not_answered(connection: Connection, first: date, last: date, limit: int = 50) -> list[NotAnswered]:
    """Questions that were not understood, those that came most often at the top, of the newest thousand."""
    row = schema.unanswered.c
    newest = (
        select(row.id, row.at, row.masked_text)
        .where(_within(row.at, first, last), row.outcome == Outcome.NOT_UNDERSTOOD)
        .order_by(row.id.desc())
        .limit(1000)
    )
    times: Counter[str] = Counter()
    last_seen: dict[str, tuple[int, str, date]] = {}
    for each in connection.execute(newest):
        key = " ".join(each.masked_text.lower().split())
        times[key] += 1
        last_seen.setdefault(key, (each.id, each.masked_text, each.at.astimezone(LONDON).date()))
    return [
        NotAnswered(last_seen[key][0], last_seen[key][1], number, last_seen[key][2])
        for key, number in times.most_common(limit)
    ]


def question(connection: Connection, question_id: int) -> str | None:
    """The masked words of a question that was not answered, or None when it is gone."""
    row = schema.unanswered.c
    found: str | None = connection.execute(select(row.masked_text).where(row.id == question_id)).scalar()
    return found


def _within(column: ColumnElement, first: date, last: date) -> ColumnElement:
    begins = datetime.combine(first, time(), LONDON)
    ends = datetime.combine(last + timedelta(days=1), time(), LONDON)
    return and_(column >= begins, column < ends)
