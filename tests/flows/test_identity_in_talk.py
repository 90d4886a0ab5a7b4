"""Who are you, in conversation: through inbox, gate, model and commit, with people on record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine.results import TurnResult
from bot.paths import State
from bot.running import Running
from bot.sending.sender import Code
from casework import schema
from casework.database import Database
from casework.identity import outgoing, tables
from casework.identity.sessions import verified
from common.outcomes import Outcome
from knowledge.gsm7 import parts
from tests.conftest import fresh
from tests.flows.conftest import Person
from tests.identity_records import load_people, unload_people

FIGURE = "£1,234.56"


class Phones:
    """Everybody's phones and mail boxes."""

    def __init__(self) -> None:
        self.codes: list[Code] = []

    def send(self, code: Code) -> None:
        self.codes.append(code)


@dataclass
class Desk:
    """The assistant with people on record, on a new day, so that nothing counts that other tests tried."""

    running: Running
    phones: Phones

    def code(self) -> str:
        """Send what is due; the digits of the newest code."""
        worker = replace(self.running.codes, senders={"text": self.phones, "email": self.phones})
        worker.work_once(ahead=outgoing.LATER)
        return self.phones.codes[-1].digits

    def later(self, **by: int) -> None:
        clock: Any = self.running.clock
        clock.move_to(clock.now() + timedelta(**by))


