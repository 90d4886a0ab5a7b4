"""Mends spelling as people type it on a phone, for understanding only: what the person wrote is kept as it was.

A right word is never changed, nor a name, a number, an address or a term of the field. In doubt, a word stays.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from language.name_guess import Name, guess_names
from language.near_words import NearWords, split_words
from language.sounds import sound
from language.word_lists import shorthand, word_lists

# A word with whatever is joined to it (digits, @, dots and slashes inside), so that addresses and numbers stay whole.
_PIECE = re.compile(r"(?:[^\W_]|[’'@#£$%&./:_+-](?=[^\W_]))+")
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_LONG_DRAWN = re.compile(r"(.)\1{2,}")
_SHORTEST = 4
_LONGEST = 25
_SHORTEST_OF_HALVES = 6
# A guess takes up to a millisecond: a message of gibberish must not hold up the others.
_MOST_GUESSES = 60
_REMEMBERED = 20_000


@dataclass(frozen=True)
class Correction:
    """The text as understood, and each change as (as typed, as understood), in order."""

    text: str
    changed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    understood: str


class Speller:
    """Mends text against our own words (word -> how often we use it), the English list and the shorthand table.

    Pickles as its own words only. May be shared by threads.
    """

    def __init__(self, own: Mapping[str, int]) -> None:
        self._own = {word: count for word, count in own.items() if _WORD.fullmatch(word)}
        self._near = NearWords(self._own)
        self._lists = word_lists()
        self._short = shorthand()
        self._guessed: dict[str, str] = {}

    @classmethod
    def from_texts(cls, reviewed: Iterable[str], examples: Iterable[str] = ()) -> "Speller":
        """Learn from our texts. Every word of a reviewed text is right; examples of how people write (which hold
        misspellings on purpose) only say how often words are used that are right anyway."""
        own = Counter(word for text in reviewed for word in _WORD.findall(_straight(text)))
        lists = word_lists()
        own.update(
            word for text in examples for word in _WORD.findall(_straight(text)) if word in own or lists.is_word(word)
        )
        return cls(own)

    @classmethod
    def from_json(cls, text: str) -> "Speller":
        """The speller that `to_json` wrote."""
        return cls(json.loads(text))

    def to_json(self) -> str:
        """Our own words with their counts, as a JSON object."""
        return json.dumps(self._own, ensure_ascii=False, sort_keys=True)

    def __reduce__(self) -> "tuple[Callable[[str], Speller], tuple[str]]":
        return Speller.from_json, (self.to_json(),)

    def is_right(self, word: str) -> bool:
        """Whether a word is right as it stands, whatever its case."""
        small = _straight(word)
        return small in self._own or self._lists.is_word(small)

    def correct_word(self, word: str) -> str:
        """The word as understood (it may become several), in the case it was typed in."""
        return self._mend(word, Name.NO)

    def correct(self, text: str) -> Correction:
        """The whole text as understood. Spaces and punctuation stay; two words may become one, and one several."""
        spans = [match.span() for match in _PIECE.finditer(text)]
        parts = self._in_pairs(text, self._understood(text, spans, guess_names(text, spans)))
        out: list[str] = []
        done = 0
        changed = [part for part in parts if text[part.start : part.end] != part.understood]
        for part in changed:
            out += (text[done : part.start], part.understood)
            done = part.end
        return Correction(
            "".join((*out, text[done:])),
            tuple((text[part.start : part.end], part.understood) for part in changed),
        )

    def _understood(self, text: str, spans: Sequence[tuple[int, int]], names: Sequence[Name]) -> list["_Part"]:
        """Each word, or two halves of one, with what it means."""
        parts: list[_Part] = []
        index = guesses = 0
        # Where most words are unknown, it is likely another language or names, which a guess would turn into nonsense.
        foreign = 2 * sum(self._may_guess(_straight(text[slice(*span)])) for span in spans) >= max(3, len(spans))
        while index < len(spans):
            start, end = spans[index]
            word = text[start:end]
            second = spans[index + 1] if index + 1 < len(spans) and Name.YES not in names[index : index + 2] else None
            if second and text[end : second[0]] == " " and self._are_halves(word, text[slice(*second)]):
                parts.append(_Part(start, second[1], _in_case_of(word, _straight(word + text[slice(*second)]))))
                index += 2
                continue
            guesses += self._may_guess(_straight(word))
            parts.append(
                _Part(
                    start,
                    end,
                    self._mend(word, Name.MAYBE if foreign and names[index] is Name.NO else names[index])
                    if guesses <= _MOST_GUESSES
                    else word,
                )
            )
            index += 1
        return parts

    def _in_pairs(self, text: str, parts: Sequence["_Part"]) -> list["_Part"]:
        """The parts, with pairs of the shorthand table made one ("wheel chair", "4 me")."""
        paired: list[_Part] = []
        for part in parts:
            before = paired[-1] if paired else None
            if before and text[before.end : part.start] == " ":
                meaning = self._short.pairs.get((_straight(before.understood), _straight(part.understood)))
                if meaning is not None:
                    paired[-1] = _Part(before.start, part.end, _in_case_of(before.understood, meaning))
                    continue
            paired.append(part)
        return paired

    def _mend(self, word: str, name: Name) -> str:
        small = _straight(word)
        if name is Name.YES:
            return word
        known = self._short.words.get(small)
        if known is not None and (len(word) > 1 or word == small):
            return _in_case_of(word, known)
        if name is Name.CAPITAL or not self._may_guess(small):
            return word
        if small not in self._guessed:
            if len(self._guessed) >= _REMEMBERED:
                self._guessed.clear()
            self._guessed[small] = self._guess(small)
        guess = self._guessed[small]
        if name is Name.MAYBE and not self._is_sure(small, guess):
            return word
        return _in_case_of(word, guess)

    def _may_guess(self, small: str) -> bool:
        return (
            _SHORTEST <= len(small) <= _LONGEST
            and _WORD.fullmatch(small) is not None
            and not (small in self._own or self._lists.is_word(small))
        )

    def _guess(self, small: str) -> str:
        for shorter in (_LONG_DRAWN.sub(r"\1\1", small), _LONG_DRAWN.sub(r"\1", small)):
            if shorter != small and (shorter in self._short.words or self.is_right(shorter)):
                return self._short.words.get(shorter, shorter)
        if "'" in small:
            base = small.removesuffix("'s")
            if base != small and self._may_guess(base):
                return self._guess(base) + "'s"
            return self._short.words.get(small.replace("'", ""), small)
        furthest = 1 if len(small) < 7 else 2 if len(small) < 10 else 3
        if slip := self._near.nearest(small, 1):
            return slip
        return split_words(small, self._own) or self._near.nearest(small, furthest) or small

    def _are_halves(self, first: str, second: str) -> bool:
        """Whether two pieces are one word that was written as two ("pay ments")."""
        first, second = _straight(first), _straight(second)
        joined = first + second
        if len(joined) < _SHORTEST_OF_HALVES or joined in self._lists.names or not self.is_right(joined):
            return False
        return not all(self.is_right(half) or half in self._short.words for half in (first, second))

    def _is_sure(self, small: str, guess: str) -> bool:
        if " " in guess:
            return True
        return (
            guess in self._own and len(small) > 4 and (sound(small) == sound(guess) or OSA.distance(small, guess) == 1)
        )


def _straight(text: str) -> str:
    return text.lower().replace("’", "'")


def _in_case_of(typed: str, word: str) -> str:
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if typed[:1].isupper() else word
