"""History never crowds out today: whoever asks how things are now gets today's rules first."""

from pathlib import Path

import pytest

from knowledge.content import Content, load_answers
from knowledge.encoding import Encoder
from knowledge.search import Search
from knowledge.tuning import search_of
from knowledge.words import question_key
from tests.encoding import remembering

ROOT = Path(__file__).parent.parent.parent

TODAY = [
    "can i have a prepaid card",
    "the council sent me a payment card, do i have to take it",
    "do prepaid cards have a fee",
    "who looks at my spending if i use a card",
    "how do direct payments work",
    "can i get a direct payment for my mum",
    "how many people get direct payments",
    "do disabled people do better with a direct payment",
    "is it true that lots of people cheat with direct payments",
    "somebody is stealing my direct payment",
    "what if i spend the money on alcohol by mistake",
    "what happens if i use my budget for drink",
    "do i get section 117 aftercare",
    "free aftercare when i leave a mental health ward",
    "my son was placed 200 miles away, can he come home",
    "can a health budget pay for support after being sectioned",
    "can access to work pay for my support worker",
    "does access to work count against my care budget",
    "help to pay for a support worker at my job",
    "can i use my budget for swimming lessons",
    "will they pay for a gym membership",
    "personal trainer on my care budget",
    "can i buy a games console with my personal health budget",
    "will they let me have a satnav",
    "what if my request looks odd to other people",
    "can i get a budget for depression",
    "who pays for my mental health care",
    "is there money for mental health support near me",
    "what does commissioning mean",
    "who commissions care in my area",
    "what is market shaping",
    "what does co-production mean",
    "what does personalised care mean",
    "which group run by disabled people is near me",
    "is there a user led organisation near here",
    "is healthwatch still open",
    "my budget is being cut",
    "are they cutting my budget to save money",
    "how is my budget worked out",
    "why does my plan go to a panel",
    "can nhs and social care money be joined up",
    "one budget for health and care",
    "do personal health budgets help people",
    "is a personal budget worth having",
    "i live in scotland, what can i get",
    "what are the seven steps",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return remembering()


@pytest.fixture(scope="module")
def content() -> Content:
    return load_answers(ROOT / "knowledge")


@pytest.fixture(scope="module")
def search(content: Content, encoder: Encoder) -> Search:
    return search_of(content, encoder)


def test_today_comes_before_history(search: Search, content: Content, encoder: Encoder) -> None:
    vectors = encoder.encode(TODAY)
    first = {text: search.rank(text, vector, 1) for text, vector in zip(TODAY, vectors, strict=True)}
    crowded_out = {text: found[0].id for text, found in first.items() if found and content.answers[found[0].id].history}
    assert crowded_out == {}


def test_history_claims_none_of_todays_questions(content: Content) -> None:
    """A question that an editor wrote word for word is sure of its answer, whatever it gives way to otherwise."""
    written = {
        question_key(asked) for answer in content.answers.values() if answer.history for asked in answer.questions
    }
    assert written.isdisjoint(question_key(text) for text in TODAY)


def test_history_is_found_when_it_is_asked_for(search: Search, content: Content, encoder: Encoder) -> None:
    asked = ["what was the right to control", "the history of prepaid cards", "direct payment fraud back in 2010"]
    for text, vector in zip(asked, encoder.encode(asked), strict=True):
        assert content.answers[search.rank(text, vector, 1)[0].id].history, text
