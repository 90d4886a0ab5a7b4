"""Stopping, deleting, and coming back: after a restart, the next week, and with another browser."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.running import Running
from common.outcomes import Outcome
from tests.conftest import MONDAY_MORNING
from tests.flows.conftest import Person

Starter = Callable[..., Running]


def test_stop_keeps_the_place(person: Person) -> None:
    person.says_all("go to step 3")
    before = person.place("steps")
    assert person.says("stop").outcome is Outcome.STOPPED
    assert (person.asked, person.place("steps")) == (None, before)
    person.says("whats a phb")
    assert len(person.last.replies) == 1, "nothing leads back to what was stopped"
    person.says("where was i")
    assert (person.step, person.asked) == (3, "steps:step_3")


def test_stop_in_the_check_comes_back_to_the_check(person: Person) -> None:
    person.says_all("check what i could ask for", "for me", "stop", "where was i")
    assert person.asked == "eligibility:chc"


def test_start_again_after_stop(person: Person) -> None:
    person.says_all("go to step 3", "stop", "start again")
    assert (person.step, person.asked) == (1, "steps:step_1")


def test_nothing_to_go_back_to_is_not_offered(person: Person) -> None:
    for text in ("thanks", "stop"):
        assert all(choice.intent != "where_was_i" for choice in person.says(text).replies[-1].choices)


def test_deleting_is_asked_for_once_and_done(person: Person) -> None:
    person.says_all("go to step 2", "delete my chat")
    assert (person.last.outcome, person.asked) == (Outcome.SOCIAL, "delete_chat:confirm")
    assert person.conversation.forgotten_at is None
    assert person.says("yes").outcome is Outcome.CLOSED
    assert person.conversation.forgotten_at is not None
    assert [person.place(flow) for flow in ("steps", "place")] == [None, None]
    assert (person.rows("tracker_event"), person.rows("tracker_state")) == ([], [])
    assert all(row["text"] is None for row in person.rows("inbox"))
    again = Person(person.running, token=person.token)
    assert again.conversation_id != person.conversation_id
    assert again.says("where was i").outcome is Outcome.SOCIAL


@pytest.mark.parametrize("no", ["no", "no keep it", "2", "cancel"])
def test_keeping_the_chat_goes_back_to_the_flow(person: Person, no: str) -> None:
    person.says_all("go to step 2", "delete my chat", no)
    assert person.conversation.forgotten_at is None
    assert (person.step, person.asked) == (2, "steps:step_2")


@pytest.mark.parametrize("between", ["whats a phb", "thanks", "talk to a person", "where was i", "zxq vrr plooky"])
def test_a_later_yes_deletes_nothing(person: Person, between: str) -> None:
    person.says_all("go to step 1", "delete my chat", between, "yes")
    assert person.conversation.forgotten_at is None
    assert person.last.outcome is not Outcome.CLOSED


def test_deleting_leaves_the_request_to_an_adviser(person: Person) -> None:
    person.says_all("talk to a person", "money", "skip", "sam@example.org", "yes")
    reference = person.rows("referral")[0]["reference"]
    person.says_all("delete my chat", "yes")
    assert reference not in repr(person.rows("outbox"))


def test_a_walk_outlasts_a_restart_and_a_week(start_in: Starter, tmp_path: Path) -> None:
    running = start_in(tmp_path)
    person = Person(running)
    person.says_all("go to step 2", "whats indicative")
    running.close()
    later = start_in(tmp_path, MONDAY_MORNING + timedelta(days=8))
    back = Person(later, token=person.token)
    assert back.conversation_id == person.conversation_id
    assert (back.step, back.asked) == (2, "steps:step_2")
    back.says("hello")
    assert back.last.outcome is Outcome.SOCIAL
    assert "step 2" in back.sees
    back.says("next")
    assert back.step == 3


def test_somebody_else_starts_at_the_beginning(person: Person, meet: Callable[..., Person]) -> None:
    person.says_all("go to step 2")
    assert meet().says("where was i").outcome is Outcome.SOCIAL
