"""What is read from messages, kind by kind, and what only looks like it: the table of entity_cases.yml."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from language.entities import read_entities

TODAY = date(2026, 11, 25)
CASES = yaml.safe_load((Path(__file__).parent / "entity_cases.yml").read_text(encoding="utf-8"))
NOTHING = (
    "hello",
    "what is it",
    "can you help with the form please",
    "who decides",
    "i dont understand any of this",
    "thanks thats great",
    "step 3 of 7",
    "1",
    "yes please",
    "wot do i do now",
    "they said no",
    "the council wont listen",
)


@pytest.mark.parametrize(
    ("kind", "text", "values"), [(kind, str(text), values) for kind in CASES for text, values in CASES[kind].items()]
)
def test_reads(kind: str, text: str, values: list[str | int]) -> None:
    assert [found.value for found in read_entities(text, TODAY) if found.kind == kind] == values


@pytest.mark.parametrize("kind", CASES)
def test_a_kind_has_enough_cases_of_both_sorts(kind: str) -> None:
    assert sum(bool(values) for values in CASES[kind].values()) >= 11
    assert [] in CASES[kind].values()


@pytest.mark.parametrize("text", NOTHING)
def test_reads_nothing(text: str) -> None:
    assert read_entities(text, TODAY) == []


@pytest.mark.parametrize(
    ("text", "today", "value"),
    [
        ("next tuesday", date(2026, 11, 23), "2026-12-01"),
        ("next tuesday", date(2026, 12, 1), "2026-12-08"),
        ("tuesday", date(2026, 12, 1), "2026-12-08"),
        ("in the new year", date(2027, 1, 2), "2028-01-01"),
        ("29 feb", date(2026, 11, 25), ""),
        ("in december", date(2026, 12, 1), "2026-12"),
        ("next december", date(2026, 12, 1), "2027-12"),
        ("in 2 months", date(2026, 11, 30), "2027-01"),
    ],
)
def test_days_are_counted_from_today(text: str, today: date, value: str) -> None:
    assert [found.value for found in read_entities(text, today)] == ([value] if value else [])


def test_days_are_not_read_without_a_today() -> None:
    assert [found.kind for found in read_entities("next tuesday at £12 an hour")] == ["amount"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("30 hrs a week", "week"),
        ("2 hours daily", "day"),
        ("14hrs pw", "week"),
        ("8 hours", None),
        ("two mornings", "morning"),
        ("4 visits a day", "visit"),
        ("12.50 an hour", "hour"),
    ],
)
def test_what_it_is_for(text: str, period: str | None) -> None:
    assert [found.period for found in read_entities(text, TODAY)] == [period]
