"""Which messages lean on what was said before, where one message holds two requests, and what asks in a story."""

from itertools import pairwise
from pathlib import Path

import pytest

from bot.engine.choosing import chosen_parse_data
from bot.nlu.parts import worth_reading
from bot.nlu.reading import Sentence
from common.replies import Choice, Reply, Words
from knowledge.content import load_answers
from knowledge.follow_up import with_subject
from knowledge.subjects import load_subjects, subject_of
from language.asking import Asks, asks
from language.choices import point_at
from language.clauses import clause_starts
from language.follow_ups import Standing, correction, standing

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, Standing.DEPENDS) for text in (
            "and for my son?", "what about that one", "how much is it", "yes but only at weekends", "the second one",
            "and in scotland", "what about if i'm 17", "why", "how long", "who decides", "tell me more",
            "and the other one", "can they refuse that", "how do i apply", "what if they say no", "What about nights?",
        )),
        *((text, Standing.LEANS) for text in (
            "is that before tax", "does it affect my benefits", "can i use it for food", "and a wheelchair?",
        )),
        *((text, Standing.ALONE) for text in (
            "", "what is a phb", "can i pay my sister", "who can have a personal health budget", "bank holidays",
            "my mum is in a home and she wants to know if she can still have it and how much it is",
        )),
    ],
)  # fmt: skip
def test_whether_a_message_stands_alone(text: str, expected: Standing) -> None:
    assert standing(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "whats chc | and how long does it take",
        "what is a direct payment | and can i pay my sister with it",
        "do i need insurance | & do they need a dbs check",
        "yes | but what does that mean",
        "yes, | can my sister be paid?",
        "no | whats a direct payment",
        "2, | and can my sister be paid",
        "skip this step, | what is a PA",
        "whats a prepaid card | and can someone ring me back",
        "i want to know what a budget is | and whether my savings count",
        "whats chc | how long does it take",
        "hello | how do i ask for one",
        "can I use it for food and heating",
        "can i employ my brother and pay him in cash",
        "he is blind and can walk a bit and is bedbound",
        "tell me how do i apply",
        "i dont know what happens to the money",
        "my mum, who has dementia, lives with me",
        "she comes to help and do my shopping",
        "rent and bills",
        "",
    ],
)
def test_where_a_message_holds_two_requests(text: str) -> None:
    plain = text.replace(" | ", " ")
    starts = [0, *clause_starts(plain), len(plain)]
    assert " | ".join(plain[start:end].strip() for start, end in pairwise(starts)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Can I pay her", Asks.PLAINLY),
        ("she is off sick?", Asks.PLAINLY),
        ("I was wondering if she could be paid", Asks.PERHAPS),
        ("i dont know who to go to", Asks.PERHAPS),
        ("She has a cat called Tibbles", Asks.NOT_AT_ALL),
    ],
)
def test_how_plainly_a_sentence_asks(text: str, expected: Asks) -> None:
    assert asks(text) is expected


def test_in_a_story_the_sentences_that_ask_are_read() -> None:
    told = [
        "My dad fell.",
        "Can he be helped?",
        "He likes tea.",
        "We have a card for it.",
        "It is blue.",
        "How do I use it",
    ]
    read = worth_reading([Sentence(n, n + 1, text) for n, text in enumerate(told)], 2)
    assert [sentence.corrected for sentence in read] == ["Can he be helped?", "It is blue. How do I use it"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no I meant the wheelchair", "the wheelchair"),
        ("no wait i meant the council one", "the council one"),
        ("sorry i mean my husband", "my husband"),
        ("I was asking about holidays", "holidays"),
        ("i mean it", None),
        ("i mean what is a phb", None),
        ("what is a wheelchair budget", None),
    ],
)
def test_what_a_correction_says_instead(text: str, meant: str | None) -> None:
    assert correction(text) == meant


def test_a_follow_up_is_read_with_its_subject() -> None:
    assert with_subject("how long does it take", "CHC") == "how long does CHC take"
    assert with_subject("for my son", "wheelchair budget") == "wheelchair budget for my son"


def test_every_subject_is_of_some_answer_and_names_no_other() -> None:
    answers, subjects = load_answers(KNOWLEDGE).answers, load_subjects(KNOWLEDGE)
    assert {subject.name for subject in subject_of(answers, subjects).values()} == {s.name for s in subjects}
    exact = {pattern for subject in subjects for pattern in subject.answers if "*" not in pattern}
    assert exact <= set(answers)


LABELS = ("How to complain about the NHS", "How to complain about the council", "What an ombudsman can do")


@pytest.mark.parametrize(
    ("text", "bare", "place"),
    [
        ("the nhs one", False, 0),
        ("the one about the council please", False, 1),
        ("the council", True, 1),
        ("the council", False, None),
        ("the complaints one", False, None),
        ("not the nhs one", False, None),
        ("can i pay my sister", True, None),
    ],
)
def test_a_label_is_pointed_at_by_its_words(text: str, bare: bool, place: int | None) -> None:
    assert point_at(text, LABELS, bare) == place


IDS = ("nhs", "council", "do")
ASKED_WHICH = Reply(
    Words(plain="Which?"),
    (
        *(Choice(label, "ask_question", {"answer": id}) for id, label in zip(IDS, LABELS, strict=True)),
        Choice("Something else", "talk_to_person"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "intent", "ids"),
    [
        ("2", "ask_question", ["council"]),
        ("the last one", "ask_question", ["do"]),
        ("4", "talk_to_person", []),
        ("the nhs", "ask_question", ["nhs"]),
        ("both", "ask_question", ["nhs", "council", "do"]),
        ("neither", "none_of_these", []),
        ("no none of those", "none_of_these", []),
    ],
)
def test_what_answers_which_was_meant(text: str, intent: str, ids: list[str]) -> None:
    parsed = chosen_parse_data(ASKED_WHICH, text, None, asked_which=True)
    assert parsed is not None
    assert (parsed["intent"]["name"], [entity["value"] for entity in parsed["entities"]]) == (intent, ids)


@pytest.mark.parametrize("text", ["both", "neither", "the nhs"])
def test_without_that_question_these_words_choose_nothing(text: str) -> None:
    assert chosen_parse_data(ASKED_WHICH, text, None) is None
