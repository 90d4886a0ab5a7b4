"""When people can be rung back: half days, over weekends, bank holidays, closed days and clock changes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from common.call_back_slots import NOTICE, SHORTEST, Slot, offered_slots, slots_after
from tests.policy.test_opening_hours import hours_of, london

CASES = {
    # asked (London time) -> the three slots that are offered
    "before opening": (
        "2026-11-25T07:00",
        ["Wed 25 Nov 9am to midday", "Wed 25 Nov midday to 5pm", "Thu 26 Nov 9am to midday"],
    ),
    "in the morning": (
        "2026-11-25T09:10",
        ["Wed 25 Nov 11am to midday", "Wed 25 Nov midday to 5pm", "Thu 26 Nov 9am to midday"],
    ),
    "on the full hour": (
        "2026-11-25T09:00",
        ["Wed 25 Nov 10am to midday", "Wed 25 Nov midday to 5pm", "Thu 26 Nov 9am to midday"],
    ),
    "too little of the morning is left": (
        "2026-11-25T10:30",
        ["Wed 25 Nov midday to 5pm", "Thu 26 Nov 9am to midday", "Thu 26 Nov midday to 5pm"],
    ),
    "too little of the day is left": (
        "2026-11-25T15:30",
        ["Thu 26 Nov 9am to midday", "Thu 26 Nov midday to 5pm", "Fri 27 Nov 9am to midday"],
    ),
    "at night before a weekend": (
        "2026-11-27T23:00",
        ["Mon 30 Nov 9am to midday", "Mon 30 Nov midday to 5pm", "Tue 1 Dec 9am to midday"],
    ),
    "over Christmas": (
        "2026-12-24T16:30",
        ["Tue 29 Dec 9am to midday", "Tue 29 Dec midday to 5pm", "Wed 30 Dec 9am to midday"],
    ),
    "over Easter, and the clocks go forward": (
        "2027-03-25T17:00",
        ["Tue 30 Mar 9am to midday", "Tue 30 Mar midday to 5pm", "Wed 31 Mar 9am to midday"],
    ),
    "the clocks go back": (
        "2026-10-23T17:00",
        ["Mon 26 Oct 9am to midday", "Mon 26 Oct midday to 5pm", "Tue 27 Oct 9am to midday"],
    ),
    "in summer time": (
        "2026-07-01T07:00",
        ["Wed 1 Jul 9am to midday", "Wed 1 Jul midday to 5pm", "Thu 2 Jul 9am to midday"],
    ),
}


@pytest.mark.parametrize(("asked", "expected"), CASES.values(), ids=CASES)
def test_which_slots_are_offered(asked: str, expected: list[str]) -> None:
    assert [slot.in_short() for slot in offered_slots(hours_of(), london(asked), {}, 1)] == expected


def test_a_day_that_the_council_closes_has_no_slot() -> None:
    closed = hours_of(closed_days=[london("2026-11-26T00:00").date()])
    days = {slot.begins.date().day for slot in offered_slots(closed, london("2026-11-25T15:30"), {}, 1, count=4)}
    assert days == {27, 30}


def test_hours_round_midday_are_two_slots_and_a_lunch_break_is_kept_out() -> None:
    week = {"monday": [["10:30", "13:00"], ["14:00", "14:30"]]}
    hours = hours_of(opening_hours=hours_of_nothing() | week)
    found = [slot.in_words() for slot in offered_slots(hours, london("2026-11-22T12:00"), {}, 1)]
    assert found[:2] == ["Monday 23 November, 10:30am to midday", "Monday 23 November, midday to 1pm"]
    assert found[2].startswith("Monday 30 November")  # half an hour in the afternoon is no slot


def hours_of_nothing() -> dict[str, list[list[str]]]:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return {day: [] for day in days}


def test_a_slot_that_is_full_is_not_offered() -> None:
    asked = london("2026-11-25T07:00")
    first, second, third = offered_slots(hours_of(), asked, {}, 2)
    taken = {first.ends: 2, second.ends: 1}
    assert offered_slots(hours_of(), asked, taken, 2)[:2] == [second, third]


@pytest.mark.parametrize("hour", range(0, 24, 3))
@pytest.mark.parametrize("day", range(1, 29, 3))
def test_each_slot_can_be_kept(day: int, hour: int) -> None:
    asked = datetime(2026, 12, day, hour, 20, tzinfo=UTC)
    hours = hours_of()
    slots = offered_slots(hours, asked, {}, 1, count=6)
    for slot, after in pairwise(slots):
        assert slot.ends <= after.begins
    for slot in slots:
        assert slot.begins >= asked + NOTICE
        assert slot.ends - slot.begins >= SHORTEST
        assert hours.is_open(slot.begins)
        assert hours.is_open(slot.ends - timedelta(seconds=1))
        assert Slot.read(slot.kept()) == slot


def test_the_slots_never_end() -> None:
    found = slots_after(hours_of(), datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert len({next(found).begins for _ in range(40)}) == 40
