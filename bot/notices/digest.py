"""When the daily digest is due: at its time in London, on days on which the council is open."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from common.clock import LONDON
from common.opening_hours import OpeningHours

LATEST = timedelta(hours=6)
"""A server that was off at the time sends it when it is back, but not after so long."""


def day_of(now: datetime) -> date:
    """The day in London."""
    return now.astimezone(LONDON).date()


def ends(day: date) -> datetime:
    """The end of a day in London, aware, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def is_due(now: datetime, at: time | Literal[""], hours: OpeningHours) -> bool:
    """Whether the digest of today should be out. `at`: the time in London, or empty for never."""
    if at == "":
        return False
    day = day_of(now)
    due = datetime.combine(day, at, LONDON).astimezone(UTC)
    before = datetime.combine(day, time(), LONDON).astimezone(UTC) - timedelta(microseconds=1)
    opens = hours.next_opening(before)
    return due <= now < due + LATEST and day_of(opens) == day
