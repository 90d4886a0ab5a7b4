"""Facts of a fixed shape: what is read from a message, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.entities import is_nhs_number, name_in, read_entities


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("ring me on 07700 900123", "phone", "07700900123"),
        ("07700900123 after 5", "phone", "07700900123"),
        ("+44 7700 900 123", "phone", "07700900123"),
        ("my landline is 0113 496 0000", "phone", "01134960000"),
        ("Jo.Smith@Example.org please", "email", "jo.smith@example.org"),
        ("i live at sw1a 1aa", "postcode", "SW1A 1AA"),
        ("LS14AP is where", "postcode", "LS1 4AP"),
        ("nhs number 943 476 5919", "nhs_number", "9434765919"),
        ("it costs £1,250.50", "amount", 125050),
        ("about 200 pounds", "amount", 20000),
        ("20 quid", "amount", 2000),
        ("£20k", "amount", 2_000_000),
        ("50p", "amount", 50),
        ("I'm 82", "age", 82),
        ("my mum is 82 and frail", "age", 82),
        ("he's 17", "age", 17),
        ("aged 9", "age", 9),
        ("my 7 year old", "age", 7),
        ("she is nearly 18", "age", 18),
        ("we live in Scotland", "nation", "scotland"),
        ("cardiff council said no", "nation", "wales"),
        ("in n ireland", "nation", "northern_ireland"),
        ("my mum has dementia", "about", "parent"),
        ("my elderly father needs care", "about", "parent"),
        ("can my 7 year old have one", "about", "child"),
        ("me daughter is autistic", "about", "child"),
        ("the wife cant get out", "about", "partner"),
        ("my client wants to know", "about", "client"),
        ("i'm her social worker", "about", "client"),
        ("its for me", "about", "self"),
        ("ive got ms", "about", "self"),
        ("my neighbour is struggling", "about", "friend"),
    ],
)
def test_reads(text: str, kind: str, value: str | int) -> None:
    assert [(found.value) for found in read_entities(text) if found.kind == kind] == [value]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("£16.50 an hour", "hour"),
        ("£250 a week", "week"),
        ("300 pounds per month", "month"),
        ("£9000 pa", None),
        ("£40", None),
    ],
)
def test_amounts_know_their_period(text: str, period: str | None) -> None:
    assert [found.period for found in read_entities(text)] == [period]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i am 2 weeks behind", "age"),
        ("step 3 of 7", "age"),
        ("section 117", "age"),
        ("it is 2026", "phone"),
        ("943 476 5918", "nhs_number"),
        ("1 or 2", "amount"),
        ("can i pay my sister to be my carer", "about"),
        ("what is a personal health budget", "about"),
        ("does it pay for whales", "nation"),
        ("who decides", "postcode"),
    ],
)
def test_does_not_read(text: str, kind: str) -> None:
    assert kind not in [found.kind for found in read_entities(text)]


def test_a_phone_number_is_not_also_an_nhs_number_or_money() -> None:
    assert [found.kind for found in read_entities("07700 900 123")] == ["phone"]


@pytest.mark.parametrize(
    ("number", "right"), [("9434765919", True), ("9434765918", False), ("123", False), ("", False)]
)
def test_check_digit(number: str, right: bool) -> None:
    assert is_nhs_number(number) is right


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jo Smith", "Jo Smith"),
        ("my name is Jo Smith.", "Jo Smith"),
        ("it's Will May", "Will May"),
        ("Hi, I'm Siân", "Siân"),
        ("call me Al", "Al"),
        ("Im", "Im"),
    ],
)
def test_name(typed: str, name: str) -> None:
    assert name_in(typed) == name


@given(st.text(max_size=2000))
def test_finds_lie_inside_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for found in (found for found in read_entities(text) if found.kind != "about"):
        assert end <= found.start < found.end <= len(text)
        end = found.end
