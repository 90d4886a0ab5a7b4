"""The sums in conversation, through the model: what was said is taken, digressions, corrections, texts."""

from collections.abc import Callable

import pytest

from common.outcomes import Outcome
from knowledge.gsm7 import parts, strangers
from knowledge.texting import pages, sms_text
from tests.flows.conftest import Person

Meet = Callable[..., Person]
START = "how much would a pa cost for 15 hours at 14 an hour"


def test_what_was_said_is_taken_and_a_question_between_is_answered(person: Person) -> None:
    person.says(START)
    assert (person.last.outcome, person.asked) == (Outcome.GUIDED, "sums:age")
    before = person.place("sums")
    assert person.says("whats the employment allowance").answers == ("employment-allowance",)
    assert (person.asked, person.place("sums")) == ("sums:age", before)
    person.says_all("35", "yes")
    assert person.last.outcome is Outcome.CALCULATED
    assert "£12,378.34 a year" in person.sees
    assert person.last.replies[-1].table
    person.says("no, 25 hours")
    assert (person.last.outcome, "£20,755.37" in person.sees) == (Outcome.CALCULATED, True)
    person.says("compare with an agency")
    person.says("about 25")
    assert "An agency at £25 an hour" in person.sees
    person.says("what does next april change")
    assert "I don't know the rates from next April yet" in person.sees


def test_numbers_typed_are_numbers_not_choices(person: Person) -> None:
    person.says_all("work it out for me", "1", "1", "13")
    assert (person.place("sums") or {})["answers"] == {"what": "cost", "hours": "1", "rate": "13"}
    person.says_all("22 or over", "two", "1")
    assert (person.place("sums") or {})["answers"]["people"] == "2"
    assert person.asked == "sums:result"


def test_pay_below_the_law_go_back_and_start_over(person: Person) -> None:
    person.says_all("what would a pa cost for 10 hours at £11 an hour", "22 or over")
    assert "at least £12.71 an hour" in person.sees
    assert person.asked == "sums:rate"
    person.says_all("thirteen pounds", "go back", "go back")
    assert person.asked == "sums:age"
    person.says_all("bye", "where was i")
    assert person.asked == "sums:age"
    person.says("start over")
    assert person.asked == "sums:what"


def test_the_sums_interrupt_the_walk_and_give_it_back(person: Person) -> None:
    person.says_all("go to step 2", "how many hours would £200 a week buy")
    assert person.asked == "sums:rate"
    person.says_all("skip", "skip", "skip", "skip")
    assert person.asked == "sums:result"
    assert person.last.replies[-1].choices[0].label == "Go on where I was"
    person.says("ok")
    assert person.asked == "steps:step_2"


def test_a_request_for_a_person_is_not_lost_over_a_sum(person: Person) -> None:
    person.says_all("talk to a person", "money", "sam", "how many hours would £200 a week buy", *["skip"] * 4)
    assert person.asked == "sums:result"
    person.taps("Go on asking for a person")
    assert person.asked == "hand_over:contact"
    assert (person.place("hand_over") or {})["draft"]["name"] == "sam"


@pytest.mark.parametrize("said", ["ok", "no thanks", "skip"])
def test_who_has_read_a_sum_is_not_shown_it_again(person: Person, said: str) -> None:
    person.says_all("how many hours would £200 a week buy", *["skip"] * 4)
    assert person.says(said).outcome is Outcome.SOCIAL


def test_a_question_about_cost_in_general_is_answered_and_offers_the_sums(person: Person) -> None:
    assert person.says("is it expensive to employ someone").answers == ("what-a-pa-really-costs",)
    person.taps("Work it out for me")
    assert person.asked == "sums:what"


def test_by_text(meet: Meet) -> None:
    person = meet(channel="sms")
    for text in (
        START, "1", "whats a phb", "1", "1", "4", "change", "12 hours", "how many hours would £1,400 every 4 weeks buy",
        "skip", "5", "20", "3", "redundancy pay for my carer, work it out",
    ):  # fmt: skip
        written = sms_text(person.says(text).replies)
        assert all(parts(each) <= 2 for each in pages(written)), written
        assert not strangers(written), written
        assert "{" not in written


def test_an_adviser_has_words_to_say(meet: Meet) -> None:
    person = meet(channel="adviser")
    person.says_all(START, "22 or over", "yes")
    assert person.last.replies[-1].words.adviser.startswith('Say: "About £238.05 a week')


def test_switched_off(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = person.running.services.settings
    off = settings.copy(update={"features": settings.features.copy(update={"sums": False})})
    monkeypatch.setattr(person.running.services, "settings", off)
    assert person.says(START).answers == ("what-a-pa-really-costs",)
    assert person.place("sums") is None
