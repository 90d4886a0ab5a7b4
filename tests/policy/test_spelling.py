"""Misspelt messages are understood, and right ones are left alone."""

import pickle
import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from language.spelling import Speller
from language.word_lists import shorthand, word_lists
from tests.policy import noise

CASES = yaml.safe_load((Path(__file__).parent / "spelling_cases.yml").read_text(encoding="utf-8"))
# As often as our own texts say the same, so that pairs of words count as ours.
SPELLER = Speller.from_texts(CASES["vocabulary"] * 300, terms=CASES["terms"])


@pytest.mark.parametrize(("typed", "meant"), CASES["noisy"].items(), ids=CASES["noisy"])
def test_mends(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed).text == meant


@pytest.mark.parametrize("text", CASES["clean"], ids=CASES["clean"])
def test_leaves_alone(text: str) -> None:
    correction = SPELLER.correct(text)
    assert correction.text == text
    assert correction.changed == ()


def test_reviewed_words_are_right_and_misspelt_examples_are_not_learnt() -> None:
    speller = Speller.from_texts(["Ask the Wibblefund team about a budget."], ["my budjet", "wibblefund budjet"] * 50)
    assert speller.is_right("wibblefund")
    assert speller.correct("my budjet from the wiblefund").text == "my budget from the wibblefund"


def test_says_what_it_changed_in_order() -> None:
    correction = SPELLER.correct("Pls help, my pay ments r late")
    assert correction.changed == (("Pls", "Please"), ("pay ments", "payments"), ("r", "are"))


def test_says_where_each_change_begins() -> None:
    text = "for her r u here"
    correction = SPELLER.correct(text)
    assert [(text[place:], typed) for place, (typed, _) in zip(correction.places, correction.changed, strict=True)] == [
        ("r u here", "r"),
        ("u here", "u"),
    ]


def test_only_new_guesses_count_against_the_limit() -> None:
    text = "my budjet and my carrer " * 100
    assert "budjet" not in SPELLER.correct(text).text


def test_a_title_keeps_the_name_after_it_however_near_a_word_is() -> None:
    assert SPELLER.correct("mrs budjet").text == "mrs budjet"
    assert SPELLER.correct("a budjet").text == "a budget"


def test_a_word_by_itself() -> None:
    assert SPELLER.correct_word("paiments") == "payments"
    assert SPELLER.correct_word("payments") == "payments"
    assert SPELLER.correct_word("") == ""


def test_every_shorthand_stands_for_right_words() -> None:
    table = shorthand()
    for meaning in (*table.words.values(), *table.pairs.values()):
        assert all(word_lists().is_word(part.lower()) or not part.isalpha() for part in meaning.split()), meaning


def test_shorthand_never_shadows_a_name_or_term() -> None:
    assert not set(shorthand().words) & (word_lists().names | word_lists().terms | word_lists().additions)


def test_survives_pickle_and_json() -> None:
    for copy in (pickle.loads(pickle.dumps(SPELLER)), Speller.from_json(SPELLER.to_json())):
        assert copy.correct("directpaymnts elegible") == SPELLER.correct("directpaymnts elegible")
        assert copy.to_json() == SPELLER.to_json()
    assert len(pickle.dumps(SPELLER)) < 100_000


def test_gibberish_stays_and_is_given_up_on() -> None:
    rng = random.Random(7)
    text = " ".join("".join(rng.choices("bcdfghjklmnpqrstvwxz", k=9)) for _ in range(5_000))
    assert SPELLER.correct(text).text == text


@given(st.text(max_size=200))
def test_any_text_is_accounted_for(text: str) -> None:
    correction = SPELLER.correct(text)
    assert (correction.text == text) == (not correction.changed)
    for typed, understood in correction.changed:
        assert typed in text
        assert understood in correction.text


@given(st.sampled_from(CASES["vocabulary"]), st.integers(0, 10_000))
def test_noise_is_seeded_and_mending_brings_words_back(text: str, seed: int) -> None:
    once, again = (noise.typos(text, 0.3, random.Random(seed)) for _ in range(2))
    assert once == again


def test_texted_shorthand_is_understood_again() -> None:
    plain = "Please can you tell people why I don't have a direct payment because I've got an appointment tomorrow."
    for seed in range(20):
        texted = noise.shorthand(plain, random.Random(seed))
        assert texted == noise.shorthand(plain, random.Random(seed)) != plain
        assert SPELLER.correct(texted).text.lower() == plain.lower().rstrip(".")


def _words(text: str) -> list[str]:
    return [word.strip(".,") for word in text.split()]


def test_most_typos_in_our_own_words_are_mended() -> None:
    rng = random.Random(11)
    mended = total = 0
    for text in CASES["vocabulary"] * 5:
        for word, typed in zip(_words(text), _words(noise.typos(text, 0.5, rng)), strict=True):
            if typed != word and len(word) > 5:
                total += 1
                mended += SPELLER.correct_word(typed) == word
    assert total > 200
    assert mended / total >= 0.85
