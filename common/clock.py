"""The one clock that all of our code reads, so that a conversation can be replayed at any moment.

Rasa's own timestamps decide nothing. Times are aware datetimes in UTC; Europe/London is used at the edge only.
"""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SettableClock:
    """A clock that is moved by hand (tests, `talk --json` with `at`). It never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = _utc(start)

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move to an aware moment; an earlier one than the present is ignored."""
        self._now = max(self._now, _utc(moment))


def today(clock: Clock) -> date:
    """The calendar day in London."""
    return clock.now().astimezone(LONDON).date()


def in_london(moment: datetime) -> str:
    """The time of day as people say it in London: "4:05pm"."""
    local = moment.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 moment with an offset. Raises ValueError without one: a guess could be an hour off."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset: write it as 2026-11-22T14:05:00+00:00")
    return moment.astimezone(UTC)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)
