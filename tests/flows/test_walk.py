"""The walk through the seven steps, in conversation."""

import pytest

from bot.running import Running
from common.outcomes import Outcome
from tests.flows.conftest import Person


def test_a_walk_from_the_first_step_to_the_summary(person: Person) -> None:
    person.says("walk me through the steps")
    for number in range(1, 8):
        assert (person.step, person.asked) == (number, f"steps:step_{number}")
        assert person.last.outcome is Outcome.GUIDED
        person.taps(person.choices[0].label)
        if number < 8 and person.asked == f"steps:after_{number}":
            person.says("next")
    state = person.place("steps")
    assert state is not None
    assert state["finished"]
    assert sorted(state["answers"]) == list("1234567")
    assert person.last.replies[-1].choices, "no dead end"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("yes", "yes"),
        ("yeah they did", "yes"),
        ("nope", "no"),
        ("nobody has", "no"),
        ("dunno", "not_sure"),
        ("help me ask", "help_me_ask"),
        ("1", "yes"),
        ("two", "no"),
        ("the third one", "not_sure"),
        ("4", "help_me_ask"),
        ("the last one", "help_me_ask"),
    ],
)
def test_a_step_is_answered_in_many_ways(person: Person, said: str, answer: str) -> None:
    person.says_all("start the steps", said)
    state = person.place("steps")
    assert state is not None
    assert state["answers"] == {"1": answer}
    assert person.last.outcome is Outcome.GUIDED


@pytest.mark.parametrize(
    ("said", "step"),
    [("next", 3), ("skip this", 3), ("go back", 1), ("repeat that", 2), ("why do you ask", 2), ("tell me more", 2)],
)
def test_moving_about(person: Person, said: str, step: int) -> None:
    person.says_all("start the steps", "yes", said)
    assert (person.step, person.last.outcome) == (step, Outcome.GUIDED)
    assert person.slots["flow"] == "steps"
    assert person.slots["pending"]["question"] in {f"step_{step}", f"after_{step}"}


@pytest.mark.parametrize(
    ("correction", "answer"),
    [("no wait i meant yes", "yes"), ("sorry i meant not sure", "not_sure"), ("i meant no", "no")],
)
def test_a_correction_is_taken(person: Person, correction: str, answer: str) -> None:
    person.says_all("start the steps", "help me ask", correction)
    state = person.place("steps")
    assert state is not None
    assert state["answers"] == {"1": answer}


def test_a_correction_without_the_answer_asks_again(person: Person) -> None:
    person.says_all("start the steps", "yes", "i want to change my last answer")
    assert person.asked == "steps:step_1"


def test_start_again_begins_at_the_first_step(person: Person) -> None:
    person.says_all("start the steps", "yes", "yes", "start again")
    state = person.place("steps")
    assert state is not None
    assert (state["step"], state["answers"]) == (1, {})


def test_where_was_i(person: Person) -> None:
    person.says_all("start the steps", "yes", "where was i")
    assert (person.step, person.asked) == (2, "steps:step_2")
    assert "step 2" in person.sees


def test_thanks_answers_no_step(person: Person) -> None:
    for number in range(1, 8):
        person.says_all("start the steps", *["skip"] * (number - 1), "thanks")
        assert person.last.outcome is Outcome.SOCIAL
        assert (person.step, person.asked) == (number, f"steps:step_{number}")
        person.says("start again")


def test_every_choice_in_every_step_leads_somewhere(running: Running) -> None:
    for number in range(1, 8):
        for place in range(len(_at_step(running, number).choices)):
            person = _at_step(running, number)
            result = person.taps(person.choices[place].label)
            assert result.outcome is Outcome.GUIDED
            assert result.replies[-1].choices


def _at_step(running: Running, number: int) -> Person:
    person = Person(running)
    person.says_all("start the steps", *["next"] * (number - 1))
    assert person.asked == f"steps:step_{number}"
    return person
