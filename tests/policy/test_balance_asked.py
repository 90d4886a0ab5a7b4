"""What people ask of their own money, alone and after it was shown; and what only sounds like it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.balance_asked import follow_up, topic_asked
from knowledge.balance_topic import KINDS, Topic
from knowledge.balance_when import days_asked, month_of

TODAY = date(2026, 11, 23)
CASES = yaml.safe_load((Path(__file__).parent / "balance_asked.yml").read_text())


def test_there_are_many_and_no_kind_is_forgotten() -> None:
    assert len(CASES) >= 120
    assert {topic.split(";")[0] for topic, _ in CASES} == set(KINDS)


@pytest.mark.parametrize(("topic", "text"), CASES, ids=[text for _, text in CASES])
def test_alone(topic: str, text: str) -> None:
    assert topic_asked(text, TODAY).to_text() == topic


@pytest.mark.parametrize(
    ("before", "text", "topic"),
    [
        ("balance;which=1", "and in june?", "spent_in;first=2026-06-01;last=2026-06-30;which=1"),
        ("spent_in;first=2026-05-01;last=2026-05-31", "june?", "spent_in;first=2026-06-01;last=2026-06-30"),
        ("spent_in;first=2026-05-01;last=2026-05-31", "what about july", "spent_in;first=2026-07-01;last=2026-07-31"),
        ("spent_in;first=2026-05-01;last=2026-05-31", "may", "spent_in;first=2026-05-01;last=2026-05-31"),
        (
            "spent_in;first=2026-05-01;last=2026-05-31;category=agency",
            "and june",
            "spent_in;first=2026-06-01;last=2026-06-30;category=agency",
        ),
        (
            "spent_in;first=2026-05-01;last=2026-05-31",
            "on taxis?",
            "spent_in;first=2026-05-01;last=2026-05-31;category=travel",
        ),
        (
            "spent_in;first=2026-05-01;last=2026-05-31",
            "just the agency",
            "spent_in;first=2026-05-01;last=2026-05-31;category=agency",
        ),
        ("balance", "how much on my carer", "spent_in;category=personal_assistant"),
        ("balance", "what about last month", "spent_in;first=2026-10-01;last=2026-10-31"),
        ("balance;which=1", "per week?", "weekly"),
        ("balance;which=1", "what about the other one", "balance;which=other"),
        ("paid;which=1", "and the other one", "paid;which=other"),
        ("balance", "the nhs one", "balance;which=nhs"),
        ("paid;which=2", "and my direct payment", "paid;which=direct_payment"),
        ("afford;hours=2", "£15 an hour", "afford;hours=2;rate=1500"),
        ("afford;hours=2", "15", "afford;hours=2;rate=1500"),
        ("afford;hours=2", "its about 14.50", "afford;hours=2;rate=1450"),
        ("afford;hours=2;rate=1500", "what about 3 more hours at 15", "afford;hours=3;rate=1500"),
        ("afford;hours=2;rate=1600", "make it 3 hours at £15", "afford;hours=3;rate=1500"),
        ("balance", "how much tax do i need to keep back", "balance"),
        ("balance", "has it been paid", "paid"),
        ("balance", "will you take it back", "take_back"),
        ("balance", "why is it less", "why_less"),
        ("balance", "is anything odd", "unusual"),
        ("balance", "thats not right", "wrong"),
    ],
)
def test_after_money_was_shown(before: str, text: str, topic: str) -> None:
    found = follow_up(text, TODAY, Topic.from_text(before))
    assert found is not None
    assert found.to_text() == topic


@pytest.mark.parametrize(
    "text",
    [
        "ok thanks",
        "hello",
        "who decides how much i get",
        "what is a direct payment",
        "what does notional mean",
        "can people keep money that is left over",
        "what are the rules on paying it back",
        "can i pay my sister",
        "do i need insurance",
        "how do i complain",
        "i want to talk to somebody",
        "what happens if i die",
        "who is eligible",
        "may i ask something else",
        "is my neighbour allowed to be my carer",
        "what happens if i run out of money",
        "",
        "????",
    ],
)
def test_what_only_sounds_like_it(text: str) -> None:
    assert follow_up(text, TODAY, Topic()) is None


def test_a_day_that_is_named_is_never_to_come() -> None:
    assert days_asked("in december", TODAY) == month_of(2025, 12)
    assert days_asked("in december 2026", TODAY) is None
    assert days_asked("in november", TODAY) == (date(2026, 11, 1), TODAY)
    assert days_asked("in february", date(2028, 3, 1)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert days_asked("may i see it", TODAY) is None
    assert days_asked("from november to february", TODAY) == (date(2025, 11, 1), date(2026, 2, 28))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 12))
def test_a_month_is_the_latest_one(today: date, month: int) -> None:
    found = days_asked(f"in {date(2000, month, 1):%B}".lower(), today)
    assert found is not None
    assert found[0] <= found[1] <= today
    assert (found[0].month, found[0].day) == (month, 1)
    assert (today - found[0]).days <= 366


TOPICS = st.builds(
    Topic,
    kind=st.sampled_from(KINDS),
    first=st.none() | st.dates(),
    last=st.none() | st.dates(),
    category=st.sampled_from([None, "agency", "other"]),
    hours=st.none() | st.sampled_from([Decimal(2), Decimal("2.5")]),
    rate=st.none() | st.integers(1, 10**6),
    amount=st.none() | st.integers(1, 10**6),
    amount_per=st.sampled_from(["week", "month"]),
    which=st.sampled_from([None, "other", "nhs", "2"]),
)


@given(TOPICS)
def test_a_topic_that_waited_is_what_it_was(topic: Topic) -> None:
    assert Topic.from_text(topic.to_text()) == topic


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "balance;which=../../x",
        "balance;rate=-5",
        "balance;first=soon",
        "balance;last=2026-13-45",
        ";;=",
    ],
)
def test_what_is_no_topic_asks_for_the_balance(text: str) -> None:
    assert Topic.from_text(text) == Topic()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert topic_asked(text, TODAY).kind in KINDS
