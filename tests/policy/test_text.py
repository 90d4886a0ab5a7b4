"""What people type, before anything reads it: as it is seen, and whether it is code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import without_controls
from language.no_language import is_code, is_command, is_endless


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("plain words\nof two lines\t", "plain words\nof two lines\t"),
        ("a\0b\x1bc", "a b c"),
        ("wh\u200bats a p\u00adhb\ufeff", "whats a phb"),
        ("\u202eturned\u202c \u2066around\u2069", "turned around"),
        ("café, naïve, Zoë", "café, naïve, Zoë"),
        ("cafe\u0301", "cafe\u0301"),
        ("w" + "\u0301" * 50 + "h", "w" + "\u0301" * 4 + "h"),
        ("👩🏽\u200d🦽", "👩🏽\u200d🦽"),
        ("مِيزَانِيَّة", "مِيزَانِيَّة"),
        ("मुझे मदद चाहिए", "मुझे मदद चाहिए"),
    ],
)
def test_text_is_taken_as_it_is_seen(typed: str, seen: str) -> None:
    assert without_controls(typed) == seen


@given(st.text())
def test_to_clean_twice_is_to_clean_once(text: str) -> None:
    assert without_controls(without_controls(text)) == without_controls(text)


@pytest.mark.parametrize(
    "text", ["$(rm -rf /) `x`", "{{ 7*7 }}", "<b>x</b> = 1", '[{"a": 1}]', "x => {y}", "a | b > c"]
)
def test_code(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "**yes**",
        "i <3 my carer",
        "it costs £5 (or so) & more / week; ok?",
        "what's a PHB - is it 100% mine?",
        "email me: sam_k@example.org #help",
        "yes :-) 👍",
        "",
    ],
)
def test_no_code(text: str) -> None:
    assert not is_code(text)
    assert not is_command(text)


@pytest.mark.parametrize(
    "text", ["/restart", " /greet", '/a{"b":"c"}', 'ok /a{"b":"c"}', "intent{'a': 1}", "affirm {}"]
)
def test_commands(text: str) -> None:
    assert is_command(text)


@pytest.mark.parametrize("text", ["and/or", "w/o help", "24/7 care", "my plan {draft}", "{phone_line}", '{"a": "b"}'])
def test_no_commands(text: str) -> None:
    assert not is_command(text)


@pytest.mark.parametrize("text", ["a" * 2_000, "😀" * 50, "😀 " * 50, "- " * 50])
def test_endless(text: str) -> None:
    assert is_endless(text)


@pytest.mark.parametrize(
    "text", ["", "👍👍", "aaaaaah", "no", "hello " + "a" * 2_000, "what is a personal health budget for"]
)
def test_not_endless(text: str) -> None:
    assert not is_endless(text)
