"""The speller never makes another word of a right one: proved on all that we say, and on words that others say."""

import re
from pathlib import Path

import pytest
import yaml

from knowledge.content import Content, load_answers
from knowledge.located import read_yaml
from knowledge.own_words import altered, reviewed_texts
from knowledge.tuning import speller_of
from language.spelling import Speller
from language.word_lists import shorthand, word_lists

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
RIGHT = yaml.safe_load((Path(__file__).parent / "right_words.yml").read_text(encoding="utf-8"))
SAID_IN = ("replies", "steps", "eligibility", "options", "hand_over", "letters", "safety")
# All that is altered in our own right texts: two ways to write one word, and one abbreviation of the glossary.
ALLOWED = {
    "health care": "healthcare",
    "can not": "cannot",
    "pay slip": "payslip",
    "pay slips": "payslips",
    "pay day": "payday",
    "time sheet": "timesheet",
    "time sheets": "timesheets",
    "wheel chair": "wheelchair",
    "stair lift": "stairlift",
    "safe guarding": "safeguarding",
    "dp": "direct payment",
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_answers(KNOWLEDGE)


@pytest.fixture(scope="module")
def speller(content: Content) -> Speller:
    return speller_of(content)


def test_what_the_answers_say_stays_as_it_is(content: Content, speller: Speller) -> None:
    texts = reviewed_texts(content)
    assert sum(len(text.split()) for text in texts) > 100_000
    assert {(a.lower(), b.lower()) for a, b in altered(speller, texts)} <= set(ALLOWED.items())


def test_what_else_is_said_stays_as_it_is(speller: Speller) -> None:
    """Replies, flows and letters, whose words the speller did not learn."""
    files = [file for folder in SAID_IN for file in (KNOWLEDGE / folder).rglob("*.yml")]
    said = [text for file in files for text in _said(read_yaml(file).data)]
    assert len(said) > 1_000
    assert {(a.lower(), b.lower()) for a, b in altered(speller, said)} <= set(ALLOWED.items())


def _said(value: object) -> list[str]:
    if isinstance(value, dict):
        here = [re.sub(r"\{\w+\}", "", text) for key, text in value.items() if key in _SAID and isinstance(text, str)]
        return here + [text for part in value.values() for text in _said(part)]
    return [text for part in value for text in _said(part)] if isinstance(value, list) else []


_SAID = ("plain", "simple", "sms", "adviser", "more", "title", "label")


def test_in_a_question_only_what_is_no_word_is_altered(content: Content, speller: Speller) -> None:
    short = shorthand()
    questions = [question for answer in content.answers.values() for question in answer.questions]
    for typed, understood in altered(speller, questions[::4]):
        words = re.findall(r"[^\s]+", typed.lower().replace("’", "'"))
        listed = any(word in short.words for word in words) or tuple(words) in short.pairs
        assert listed or not all(map(speller.is_right, words)), (typed, understood)


def test_english_words_stay(speller: Speller) -> None:
    """Every tenth word of the list, but for those that the shorthand table explains."""
    words = [word for word in list(word_lists().english)[::10] if word not in shorthand().words]
    assert len(words) > 8_000
    assert [word for word in words if speller.correct_word(word) != word] == []


@pytest.mark.parametrize("kind", RIGHT)
def test_right_words_that_people_say_stay(kind: str, speller: Speller) -> None:
    frame, words = RIGHT[kind]["said"], RIGHT[kind]["words"].split(", ")
    assert len(words) > 20
    assert altered(speller, (frame.format(word) for word in words)) == {}
    assert altered(speller, (frame.format(word).lower() for word in words)) == {}
