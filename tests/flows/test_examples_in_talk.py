"""The example files from import to answer: what a council sees when it tries them, and how each is held."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from bot.running import Running
from casework.budgets.importing.loading import Order, load
from casework.budgets.tables import entry
from common.outcomes import Outcome
from tests.faults.test_imports import EXAMPLES, NOW, quiet
from tests.flows.conftest import Person
from tests.flows.test_identity_in_talk import Desk, Phones
from tests.identity_records import unload_people


@dataclass(frozen=True)
class Somebody:
    """Who speaks, and what is said to each question."""

    reference: str
    born: str
    asked: tuple[tuple[str, str], ...]


SHOWN = (
    Somebody(
        "EX-DEMO-03",
        "30 June 1985",
        (
            ("can i afford 3 more hours at £14", "comes to **£42.00** a week"),
            ("how long will it last", "as long as the payments go on"),
            ("why is it less", "£50.00 went back"),
            ("what did I spend in May", "**£970.00** was spent"),
            ("is a budget taxable", "It is not your income"),
        ),
    ),
    Somebody("EX-DEMO-01", "14/3/61", (("has it been paid", "The council holds the money and pays for the care"),)),
    Somebody("EX-DEMO-05", "21.8.72", (("how much is left", "**£96.30** below nought"),)),
    Somebody("EX-DEMO-11", "19 oct 1970", (("how much is left", "**£923.50** is left"),)),
    Somebody(
        "REP-DEMO-01",
        "22/4/1969",
        (("has it been paid", "the direct payment you look after"), ("how much is left", "**£2,310.75** is left")),
    ),
)


@pytest.fixture
def desk(running: Running) -> Iterator[Desk]:
    database = running.services.database
    for file in EXAMPLES:
        load(database, Order(file, "staff tester", NOW), quiet)
    made = Desk(running, Phones())
    made.later(days=1)
    yield made
    with database.write() as connection:
        connection.execute(entry.delete())
    unload_people(database)


def test_the_examples_from_file_to_answer(meet: Callable[..., Person], desk: Desk) -> None:
    for speaker in SHOWN:
        person = meet()
        person.says_all("how much money have i got left", speaker.reference, speaker.born)
        assert person.says(desk.code()).outcome is Outcome.BALANCE_SHOWN, speaker
        assert "does not add up" not in person.sees, (speaker, person.sees)
        for asked, told in speaker.asked:
            person.says(asked)
            assert told in person.sees, (speaker.reference, asked, person.sees)


def test_no_code_for_who_is_held_back_or_may_not_see_the_money(meet: Callable[..., Person], desk: Desk) -> None:
    for reference, born in (("EX-DEMO-07", "17/5/1966"), ("REP-DEMO-02", "31/1/1980")):
        person = meet()
        assert person.says_all("how much is left", reference, born).outcome is Outcome.IDENTITY_NEEDED
        assert person.asked == "identity:code"
    with pytest.raises(IndexError):
        desk.code()
