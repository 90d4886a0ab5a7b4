"""The reading age and the length of texts are measured as editors are told."""

import pytest

from knowledge.gsm7 import fits, parts, septets, strangers
from knowledge.reading_age import measure, sentences_of, syllables, word_count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("care", 1), ("cares", 1), ("the", 1), ("be", 1), ("asked", 1), ("used", 1), ("through", 1), ("don't", 1),
        ("money", 2), ("any", 2), ("people", 2), ("council", 2), ("decides", 2), ("sometimes", 2), ("needed", 2),
        ("wanted", 2), ("changes", 2), ("little", 2), ("before", 2), ("agreed", 2), ("wheelchairs", 2),
        ("personal", 3), ("family", 3), ("assessment", 3), ("decided", 3), ("eligible", 4), ("continuing", 4),
        ("PHB", 1), ("111", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_are_those_a_reader_sees() -> None:
    text = 'Four groups may ask:\n- adults\n- children and\n  young people\nAsk first. Then "wait." It is\nfree'
    found = ["Four groups may ask:", "adults", "children and young people", "Ask first.", 'Then "wait.', "It is free"]
    assert sentences_of(text) == found


def test_the_formula_is_flesch_kincaid_plus_five() -> None:
    # 8 words, 1 sentence, 10 syllables: 0.39 * 8 + 11.8 * 10 / 8 - 15.59 + 5 = 7.28
    assert measure("You can ask the nurse about the money").age == 7.3


def test_known_names_count_as_easy_words_and_nothing_else_does() -> None:
    text = "Your personal health budget is reviewed annually."
    aided, unaided = measure(text, ["Personal health budget"]), measure(text)
    assert aided.age < unaided.age == aided.age_unaided
    assert measure(text, ["direct payment"]) == unaided


def test_hard_texts_are_older_than_easy_ones() -> None:
    easy = "Ask your nurse. They can help you ask. It is free."
    hard = "Determination of eligibility necessitates comprehensive multidisciplinary evaluation by the commissioner."
    assert measure(easy).age < 9 < measure(hard).age
    assert measure("").age == 0


def test_word_count_leaves_out_dashes_of_lists() -> None:
    assert word_count("Two groups:\n- adults\n- after-care") == 4


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("€" * 80, 1), ("€" * 81, 2),
        # A character of two can't be split: the first part ends one short.
        ("a" * 152 + "€" + "a" * 152, 3),
        ("’" * 70, 1), ("’" * 71, 2), ("👍" * 35, 1), ("👍" * 36, 2),
    ],
)  # fmt: skip
def test_parts_of_a_text_message(text: str, count: int) -> None:
    assert parts(text) == count


def test_length_of_a_text_message() -> None:
    assert septets("£1 [a]") == 8
    assert strangers("it’s – it’s £5") == "’–"
    with pytest.raises(ValueError, match="’"):
        septets("it’s")
    assert fits("a" * 306)
    assert not fits("a" * 307)
    assert not fits("it’s")
