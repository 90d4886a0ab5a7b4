"""What councils write in cells, as values; whatever is not plain is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.budgets.importing import cells
from casework.budgets.importing.cells import Unfit
from casework.budgets.references import normalised
from casework.budgets.tables import MOST_PENCE

TAKEN: list[tuple[Callable[[str], Any], str, Any]] = [
    (cells.money, "1234.50", 123450),
    (cells.money, "£1,234.5", 123450),
    (cells.money, "£ 12", 1200),
    (cells.money, "1,234,567.00", 123456700),
    (cells.money, "0", 0),
    (cells.money, "12.5000", 1250),
    (cells.balance, "-12.50", -1250),
    (cells.balance, "(£1,012.50)", -101250),
    (cells.balance, "-£96.30", -9630),
    (cells.balance, "12.50-", -1250),
    (cells.balance, "12.50", 1250),
    (cells.day, "2026-04-01", date(2026, 4, 1)),
    (cells.day, "01/04/2026", date(2026, 4, 1)),
    (cells.day, "1.4.2026", date(2026, 4, 1)),
    (cells.day, "1 Apr 2026", date(2026, 4, 1)),
    (cells.day, "01-Apr-2026", date(2026, 4, 1)),
    (cells.day, "2026-04-01T00:00:00", date(2026, 4, 1)),
    (cells.day, "01/04/2026 00:00", date(2026, 4, 1)),
    (cells.day, "29/02/2024", date(2024, 2, 29)),
    (cells.reference, "ex-10 01", "EX1001"),
    (cells.mobile, "07700 900123", "+447700900123"),
    (cells.mobile, "+44 (0)7700 900123", "+447700900123"),
    (cells.mobile, "7700900123", "+447700900123"),
    (cells.hours, "12.5", 1250),
    (cells.yes_or_no, "Y", True),
    (cells.yes_or_no, "FALSE", False),
]
REFUSED: list[tuple[Callable[[str], Any], str]] = [
    *((cells.money, text) for text in ("-1", "(5.00)", "5.00-", "\u22125", "-£1", "£-1")),
    *((cells.money, text) for text in ("12.345", "0.1000000001", "1e3", "nan", "inf", "12,34", "1.234,50", "ten", "£")),
    *((cells.money, text) for text in ("10000000.01", "£1,234.50 CR", "٣٤", "1 234", "$5")),
    (cells.money_moved, "0.00"),
    (cells.balance, "--5"),
    *(
        (cells.day, text)
        for text in ("01/04/26", "04/13/2026", "31/02/2026", "46113", "2026-02-30", "April", "1/1/1066")
    ),
    *((cells.reference, text) for text in ("abc", "a" * 33, "EX_£1001")),
    *((cells.record_id, text) for text in ("", "has space", "=cmd|x", "a" * 65)),
    *((cells.mobile, text) for text in ("01632 960001", "07700 90012", "+1 7700 900123", "nobody")),
    *((cells.email, text) for text in ("demo", "a@b", "a@example.org; b@example.org", "a b@example.org")),
    *((cells.hours, text) for text in ("168.5", "-1", "12.345")),
    *((cells.words, text) for text in ("card 4929123412341234", "ask x@example.org", "w" * 61)),
    (cells.yes_or_no, "perhaps"),
]


@pytest.mark.parametrize(("read", "text", "value"), TAKEN)
def test_what_is_plain_is_taken(read: Callable[[str], Any], text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(("read", "text"), REFUSED)
def test_what_is_not_plain_is_refused_without_being_quoted(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(Unfit) as refused:
        read(text)
    assert len(text) < 4 or text not in str(refused.value)


@given(st.integers(0, MOST_PENCE))
def test_every_amount_reads_back_to_the_penny(pence: int) -> None:
    pounds, rest = divmod(pence, 100)
    assert cells.money(f"£{pounds:,}.{rest:02}") == cells.money(f"{pounds}.{rest:02}") == pence


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_reads_the_same_in_all_forms(each: date) -> None:
    forms = (each.isoformat(), each.strftime("%d/%m/%Y"), each.strftime("%d %b %Y"))
    assert {cells.day(form) for form in forms} == {each}


@given(st.text())
def test_any_text_is_a_value_or_unfit(text: str) -> None:
    for read in (cells.money, cells.balance, cells.day, cells.mobile, cells.email, cells.hours, cells.record_id):
        try:
            read(text)
        except Unfit:
            continue
    assert normalised(normalised(text)) == normalised(text)
