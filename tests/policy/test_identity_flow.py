"""Who are you, as a flow: told what came of an answer, never the answer itself."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.paths import ROOT
from knowledge.flow import Effect, FlowContext, FlowResult, Move
from knowledge.gsm7 import parts
from knowledge.identity import IdentityFlow
from knowledge.texting import sms_text

AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
VALUES = {"council": "Exampleshire Council", "main_line": "Exampleshire Council, 01632 960000", "left": "4"}


@pytest.fixture(scope="module")
def flow() -> IdentityFlow:
    return IdentityFlow.load(ROOT / Path("knowledge/identity"))


def context(channel: str = "web", **values: str) -> FlowContext:
    return FlowContext(AT, channel, {**VALUES, **values})


def moved(flow: IdentityFlow, at: str, kind: Any, option: str | None = None, **more: str) -> FlowResult:
    return flow.move({"at": at, "then": "balance"}, Move(kind, option=option), context(**more))


@pytest.mark.parametrize(
    ("at", "kind", "option", "then"),
    [
        ("reference", "answer", "came:given", "birth"),
        ("reference", "answer", "came:given_both", "code"),
        ("reference", "answer", "no_reference", "reference"),
        ("reference", "answer", "came:limited", None),
        ("reference", "answer", "shared", None),
        ("reference", "answer", "person", None),
        ("reference", "skip", None, "reference"),
        ("reference", "back", None, None),
        ("birth", "answer", "came:given", "code"),
        ("birth", "answer", "came:date_miss", "birth"),
        ("birth", "answer", "came:lapsed", "reference"),
        ("birth", "back", None, "reference"),
        ("code", "answer", "came:wrong", "code"),
        ("code", "answer", "came:six", "code"),
        ("code", "answer", "came:expired", "code"),
        ("code", "answer", "came:again", "code"),
        ("code", "answer", "came:no_more", "code"),
        ("code", "answer", "not_come", "code"),
        ("code", "answer", "came:lapsed", "reference"),
        ("code", "answer", "came:locked", None),
        ("code", "answer", "came:right", None),
        ("code", "start_over", None, "reference"),
        ("code", "where", None, "code"),
        ("code", "why", None, "code"),
        ("code", "simpler", None, "code"),
    ],
)
def test_each_move(flow: IdentityFlow, at: str, kind: str, option: str | None, then: str | None) -> None:
    result = moved(flow, at, kind, option)
    assert (result.state or {}).get("at") == then
    assert result.state is None or set(result.state) == {"at", "then"}
    assert result.replies or result.effects
    assert (result.pending is None) is (result.state is None)
    if result.pending:
        assert not result.pending.free_text  # what is typed is read elsewhere


def test_what_follows_the_right_code(flow: IdentityFlow) -> None:
    assert moved(flow, "code", "answer", "came:right").effects == (Effect("show", {"then": "balance"}),)
    assert moved(flow, "code", "answer", "person").effects == (Effect("to_a_person"),)


@pytest.mark.parametrize(
    ("channel", "by_sms", "at"),
    [("web", "", "reference"), ("terminal", "", "reference"), ("sms", "", None), ("sms", "yes", "own_phone")],
)
def test_where_it_begins(flow: IdentityFlow, channel: str, by_sms: str, at: str | None) -> None:
    result = flow.move(None, Move("start", option="balance"), context(channel, figures_by_sms=by_sms))
    assert (result.state or {}).get("at") == at


def test_who_said_that_nobody_else_reads_the_phone_is_not_asked_again(flow: IdentityFlow) -> None:
    begun = flow.move(None, Move("start"), context("sms", figures_by_sms="yes", one_reader="yes"))
    assert (begun.state or {}).get("at") == "reference"


@pytest.mark.parametrize(("option", "at"), [("no", "reference"), ("yes", None), ("not_sure", None)])
def test_by_text_only_to_a_phone_that_nobody_else_reads(flow: IdentityFlow, option: str, at: str | None) -> None:
    assert (moved(flow, "own_phone", "answer", option).state or {}).get("at") == at


def test_nothing_says_whether_a_reference_or_a_date_of_birth_was_right(flow: IdentityFlow) -> None:
    for key in ("sent", "again", "wrong", "expired", "locked", "limited", "not_come"):
        words = flow.words.sayings[key].words.plain.lower()
        assert not any(said in words for said in ("no such", "not on record", "does not exist", "wrong date"))


@pytest.mark.parametrize("key", ["wrong", "six", "expired", "again", "date_miss", "locked", "private_way", "message"])
def test_each_fits_a_text(flow: IdentityFlow, key: str) -> None:
    values = {**VALUES, "code": "123456", "until": "10:10am"}
    assert parts(sms_text([flow.words.sayings[key].reply(values)])) <= 2
