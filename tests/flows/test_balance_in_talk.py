"""Somebody's own money in conversation: shown to who has proved who they are, and kept nowhere it should not be."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.transcript import FromNavigator, read_transcript
from bot.running import Running
from casework import audit, schema
from casework.retention import cover_figures
from common.budgets import Budget
from common.outcomes import Outcome
from common.replies import Reply
from tests.flows.conftest import Person
from tests.money_records import a_budget, keep_person, notional, verify

Meet = Callable[..., Person]
HERS = a_budget()
FIGURE = "£1,060.00"


def known(meet: Meet, *budgets: Budget, reference: str, **details: object) -> tuple[Person, int]:
    """Somebody on record who has just proved who they are."""
    person = meet()
    with person.running.services.database.write() as connection:
        person_id = keep_person(connection, reference, *budgets, **details)  # type: ignore[arg-type]
        verify(connection, person.conversation_id, person_id, person.running.clock.now())
    return person, person_id


def test_shown_and_asked_on(meet: Meet) -> None:
    person, _ = known(meet, HERS, reference="T-ONE")
    assert person.says("how much have i got left").outcome is Outcome.BALANCE_SHOWN
    reply = person.last.replies[0]
    assert FIGURE in reply.words.plain
    assert "20 November 2026, from the council's payment system" in reply.words.plain
    assert reply.table is not None
    assert ("Spent", "£7,120.00") in reply.table.rows
    assert reply.chart is not None
    for asked, told in (
        ("has it been paid", "£960.00"),
        ("what must I pay in", "£20.00"),
        ("why is it less", "taken off before the money is paid in"),
        ("will you take it back", "The council decides"),
        ("what did I spend in May", "£890.00"),
        ("and in june?", "£890.00"),
        ("on the agency?", "£90.00"),
        ("per week?", "£240.00"),
        ("can I afford two more hours", "What does an hour cost?"),
        ("£15 an hour", "£30.00"),
        ("how long will it last", "31 March 2027"),
        ("is anything odd", "does not show as paid in"),
        ("that looks wrong", "ask a person to put it right"),
    ):
        assert (person.says(asked).outcome, told in person.sees) == (Outcome.BALANCE_SHOWN, True), (asked, person.sees)
    person.taps("What is left?") if "What is left?" in [each.label for each in person.choices] else person.says("bal")
    assert FIGURE in person.sees


def test_nothing_of_it_is_kept_by_rasa_or_said_again_later(meet: Meet, running: Running) -> None:
    person, person_id = known(meet, HERS, reference="T-TWO")
    person.says_all("whats my balance", "what did i spend in may")
    kept = json.dumps([person.rows("tracker_event"), person.rows("tracker_state")], default=str, ensure_ascii=False)
    assert "my_balance" in kept
    assert not re.search(r"£|1,060|890\.00|help at home", kept)
    database, now = running.services.database, running.clock.now()
    with database.read() as connection:
        shown = read_transcript(connection, person.conversation_id, now)
        later = read_transcript(connection, person.conversation_id, now + timedelta(minutes=16))
        written = audit.latest(connection)
    words = [
        [each.reply.words.plain for each in found.messages if isinstance(each, FromNavigator)]
        for found in (shown, later)
    ]
    assert FIGURE in words[0][0]
    assert all(said.startswith("Figures were shown here.") for said in words[1])
    assert any(row.action == "balance shown" and row.subject == f"person {person_id}" for row in written)
    cover_figures(database, now)
    with database.read() as connection:
        assert read_transcript(connection, person.conversation_id, now) == shown, "nothing is covered before its time"
    assert cover_figures(database, now + timedelta(minutes=16)) >= 2
    with database.read() as connection:
        mine = schema.outbox.c.conversation_id == person.conversation_id
        rows = connection.execute(select(schema.outbox.c.reply).where(mine)).scalars().all()
    assert "£" not in json.dumps([Reply.from_json(row).to_json() for row in rows], ensure_ascii=False)


def test_asked_again_once_the_time_is_over(meet: Meet, running: Running) -> None:
    person, _ = known(meet, HERS, reference="T-THREE")
    person.says("whats my balance")
    running.clock.move_to(running.clock.now() + timedelta(minutes=16))  # type: ignore[attr-defined]
    assert person.says("say that again").outcome is not Outcome.BALANCE_SHOWN
    assert FIGURE not in person.sees
    assert person.says("and in june?").outcome is Outcome.IDENTITY_NEEDED


def test_who_has_not_proved_anything_is_asked_who_they_are(meet: Meet) -> None:
    known(meet, HERS, reference="T-FOUR")
    other = meet()
    assert other.says("how much have i got left").outcome is Outcome.IDENTITY_NEEDED
    assert "£" not in other.sees


def test_what_must_not_be_told_is_not(meet: Meet) -> None:
    person, _ = known(meet, HERS, reference="T-FIVE", do_not_disclose="dispute")
    assert person.says("whats my balance").outcome is Outcome.IDENTITY_REFUSED
    nobody, _ = known(meet, reference="T-NOBODY")
    nobody.says("whats my balance")
    assert person.sees == nobody.sees
    assert "£" not in person.sees
    assert person.choices[-1].intent == "talk_to_person"


def test_two_budgets(meet: Meet) -> None:
    person, _ = known(meet, HERS, notional(), reference="T-SIX")
    person.says("how much have i got left")
    assert "There are 2 budgets" in person.sees
    person.says("2")
    assert "£5,000.00" in person.sees
    assert "physiotherapy, 3.5 hours a week" in person.sees
    person.says("what about the other one")
    assert FIGURE in person.sees
    assert person.says("has it been paid").outcome is Outcome.BALANCE_SHOWN
    assert "£960.00" in person.sees


def test_no_figures_by_text(meet: Meet, running: Running) -> None:
    person = meet(channel="sms")
    with running.services.database.write() as connection:
        person_id = keep_person(connection, "T-SEVEN", HERS)
        verify(connection, person.conversation_id, person_id, running.clock.now())
    person.says("whats my balance")
    assert "£" not in person.last.replies[0].words.sms
    assert "text" in person.last.replies[0].words.sms


@pytest.mark.parametrize("text", ["thanks", "talk to a person", "what is a direct payment", "who decides the amount"])
def test_after_a_balance_other_things_are_what_they_are(meet: Meet, text: str) -> None:
    person, _ = known(meet, HERS, reference="T-" + text.upper().replace(" ", "-")[:20])
    person.says("whats my balance")
    assert person.says(text).outcome is not Outcome.BALANCE_SHOWN
