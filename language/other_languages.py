"""Is a message in another language than English, and in which one? By its letters, or by short common words."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from language.word_lists import word_lists

_FILE = Path(__file__).parent / "other_languages.yml"
UNKNOWN = "unknown"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHARE, _WORDS = 0.5, 2


def language_of(text: str) -> str:
    """The name of the language (a key of other_languages.yml), "unknown" for other letters, or "" for English.

    A text in Latin letters counts only with two tell-tale words or more of one language, and fewer English words that
    are not also words of that language.
    """
    return _by_letters(text) or _by_words(text)


def _by_letters(text: str) -> str:
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return ""
    for name, pattern in _scripts().items():
        if sum(map(bool, map(pattern.match, letters))) >= _SHARE * len(letters):
            return "urdu" if name == "arabic" and set(text) & set(_data()["urdu"]) else name
    return ""


def _by_words(text: str) -> str:
    said = [word.lower() for word in _WORD.findall(text)]
    best, most = "", 0
    for name, words in _data()["words"].items():
        count = sum(word in words for word in said)
        if count > most:
            best, most = name, count
    if most < _WORDS:
        return ""
    others = [word for word in said if word not in _data()["words"][best]]
    english = sum(_is_common(word) for word in others)
    return best if english < most and not _is_english(said) else ""


def _is_english(said: list[str]) -> bool:
    return all(map(_is_common, said))


def _is_common(word: str) -> bool:
    """Whether it is a word that English texts use often: word lists hold many foreign ones too."""
    return word_lists().english.get(word, 0) >= 50_000_000


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    scripts = {name: re.compile(f"[{''.join(ranges)}]") for name, ranges in _data()["scripts"].items()}
    return {**scripts, UNKNOWN: re.compile(f"[{''.join(_data()['others'])}]")}
