"""Two things in one message, and messages that lean on what was said before: tables through the real engine.

What is measured is how many of each table come out right. Single cases stand below where they must never fail.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import answers
from common.outcomes import Outcome
from knowledge.search import Decision
from tests.flows.conftest import Person

HERE = Path(__file__).parent
Meet = Callable[..., Person]


def _table(name: str) -> list[dict[str, Any]]:
    groups = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return [case for cases in groups.values() for case in cases]


def _is(given: str, right: str) -> bool:
    return given in right.split(" or ")


def _verdict_on_double(person: Person, case: dict[str, Any]) -> str:
    person.says_all(*case.get("before", ()), case["text"])
    given, right = person.last.answers, case["answers"]
    there = case.get("then") in (None, person.asked) and person.last.outcome is not Outcome.CLARIFIED
    if there and len(given) == len(right) and all(map(_is, given, right)):
        return "right"
    if there and len(given) == 1 and all(_is(given[0], each) for each in right):
        return "right"
    return "half" if any(_is(one, each) for one in given for each in right) else "wrong"


def _verdict_on_dialogue(person: Person, case: dict[str, Any]) -> str:
    right = case.get("answers", [])
    right = [right] if isinstance(right, str) else right
    person.says_all(*case["says"])
    given, outcome = person.last.answers, person.last.outcome
    if case.get("then") not in (None, person.asked):
        return "wrong"
    if not right:
        return "right" if _is(outcome.value, case["outcome"]) else "wrong"
    hits = [any(_is(one, each) for one in given) for each in right]
    if outcome is Outcome.CLARIFIED:
        return "right" if any(hits) and case.get("ask") else "asked"
    return "right" if all(hits) and len(given) == len(right) else "wrong" if given else "asked"


def _offer(person: Person, ids: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "decide", lambda ranked: Decision("unsure", tuple(ids)))
        person.says("can i pay my sister")
    assert person.last.outcome is Outcome.CLARIFIED


def test_two_things_in_one_message(meet: Meet) -> None:
    found = Counter(_verdict_on_double(meet(), case) for case in _table("double_messages.yml"))
    assert found.total() >= 60
    assert found["right"] >= 0.75 * found.total(), found
    assert found["wrong"] <= 0.1 * found.total(), found


def test_what_leans_on_what_was_said_before(meet: Meet) -> None:
    found: Counter[str] = Counter()
    for case in _table("context_dialogues.yml"):
        person = meet()
        if "offered" in case:
            _offer(person, case["offered"])
        found[_verdict_on_dialogue(person, case)] += 1
    assert found.total() >= 60
    assert found["right"] >= 0.75 * found.total(), found
    assert found["wrong"] <= 0.12 * found.total(), found


TWO = "what is a managed account and do i need a dbs check"


def test_both_are_answered_in_order_each_with_its_sources(person: Person) -> None:
    result = person.says("what is a direct payment and can i pay my sister with it")
    assert result.answers == ("direct-payment", "paying-family-or-friends")
    assert [reply.sources != () for reply in result.replies] == [True, True]
    assert result.outcome is Outcome.ANSWERED


def test_an_answer_to_a_step_and_a_question(person: Person) -> None:
    result = person.says_all("go to step 4", "yes but what does indicative budget mean")
    assert (person.step, person.asked) == (5, "steps:step_5")
    assert result.answers == ("told-the-amount-first",)
    assert result.outcome is Outcome.GUIDED, "the weightier of the two"
    assert result.replies[-1].choices == person.says("where was i").replies[-1].choices, "the question comes last"


def test_asking_for_a_person_and_a_question(person: Person) -> None:
    result = person.says("can I talk to someone? also is chc means tested")
    assert (result.outcome, person.asked) == (Outcome.HANDED_OVER, "hand_over:about")
    assert result.answers == ("savings-and-income",)
    assert "Money or payments" in [choice.label for choice in result.replies[-1].choices], "its question comes last"


def test_thanks_before_a_question_is_met_in_two_words(person: Person) -> None:
    result = person.says("thanks! whats a direct payment")
    assert result.answers == ("direct-payment",)
    assert result.replies[0].words.plain.strip() == "You're welcome."


def test_by_text_the_second_answer_waits_for_more(meet: Meet) -> None:
    person = meet(channel="sms")
    assert person.says(TWO).answers == ("managed-account",)
    assert person.says("MORE").answers in {("dbs-check",), ("meaning-dbs-check",)}


def test_after_a_step_by_text_the_answer_waits_for_more(meet: Meet) -> None:
    person = meet(channel="sms")
    person.says_all("go to step 4", "yes and is chc means tested")
    assert person.asked == "steps:step_5"
    assert person.last.replies
    if not person.last.answers:
        assert person.says("more").answers == ("savings-and-income",)
    assert person.asked == "steps:step_5"


def test_neither_of_what_was_offered_is_asked_in_other_words(person: Person) -> None:
    _offer(person, ["complain-nhs", "complain-council"])
    assert person.says("neither").outcome is Outcome.NOT_UNDERSTOOD


def test_both_of_what_was_offered(person: Person) -> None:
    _offer(person, ["complain-nhs", "complain-council"])
    assert person.says("both").answers == ("complain-nhs", "complain-council")


def test_the_one_that_was_not_taken(person: Person) -> None:
    _offer(person, ["complain-nhs", "complain-council"])
    assert person.says_all("the first", "and the other one").answers == ("complain-council",)


def test_a_place_means_the_question_that_waits_after_a_digression(person: Person) -> None:
    person.says_all("go to step 1", "what is a managed account", "the second one")
    assert person.asked == "steps:after_1"
