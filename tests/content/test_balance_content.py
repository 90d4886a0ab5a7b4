"""What is said of somebody's money, in every register, with the longest figures that can come up."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from actions.services import KNOWLEDGE
from common.budgets import Budget, Entry
from common.replies import Reply
from knowledge.balance import INTENT, TOPIC, BalanceAnswers
from knowledge.balance_topic import KINDS, Topic
from knowledge.flow_words import REGISTERS
from knowledge.gsm7 import TWO_PARTS, fits
from tests.money_records import a_budget, months, notional

TODAY = date(2026, 11, 23)
ANSWERS = BalanceAnswers.load(KNOWLEDGE / "balance")
MOST_WORDS = 105
"""A sum that names all that it assumes may be a little longer than an answer: amounts and dates are many words."""

BIG = 88_888_888
HELD = Entry(date(2026, 12, 2), "paid_in", BIG, "held")
BUDGETS: dict[str, Budget] = {
    "usual": a_budget(),
    "long": a_budget(
        service="help at home, respite and transport to the day centre",
        source="the council's payment system and the prepaid card firm",
        as_of=date(2026, 9, 30),
        funder="joint",
        agreed_pence=BIG,
        agreed_per="four_weeks",
        contribution_pence=BIG,
        contribution_per="four_weeks",
        balance_pence=BIG,
        committed_pence=BIG,
        unpaid_tax_pence=None,
        entries=tuple(replace(entry, pence=BIG) for entry in (*months(), HELD)),
    ),
    "overspent": a_budget(balance_pence=-BIG, unpaid_tax_pence=None, committed_pence=None),
    "overspent, and owing": a_budget(balance_pence=-BIG),
    "without an end": a_budget(ends_on=None, entries=months()[:2], source="the council's payment system"),
    "nothing known": a_budget(
        agreed_pence=None,
        contribution_pence=None,
        is_paid_net=None,
        balance_pence=None,
        committed_pence=None,
        unpaid_tax_pence=None,
        entries=(),
    ),
    "nothing to pay": a_budget(contribution_pence=0, is_paid_net=None, ends_on=None),
    "paid gross": a_budget(is_paid_net=False, contribution_per="month", balance_pence=None),
    "perhaps net": a_budget(is_paid_net=None, agreed_per="once"),
    "running out": a_budget(agreed_pence=52 * 15_000, entries=(*months(), Entry(date(2026, 11, 19), "returned", 5))),
    "gone": a_budget(committed_pence=110_000),
    "on hold": a_budget(entries=(*months(), HELD, Entry(date(2027, 4, 1), "returned", BIG, "due"))),
    "old": a_budget(as_of=date(2026, 8, 1)),
    "ended": a_budget(ends_on=date(2026, 11, 21)),
    "to come": a_budget(starts_on=date(2026, 12, 1), entries=()),
    "late": a_budget(entries=(*months(9), Entry(date(2026, 11, 1), "paid_in", BIG, "due"))),
    "part paid": a_budget(entries=(*months(), Entry(date(2026, 11, 2), "contribution", 2_000))),
    "nothing paid": a_budget(entries=(Entry(date(2026, 12, 1), "paid_in", BIG, "due"),), balance_pence=None),
    "unsorted": a_budget(entries=tuple(replace(entry, category="unknown") for entry in months())),
    "no spending": a_budget(entries=months()[:2], balance_pence=BIG),
    "notional": notional(),
    "notional, unknown": notional(agreed_pence=None, service=""),
    "third party": notional(holding="third_party", funder="council", agreed_per="once"),
    "no payment lately": a_budget(agreed_per="month", agreed_pence=96_000, entries=months(8), balance_pence=85_000),
    "big": a_budget(entries=(*months(), Entry(date(2026, 11, 19), "spent", 250_000)), is_paid_net=None),
    "quiet": a_budget(entries=months(6)),
}
TOPICS = (
    *(Topic(kind) for kind in KINDS),
    Topic("spent_in", date(2026, 5, 1), date(2026, 5, 31), "personal_assistant"),
    Topic("spent_in", date(2026, 5, 1), date(2026, 6, 17), "tax_and_pension"),
    Topic("spent_in", date(2025, 5, 1), date(2025, 5, 31)),
    Topic("spent_in", date(2026, 11, 1), date(2026, 11, 30)),
    Topic("afford", hours=Decimal("2.5")),
    Topic("afford", hours=Decimal(2), rate=1_550),
    Topic("afford", hours=Decimal(40), rate=2_500),
    Topic("afford", amount=20_000, amount_per="month"),
    Topic(which="other"),
)


def told(budgets: list[Budget], topic: Topic, speaking_as: str) -> Reply:
    return ANSWERS.answer(budgets, topic, None, speaking_as, TODAY, 35).reply


def everything() -> Iterator[tuple[str, Reply]]:
    for (name, budget), topic, who in product(BUDGETS.items(), TOPICS, ("self", "representative")):
        yield f"{name}: {topic.to_text()}, {who}", told([budget], topic, who)
    for who in ("self", "representative"):
        yield f"two budgets, {who}", told([BUDGETS["long"], notional()], Topic(), who)
        yield f"three budgets, {who}", told([a_budget(), BUDGETS["long"], BUDGETS["nothing known"]], Topic(), who)


REPLIES = dict(everything())


@pytest.mark.parametrize("register", REGISTERS)
def test_whole_in_every_register(register: str) -> None:
    for name, reply in REPLIES.items():
        words = getattr(reply.words, register)
        assert words, name
        assert not re.search(r"[{}]|None|  |\*\*\*\*| \.|\.\.", words), (name, words)


def test_short_enough() -> None:
    for name, reply in REPLIES.items():
        assert fits(reply.words.sms, TWO_PARTS), (name, len(reply.words.sms), reply.words.sms)
        assert len(reply.words.plain.split()) <= MOST_WORDS, (name, len(reply.words.plain.split()), reply.words.plain)


def test_figures_say_of_when_and_from_where() -> None:
    for name, reply in REPLIES.items():
        for register in ("plain", "sms"):
            words = getattr(reply.words, register)
            if "£" in words.replace("£15 an hour", "") and "three" not in name and "two" not in name:
                assert re.search(r"\d \w+ 202[67]", words), (name, words)
        if "£" in reply.words.plain.replace("£15 an hour", "") and "budgets" not in name:
            assert "system" in reply.words.plain or "afford" in name or "gone" in name, (name, reply.words.plain)


def test_every_saying_and_line_is_reached() -> None:
    """What nobody can be told is no content."""
    said = {
        (register, line)
        for reply in REPLIES.values()
        for register in REGISTERS
        for line in [getattr(reply.words, register)]
    }
    words = ANSWERS.words
    for key, saying in words.sayings.items():
        if key in ("not_by_text", "shown_here", "not_shown"):
            continue
        assert _is_said(saying.words.simple, "simple", said), key
    for key, registers in words.lines.items():
        register = "simple" if registers["simple"] else "sms"
        assert _is_said(registers[register], register, said), key


def _is_said(text: str, register: str, said: set[tuple[str, str]]) -> bool:
    first = re.sub(r"\\\{(?:\w|\\_)+\\\}", "[^\n]*?", re.escape(text.strip().splitlines()[0]))
    return any(register == where and re.search(first, line) for where, line in said)


def test_simple_words_are_a_line_each() -> None:
    for name, reply in REPLIES.items():
        for line in reply.words.simple.splitlines():
            assert len(line.split()) <= 20, (name, line)


def test_somebody_who_looks_after_it_is_not_called_you() -> None:
    for name, reply in REPLIES.items():
        if name.endswith("representative"):
            assert "your direct payment" not in reply.words.plain.lower(), name
            assert "your part" not in reply.words.plain.lower(), name


def test_never_a_promise_nor_blame() -> None:
    for name, reply in REPLIES.items():
        for register in REGISTERS:
            words = getattr(reply.words, register).lower()
            for never in (
                "you can afford",
                "you are eligible",
                "your fault",
                "you did wrong",
                "suspicious",
                "£0.00 left",
            ):
                assert never not in words, (name, never)


def test_a_person_is_one_step_away_and_choices_ask_what_they_say() -> None:
    for name, reply in REPLIES.items():
        assert reply.choices[-1].intent == "talk_to_person", name
        for choice in reply.choices[:-1]:
            assert choice.intent == INTENT
            assert Topic.from_text(choice.entities[TOPIC]).to_text() == choice.entities[TOPIC]
            assert "£" not in choice.label
            assert "home" not in choice.label  # what is bought goes into nobody's log


def test_what_the_record_does_not_say_is_said() -> None:
    words = told([BUDGETS["nothing known"]], Topic(), "self")
    assert words.words.plain.startswith("I don't know how much is left")
    assert words.table is not None
    unknown = {row[0] for row in words.table.rows if row[1] == "The record does not say"}
    assert unknown == {"Agreed", "Your part", "Paid in by the council", "Spent", "Left", "Promised, not paid yet"}
    assert words.chart is None


def test_the_chart_says_in_words_what_it_shows() -> None:
    chart = told([BUDGETS["usual"]], Topic(), "self").chart
    assert chart is not None
    for part in chart.parts:
        assert f"{part.label}: {part.words}" in chart.alternative
    assert told([BUDGETS["overspent"]], Topic(), "self").chart is None
    assert told([BUDGETS["notional"]], Topic(), "self").chart is None


def test_which_budget_is_meant() -> None:
    both = [a_budget(), notional()]

    def number(topic: Topic, before: int | None = None) -> str | None:
        return ANSWERS.answer(both, topic, before, "self", TODAY, 35).topic.which

    assert number(Topic()) is None
    assert number(Topic(which="nhs")) == "2"
    assert number(Topic(which="direct_payment")) == "1"
    assert number(Topic(), before=2) == "2"
    assert number(Topic(which="other"), before=2) == "1"
    assert number(Topic(which="other")) == "other"
    assert number(Topic(which="9")) == "2"
    assert number(Topic("which_budget"), before=1) is None