@pytest.fixture(scope="module")
def running(built: State, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Each test begins on a day of its own: too many for those that others share a clock with."""
    with fresh(tmp_path_factory.mktemp("state")) as started:
        yield started


@pytest.fixture
def desk(running: Running) -> Desk:
    load_people(running.services.database)
    made = Desk(running, Phones())
    made.later(days=1)
    return made


@pytest.fixture
def records(running: Running) -> Iterator[Database]:
    """Without people again afterwards, as most tests expect."""
    yield running.services.database
    unload_people(running.services.database)


pytestmark = pytest.mark.usefixtures("records")


def words(result: TurnResult) -> tuple[str, ...]:
    return tuple(reply.words.plain for reply in result.replies)


def test_who_proves_it_is_shown_what_they_asked_for(person: Person, desk: Desk) -> None:
    person.says("go to step 1")
    assert person.says("how much have i got left").outcome is Outcome.IDENTITY_NEEDED
    assert person.says("what is a direct payment").outcome is Outcome.ANSWERED
    assert person.asked == "identity:reference"
    person.says("my reference is ex 1001")
    assert person.asked == "identity:birth"
    person.says("3rd march 1956")
    assert person.asked == "identity:code"
    person.says("it hasnt come")
    person.says("12345")
    assert person.asked == "identity:code"
    code = desk.code()
    assert person.says(f"my code is {code[:3]} {code[3:]}").outcome is Outcome.BALANCE_SHOWN
    assert FIGURE in person.sees
    assert person.asked == "steps:step_1"
    desk.later(minutes=14)
    assert person.says("how much have i got left").outcome is Outcome.BALANCE_SHOWN
    desk.later(minutes=1)
    assert person.says("how much have i got left").outcome is Outcome.IDENTITY_NEEDED
    assert person.says("repeat").outcome is Outcome.IDENTITY_NEEDED


def test_all_are_told_the_same(meet: Callable[..., Person], desk: Desk) -> None:
    told, rows = [], []
    for reference in ("EX1001", "EX1002", "EX1004", "EX1006", "REP2001", "NOBODY77"):
        person = meet()
        said = [
            words(person.says(text))
            for text in ("whats my balance", reference, "3/3/1956", "send it again", "999999", "it didnt come")
        ]
        with desk.running.services.database.read() as connection:
            made = [
                len(connection.execute(select(table).where(table.c.conversation_id == person.conversation_id)).all())
                for table in (tables.challenge, tables.outgoing, schema.progress, schema.outbox, schema.tracker_event)
            ]
        told.append(said)
        rows.append(made)
    assert all(each == told[0] for each in told)
    assert all(each == rows[0] for each in rows)


def test_five_wrong_codes_lock_it_and_lead_to_a_person(person: Person, desk: Desk) -> None:
    person.says_all("whats my balance", "EX1001", "3/3/56")
    code = int(desk.code())
    for add in range(1, 6):
        result = person.says(str((code + add) % 10**6).zfill(6))
    assert result.outcome is Outcome.IDENTITY_REFUSED
    assert person.asked == "offer:person"
    assert person.says("whats my balance").outcome is Outcome.IDENTITY_REFUSED
    assert person.taps("Talk to a person").outcome is Outcome.HANDED_OVER


def test_a_code_counts_once_and_only_where_it_was_asked_for(meet: Callable[..., Person], desk: Desk) -> None:
    ash, thief = meet(), meet()
    ash.says_all("whats my balance", "EX1001", "3/3/56")
    code = desk.code()
    thief.says_all("whats my balance", "EX1001", "3/3/56")
    assert FIGURE not in "".join(words(thief.says(code)))
    assert thief.last.outcome is Outcome.IDENTITY_NEEDED
    assert FIGURE in "".join(words(ash.says(code)))
    with desk.running.services.database.read() as connection:
        now = desk.running.clock.now()
        assert verified(connection, ash.conversation_id, now)
        assert verified(connection, thief.conversation_id, now) is None
    assert FIGURE not in "".join(words(ash.says(code)))  # a second time it is only a number


def test_danger_comes_first_and_is_kept_for_who_helps(person: Person, desk: Desk) -> None:
    person.says_all("whats my balance", "EX1001", "3/3/56")
    assert person.says("i want to kill myself").outcome is Outcome.CRISIS
    assert person.rows("inbox")[-1]["text"] == "i want to kill myself"
    person.says("back to my question")
    assert FIGURE in "".join(words(person.says(desk.code())))


@pytest.mark.parametrize(
    ("before", "text", "outcome", "told"),
    [
        ((), "Others see my phone or email", Outcome.IDENTITY_REFUSED, "ask to talk alone"),
        ((), "i havent got the reference", Outcome.IDENTITY_NEEDED, "a person can look you up"),
        (("EX1001",), "31/02/1956", Outcome.IDENTITY_NEEDED, "the day, the month and the year"),
        (("EX1001", "3/3/56"), "thats an old number", Outcome.HANDED_OVER, ""),
        (("EX1001",), "i refuse", Outcome.HANDED_OVER, ""),
        ((), "skip", Outcome.IDENTITY_NEEDED, "a person can check who you are in another way"),
    ],
)
def test_ways_out(person: Person, desk: Desk, before: tuple[str, ...], text: str, outcome: Outcome, told: str) -> None:
    person.says_all("whats my balance", *before)
    taps = text in [choice.label for choice in person.choices]
    assert (person.taps(text) if taps else person.says(text)).outcome is outcome
    assert told in person.sees
    if "alone" in told:
        assert person.last.replies[0].contacts
    assert not desk.phones.codes


def test_a_phone_number_is_nobodys_proof(meet: Callable[..., Person], desk: Desk) -> None:
    """By text nothing is shown, even to the number on record: anybody can send from any number."""
    forged = meet(channel="sms", token="+447700900101")
    assert forged.says("how much have i got left").outcome is Outcome.IDENTITY_REFUSED
    services = desk.running.services
    features = services.settings.features.copy(update={"balance_by_sms": True})
    usual, services.settings = services.settings, services.settings.copy(update={"features": features})
    try:
        shared, own = (meet(channel="sms", token=number) for number in ("+447700900101a", "+447700900101b"))
        shared.says("how much have i got left")
        assert shared.asked == "identity:own_phone"
        assert shared.says("my son does").outcome is Outcome.IDENTITY_REFUSED
        own.says_all("how much have i got left", "only me")
        assert own.asked == "identity:reference"
        own.says_all("EX1001", "3/3/56")
        assert own.says(desk.code()).outcome is Outcome.BALANCE_SHOWN
        shown = own.last.replies[-1].words.register("sms")
        assert FIGURE in shown
        assert parts(shown) <= 2
        assert own.says("has it been paid").outcome is Outcome.BALANCE_SHOWN
    finally:
        services.settings = usual


def test_who_acts_for_somebody_is_verified_as_themselves(meet: Callable[..., Person], desk: Desk) -> None:
    """With their own reference, birthday and phone, and only where the record says that they may see the money."""
    nominee, supporter = meet(), meet()
    nominee.says_all("how much has mum got left", "REP2001", "19 july 1984")
    code = desk.code()
    assert desk.phones.codes[-1].to == "+447700900201"  # never the phone of the person they act for
    assert nominee.says(code).outcome is Outcome.BALANCE_SHOWN
    assert FIGURE in nominee.sees
    said = [words(supporter.says(text)) for text in ("how much has mum got left", "REP2002", "19 july 1984")]
    desk.later(minutes=2)
    assert desk.code() == code  # none was sent since
    assert "a code is on its way" in said[-1][0]  # which is what everybody is told
    assert FIGURE not in "".join(words(supporter.says(code)))
