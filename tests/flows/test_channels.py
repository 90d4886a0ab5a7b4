"""The same conversation by text and through an adviser."""

from collections.abc import Callable

import pytest

from common.outcomes import Outcome
from knowledge.gsm7 import parts, strangers
from knowledge.texting import pages, sms_text
from tests.flows.conftest import IN_EACH_FLOW, Person

Meet = Callable[..., Person]
TO_SAY = (
    "hello",
    "whats indicative",
    "how do i use it for the gym",
    "thanks",
    "why do you ask",
    "tell me more",
    "in simpler words",
    "where was i",
    "this is fucking useless",
    "delete my chat",
    "i dont want to be here anymore",
)


@pytest.mark.parametrize("way", IN_EACH_FLOW.values(), ids=IN_EACH_FLOW.keys())
def test_each_text_has_at_most_two_parts_and_numbers_every_choice(meet: Meet, way: tuple[str, ...]) -> None:
    person = meet(channel="sms")
    for text in (*way, *TO_SAY):
        result = person.says(text)
        written = sms_text(result.replies)
        texts = pages(written)
        assert all(parts(each) <= 2 for each in texts), texts
        last = result.replies[-1]
        if last.choices and last.numbered and "reply 1" not in last.words.register("sms").casefold():
            assert all(f"{number} " in " ".join(texts) for number in range(1, len(last.choices) + 1)), texts
        assert not strangers(written), written
        assert "{" not in written


def test_numbers_lead_through_the_walk(meet: Meet) -> None:
    person = meet(channel="sms")
    person.says_all("hello", "1", "6")
    assert person.asked == "steps:step_1"
    person.says_all("1", "2", "two", "next", "5", "the third one")
    state = person.place("steps")
    assert state is not None
    assert state["answers"] == {"1": "yes", "chc": "no", "2": "no", "way": "not_sure", "3": "not_sure"}


@pytest.mark.parametrize(
    ("number", "intent"), [("1", "start_steps"), ("2", "check_eligibility"), ("3", "talk_to_person")]
)
@pytest.mark.parametrize("channel", ["web", "sms", "adviser"])
def test_a_number_is_the_choice_of_that_number(meet: Meet, channel: str, number: str, intent: str) -> None:
    person = meet(channel=channel)
    person.says("hello")
    assert [choice.intent for choice in person.choices][int(number) - 1] == intent
    assert person.says(number).intent == intent


def test_a_number_never_means_what_was_not_shown(meet: Meet) -> None:
    person = meet(channel="sms")
    for text in ("go to step 1", "whats indicative", "can i pay my sister"):
        result = person.says(text)
        written = sms_text(result.replies)
        assert not person.choices or "reply 1" in written.casefold()


@pytest.mark.parametrize("said", ["1", "yes", "no", "ok"])
def test_yes_to_go_on_is_no_answer_to_the_question_before(meet: Meet, said: str) -> None:
    person = meet(channel="sms")
    person.says_all("check what i could ask for", "1", "skip", "skip", "what does chc mean")
    before, asked = person.place("eligibility"), person.asked
    assert [choice.intent for choice in person.choices] == ["where_was_i"]
    person.says(said)
    assert person.asked == asked
    assert (person.place("eligibility") or {})["answers"] == (before or {})["answers"]


def test_a_question_by_text_leaves_the_step_waiting(meet: Meet) -> None:
    person = meet(channel="sms")
    person.says_all("go to step 1", "whats indicative")
    assert (person.last.outcome, person.asked) == (Outcome.ANSWERED, "steps:step_1")
    person.says("next")
    assert person.step == 2


def test_an_adviser_has_the_same_walk(meet: Meet) -> None:
    person = meet(channel="adviser")
    person.says_all("go to step 3", "no", "whats indicative", "1")
    assert (person.step, person.asked) == (4, "steps:step_4")
    assert all(reply.words.register("adviser") for reply in person.last.replies)


def test_who_is_told_depends_on_whether_the_person_can_be_found(meet: Meet) -> None:
    told = {}
    for channel in ("web", "sms"):
        person = meet(channel=channel)
        assert person.says("a man is hitting my child right now").outcome is Outcome.CRISIS
        told[channel] = person.rows("safety_event")[0]["tell"]
    assert told == {"web": "desk", "sms": "safeguarding_lead"}
