"""Which days are looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

CHOICES = (7, 28, 90)
USUAL = 28
LONGEST = 366


@dataclass(frozen=True)
class Period:
    """Days in London, both included. problem: what was wrong with what was asked for, or empty."""

    first: date
    last: date
    problem: str = ""

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def query(self) -> str:
        """The same period in an address."""
        return f"from={self.first.isoformat()}&to={self.last.isoformat()}"


def usual(today: date, days: int = USUAL) -> Period:
    """The last days, today included."""
    return Period(today - timedelta(days=days - 1), today)


def read_period(fields: Mapping[str, str], today: date) -> Period:
    """From `days`, or `from` and `to` (ISO dates). What can't be read gives the usual period, and says so."""
    if fields.get("from") or fields.get("to"):
        try:
            first = date.fromisoformat(fields.get("from", ""))
            last = date.fromisoformat(fields["to"]) if fields.get("to") else today
        except ValueError:
            return _instead(today, "Give both dates, such as 2026-11-01.")
        if first > last:
            return _instead(today, "The first day is after the last one.")
        if (last - first).days >= LONGEST:
            return _instead(today, f"At most {LONGEST} days can be shown at once.")
        return Period(first, last)
    days = fields.get("days", "")
    return usual(today, int(days) if days in map(str, CHOICES) else USUAL)


def _instead(today: date, problem: str) -> Period:
    of_old = usual(today)
    return Period(of_old.first, of_old.last, problem)
