"""Comparing the ways to hold the money, and which one suits, in conversation."""

from collections.abc import Callable

import pytest

from common.outcomes import Outcome
from knowledge.gsm7 import parts, strangers
from knowledge.texting import sms_text
from tests.flows.conftest import Person

Meet = Callable[..., Person]
START = "which one suits me"


def headings(person: Person) -> tuple[str, ...]:
    """Those of the table in the last turn."""
    return next(reply.table.headings for reply in person.last.replies if reply.table)


def through(person: Person, *said: str) -> None:
    """Begin, and answer the questions in order."""
    person.says_all(START, *said)
    assert person.asked == "options:result"


@pytest.mark.parametrize(
    "text", ["compare the options", "show me all the ways in a table", "COMPARE", "what are the pros and cons of each"]
)
def test_comparing(person: Person, text: str) -> None:
    person.says(text)
    assert (person.last.outcome, person.last.topic) == (Outcome.ANSWERED, "options")
    assert headings(person)[1:] == ("Notional", "Third party", "Direct payment")
    assert person.choices[0].intent == "which_suits_me"
    assert person.choices[-1].intent == "talk_to_person"


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("how does a notional budget differ from a direct payment?", ("Notional", "Direct payment")),
        ("compare third party and managed account", ("Third party", "Managed account")),
        ("is a prepaid card better than a managed account", ("Prepaid card", "Managed account")),
        ("notional or direct payment", ("Notional", "Direct payment")),
        ("compare the wheelchair options", ("NHS chair", "Chair with extras", "Chair you choose")),
    ],
)
def test_comparing_what_is_named(person: Person, text: str, compared: tuple[str, ...]) -> None:
    person.says(text)
    assert headings(person)[1:] == compared


def test_what_a_way_is_stays_a_question(person: Person) -> None:
    assert person.says("what is a notional budget").answers == ("notional-budget",)
    assert [choice.intent for choice in person.choices][:2] == ["which_suits_me", "compare_options"]


def test_from_one_comparison_to_the_others(person: Person) -> None:
    person.says("compare the options")
    person.taps("Account, card or mix")
    assert headings(person)[1:] == ("Managed account", "Prepaid card", "A mix")
    person.taps("One-off budgets")
    assert headings(person)[1:] == ("One-off",)
    person.taps("The three ways")
    person.taps("Wheelchair budgets")
    person.taps("Which suits me?")
    assert person.asked == "options:money"


def test_a_comparison_another_way(person: Person) -> None:
    person.says("compare notional with direct payment")
    shown = person.last.replies[0].words
    assert person.says("in simpler words please").replies[0].words.plain == shown.simple
    assert person.says("repeat that").replies[0].words.plain == shown.plain
    assert person.says("tell me more").answers == ("notional-budget", "direct-payment")


@pytest.mark.parametrize(
    "text", ["which one is best for me", "which way of holding the money is best for me", "help me choose", START]
)
def test_who_wants_help_to_choose_is_asked_the_questions(person: Person, text: str) -> None:
    person.says(text)
    assert (person.last.outcome, person.asked) == (Outcome.GUIDED, "options:money")


def test_the_questions(person: Person) -> None:
    through(person, "council money", "some of it", "yes but not employ them", "my daughter")
    assert person.last.outcome is Outcome.GUIDED
    assert "Individual service fund" in person.sees
    assert "You want to choose people, but not employ them." in person.sees
    assert "NHS" not in person.sees
    person.says("what would i have to do")
    assert headings(person)[1:] == ("Service fund", "Direct payment")
    person.says("why these?")
    assert "What would change it" in person.sees
    person.says("how do i ask")
    assert "in writing" in person.sees
    person.says("compare the options")
    assert headings(person)[1:] == ("Council-managed", "Service fund", "Direct payment")


def test_the_shorter_way_for_a_wheelchair(person: Person) -> None:
    through(person, "its for a wheelchair", "with extras", "the nhs")
    assert "NHS chair with extras" in person.sees


def test_skipping_all(person: Person) -> None:
    through(person, "skip", "skip this", "pass", "id rather not say")
    assert "Notional or council-managed budget" in person.sees
    assert (person.place("options") or {})["answers"] == dict.fromkeys(("money", "run", "people", "helper"), "skip")


def test_a_question_between_and_back(person: Person) -> None:
    person.says_all(START, "nhs", "as much as i can")
    assert person.asked == "options:people"
    before = person.place("options")
    result = person.says("can i pay my sister")
    assert (result.outcome, len(result.replies)) == (Outcome.ANSWERED, 2)
    assert (person.asked, person.place("options")) == ("options:people", before)
    person.says("what is the difference between notional and third party")
    assert headings(person)[1:] == ("Notional", "Third party")
    assert person.asked == "options:people"
    person.says("why do you ask?")
    assert (person.asked, person.place("options")) == ("options:people", before)
    person.says("2")
    assert person.asked == "options:helper"


def test_changing_an_answer(person: Person) -> None:
    person.says_all(START, "nhs", "some of it", "sorry i meant as little as possible")
    assert (person.place("options") or {})["answers"]["run"] == "little"
    person.says_all("go back", "some of it", "no", "yes")
    assert person.asked == "options:result"
    person.taps("Change an answer")
    person.taps("How much you would run")
    person.says("as little as possible")
    assert (person.place("options") or {})["answers"] == {
        "money": "nhs",
        "run": "little",
        "people": "no",
        "helper": "yes",
    }
    assert person.asked == "options:result"


def test_where_was_i_and_another_day(person: Person) -> None:
    person.says_all(START, "nhs", "bye", "where was i")
    assert person.asked == "options:run"
    person.says_all("stop", "where was i")
    assert person.asked == "options:run"
    person.says(START)
    assert person.asked == "options:resume"
    person.says("go on")
    assert person.asked == "options:run"


def test_the_questions_interrupt_the_walk_and_give_it_back(person: Person) -> None:
    person.says_all("go to step 2", "no")
    person.taps("Compare the ways")
    assert headings(person)[1:] == ("Notional", "Third party", "Direct payment")
    assert person.asked == "steps:after_2"
    person.says_all(START, "skip", "skip", "skip", "skip")
    assert person.asked == "options:result"
    person.says("where was i")
    assert person.asked == "steps:after_2"


def test_by_text(meet: Meet) -> None:
    person = meet(channel="sms")
    for text in (
        "compare the options", "2", "4", "compare direct payment and notional", "1", "compare wheelchair options",
        START, "2", "whats a phb", "1", "why", "1", "3", "1", "how to ask", "what to know", "why these", "4", "change",
    ):  # fmt: skip
        written = sms_text(person.says(text).replies)
        assert parts(written) <= 2, written
        assert not strangers(written), written
        assert "{" not in written


def test_by_text_three_ways_are_three_lines_with_numbers(meet: Meet) -> None:
    person = meet(channel="sms")
    written = sms_text(person.says("compare the options").replies)
    assert all(name in written for name in ("Notional:", "Third party:", "Direct payment:", "1 Which suits me?"))
    person.says("1")
    assert person.asked == "options:money"


def test_an_adviser_has_words_to_say(meet: Meet) -> None:
    person = meet(channel="adviser")
    assert "Listen for" in person.says("compare the options").replies[0].words.adviser


def test_switched_off(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = person.running.services.settings
    off = settings.copy(update={"features": settings.features.copy(update={"options_guide": False})})
    monkeypatch.setattr(person.running.services, "settings", off)
    person.says(START)
    assert (person.asked, person.place("options")) == (None, None)
    assert person.says("which way of holding the money is best for me").answers == ("which-way-suits-me",)
