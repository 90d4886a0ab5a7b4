"""When a person is offered, and that an offer passes nothing on: a yes begins the way to one, with its reason."""

import pytest

from bot.running import Running
from casework.desk import cases, tables
from common.outcomes import Outcome
from tests.flows.conftest import Person

TO_THE_END = ("budgets", "skip", "07700 900123", "any time", "skip", "skip", "yes")


@pytest.mark.parametrize(
    ("said", "reason", "priority"),
    [
        ("my payment stopped", "money_or_care", "urgent"),
        ("this is useless you stupid machine", "upset", "soon"),
        ("they have taken away my continuing healthcare what can i do", "always_offer", "routine"),
        ("i want to talk to a person", "asked", "routine"),
    ],
)
def test_an_offer_that_is_taken_tells_the_desk_why(person: Person, said: str, reason: str, priority: str) -> None:
    person.says(said)
    if reason != "asked":
        assert (person.asked, person.rows("referral")) == ("offer:person", [])
        person.says("yes")
    assert person.asked == "hand_over:about"
    person.says_all(*TO_THE_END)
    with person.running.services.database.read() as connection:
        mine = tables.desk_case.c.conversation_id == person.conversation_id
        (case,) = cases.where(connection, mine)
    assert (case.reason, case.priority) == (reason, priority)
    assert person.place("offered") is None


def test_an_offer_that_is_declined_is_forgotten(person: Person) -> None:
    person.says_all("my payment stopped", "no")
    assert person.place("offered") is None
    assert "a person at any time" in person.sees


def test_in_a_walk_the_offer_is_one_more_choice(person: Person) -> None:
    person.says_all("go to step 4", "they want to cut my budget")
    assert person.asked == "steps:step_4"
    assert [choice.label for choice in person.choices][-1] == "Talk to a person"


def test_the_same_offer_is_not_put_into_words_twice(person: Person) -> None:
    person.says("they want to cut my budget")
    assert person.asked == "offer:person"
    person.says("they accuse me of fraud with my budget")
    assert person.last.outcome is Outcome.ANSWERED
    assert "Talk to a person" in [choice.label for choice in person.choices]
    assert "Shall I find you one" not in person.sees


def test_only_the_way_to_a_person_asks_the_desk(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> dict[str, str]:
        raise AssertionError("the queue was read")

    monkeypatch.setattr("actions.desk.queue_values", never)
    assert person.says_all("start the steps", "skip", "what is a phb").outcome is not Outcome.ERROR


def test_a_promised_time_is_the_desks_too(person: Person, running: Running) -> None:
    person.says_all("call me back", "budgets", "skip", "07700 900123")
    label = person.choices[0].label
    person.taps(label)
    person.says_all("skip", "voicemail is fine", "yes")
    with running.services.database.read() as connection:
        (case,) = cases.where(connection, tables.desk_case.c.conversation_id == person.conversation_id)
    assert case.window_from is not None
    assert case.window_from > running.clock.now()
    assert running.services.opening_hours.is_open(case.window_from)
    assert case.due_at > case.window_from
    assert case.needs["voicemail"] == "yes"
    assert case.when_suits
    assert case.when_suits in person.sees


def test_what_it_is_about_is_told_in_any_words(person: Person) -> None:
    person.says_all("i want a person", "a letter about my budget")
    assert person.asked == "hand_over:name"
    assert (person.place("hand_over") or {})["draft"]["about"] == "a letter about my budget"
