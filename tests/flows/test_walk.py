"""The walk through the seven steps, in conversation: the four ways to begin, moving about, and coming back to it."""

from collections.abc import Callable

import pytest

from common.outcomes import Outcome
from tests.flows.conftest import Person


def test_somebody_who_just_heard_of_it_walks_to_the_summary(person: Person) -> None:
    person.says("walk me through the steps")
    assert person.asked == "steps:start"
    person.taps("I just heard of it")
    assert person.asked == "steps:step_1"
    for said in ("nobody has", "next", "no", "yes all of them", "paid to me", "not told yet", "next", "skip this"):
        person.says(said)
        assert person.last.outcome is Outcome.GUIDED, said
    assert person.asked == "steps:step_5"
    person.taps("Somebody I know")
    assert "Exampleshire Budget Holders' Circle" in person.sees
    person.says_all("next", "no", "next", "yes")
    assert person.asked == "steps:after_6"
    person.taps("The ten steps")
    person.says("payroll")
    assert (person.asked, "8 of 10" in person.sees) == ("steps:part_6", True)
    person.says_all("go to step 7", "waiting for the panel")
    assert (person.asked, "Stage 6" in person.sees) == ("steps:part_7", True)
    person.taps("Finish")
    state = person.place("steps")
    assert state is not None
    assert state["finished"]
    assert state["answers"] == {
        "1": "no", "chc": "no", "2": "yes", "way": "direct_payment", "3": "no", "5": "someone", "6": "no",
        "employ": "yes", "7": "sign_off",
    }  # fmt: skip
    assert (state["skipped"], person.last.replies[-1].choices[0].label) == ([4], "Go to step 1")


def test_somebody_who_was_offered_one_starts_with_the_options(person: Person) -> None:
    person.says("ive been offered a budget what now")
    assert (person.asked, person.last.outcome) == ("steps:step_2", Outcome.GUIDED)
    person.says("where was i")
    assert "Done: 1." in person.sees


def test_somebody_whose_budget_goes_wrong_hears_of_reviews_and_starts_with_help(person: Person) -> None:
    person.says("my budget isnt working, go through the steps with me")
    assert (person.asked, "review" in person.sees) == ("steps:after_6", True)
    person.taps("About reviews")
    assert (person.last.answers, person.asked) == (("reviews",), "steps:after_6")
    person.says_all("next", "skip", "skip")
    assert person.asked == "steps:step_3"


def test_somebody_who_helps_hears_they_and_a_professional_what_to_give(person: Person) -> None:
    person.says_all("start the steps", "I help someone")
    assert "talked to them" in person.sees
    professional = Person(person.running)
    professional.says("im a social worker, take me through what to give people")
    assert "let people know it exists" in professional.sees
    professional.taps("Words to say")
    assert (professional.asked, "Say:" in professional.sees) == ("steps:step_1", True)
    professional.says("next")
    assert professional.asked == "steps:step_2"


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("go to step 5", 5), ("the money step", 3), ("the one about people", 5), ("skip to employing", 6),
        ("i've done step 3", 2), ("ive done this one", 3), ("next", 3), ("skip this", 3), ("go back", 1),
        ("repeat that", 2), ("why do you ask", 2), ("tell me more", 2), ("stpe 4 pls", 4), ("whats left", 2),
    ],
)  # fmt: skip
def test_moving_about(person: Person, said: str, step: int) -> None:
    person.says_all("go to step 2", said)
    assert (person.step, person.last.outcome) == (step, Outcome.GUIDED)
    assert person.slots["pending"]["question"] == f"step_{step}"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("yeah they did", "yes"), ("nobody has", "no"), ("dunno", "not_sure"), ("help me ask", "help_me_ask"),
        ("two", "no"), ("the third one", "not_sure"), ("4", "help_me_ask"),
    ],
)  # fmt: skip
def test_a_step_is_answered_in_many_ways(person: Person, said: str, answer: str) -> None:
    person.says_all("go to step 3", said)
    state = person.place("steps")
    assert state is not None
    assert state["answers"] == {"3": answer}
    assert person.last.outcome is Outcome.GUIDED


@pytest.mark.parametrize(
    ("correction", "answer"),
    [("no wait i meant yes", "yes"), ("sorry i meant not sure", "not_sure"), ("i meant no", "no")],
)
def test_a_correction_is_taken(person: Person, correction: str, answer: str) -> None:
    person.says_all("go to step 3", "help me ask", correction)
    state = person.place("steps")
    assert state is not None
    assert state["answers"] == {"3": answer}


def test_start_again_and_where_was_i(person: Person) -> None:
    person.says_all("go to step 1", "no", "next", "no", "where was i")
    assert (person.asked, "step 2" in person.sees) == ("steps:step_2", True)
    person.says("start again")
    state = person.place("steps")
    assert state is not None
    assert (state["step"], state["answers"]) == (1, {})


def test_digressions_come_back_to_the_step(person: Person) -> None:
    """A question, the check, a crisis and a person; what the check heard is not asked again."""
    person.says_all("go to step 1", "whats a phb")
    assert (person.last.outcome, person.asked) == (Outcome.ANSWERED, "steps:step_1")
    person.says_all("check what i could ask for", "for me", "yes")
    assert str(person.asked).startswith("eligibility:")
    person.says("go to step 1")
    assert person.asked == "steps:step_1"
    person.says("i want to kill myself")
    assert person.last.outcome is Outcome.CRISIS
    person.says("where was i")
    assert person.asked == "steps:step_1"
    person.says("yes")
    assert (person.asked, "before: yes" in person.sees) == ("steps:step_2", True)
    person.says("talk to a person")
    assert person.asked == "hand_over:about"
    person.says("go back")
    assert person.asked == "steps:step_2"


def test_an_introduction_is_asked_for_by_name(person: Person) -> None:
    person.says_all("go to step 5", "someone who has a budget")
    person.taps("Introduce me")
    assert person.asked == "hand_over:name"
    person.says_all("skip", "sam@example.org", "yes")
    (referral,) = person.rows("referral")
    assert referral["about"].startswith("An introduction to Exampleshire Budget Holders' Circle")
    assert person.step == 5


def test_thanks_answers_no_step(person: Person) -> None:
    person.says_all("go to step 5", "thanks")
    assert (person.last.outcome, person.asked) == (Outcome.SOCIAL, "steps:step_5")


def test_the_walk_is_asked_for_in_a_story(meet: Callable[..., Person]) -> None:
    """Whatever else they tell, who asks to be walked through it is, from where they are."""
    for said, asked in (
        (
            "a nurse said something about a personal health budget, never heard of it. can you take me through it",
            "step_1",
        ),
        ("they've offered me a direct payment and i dont know where to start. can you walk me through it?", "step_2"),
        ("ive had a direct payment for a year and it's all gone wrong, take me through the steps", "after_6"),
        ("im helping my mum she has dementia and gets chc. walk me through the steps", "step_1"),
    ):
        person = meet()
        assert person.says(said).outcome is Outcome.GUIDED
        assert person.asked == f"steps:{asked}"
        assert not person.last.answers


def test_a_step_that_is_named_is_no_answer_to_a_sum(person: Person) -> None:
    person.says_all("go to step 2", "how much would a PA for 12 hours a week cost me")
    assert (person.asked or "").startswith("sums:")
    person.says("back to step 3")
    assert person.asked == "steps:step_3"


def test_done_marks_the_step_and_goes_on(person: Person) -> None:
    person.says_all("go to step 2", "done")
    assert (person.place("steps") or {})["done"] == [2]
    assert person.step == 3
