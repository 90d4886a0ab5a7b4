"""A question in the middle of a flow is answered, and the flow's question still waits."""

from collections.abc import Callable

import pytest

from actions import answers
from common.outcomes import Outcome
from knowledge.search import Decision
from tests.flows.conftest import Person

QUESTIONS = [
    ("whats indicative", "told-the-amount-first"),
    ("whats a phb", "what-is-a-phb"),
    ("can i pay my sister", "paying-family-or-friends"),
    ("how long does it take?", "how-long-it-takes"),
]
PLACES = [
    (("go to step 2",), "steps:step_2"),
    (("go to step 1", "no"), "steps:after_1"),
    (("check what i could ask for", "for me"), "eligibility:chc"),
    (("talk to a person",), "hand_over:about"),
    (("talk to a person", "money"), "hand_over:name"),
    (("talk to a person", "money", "skip"), "hand_over:contact"),
]


@pytest.mark.parametrize(("way", "asked"), [place for place in PLACES if place[1] != "hand_over:about"])
@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
def test_a_question_is_answered_and_the_flow_waits(
    person: Person, way: tuple[str, ...], asked: str, question: str, answer: str
) -> None:
    person.says_all(*way)
    flow = asked.partition(":")[0]
    before = person.place(flow)
    result = person.says(question)
    assert result.outcome is Outcome.ANSWERED
    assert result.answers == (answer,)
    assert (person.asked, person.place(flow)) == (asked, before)
    assert len(result.replies) == 2, "the answer, and one line that leads back"


def test_numbers_after_a_digression_answer_the_flow(person: Person) -> None:
    person.says_all("go to step 1", "whats indicative", "2")
    state = person.place("steps")
    assert state is not None
    assert state["answers"] == {"1": "no"}


def test_the_reminder_offers_the_choices_of_the_question(person: Person) -> None:
    offered = person.says("go to step 1").replies[-1].choices
    assert person.says("whats a phb").replies[-1].choices == offered


@pytest.mark.parametrize("said", ["hello", "thank you", "who are you", "what do you do with my data", "how are you"])
@pytest.mark.parametrize(("way", "asked"), PLACES[:3])
def test_small_talk_in_a_flow(person: Person, way: tuple[str, ...], asked: str, said: str) -> None:
    person.says_all(*way)
    result = person.says(said)
    assert result.outcome in {Outcome.SOCIAL, Outcome.ANSWERED}
    assert person.asked == asked
    assert len(result.replies) == 2


def test_goodbye_is_not_met_with_the_next_question(person: Person) -> None:
    person.says_all("go to step 2")
    asked_at_end = person.says("bye").replies[1]  # whether it helped, and nothing else
    assert [choice.label for choice in asked_at_end.choices][:2] == ["Yes", "No"]
    assert (person.step, person.asked) == (2, "feedback:helped")
    assert person.says("where was i").outcome is Outcome.GUIDED
    assert (person.step, person.asked) == (2, "steps:step_2")


@pytest.mark.parametrize(("said", "simple"), [("repeat that", False), ("in simpler words please", True)])
@pytest.mark.parametrize("way", [(), ("go to step 1",), ("check what i could ask for",)])
def test_another_way_means_the_answer_shown_last(person: Person, way: tuple[str, ...], said: str, simple: bool) -> None:
    person.says_all(*way, "whats a phb")
    shown, asked = person.last.replies[0], person.asked
    result = person.says(said)
    assert result.answers == ("what-is-a-phb",)
    assert result.replies[0].words.plain == (shown.words.simple if simple else shown.words.plain)
    assert person.asked == asked


def test_another_way_means_the_step_once_it_moved_on(person: Person) -> None:
    person.says_all("go to step 1", "whats a phb", "yes")
    result = person.says("in simpler words please")
    assert (result.outcome, result.answers) == (Outcome.GUIDED, ())


@pytest.mark.parametrize("said", ["repeat that", "in simpler words please"])
def test_another_way_of_what_was_no_answer(person: Person, said: str) -> None:
    shown = person.says("who sees what i write here?").replies[-1]
    result = person.says(said)
    assert result.replies[0].words.plain in {shown.words.plain, shown.words.simple}


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The search finds two answers to the next question that are equally likely."""

    def once(*_: object, **__: object) -> Decision:
        monkeypatch.undo()
        return Decision("unsure", ("what-is-a-phb", "who-has-a-right"))

    return lambda: monkeypatch.setattr(answers, "decide", once)


def test_did_you_mean_is_one_question_at_a_time(person: Person, unsure: Callable[[], None]) -> None:
    person.says_all("go to step 2")
    unsure()
    result = person.says("can i pay my sister")
    assert (result.outcome, result.answers) == (Outcome.CLARIFIED, ("what-is-a-phb", "who-has-a-right"))
    assert len(result.replies) == 1
    assert person.asked is None
    result = person.says("2")
    assert (result.outcome, result.answers) == (Outcome.ANSWERED, ("who-has-a-right",))
    assert (person.step, person.asked) == (2, "steps:step_2")


@pytest.mark.parametrize("said", ["yes", "no"])
def test_yes_or_no_to_did_you_mean_answers_no_step(person: Person, unsure: Callable[[], None], said: str) -> None:
    person.says_all("go to step 2")
    unsure()
    person.says_all("can i pay my sister", said)
    state = person.place("steps")
    assert state is not None
    assert state["answers"] == {}
    assert person.asked == "steps:step_2"


def test_did_you_mean_after_a_result_leaves_the_result(person: Person, unsure: Callable[[], None]) -> None:
    person.says_all("check what i could ask for", *["skip"] * 8)
    assert person.asked == "eligibility:result"
    unsure()
    person.says_all("can i pay my sister", "why these?")
    assert (person.last.topic, person.asked) == ("eligibility", "eligibility:result")


def test_something_else_than_what_was_offered(person: Person, unsure: Callable[[], None]) -> None:
    unsure()
    person.says("can i pay my sister")
    person.says("3")
    assert person.last.outcome is Outcome.NOT_UNDERSTOOD
    assert "talk_to_person" in [choice.intent for choice in person.choices]


def test_swearing_gets_an_offer_and_no_answer_to_the_step(person: Person) -> None:
    person.says_all("go to step 2", "this is fucking useless you stupid bot")
    assert person.last.topic == "frustrated"
    assert person.asked == "offer:person"
    person.says("no")
    assert (person.step, person.asked) == (2, "steps:step_2")
    state = person.place("steps")
    assert state is not None
    assert "2" not in state["answers"]


def test_yes_to_the_offer_of_a_person(person: Person) -> None:
    person.says_all("go to step 1", "this is fucking useless you stupid bot", "yes please")
    assert (person.last.outcome, person.asked) == (Outcome.HANDED_OVER, "hand_over:about")


def test_an_offer_is_open_for_one_message_only(person: Person) -> None:
    person.says_all("this is fucking useless you stupid bot", "whats a phb", "yes")
    assert person.last.outcome is Outcome.SOCIAL
    assert person.place("hand_over") is None


def test_the_check_interrupts_the_walk_and_gives_it_back(person: Person) -> None:
    person.says_all("go to step 2", "check what i could ask for")
    assert person.asked == "eligibility:who"
    person.says_all(*["skip"] * 8)
    assert (person.place("eligibility") or {})["finished"]
    person.says("where was i")
    assert (person.step, person.asked) == (2, "steps:step_2")


def test_more_of_what_has_no_more(person: Person) -> None:
    assert "haven't answered anything yet" in person.says("tell me more").replies[0].words.plain
    person.says("hello")
    assert person.says("more").replies[0].words.plain.startswith("That was all of it")
