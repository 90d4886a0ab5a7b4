"""The sums in conversation, by their nodes: what is heard, asked, refused, changed; and the fields of the page."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.answering import Interruptions, read_answer
from bot.nlu.decision import Intent
from bot.paths import ROOT
from knowledge.flow import FlowContext, FlowResult, Move, Pending
from knowledge.sums import SumsFlow
from knowledge.sums_form import SUMS, SumsForm, read_day
from knowledge.sums_heard import asks_for_a_sum, heard
from language.quantities import number_in

FLOW = SumsFlow.load(ROOT / "knowledge")
FORM = SumsForm.load(ROOT / "knowledge" / "sums", FLOW.content)
CONTEXT = FlowContext(now=datetime(2026, 11, 25, 12, tzinfo=UTC), channel="web")
HEARD: list[tuple[str, dict[str, str]]] = yaml.safe_load((Path(__file__).parent / "sums_heard.yml").read_text())
TODAY = date(2026, 11, 25)
ASK = Intent("ask_question", 0.5)


def told(*moves: str, context: FlowContext = CONTEXT) -> FlowResult:
    """Begin with the first words; then `=key` takes an option, anything else is typed."""
    result = FLOW.move(None, Move("start", text=moves[0]), context)
    for move in moves[1:]:
        taken = Move("answer", option=move[1:]) if move.startswith("=") else Move("answer", text=move)
        result = FLOW.move(result.state, taken, context)
    return result


def answers(result: FlowResult) -> dict[str, Any]:
    assert result.state is not None
    return dict(result.state["answers"])


def at(result: FlowResult) -> str:
    assert result.state is not None
    return str(result.state["at"])


def said(result: FlowResult) -> str:
    return "\n".join(reply.words.plain for reply in result.replies)


@pytest.mark.parametrize(("text", "expected"), HEARD, ids=lambda value: str(value)[:40])
def test_what_is_heard(text: str, expected: dict[str, str]) -> None:
    assert heard(text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("about 20", "20"), ("twenty", "20"), ("£13.50", "13.50"), ("13.5", "13.5"), ("fifteen and a half", "15.5"),
        ("15½", "15.5"), ("£1,400 every 4 weeks", "1400"), ("a dozen", "12"), ("half", "0.5"),
        ("thirteen point five", "13.5"), ("no one", None), ("skip", None), ("", None), ("and/or", None),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(text: str, number: str | None) -> None:
    assert number_in(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "free_text", "given"),
    [
        ("2", "number", "text"), ("about twenty", "number", "text"), ("15 hours at 14 an hour", "number", "text"),
        ("what is 12.07% holiday?", "number", None), ("dunno", "number", None), ("2", "amount", "option"),
        ("35", "amount", "text"), ("no, 25 hours", "amount", "text"), ("22 or over", "amount", "option"),
        ("i have a long story to tell " * 4 + "since 2019", "number", None),
    ],
)  # fmt: skip
def test_a_number_answers_where_one_is_asked_for(text: str, free_text: Any, given: str | None) -> None:
    options = FLOW.guide.question("age").options
    pending = Pending("sums", "x", options if free_text == "amount" else options[-1:], free_text)
    answer = read_answer(text, text, pending, ASK, "nothing", Interruptions(("stop",), 0.6))
    assert (answer.entity if answer else None) == given


def test_what_was_said_is_not_asked() -> None:
    assert at(told("how much would a pa cost for 15 hours at 14 an hour")) == "age"
    assert at(told("how many hours would £200 a week buy")) == "rate"
    assert at(told("how many hours would £200 buy")) == "budget_per"
    assert at(told("do the sums")) == "what"
    done = told("how much would a pa cost for 15 hours at 14 an hour", "=22", "=yes")
    assert "**About £238.05 a week, £12,378.34 a year.**" in said(done)
    assert done.replies[-1].table is not None
    assert ("Total a year", "All lines together", "£12,378.34") in done.replies[-1].table.rows
    assert done.replies[-1].sources


def test_all_can_be_skipped_and_what_is_taken_is_named() -> None:
    result = told("do the sums", "=skip", *["=skip"] * 5)
    assert at(result) == "result"
    assert "I took: 10 hours a week, lowest legal pay, age 22 or over, 1 helper, holiday cover." in said(result)
    hours = told("how many hours does my budget buy", "=skip", *["=skip"] * 4)
    assert "£100 a week" in said(hours)
    assert "money every week" not in said(hours)


@pytest.mark.parametrize(
    ("moves", "minimum"),
    [
        (("what does a pa cost for 10 hours at £11 an hour", "=22"), "£12.71"),
        (("what does a pa cost for 10 hours at £10 an hour", "=18"), "£10.85"),
        (("what does a pa cost for 10 hours at £7 an hour", "=16"), "£8"),
        (("what does a pa cost for 10 hours at £11 an hour", "=skip", "=yes"), "£12.71"),
    ],
)
def test_pay_below_the_law_is_refused_kindly(moves: tuple[str, ...], minimum: str) -> None:
    result = told(*moves)
    assert at(result) == "rate"
    assert f"at least {minimum} an hour" in said(result)
    assert "rate" not in answers(result)
    assert "£" in said(told(*moves, "20", *(("=yes",) if len(moves) == 2 else ())))


def test_eleven_pounds_is_enough_at_eighteen() -> None:
    assert at(told("what does a pa cost for 10 hours at £11 an hour", "=18", "=no")) == "result"


@pytest.mark.parametrize(
    ("typed", "key", "value"),
    [
        ("no, 25 hours", "hours", "25"),
        ("£15 an hour", "rate", "15.00"),
        ("make it 3 helpers", "people", "3"),
        ("make it £15", "rate", "15.00"),
        ("ok what about £200 a week", "budget", "200.00"),
    ],
)
def test_corrections_at_the_result(typed: str, key: str, value: str) -> None:
    result = told("what does a pa cost for 10 hours at £14 an hour", "=22", "=no", typed)
    assert (at(result), answers(result)[key]) == ("result", value)
    assert "I have changed that." in said(result)


def test_what_was_not_said_before_is_not_called_a_change() -> None:
    given = told("what does a pa cost", "12 hours at £13.20 an hour")
    assert (answers(given)["hours"], answers(given)["rate"]) == ("12", "13.20")
    assert "changed" not in said(given)


def test_corrections_on_the_way() -> None:
    assert answers(told("what does a pa cost", "15", "sorry i meant 25"))["hours"] == "25"
    assert answers(told("what does a pa cost for 10 hours at £14 an hour", "no, 12 hours"))["hours"] == "12"
    result = told("how many hours does my budget buy", "£200 a week", "no i meant £300 a week")
    assert (answers(result)["budget"], answers(result)["budget_per"]) == ("300", "week")


@pytest.mark.parametrize(("typed", "range"), [("200", "0.25 to 168"), ("0", "0.25 to 168")])
def test_numbers_out_of_range_are_asked_again(typed: str, range: str) -> None:
    result = told("what does a pa cost", typed)
    assert at(result) == "hours"
    assert range in said(result)


def test_a_number_that_could_be_anything_is_asked_about() -> None:
    result = told("what does a pa cost for 10 hours at £14 an hour", "=22", "=no", "19")
    assert "25 hours" in said(result)
    assert answers(result)["hours"] == "10"


def test_a_budget_that_was_named_is_measured() -> None:
    result = told("is £250 a week enough for 14 hours at £13 an hour with one pa", "=22", "=yes")
    assert "would leave" in said(result)
    short = told("is £150 a week enough for 14 hours at £13 an hour with one pa", "=22", "=yes")
    assert "too little" in said(short)


def test_from_a_result_to_an_agency_and_to_april() -> None:
    cost = ("what does a pa cost for 20 hours at £13.50 an hour", "=22", "=yes")
    agency = told(*cost, "=agency", "25")
    assert "£10,031.50 more" in said(agency)
    assert "£368.50 less" in said(told(*cost, "=agency", "15"))
    assert "I know no agency's price" in said(told(*cost, "=agency", "=skip"))
    assert "I don't know the rates from next April yet" in said(told(*cost, "=april"))
    before = replace(CONTEXT, now=datetime(2025, 11, 25, 12, tzinfo=UTC))
    known = told("what does next april do to 20 hours at 12.21 an hour", "=22", context=before)
    assert "From 6 April 2026" in said(known)
    assert "The pay goes up to the new lowest pay." in said(known)


def test_a_day_without_rates_is_refused() -> None:
    later = replace(CONTEXT, now=datetime(2027, 4, 6, 12, tzinfo=UTC))
    result = told("what does a pa cost for 20 hours at £13.50 an hour", "=22", "=yes", context=later)
    assert "I won't guess it" in said(result)
    assert result.replies[-1].table is None


def test_redundancy_and_sick_pay() -> None:
    assert "£2,160" in said(told("what redundancy would i owe her", "six", "45", "£270"))
    assert "No redundancy pay by law yet" in said(told("what redundancy would i owe her", "1", "45", "£270"))
    assert "£154.06" in said(told("work out sick pay", "20", "13.50", "4", "5"))


def test_where_the_figures_come_from() -> None:
    result = told("what does a pa cost for 10 hours at £14 an hour", "=22", "=no", "=figures")
    table = result.replies[-1].table
    assert table is not None
    assert table.rows[0][1:3] == ("£12.71 an hour", "1 April 2026 to 31 March 2027")
    assert all(row[3] for row in table.rows)


@pytest.mark.parametrize(
    ("text", "has_answer", "asks"),
    [
        ("how much for a pa 10 hours at £12 an hour", True, True), ("how much for a pa 10 hours", False, True),
        ("how much for a pa 10 hours", True, False), ("can she work 60 hours a week", False, False),
    ],
)  # fmt: skip
def test_questions_that_hold_a_sum(text: str, has_answer: bool, asks: bool) -> None:
    assert asks_for_a_sum(text, has_answer) == asks


@pytest.mark.parametrize("what", SUMS)
def test_every_sum_has_a_form_that_takes_its_questions(what: str) -> None:
    ids = [field.id for field in FORM.fields(what)]
    assert {question.id for question in FLOW.guide.path({"what": what})} - {"what"} <= {*ids}
    assert len(ids) == len({*ids})
    assert not FORM.filled({"what": what}, TODAY).is_asked


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"hours": "lots"}, "Hours a week: type a number, such as 12"),
        ({"hours": "200"}, "Hours a week: type a number from 0.25 to 168"),
        ({"people": "1.5"}, "How many helpers: type a whole number from 1 to 20"),
        ({"age": "12"}, "Age of the helper: pick one from the list"),
        ({"on": "soon"}, "Another day: type a day such as 6 April 2027"),
    ],
)
def test_what_can_not_be_read_is_said_by_its_field(sent: dict[str, str], error: str) -> None:
    filled = FORM.filled(sent, TODAY)
    assert filled.errors == {next(iter(sent)): error}


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2027-04-06", date(2027, 4, 6)), ("6 April 2027", date(2027, 4, 6)), ("6/4/2027", date(2027, 4, 6)),
     ("31 june 2027", None), ("2027", None), ("6 foo 2027", None)],
)  # fmt: skip
def test_days(typed: str, day: date | None) -> None:
    assert read_day(typed) == day
