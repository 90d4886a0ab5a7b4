"""What is taken out of text before it is kept, and what has to stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.masking import mask

MASKED = [
    ("ring me on 07700 900123 please", "ring me on [phone] please"),
    ("07700900123", "[phone]"),
    ("+44 7700 900123", "[phone]"),
    ("0044 7700 900123", "[phone]"),
    ("(0161) 496 0000", "[phone]"),
    ("0161-496-0000 after 4pm", "[phone] after 4pm"),
    ("call 020 7946 0018.", "call [phone]."),
    ("write to jo.smith+phb@example.co.uk, thanks", "write to [email], thanks"),
    ("I live at SW1A 1AA", "I live at [postcode]"),
    ("postcode m11ae", "postcode [postcode]"),
    ("nhs number 943 476 5919", "nhs number [NHS number]"),
    ("9434765919", "[NHS number]"),
    ("my NI is QQ 12 34 56 C", "my NI is [NI number]"),
    ("AB123456C", "[NI number]"),
    ("AB 123456 C", "[NI number]"),
    ("ab 12 34 56 c", "[NI number]"),
    ("dob 12/03/1958", "dob [date of birth]"),
    ("I was born on 3rd March 1961", "I was born on [date of birth]"),
    ("date of birth: 1-2-17", "date of birth: [date of birth]"),
    ("12/03/1958", "[date of birth]"),
    ("12.3.58", "[date of birth]"),
    ("sort code 12-34-56 account 12345678", "sort code [bank details] account [bank details]"),
    ("12-34-56 12345678", "[bank details]"),
    ("card 4929 1234 5678 9012", "card [bank details]"),
    ("I'm at 14 Acacia Avenue", "I'm at [address]"),
    ("flat 2, 14b high street", "[address]"),
    ("22 Church Close", "[address]"),
    ("my reference is NAV-7F3K", "my reference is [reference]"),
    ("nav-7f3k-22", "[reference]"),
    ("case number LAS/12345", "case number [reference]"),
    ("my name is Priya Patel and I need help", "my name is [name] and I need help"),
    ("my name is jo smith", "my name is [name]"),
    ("my names jo", "my names [name]"),
    ("I'm Sarah.", "I'm [name]."),
    ("I am Sarah Jones, his mum", "I am [name], his mum"),
    ("this is Mohammed Khan calling", "this is [name] calling"),
    ("my son is called Tom", "my son is called [name]"),
    ("ask for Mrs O'Brien", "ask for Mrs [name]"),
    ("1" * 60, "[number]"),
]

KEPT = [
    "my budget is 120000 a year",
    "paid at 120000 a year",
    "£300 1200 pounds",
    "300 1200 pounds",
    "I get £1,234.56 each month",
    "12000000 pounds",
    "about 120,000 a year or 1.5 million",
    "from 2024 to 2026",
    "2024 2025 2026",
    "between 01/04/2026 and 31/03/2027",
    "the letter of 01-04-26",
    "22 November 2026",
    "paid on 2026-04-06",
    "37.5 hours at £13.65 an hour",
    "I need 20 hours a week in place of day care",
    "1 carer in place",
    "I'm English and I am Deaf.",
    "I'm not sure",
    "This is Personal Health Budget stuff",
    "call 999 or 111",
    "reply 1 2 3 4 5 6 7 8",
    "what is CHC",
    "my son is 14 and I am 61",
    "I am happy. I'm worried about it",
    "step 3 of 7",
    "case closed",
    "",
    "👋🏽 مرحبا",
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_personal_data_is_masked(text: str, expected: str) -> None:
    assert mask(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_money_years_and_plain_talk_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "0 ", "a@", "a.", "1 a ", "AB12", "Mr ", "I am A", "12-", "ref no ", "(", "@.", "9 Ab "]
)
def test_a_hundred_thousand_characters_are_masked(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert isinstance(mask(text), str)


@given(st.text(max_size=300))
def test_any_text_is_taken_and_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@given(st.integers(min_value=0, max_value=999_999).map(lambda n: f"07700 {n:06d}"))
def test_no_mobile_number_gets_through(number: str) -> None:
    assert number[-6:] not in mask(f"it's {number} ok")
