"""Everything that the web does, by text: whole conversations, each turn one text of at most two parts.

Each line is what is texted, and words that must stand in the answer.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.running import Running
from bot.sending.sender import Code
from casework import schema
from casework.desk import tables as desk
from casework.desk.cases import MISSED, VOICEMAIL
from casework.identity import outgoing, tables
from knowledge.gsm7 import strangers
from tests.identity_records import load_people
from tests.texting import Network, TextPhone

Lines = tuple[tuple[str, str], ...]

QUESTIONS: Lines = (
    ("can i pay my sister", "NHS money"),
    ("can i use it 4 gym", "plan"),
    ("what about holidays", ""),
    ("xyzzy plugh", ""),
    ("thanks", "welcome"),
)
ELIGIBILITY: Lines = (
    ("check what i could ask for", "Who is it for?"),
    ("1", "NHS pay for all"),
    ("no", ""),
    ("skip", ""),
    ("what does CHC mean", ""),
    ("skip", ""),
    ("skip", ""),
    ("skip", ""),
)
OPTIONS: Lines = (
    ("compare the ways to hold the money", ""),
    ("which one suits me", ""),
    ("nhs", ""),
    ("skip", ""),
    ("skip", ""),
    ("skip", ""),
    ("skip", ""),
)
STEPS: Lines = (
    ("start the steps", "7 steps"),
    ("1", "Step 1"),
    ("whats indicative", "estimate"),
    ("2", ""),
    ("next", "CHC"),
)
SUMS: Lines = (
    ("work out what a carer costs", "hours a week"),
    ("12", ""),
    ("skip", ""),
)
CALL_BACK: Lines = (
    ("HUMAN", "01632 960001"),
    ("2", "name"),
    ("sam", "reach you"),
    ("07700 900456", "time"),
    ("1", "What would help"),
    ("2", "voicemail"),
    ("2", "May I pass"),
    ("yes", "NAV-"),
)
DANGER: Lines = (("im going to kill myself tonight", "999"), ("1", ""), ("can i pay my sister", "NHS money"))

ALL = {
    "questions": QUESTIONS,
    "eligibility": ELIGIBILITY,
    "options": OPTIONS,
    "steps": STEPS,
    "sums": SUMS,
    "call-back": CALL_BACK,
    "danger": DANGER,
}


@pytest.fixture
def phone(running: Running) -> TextPhone:
    return Network(running).phone(introduced=True)


@pytest.mark.parametrize("lines", ALL.values(), ids=ALL.keys())
def test_conversations(phone: TextPhone, lines: Lines) -> None:
    for said, expected in lines:
        answer = phone.texts(said)  # which checks that one text of at most two parts came
        assert answer, said
        assert expected in answer
        assert not strangers(answer)
        assert "went wrong" not in answer


def test_a_request_is_on_the_list_and_can_be_reached_by_the_number_given(phone: TextPhone) -> None:
    for said, _ in CALL_BACK:
        phone.texts(said)
    with phone.network.running.services.database.read() as connection:
        found = connection.execute(select(schema.referral).order_by(schema.referral.c.id.desc())).first()
    assert found is not None
    assert (found.name, found.contact.replace(" ", "")) == ("sam", "07700900456")
    with phone.network.running.services.database.read() as connection:
        same = select(desk.desk_case.c.needs).where(desk.desk_case.c.reference == found.reference)
        needs = connection.execute(same).scalar_one()
    assert needs == {"on the phone": "An interpreter", MISSED: "Voicemail is fine", VOICEMAIL: "yes"}
    assert found.reference in phone.got[-1].words


def test_a_walk_goes_on_from_another_phone_with_a_code(phone: TextPhone) -> None:
    for said in ("start the steps", "1", "no", "next", "save my place"):
        phone.texts(said)
    code = re.search(r"[a-z]+-[a-z]+-[a-z]+", phone.texts("yes"))
    assert code is not None
    assert "Step" in phone.texts("where was i") or "CHC" in phone.texts("no")
    other = phone.network.phone(introduced=True)
    other.texts("i have a code to go on")
    other.texts(code.group())
    assert "seven steps" not in other.texts("where was i")


@pytest.fixture
def with_balance(running: Running) -> Iterator[Running]:
    """People on record, and figures by text switched on; as before afterwards."""
    services = running.services
    load_people(services.database)
    features = services.settings.features.copy(update={"balance_by_sms": True})
    usual, services.settings = services.settings, services.settings.copy(update={"features": features})
    yield running
    services.settings = usual
    with services.database.write() as connection:
        for table in (tables.session, tables.challenge, tables.outgoing, tables.counter):
            connection.execute(table.delete())
        for name in ("entry", "budget", "representative", "person"):
            connection.execute(schema.metadata.tables[name].delete())


class Codes:
    """The phone on record."""

    def __init__(self) -> None:
        self.digits: list[str] = []

    def send(self, code: Code) -> None:
        self.digits.append(code.digits)


def test_figures_only_to_who_proves_it_on_a_phone_that_nobody_else_reads(with_balance: Running) -> None:
    network, codes = Network(with_balance), Codes()
    network.later(days=1)
    phone = network.phone(introduced=True)
    for said in ("how much have i got left", "EX1001"):
        assert "£" not in phone.texts(said)
    phone.texts("3/3/56")
    worker = replace(with_balance.codes, senders={"text": codes, "email": codes})
    worker.work_once(ahead=outgoing.LATER)
    assert "£1,234.56" in phone.texts(codes.digits[-1])
    phone.texts("SHARED")
    assert "£" not in phone.texts("how much have i got left")
    assert all("£" not in each.words for each in phone.got[-2:])
