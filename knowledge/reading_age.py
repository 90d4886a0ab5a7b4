"""The reading age of a text: Flesch-Kincaid grade + 5, with words that people here have to know counted as easy.

Why this formula: it is the one behind the reading ages that public bodies quote, it needs nothing but the text, and a
school grade in the United States is the age less five. Its measure of a hard word is its syllables, so that "personal
health budget" makes every sentence as hard as an unknown word would. Those names can't be avoided and are explained
where they are met; so the terms of the glossary and of known_words.yml count one syllable a word. Nothing else is let
off, and `measure` gives the figure without that as well. A low figure is a floor, not a proof: texts are also read
aloud.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pyphen

LIMIT = 9.0

_HYPHENS = pyphen.Pyphen(lang="en_GB")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d,.]*\d|\d")
# The e of "care", "cares", "while" and "asked"; not that of "little", "changes" and "wanted".
_SILENT_E = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouylscxzgh]es$|[aeiouy]les$|[^aeiouytd]ed$")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')*]*\s+")


@dataclass(frozen=True)
class Measure:
    """The reading age in years, the same when no word is let off, and the number of words in the longest sentence."""

    age: float
    age_unaided: float
    longest: int


def measure(text: str, known: Iterable[str] = ()) -> Measure:
    """Measure a text. `known`: names that count as easy words, in any case. A text without words has age 0."""
    sentences = [found for sentence in sentences_of(text) if (found := words_of(sentence))]
    words = sum(len(sentence) for sentence in sentences)
    if not words:
        return Measure(0.0, 0.0, 0)
    easy = _easy(text, known)
    unaided = sum(syllables(word) for sentence in sentences for word in sentence)
    aided = unaided - sum(sum(syllables(word) - 1 for word in words_of(name)) for name in easy)
    longest = max(len(sentence) for sentence in sentences)
    return Measure(_age(words, len(sentences), aided), _age(words, len(sentences), unaided), longest)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text. An item of a list, and the line that leads up to a list, is a sentence of its own."""
    lines: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        if lines and line and _goes_on(lines[-1], raw):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return [part for line in lines for part in _SENTENCE_END.split(line.removeprefix("- ").rstrip(";")) if part]


def _goes_on(before: str, line: str) -> bool:
    """Whether a line was only wrapped. In a list, a line that goes on is indented."""
    if not before or before[-1] in '.!?:;*"”)' or line.lstrip().startswith("- "):
        return False
    return line.startswith(" ") or not before.startswith("- ")


def word_count(text: str) -> int:
    """How many words a text has, as an editor counts them: what stands between spaces, without the dashes of lists."""
    return sum(1 for word in text.split() if word != "-")


def words_of(text: str) -> list[str]:
    """The words and numbers of a text."""
    return _WORD.findall(text.replace("*", ""))


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """How many syllables a word has, within reason: the sounded vowels of each piece it can be hyphenated into."""
    if word[0].isdigit():
        return 1
    if word.isupper() and len(word) < 6:
        return 1  # an abbreviation is one thing to know, however many letters are said
    return sum(_vowels(piece) for piece in _HYPHENS.inserted(word.lower().replace("’", "'")).split("-"))


def _vowels(piece: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", piece))
    if groups > 1 and _SILENT_E.search(piece):
        groups -= 1
    return max(1, groups)


def _age(words: int, sentences: int, sounds: int) -> float:
    return round(0.39 * words / sentences + 11.8 * sounds / words - 15.59 + 5, 1)


def _easy(text: str, known: Iterable[str]) -> list[str]:
    # The longest names first, so that "personal health budget" is taken before "health".
    names = sorted({name for name in known if name}, key=len, reverse=True)
    if not names:
        return []
    any_name = re.compile(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")s?\b", re.IGNORECASE)
    return any_name.findall(text)
