"""Sums of the lead's view: middles, what is too small to show, days, cells of files, files for new answers."""

from datetime import date, timedelta

import pytest
import yaml

from bot.insights.csv_files import all_tables, one_table
from bot.insights.period import read_period
from bot.insights.tables import Cell, InsightTable, for_file, in_words
from casework.insights.figures import hide_small, median, ninetieth
from knowledge.new_answer import Near, new_answer_file, suggested_id

TODAY = date(2026, 11, 25)


def minutes(*numbers: float) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


@pytest.mark.parametrize(
    ("waits", "middle", "nine_of_ten"),
    [
        ((), None, None),
        ((1, 2, 3, 4), None, None),
        ((9, 1, 5, 3, 7), 5, 9),
        ((1, 2, 3, 4, 5, 60), 3.5, 60),
        (tuple(range(1, 11)), 5.5, 9),
        (tuple(range(1, 101)), 50.5, 90),
    ],
)
def test_waits(waits: tuple[float, ...], middle: float | None, nine_of_ten: float | None) -> None:
    expected = [None if each is None else timedelta(minutes=each) for each in (middle, nine_of_ten)]
    assert [median(minutes(*waits)), ninetieth(minutes(*waits))] == expected


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 0, "b": 5}, {"a": 0, "b": 5}),
        ({"a": 4}, {"a": None}),
        ({"a": 4, "b": 9, "c": 7}, {"a": None, "b": 9, "c": None}),
        ({"a": 4, "b": 1, "c": 7}, {"a": None, "b": None, "c": 7}),
        ({"a": 4, "b": 0, "c": 7}, {"a": None, "b": 0, "c": None}),
    ],
)
def test_small_numbers_and_what_they_follow_from_are_hidden(
    counts: dict[str, int], shown: dict[str, int | None]
) -> None:
    assert hide_small(counts) == shown


@pytest.mark.parametrize(
    ("fields", "first", "last", "is_wrong"),
    [
        ({}, date(2026, 10, 29), TODAY, False),
        ({"days": "7"}, date(2026, 11, 19), TODAY, False),
        ({"days": "90"}, date(2026, 8, 28), TODAY, False),
        ({"days": "12"}, date(2026, 10, 29), TODAY, False),
        ({"from": "2026-11-01"}, date(2026, 11, 1), TODAY, False),
        ({"from": "2026-01-01", "to": "2026-01-01"}, date(2026, 1, 1), date(2026, 1, 1), False),
        ({"from": "2026-01-02", "to": "2026-01-01"}, date(2026, 10, 29), TODAY, True),
        ({"from": "2020-01-01", "to": "2026-01-01"}, date(2026, 10, 29), TODAY, True),
        ({"to": "2026-01-01"}, date(2026, 10, 29), TODAY, True),
        ({"from": "<b>"}, date(2026, 10, 29), TODAY, True),
    ],
)
def test_periods(fields: dict[str, str], first: date, last: date, is_wrong: bool) -> None:
    period = read_period(fields, TODAY)
    assert (period.first, period.last, bool(period.problem)) == (first, last, is_wrong)


@pytest.mark.parametrize(
    ("cell", "words", "file"),
    [
        (1234, "1,234", "1234"),
        (-3, "-3", "-3"),
        (None, "not shown", ""),
        (timedelta(seconds=40), "40 s", "0.7"),
        (timedelta(minutes=59), "59 min", "59.0"),
        (timedelta(hours=26, minutes=5), "26 h 5 min", "1565.0"),
        ("=1+1", "=1+1", "'=1+1"),
        ("Live chat", "Live chat", "Live chat"),
    ],
)
def test_cells(cell: Cell, words: str, file: str) -> None:
    assert (in_words(cell), for_file(cell)) == (words, file)


def test_files() -> None:
    table = InsightTable("t", "T", ("Way", "Taken", "Middle wait"), (("Live", 9, timedelta(minutes=3)),), bars=2)
    assert one_table(table) == "Way,Taken,Middle wait (minutes)\r\nLive,9,3.0\r\n"
    assert all_tables([table]).splitlines()[1:] == ["t,Live,Taken,9", "t,Live,Middle wait,3.0"]
    assert table.alternative == "T: one bar. The longest is Live, 3 min."


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("Can I use the money for my dog's food?", "use-money-dogs-food"),
        ("[name] [phone]", "new-answer"),
        ("../../etc", "etc"),
        ("x" * 80, "new-answer"),
    ],
)
def test_an_id_is_suggested(question: str, id: str) -> None:
    assert suggested_id(question) == id


def test_the_file_of_a_new_answer_holds_every_field_and_stays_a_draft() -> None:
    near = [Near("a-b", "A: b", "money", "words", ("F-money-31",))]
    found = yaml.safe_load(new_answer_file("- what: is 'this' # [name]\n", near, TODAY))
    assert found["questions"] == ["- what: is 'this' # [name]"]
    assert (found["next"], found["draft"], found["reviewed_on"]) == (["a-b"], True, TODAY)
    fields = (
        "title questions plain sms simple adviser next funder facts sources nations reviewed_on review_by owner draft"
    )
    assert set(found) == set(fields.split())
