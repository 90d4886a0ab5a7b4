"""When people are there: weekly hours, bank holidays in England, promises in working time. All in London time."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby, islice

from govuk_bank_holidays.bank_holidays import BankHolidays

from common.clock import LONDON
from common.settings import DAYS, Interval, Settings

log = logging.getLogger(__name__)

_FAR = 400
"""Days to look ahead for an opening: more than a year means that the settings never open."""

_NEVER = "nobody is there for more than a year: look at opening_hours and closed_days in council.yml"


@lru_cache(maxsize=1)
def _bank_holidays() -> frozenset[date]:
    """Bank holidays in England as shipped with govuk-bank-holidays: never asks the network."""
    shipped = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in shipped)


class OpeningHours:
    """The council's opening hours. All moments are aware; those that come back are in UTC."""

    def __init__(self, settings: Settings, bank_holidays: frozenset[date] | None = None) -> None:
        """`bank_holidays`: the days to close on; those that govuk-bank-holidays ships unless given."""
        self._weekly = settings.opening_hours
        self._closed_days = frozenset(settings.closed_days)
        self._promise = settings.call_back
        self._bank_holidays = _bank_holidays() if bank_holidays is None else bank_holidays
        self._warned: set[int] = set()

    @property
    def bank_holidays_known_until(self) -> date:
        """The last day for which bank holidays are known; later ones count as ordinary days."""
        return date(max(day.year for day in self._bank_holidays), 12, 31)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there. Opening time is open, closing time is closed."""
        day = moment.astimezone(LONDON).date()
        return any(begin <= moment < end for begin, end in self._openings(day))

    def next_opening(self, moment: datetime) -> datetime:
        """The first opening after a moment. Raises ValueError when there is none in the coming year."""
        return next(begin for begin, _ in self.openings_from(moment) if begin > moment)

    def add_working_time(self, moment: datetime, *, working_days: int = 0, working_hours: int = 0) -> datetime:
        """When so much working time has passed. What comes while closed counts as come at the next opening.

        Days: closing time on that many working days later. Hours: only those in which somebody is there.
        Raises ValueError when both or neither are given.
        """
        if bool(working_days) == bool(working_hours):
            raise ValueError("give working_days or working_hours")
        begin = moment if self.is_open(moment) else self.next_opening(moment)
        if working_days:
            return self._close_after(begin, working_days)
        left = timedelta(hours=working_hours)
        for opens, closes in self.openings_from(begin):
            begins = max(opens, begin.astimezone(UTC))
            if closes - begins >= left:
                return begins + left
            left -= closes - begins
        raise ValueError(_NEVER)

    def promised_by(self, moment: datetime) -> datetime:
        """By when somebody who asks at this moment is promised an answer (council.yml, call_back)."""
        promise = self._promise
        return self.add_working_time(moment, working_days=promise.working_days, working_hours=promise.working_hours)

    def lines(self) -> list[tuple[str, str]]:
        """Days and their hours, such as ("Monday to Thursday", "9am to 5pm"). Days that are closed are left out."""
        found = []
        for hours, days in groupby(enumerate(DAYS), key=lambda day: tuple(self._weekly.on(day[0]))):
            names = [name.capitalize() for _, name in days]
            if hours:
                span = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
                found.append((span, " and ".join(f"{_clock(begin)} to {_clock(end)}" for begin, end in hours)))
        return found

    def describe(self) -> str:
        """The hours in one line: "Monday to Thursday 9am to 5pm, Friday 9am to 4:30pm"."""
        return ", ".join(f"{days} {hours}" for days, hours in self.lines())

    def _close_after(self, begin: datetime, working_days: int) -> datetime:
        first = begin.astimezone(LONDON).date()
        days = (self._openings(first + timedelta(days=ahead)) for ahead in range(1, _FAR))
        working = list(islice(filter(None, days), working_days))
        if len(working) < working_days:
            raise ValueError(_NEVER)
        return working[-1][-1][1]

    def openings_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Openings (begin, end; UTC) that end after a moment, in order. Raises ValueError when a year holds no more."""
        first = moment.astimezone(LONDON).date()
        for ahead in range(_FAR):
            for begin, end in self._openings(first + timedelta(days=ahead)):
                if end > moment:
                    yield begin, end
        raise ValueError(_NEVER)

    def _openings(self, day: date) -> list[tuple[datetime, datetime]]:
        if day in self._closed_days or self._is_bank_holiday(day):
            return []
        return [_in_utc(day, interval) for interval in self._weekly.on(day.weekday())]

    def _is_bank_holiday(self, day: date) -> bool:
        if day > self.bank_holidays_known_until and day.year not in self._warned:
            self._warned.add(day.year)
            log.warning("bank holidays of %d are not known: update govuk-bank-holidays, or use closed_days", day.year)
        return day in self._bank_holidays


def _in_utc(day: date, interval: Interval) -> tuple[datetime, datetime]:
    begin, end = (datetime.combine(day, moment, LONDON).astimezone(UTC) for moment in interval)
    return begin, end


def _clock(moment: time) -> str:
    if (moment.hour, moment.minute) == (12, 0):
        return "midday"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"
