"""When people are there, and what they are promised: bank holidays, clock changes, closing times."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from common.clock import LONDON
from common.opening_hours import OpeningHours
from common.settings import DAYS, Settings

SETTINGS = Settings.load(Path(__file__).parents[2] / "council.yml")
WEEK = [["09:00", "17:00"]]


def hours_of(**changes: object) -> OpeningHours:
    plain = {
        "opening_hours": dict.fromkeys(DAYS[:5], WEEK) | {"saturday": [], "sunday": []},
        "closed_days": [],
        "call_back": {"working_days": 1, "working_hours": 0},
    }
    return OpeningHours(Settings(**(SETTINGS.dict() | plain | changes)))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


OPEN = {
    "opening time is open": ("2026-11-23T09:00", True),
    "just before is closed": ("2026-11-23T08:59:59", False),
    "just before closing is open": ("2026-11-23T16:59:59", True),
    "closing time is closed": ("2026-11-23T17:00", False),
    "Sunday": ("2026-11-22T14:05", False),
    "Christmas Day": ("2026-12-25T10:00", False),
    "Boxing Day in place of a Saturday": ("2026-12-28T10:00", False),
    "the day after": ("2026-12-29T10:00", True),
    "Good Friday": ("2027-03-26T10:00", False),
    "a bank holiday of Scotland only": ("2026-11-30T10:00", True),
    "summer time": ("2026-07-01T09:00", True),
    "summer time, an hour early": ("2026-07-01T08:30", False),
}


@pytest.mark.parametrize(("moment", "expected"), OPEN.values(), ids=OPEN)
def test_is_open(moment: str, expected: bool) -> None:
    assert hours_of().is_open(london(moment)) is expected


NEXT = {
    "later today": ("2026-11-23T07:00", "2026-11-23T09:00"),
    "open now: the one after": ("2026-11-23T10:00", "2026-11-24T09:00"),
    "over a weekend": ("2026-11-20T17:00", "2026-11-23T09:00"),
    "over Christmas": ("2026-12-24T18:00", "2026-12-29T09:00"),
    "clocks go forward on the Sunday between": ("2027-03-26T12:00", "2027-03-30T09:00"),
    "clocks go back on the Sunday between": ("2026-10-23T18:00", "2026-10-26T09:00"),
}


@pytest.mark.parametrize(("moment", "expected"), NEXT.values(), ids=NEXT)
def test_next_opening(moment: str, expected: str) -> None:
    assert hours_of().next_opening(london(moment)) == london(expected)


PROMISED_DAYS = {
    "in the day": (1, "2026-11-23T10:00", "2026-11-24T17:00"),
    "after closing counts from the morning": (1, "2026-11-23T17:00", "2026-11-25T17:00"),
    "before opening counts today": (1, "2026-11-23T07:00", "2026-11-24T17:00"),
    "on a Sunday counts from Monday": (1, "2026-11-22T14:05", "2026-11-24T17:00"),
    "over Christmas": (1, "2026-12-24T10:00", "2026-12-29T17:00"),
    "three days over a weekend": (3, "2026-11-26T10:00", "2026-12-01T17:00"),
    "over the clocks going back": (1, "2026-10-23T10:00", "2026-10-26T17:00"),
}


@pytest.mark.parametrize(("days", "moment", "expected"), PROMISED_DAYS.values(), ids=PROMISED_DAYS)
def test_promises_in_working_days(days: int, moment: str, expected: str) -> None:
    hours = hours_of(call_back={"working_days": days, "working_hours": 0})
    assert hours.promised_by(london(moment)) == london(expected)


PROMISED_HOURS = {
    "in the day": (4, "2026-11-23T10:00", "2026-11-23T14:00"),
    "to the minute of closing": (4, "2026-11-23T13:00", "2026-11-23T17:00"),
    "into the next day": (4, "2026-11-23T15:30", "2026-11-24T11:30"),
    "more than a day": (10, "2026-11-23T16:00", "2026-11-25T10:00"),
    "on a Sunday": (4, "2026-11-22T14:05", "2026-11-23T13:00"),
    "over the clocks going forward": (4, "2026-03-27T16:00", "2026-03-30T12:00"),
}


@pytest.mark.parametrize(("hours", "moment", "expected"), PROMISED_HOURS.values(), ids=PROMISED_HOURS)
def test_promises_in_working_hours(hours: int, moment: str, expected: str) -> None:
    promised = hours_of(call_back={"working_days": 0, "working_hours": hours}).promised_by(london(moment))
    assert promised == london(expected)


def at_night(hours: int) -> OpeningHours:
    night: dict[str, list[list[str]]] = {day: [] for day in DAYS}
    return hours_of(
        opening_hours=night | {"sunday": [["00:30", "06:00"]]}, call_back={"working_days": 0, "working_hours": hours}
    )


CLOCK_CHANGES = {
    "spring: the hour from 1 to 2 does not exist": ("2026-03-29", "2026-03-29T04:30", timedelta(hours=4, minutes=30)),
    "autumn: the hour from 1 to 2 comes twice": ("2026-10-25", "2026-10-25T02:30", timedelta(hours=6, minutes=30)),
    "a Sunday without a change": ("2026-11-01", "2026-11-01T03:30", timedelta(hours=5, minutes=30)),
}


@pytest.mark.parametrize(("day", "three_hours_on", "length"), CLOCK_CHANGES.values(), ids=CLOCK_CHANGES)
def test_hours_are_real_hours_when_the_clocks_change(day: str, three_hours_on: str, length: timedelta) -> None:
    hours = at_night(3)
    opening = hours.next_opening(london(day + "T00:00"))
    assert hours.promised_by(opening) == london(three_hours_on)
    assert hours.is_open(opening + length - timedelta(seconds=1))
    assert not hours.is_open(opening + length)


def test_several_openings_a_day_and_closed_days() -> None:
    split = {day: [["09:00", "12:00"], ["13:30", "17:00"]] for day in ("monday", "tuesday", "wednesday", "thursday")}
    hours = hours_of(
        opening_hours=split | {"friday": WEEK, "saturday": [], "sunday": []},
        closed_days=["2026-11-24"],
        call_back={"working_days": 0, "working_hours": 4},
    )
    assert not hours.is_open(london("2026-11-23T12:30"))
    assert hours.next_opening(london("2026-11-23T12:30")) == london("2026-11-23T13:30")
    assert hours.promised_by(london("2026-11-23T16:00")) == london("2026-11-25T13:30") - timedelta(minutes=90)
    assert hours.promised_by(london("2026-11-23T17:00")) == london("2026-11-25T14:30")
    assert hours.lines() == [("Monday to Thursday", "9am to midday and 1:30pm to 5pm"), ("Friday", "9am to 5pm")]
    assert hours.describe() == "Monday to Thursday 9am to midday and 1:30pm to 5pm, Friday 9am to 5pm"


def test_hours_that_never_come_are_an_error() -> None:
    first = date(2026, 11, 23)
    hours = hours_of(closed_days=[(first + timedelta(days=ahead)).isoformat() for ahead in range(500)])
    for ask in (hours.next_opening, hours.promised_by):
        with pytest.raises(ValueError, match=r"council\.yml"):
            ask(london("2026-11-23T10:00"))


@pytest.mark.parametrize("given", [{}, {"working_days": 1, "working_hours": 1}])
def test_working_time_is_days_or_hours(given: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="working_days or working_hours"):
        hours_of().add_working_time(london("2026-11-23T10:00"), **given)


def test_beyond_the_known_bank_holidays_days_are_ordinary_and_it_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    hours = OpeningHours(SETTINGS, frozenset({date(2026, 12, 25)}))
    assert hours.bank_holidays_known_until == date(2026, 12, 31)
    assert not hours.is_open(london("2026-12-25T10:00"))
    assert not caplog.records
    assert hours.is_open(london("2028-12-25T10:00"))
    assert hours.is_open(london("2028-12-26T10:00"))
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["bank holidays of 2028 are not known"]


def test_the_shipped_bank_holidays_are_not_about_to_run_out() -> None:
    """Fails from 60 days before the end of the last year that govuk-bank-holidays knows: update the package then."""
    today = datetime.now(LONDON).date()
    assert hours_of().bank_holidays_known_until - today >= timedelta(days=60)
