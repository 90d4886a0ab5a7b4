"""The check of which routes to ask about, in conversation."""

import pytest

from common.outcomes import Outcome
from tests.flows.conftest import Person


def through(person: Person, answers: dict[str, str]) -> None:
    """Answer each question by id, or skip it, until there is a result."""
    person.says("check what i could ask for")
    for _ in range(12):
        assert person.asked is not None
        question = person.asked.partition(":")[2]
        if question == "result":
            return
        person.says(answers.get(question, "skip"))
    raise AssertionError("no result after twelve answers")


@pytest.mark.parametrize(
    ("answers", "named", "not_named"),
    [
        ({"who": "me", "chc": "yes"}, "NHS Continuing Healthcare", "after-care"),
        ({"who": "for my dad", "chc": "no", "aftercare": "yes"}, "after-care", "wheelchair"),
        ({"who": "for my daughter, she is 9"}, "", "Fast Track"),
        ({}, "", ""),
    ],
)
def test_answers_lead_to_routes(person: Person, answers: dict[str, str], named: str, not_named: str) -> None:
    through(person, answers)
    assert person.last.outcome is Outcome.GUIDED
    assert named in person.sees
    assert not not_named or not_named not in person.sees
    assert "you are eligible" not in person.sees.lower()
    assert "you are not eligible" not in person.sees.lower()
    assert any(choice.intent == "talk_to_person" for choice in person.choices)


def test_different_answers_lead_to_different_routes(person: Person) -> None:
    through(person, {"who": "me", "chc": "yes"})
    first = person.sees
    person.says("start again")
    through(person, {"who": "me", "chc": "no"})
    assert person.sees != first


@pytest.mark.parametrize(
    ("said", "kept"), [("not sure", "not_sure"), ("skip", "skip"), ("4", "skip"), ("3", "not_sure")]
)
def test_not_knowing_and_not_saying_are_answers(person: Person, said: str, kept: str) -> None:
    person.says_all("check what i could ask for", "for me", said)
    assert (person.place("eligibility") or {})["answers"]["chc"] == kept


def test_going_back_and_changing_ones_mind(person: Person) -> None:
    person.says_all("check what i could ask for", "for me", "no", "go back")
    assert person.asked == "eligibility:chc"
    person.says("yes")
    assert (person.place("eligibility") or {})["answers"]["chc"] == "yes"
    person.says("no wait i meant no")
    assert (person.place("eligibility") or {})["answers"]["chc"] == "no"


def test_why_do_you_ask(person: Person) -> None:
    person.says_all("check what i could ask for", "for me")
    before = person.place("eligibility")
    result = person.says("why do you ask?")
    assert result.outcome is Outcome.GUIDED
    assert (person.asked, person.place("eligibility")) == ("eligibility:chc", before)


def test_after_the_result(person: Person) -> None:
    through(person, {"who": "me", "chc": "yes"})
    person.says("how do i ask")
    assert person.last.outcome in {Outcome.GUIDED, Outcome.ANSWERED}
    person.says("whats a phb")
    assert (person.last.outcome, len(person.last.replies)) == (Outcome.ANSWERED, 1)
    person.says("where was i")
    assert (person.last.outcome, person.last.topic) == (Outcome.GUIDED, "eligibility")


def test_asking_in_private_asks_nothing_more_and_names_safe_people(person: Person) -> None:
    person.says_all("check what i could ask for", "i'd rather ask in private")
    assert person.asked == "eligibility:result"
    assert "talk in private" in person.sees
    person.says("how do i ask")
    assert person.running.services.settings.contacts.adult_safeguarding_phone in person.sees
    assert "999" in person.sees


def test_another_nation_is_told_whom_to_ask_there(person: Person) -> None:
    person.says_all("check what i could ask for", "someone outside england", "in wales")
    assert person.asked == "eligibility:result"
    assert "Help in Wales" in person.sees
    assert "legal right" not in person.sees


def test_a_nation_that_is_named_is_answered_and_the_question_waits(person: Person) -> None:
    result = person.says_all("check what i could ask for", "can i get this if i live in wales?")
    assert (result.outcome, result.answers) == (Outcome.ANSWERED, ("wales",))
    assert person.asked == "eligibility:who"


def test_whoever_heard_of_fast_track_is_asked_little(person: Person) -> None:
    person.says_all("check what i could ask for", "my husband", "no", "the nurse said fast track", "yes", "yes")
    assert person.asked == "eligibility:result"
    assert "Fast Track" in person.sees


def test_a_letter_and_what_to_do_after_a_no(person: Person) -> None:
    through(person, {"who": "me", "chc": "yes"})
    person.says_all("how to ask", "a letter to copy")
    assert person.sees.startswith("Dear personal health budget team")
    assert "/letters/phb-right" in person.sees
    person.says("what if they say no")
    assert "in writing, with reasons" in person.sees
    person.says("a letter to copy")
    assert "/letters/reasons-and-review" in person.sees
    person.says("whats a phb")
    assert person.last.outcome is Outcome.ANSWERED
    person.says("back to the list")
    assert person.asked == "eligibility:result"


def test_the_answers_given_before_stay_when_one_is_changed(person: Person) -> None:
    through(person, {"who": "me", "chc": "no", "wheelchair": "yes", "own_say": "someone else decides for me"})
    person.says_all("change an answer", "wheelchair", "no")
    assert person.asked == "eligibility:result"
    answers = (person.place("eligibility") or {})["answers"]
    assert (answers["wheelchair"], answers["own_say"]) == ("no", "other")
