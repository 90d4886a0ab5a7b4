"""A reference, a date of birth and a code rest nowhere, however oddly and wherever they are typed."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.transcript import FromYou, read_transcript
from casework import all_tables
from common.outcomes import Outcome
from tests.flows.conftest import Person
from tests.flows.test_identity_in_talk import FIGURE, Desk, desk, records, running  # noqa: F401

pytestmark = pytest.mark.usefixtures("records")

ASKED = "how much have i got left"
RECORDS = ("person", "representative", "budget", "budget_history", "person_history")
OURS = "3 march 1956"
"""The example in the question."""
SECRET = re.compile(
    r"\bex[ -]?1001\b|(?<![\w.-])19(?:56|65)(?!\w)|\bmarc?hc?\b|fifty.six|\b03031956\b"
    r"|(?<![\w.:-])0?3[/. ]0?3[/. ](?:19)?[56]"
)
"""Whole words and numbers only: in the middle of a key or a fraction they mean nothing."""
NUMBERED = re.compile(r"(^|_)(id|at|timestamp|turn|ms|score|confidence|until|lasts_until|expires)$")
"""Names of what the machine numbers or times: a row's id may well be 1956."""

ODD = {
    "in words": (ASKED, "EX1001", "born 3rd of march fifty six"),
    "all in words": (ASKED, "EX1001", "third of march nineteen fifty-six"),
    "a slip": (ASKED, "EX1001", "3rd marhc 1956"),
    "in one message": (ASKED, "my ref is EX1001 and i was born on 3rd march 1956"),
    "put right": (ASKED, "EX1001", "3/3/1965", "no 1956", "EX 1001", "3.3.56"),
    "put right before it is read": (ASKED, "EX1001", "no wait its 1956 not 1965"),
    "before anybody asks": ("my reference is EX1001 and my dob is 03/03/1956",),
    "with the question": (f"{ASKED}, im EX1001 born 3/3/1956",),
    "in a greeting": ("hi its ash, dob 3.3.56, ref EX1001",),
    "after a digression": (ASKED, "what is a direct payment", "EX1001", "what is chc", "3 march 1956"),
    "while a step asks": (ASKED, "walk me through the steps", "3rd march 1956"),
    "where nobody asked": ("walk me through the steps", "3rd march 1956"),
    "instead of a phone number": ("can i speak to a person", "my care", "Ash", "i was born 3 march 1956, EX1001"),
    "where the reference is asked": (ASKED, "03031956"),
    "with a question": (ASKED, "EX1001", "what is chc? 3 march 1956"),
    "with a wish": (ASKED, "EX1001", "3 march 1956 and can i speak to someone"),
    "in two parts": (ASKED, "EX1001", "the 3rd of march", "1956"),
    "after stopping": (ASKED, "EX1001", "stop", "3rd march 1956"),
    "in distress": (ASKED, "EX1001", "i cant cope 3rd march 1956"),
    "in a story": ("my mum was born 3rd march 1956 and gets chc, can she have a budget",),
}  # fmt: skip


@pytest.fixture
def texts_may_tell(desk: Desk) -> Iterator[None]:  # noqa: F811
    """A council that shows figures by text."""
    services = desk.running.services
    features = services.settings.features.copy(update={"balance_by_sms": True})
    usual, services.settings = services.settings, services.settings.copy(update={"features": features})
    yield
    services.settings = usual


def said_in(value: object, name: str = "") -> Iterator[str]:
    """All that was said in a row, with JSON opened, without what the machine numbers."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from said_in(each, str(key))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from said_in(each, name)
    elif not NUMBERED.search(name):
        yield str(value)


def rests(person: Person, logged: str) -> dict[str, list[str]]:
    """Where something secret is found: in a table, on the page (which the desk shows too), or in the log."""
    database = person.running.services.database
    with database.read() as connection:
        shown = read_transcript(connection, person.conversation_id, person.running.clock.now())
        kept: dict[str, Any] = {
            table.name: [
                dict(row._mapping)
                for row in connection.execute(select(table).where(table.c.conversation_id == person.conversation_id))
            ]
            for table in all_tables.metadata.sorted_tables
            if "conversation_id" in table.c
        }
        kept |= {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in all_tables.metadata.sorted_tables
            if "conversation_id" not in table.c and table.name not in RECORDS
        }
    kept["page"] = [json.loads(json.dumps(vars(each), default=str)) for each in shown.messages]
    kept["log"] = logged.splitlines()
    found = {name: [text for text in said_in(rows) if _is_secret(text)] for name, rows in kept.items()}
    return {name: texts for name, texts in found.items() if texts}


def _is_secret(text: str) -> bool:
    return bool(SECRET.search(text.lower().replace(OURS, "")))


@pytest.mark.parametrize("way", ODD)
def test_on_the_web(person: Person, desk: Desk, caplog: pytest.LogCaptureFixture, way: str) -> None:  # noqa: F811
    caplog.set_level(logging.DEBUG)
    person.says_all(*ODD[way])
    assert rests(person, caplog.text) == {}


@pytest.mark.usefixtures("texts_may_tell")
@pytest.mark.parametrize("way", ["in words", "put right", "before anybody asks", "with the question", "in a story"])
def test_by_text(meet: Any, desk: Desk, caplog: pytest.LogCaptureFixture, way: str) -> None:  # noqa: F811
    caplog.set_level(logging.DEBUG)
    person = meet(channel="sms", token=f"+4477009{abs(hash(way)) % 100_000:05}")
    for text in ODD[way]:
        person.says(text)
        if person.asked == "identity:own_phone":
            person.says("only me")
    assert rests(person, caplog.text) == {}


def test_all_that_was_typed_goes_and_the_code_too(person: Person, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:  # noqa: F811
    caplog.set_level(logging.DEBUG)
    person.says(ASKED)
    person.says_all("is it EX 1001 or another one, i cant find it", "EX 1001", "i was born 3rd march 1956")
    code = desk.code()
    person.says_all("000000", code)
    assert FIGURE in person.sees  # although the first of them led to "did you mean ...?"
    desk.later(minutes=16)
    assert rests(person, caplog.text) == {}
    with desk.running.services.database.read() as connection:
        shown = read_transcript(connection, person.conversation_id, desk.running.clock.now())
    assert [each.text for each in shown.messages if isinstance(each, FromYou)][1:] == [None] * 5
    for spelled in (code, f"{code[:3]} {code[3:]}"):
        assert spelled not in caplog.text
        assert spelled not in json.dumps(person.rows("tracker_event") + person.rows("outbox"), default=str)


def test_who_says_who_they_are_unasked_is_asked_for_what_is_missing(meet: Any, desk: Desk) -> None:  # noqa: F811
    both, reference = meet(), meet()
    assert both.says("hi its ash, dob 3.3.56, ref EX1001").outcome is Outcome.IDENTITY_NEEDED
    assert both.asked == "identity:code"
    assert both.says(desk.code()).outcome is Outcome.BALANCE_SHOWN
    reference.says("my ref is EX1001")
    assert reference.asked == "identity:birth"
    reference.says("3/3/1965")
    reference.says("sorry i meant 1956")
    assert reference.asked == "identity:reference"
    assert "dates are easy to mistype" in reference.sees
    reference.says("EX1001 3/3/1956")
    assert reference.says(desk.code()).outcome is Outcome.BALANCE_SHOWN
