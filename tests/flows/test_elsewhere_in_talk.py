"""Talks about what is not ours: pointed to the right place, and back to where the person was."""

from collections.abc import Callable

import pytest

from actions import answers
from common.outcomes import Outcome
from knowledge.search import Decision
from knowledge.texting import MORE, text_pages
from tests.flows.conftest import Person

Meet = Callable[..., Person]


def test_it_says_where_to_go_and_goes_on_with_the_step(person: Person) -> None:
    person.says_all("go to step 2")
    assert person.says("when is my bin collected").outcome is Outcome.OUT_OF_SCOPE
    assert person.last.topic == "out_of_scope/bins"
    assert "main number" in person.sees
    assert (person.asked, person.step) == ("steps:step_2", 2)


@pytest.mark.parametrize(
    "text", ["can my mum in glasgow get a direct payment", "i live in wales", "what about belfast"]
)
def test_another_nation_gets_its_own_answer(person: Person, text: str) -> None:
    assert person.says(text).outcome is Outcome.ANSWERED
    assert person.last.answers[0] in {"scotland", "wales", "northern-ireland"}
    assert "England" in person.sees


def test_another_nation_inside_the_check_leads_back_to_its_question(person: Person) -> None:
    person.says_all("check what i could ask for", "for me")
    asked = person.asked
    person.says("do you know the rules in scotland")
    assert (person.last.answers, person.asked) == (("scotland",), asked)


def test_another_nation_by_text_is_short(meet: Meet) -> None:
    person = meet(channel="sms")
    person.says("can my dad in dundee have a health budget")
    assert person.last.answers == ("scotland",)
    first, *rest = text_pages(person.last.replies)
    assert first.endswith(MORE) == bool(rest)
    assert person.last.replies[0].words.sms in " ".join([first.removesuffix(MORE), *rest])
    assert len(rest) <= 1


def test_another_language_gets_a_line_in_it(person: Person) -> None:
    person.says("necesito ayuda para mi madre")
    assert person.last.topic == "out_of_scope/language"
    assert "inglés" in person.sees


def test_what_was_pointed_elsewhere_ends_a_row_of_misses(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "decide", lambda ranked: Decision("nothing"))
    person.says("can i pay my sister")
    first = person.sees
    assert person.place("misses") == {"count": 1}
    person.says("when is my bin collected")
    assert person.place("misses") is None
    assert person.says("can i pay my sister").outcome is Outcome.NOT_UNDERSTOOD
    assert person.sees == first


def test_none_of_these_is_a_miss_and_the_question_is_not_put_again(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "decide", lambda ranked: Decision("unsure", ("scotland", "wales")))
    assert person.says("can i pay my sister").outcome is Outcome.CLARIFIED
    assert 3 <= len(person.choices) <= 4
    assert person.taps("None of these").outcome is Outcome.NOT_UNDERSTOOD
    assert person.place("misses") == {"count": 1}


def test_details_of_a_person_are_not_kept_with_the_turn(person: Person) -> None:
    person.says("my mum has psoriasis, shes 82, at ls1 4ap, ref no AB1234, nhs number 943 476 5919, what can she get")
    kept = str(person.rows("tracker_event")).lower()
    assert not [said for said in ("psoriasis", "ls14ap", "ab1234", "9434765919") if said in kept.replace(" ", "")]
