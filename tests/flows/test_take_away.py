"""The plan and the letters in talk: on the web, by text and on an adviser's screen; and an answer beside a question."""

from collections.abc import Callable

from knowledge.gsm7 import parts
from knowledge.texting import sms_text
from tests.flows.conftest import Person

Meet = Callable[..., Person]


def test_the_plan_is_empty_before_anything_was_told(person: Person) -> None:
    person.says("print my plan")
    assert "still empty" in person.sees
    person.taps("Start the seven steps")
    assert str(person.asked).startswith("steps:")


def test_the_plan_in_a_step_leads_to_the_page_and_back(person: Person) -> None:
    person.says_all("start the steps", "skip", "not sure")
    result = person.says("send me what we said")
    assert result.intent == "my_plan"
    assert [link.page for link in result.replies[0].links][:2] == ["/chat/plan", "/chat/plan.pdf"]
    assert person.asked == "steps:after_1"


def test_by_text_it_is_two_short_texts_and_the_way_back(meet: Meet) -> None:
    person = meet(channel="sms")
    person.says_all("start the steps", "skip", "not sure")
    first = person.says("text me my plan")
    assert parts(sms_text(first.replies)) <= 2
    assert "whether you can have a budget" in sms_text(first.replies)
    more = person.says("MORE")
    assert "01632 960001" in sms_text(more.replies)
    assert parts(sms_text(more.replies)) <= 2
    person.taps("Go on where I was")
    assert str(person.asked).startswith("steps:")


def test_an_adviser_reads_it_out(meet: Meet) -> None:
    person = meet(channel="adviser")
    person.says_all("start the steps", "skip", "not sure")
    said = person.says("my plan so far").replies[0].words.adviser
    assert said.startswith('Read out: "This is your plan so far."')
    assert "01632 960001" in said


def test_a_letter_is_found_by_what_it_is_for_and_whom_it_is_to(person: Person) -> None:
    person.says_all("start the steps", "skip", "help me write a letter")
    person.taps("Appeal a no")
    result = person.taps("To the NHS")
    assert result.replies[0].links[0].page == "/letters/reasons-and-review"
    assert person.asked == "steps:step_1"


def test_by_text_a_letter_says_what_to_write_and_where_it_is(meet: Meet) -> None:
    result = meet(channel="sms").says("letter to complain about the council")
    text = sms_text(result.replies)
    assert "what went wrong" in text
    assert "a person can post it" in text
    assert parts(text) <= 2


def test_an_answer_beside_a_question_is_noted(meet: Meet) -> None:
    for channel in ("web", "sms"):
        person = meet(channel=channel)
        person.says_all("start the steps", "skip", "yes and how much do i get")
        state = person.place("steps")
        assert state is not None
        assert state["answers"]["1"] == "yes"
        assert person.asked != "steps:step_1"
        if not person.last.answers:
            person.says("MORE")
        assert person.last.answers == ("how-much-will-i-get",)


def test_how_much_asks_and_is_no_answer_to_whether_one_was_told(person: Person) -> None:
    person.says_all("start the steps", "skip", "next", "next")
    assert person.says("how much do i get").answers == ("how-much-will-i-get",)
    assert person.step == 3
