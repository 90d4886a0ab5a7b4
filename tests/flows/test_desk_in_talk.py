"""A person takes over: the assistant is silent, danger is still answered, and it knows what happened afterwards."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from bot.running import Running
from casework.desk import accounts, cases, work
from casework.desk.accounts import Adviser
from casework.desk.cases import Case
from common.outcomes import Outcome
from tests.flows.conftest import Person

JOINS = ("i want to talk to a person", "my payment stopped", "chat now", "skip", "yes")


@pytest.fixture
def sam(running: Running) -> Iterator[Adviser]:
    """An adviser who is there for this test."""
    now = running.clock.now()
    with running.services.database.write() as connection:
        details = {"name": "Sam", "safeguarding": False, "password_hash": None, "at": now, "by": "test"}
        accounts.add(connection, login="sam-in-talk", role="adviser", **details)  # type: ignore[arg-type]
        found = accounts.find(connection, "sam-in-talk")
        assert found is not None
        accounts.set_presence(connection, found.id, "available", now)
    yield found
    with running.services.database.write() as connection:
        accounts.set_presence(connection, found.id, "away", running.clock.now())


def case_of(person: Person) -> Case:
    with person.running.services.database.read() as connection:
        found = cases.live_of(connection, person.conversation_id)
    assert found is not None
    return found


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_there_and_back(meet: Callable[..., Person], running: Running, sam: Adviser, channel: str) -> None:
    person = meet(channel=channel)
    now, database = running.clock.now(), running.services.database
    assert person.says_all("go to step 1", *JOINS).outcome is Outcome.HANDED_OVER
    assert "in the queue" in person.last.replies[-1].words.register("sms" if channel == "sms" else "plain")
    assert person.conversation.owner == "waiting"
    assert (person.says("what is a phb").outcome, person.last.replies) == (Outcome.PASSED_ON, ())
    with database.write() as connection:
        assert work.take(connection, case_of(person).id, sam, now, 9)
    assert (person.says("hello").outcome, person.last.replies) == (Outcome.PASSED_ON, ())
    assert person.says("i want to kill myself").outcome is Outcome.CRISIS
    assert "sees what you wrote" in person.sees
    assert "obody is watching" not in person.sees
    case = case_of(person)
    assert (case.priority, case.is_safeguarding) == ("urgent", True)
    reply = {"words": {"plain": "Bye"}, "speaker": "Sam, adviser"}
    with database.write() as connection:
        assert work.finish(connection, case, sam, now, farewell=reply, agreed="to ring", rest=timedelta(minutes=3))
    assert person.rows("outbox")[-1]["reply"]["words"]["plain"] == "Bye"
    assert person.says("what is a personal health budget").outcome is Outcome.ANSWERED
    assert person.slots["desk_summary"]["agreed"] == "to ring"
    person.says("where was i")
    assert person.asked == "steps:step_1"


@pytest.mark.parametrize("said", ["leave", "1", "Leave the queue"])
def test_leaving_the_queue(person: Person, sam: Adviser, said: str) -> None:
    person.says_all(*JOINS, said)
    assert person.conversation.owner == "bot"
    assert "left the queue" in person.sees
