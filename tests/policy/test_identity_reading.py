"""References, dates of birth and codes as people type them."""

from datetime import date

import pytest

from knowledge.identity_reading import Typed, read_code, read_dates, read_reference, read_typed, without_digits
from knowledge.identity_volunteered import beside_proof, volunteered

TODAY = date(2026, 11, 25)
MARCH = (date(1956, 3, 3),)


@pytest.mark.parametrize(
    "text",
    [
        "3rd march 1956",
        "03/03/56",
        "3 3 1956",
        "1956-03-03",
        "3.3.56",
        "March 3rd, 1956",
        "3 mar 56",
        "3march1956",
        "03031956",
        "030356",
        "i was born on the 3rd of march 1956",
        "03 - 03 - '56",
        "its 3/3/1956 thanks",
        "born 3rd of march fifty six",
        "third of March nineteen fifty-six",
        "3rd marhc 1956",
    ],
)
def test_a_date_of_birth_in_many_shapes(text: str) -> None:
    assert read_dates(text, TODAY) == MARCH


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("03/04/1956", (date(1956, 4, 3),)),  # the day first, as in Britain
        ("03/25/1956", (date(1956, 3, 25),)),  # no other reading is a date
        ("03/04/20", (date(2020, 4, 3), date(1920, 4, 3))),
        ("1/1/27", (date(1927, 1, 1),)),  # not yet, in this century
        ("29/2/2012", (date(2012, 2, 29),)),
        ("29/2/2013", ()),
        ("31/02/1956", ()),
        ("5 may 2030", ()),
        ("1 january 1850", ()),
        ("in march", ()),
        ("1956", ()),
    ],
)
def test_what_a_date_can_mean(text: str, dates: tuple[date, ...]) -> None:
    assert read_dates(text, TODAY) == dates


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("EX1001", "EX1001"),
        ("ex 1001", "EX1001"),
        ("my reference is ex-1001 thanks", "EX1001"),
        ("It's EX/1001", "EX1001"),
        ("104233", "104233"),
        ("ref: AB 12 34 56", "AB123456"),
        ("REP-DEMO-01", "REPDEMO01"),
        ("my reference is rep-demo-01", "REPDEMO01"),
        ("repdemo01", "REPDEMO01"),
        ("i havent got it", ""),
        ("send another 12", ""),
        ("maybe-not today 12", ""),
        ("what is a reference?", ""),
        ("whats 2 plus 2 then", ""),
        ("call me on 07700 900123", ""),
        ("12", ""),
        ("personal budget 2026", ""),
    ],
)
def test_a_reference(text: str, reference: str) -> None:
    assert read_reference(text) == reference


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456", "123456"),
        ("my code is 123 456", "123456"),
        ("123-456 thanks", "123456"),
        ("1 2 3 4 5 6", "123456"),
        ("code 012345.", "012345"),
        ("12345", "12345"),
        ("its 1234567", "1234567"),
        ("it didnt come", ""),
        ("1", ""),
    ],
)
def test_a_code(text: str, code: str) -> None:
    assert read_code(text) == code


def test_a_reference_with_the_date_of_birth_behind_it() -> None:
    assert read_typed("reference", "EX-1001 and i was born 3rd march 1956", TODAY) == Typed("EX1001", MARCH)


def test_a_date_that_cannot_be_one_is_still_taken_out_of_the_text() -> None:
    for tried in ("31/02/1956", "i was born in birmingham", "3rd march"):
        assert read_typed("birth", tried, TODAY) == Typed()
    assert read_typed("birth", "why do you want to know", TODAY) is None


def test_nothing_that_was_typed_shows_in_a_trace() -> None:
    assert repr(Typed("EX1001", MARCH, "123456")) == "Typed()"


def test_words_with_digits_are_left_out() -> None:
    assert without_digits("i lost it, was it EX1001 or so 3/3/56") == "i lost it, was it or so"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("no 1965", Typed(puts_right=True)),
        ("sorry i meant 3/3/1956", Typed(dates=MARCH, puts_right=True)),
        ("3 3 1956", Typed(dates=MARCH, puts_right=True)),  # not the code 331956
        ("030356", Typed(code="030356")),  # six digits in a row: where a code was asked for, it is one
        ("i gave the wrong date", None),
        ("sorry, wrong date", Typed(puts_right=True)),
        ("123 456", Typed(code="123456")),
        ("no code came", None),
    ],
)
def test_a_date_that_is_put_right_is_no_code(text: str, typed: Typed | None) -> None:
    assert read_typed("code", text, TODAY) == typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("my reference is EX1001 and my dob is 03/03/1956", Typed("EX1001", MARCH)),
        ("hi its ash, dob 3.3.56, ref EX 1001", Typed("EX1001", MARCH)),
        ("how much have i got left, im EX1001 born 3rd march fifty six", Typed("EX1001", MARCH)),
        ("my ref is ex-1001", Typed("EX1001")),
        ("EX1001", None),  # it could be anything
        ("can i speak to someone, EX1001 3/3/1956", None),
        ("my son was born 3/3/2012 and gets chc, can he have a budget", None),
        ("the invoice INV12345 was not paid on 3/3/2026 and now they want to stop the money", None),
        ("my reference", None),
    ],
)
def test_what_is_given_before_anybody_asks(text: str, typed: Typed | None) -> None:
    assert volunteered(text, TODAY) == typed


def test_what_is_asked_beside_it() -> None:
    assert beside_proof("has it been paid, EX1001 born 3 march 1956", TODAY) == "has it been paid, born"
