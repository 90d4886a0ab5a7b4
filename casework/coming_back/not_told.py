"""How many people said that they were not told. Counted by day, step, channel and funder; no conversation is kept."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from casework.coming_back.tables import not_told
from casework.dialect import insert_or_ignore

FEWEST = 5
"""A smaller number is not given: it could point at somebody."""

FUNDERS = ("nhs", "council", "both")
_T = not_told.c
_COUNT = not_told.c["count"]


@dataclass(frozen=True)
class Counted:
    """One line of the report. month: as 2026-11; count: None where it is smaller than FEWEST."""

    month: str
    step: int
    funder: str
    count: int | None


def count(connection: Connection, *, day: date, step: int, channel: str, funder: str) -> None:
    """One more person was not told. funder: nhs, council, both, or empty when it is not known.

    Raises sqlalchemy.exc.IntegrityError for a step or funder that there is not.
    """
    key = {"day": day.isoformat(), "step": step, "channel": channel, "funder": funder}
    if insert_or_ignore(connection, not_told, {**key, "count": 1}):
        return
    same = [not_told.c[name] == value for name, value in key.items()]
    connection.execute(update(not_told).where(*same).values(count=_COUNT + 1))


def report(connection: Connection, since: date | None = None) -> list[Counted]:
    """Counts by month, step and funder, oldest first, from the beginning of the month of `since`.

    Whole months only, and no sums: a number that is not given must not follow from two that are.
    """
    month = func.substr(_T.day, 1, 7).label("month")
    chosen = select(month, _T.step, _T.funder, func.sum(_COUNT).label("number"))
    if since is not None:
        chosen = chosen.where(_T.day >= since.replace(day=1).isoformat())
    rows = connection.execute(chosen.group_by(month, _T.step, _T.funder).order_by(month, _T.step, _T.funder))
    return [Counted(row.month, row.step, row.funder, int(row.number) if row.number >= FEWEST else None) for row in rows]
