"""One word at a time: is it right, and if not, what was meant?"""

import re
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from language.name_guess import Name
from language.near_words import NearWords
from language.sounds import sound
from language.word_lists import shorthand, word_lists

WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_LONG_DRAWN = re.compile(r"(.)\1{2,}")
_SHORTEST = 4
_LONGEST = 25
_SHORTEST_OF_HALVES = 6
_SHORTEST_RUN_TOGETHER = 7
_SMALL_WORDS = frozenset(
    ("my", "a", "an", "the", "to", "of", "in", "on", "is", "i", "am", "do", "for", "and", "can", "how", "who")
)
_REMEMBERED = 20_000


class WordMender:
    """Mends words against our own ones (word -> how often we use it). May be shared by threads."""

    def __init__(self, own: Mapping[str, int]) -> None:
        self._own = own
        self._near = NearWords(own)
        self._lists = word_lists()
        self._short = shorthand()
        self._guessed: dict[str, str] = {}

    def is_right(self, word: str) -> bool:
        """Whether a word is right as it stands, whatever its case."""
        small = straight(word)
        return small in self._own or self._lists.is_word(small)

    def mend(self, word: str, name: Name) -> str:
        """The word as understood (it may become several), in the case it was typed in; a name stays."""
        small = straight(word)
        if name is Name.YES:
            return word
        known = self._short.words.get(small)
        if known is not None and (len(word) > 1 or word == small):
            return in_case_of(word, known)
        if name is Name.CAPITAL or not self.may_guess(small):
            return word
        guess = self._guessed.get(small)
        if guess is None:
            if len(self._guessed) >= _REMEMBERED:
                self._guessed.clear()
            guess = self._guessed[small] = self._guess(small)
        if name is Name.MAYBE and not self._is_sure(small, guess):
            return word
        return in_case_of(word, guess)

    def may_guess(self, word: str) -> bool:
        """Whether a word is wrong, and of a kind that can be mended."""
        small = straight(word)
        return (
            _SHORTEST <= len(small) <= _LONGEST
            and WORD.fullmatch(small) is not None
            and not (small in self._own or self._lists.is_word(small))
        )

    def _guess(self, small: str) -> str:
        for shorter in (_LONG_DRAWN.sub(r"\1\1", small), _LONG_DRAWN.sub(r"\1", small)):
            if shorter != small and (shorter in self._short.words or self.is_right(shorter)):
                return self._short.words.get(shorter, shorter)
        if "'" in small:
            base = small.removesuffix("'s")
            if base != small and self.may_guess(base):
                return self._guess(base) + "'s"
            return self._short.words.get(small.replace("'", ""), small)
        furthest = 1 if len(small) < 7 else 2 if len(small) < 10 else 3
        if slip := self._near.nearest(small, 1):
            return slip
        return _split(small, self._own) or self._near.nearest(small, furthest) or small

    def are_halves(self, first: str, second: str) -> bool:
        """Whether two pieces are one word that was written as two ("pay ments")."""
        first, second = straight(first), straight(second)
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


def straight(text: str) -> str:
    """The text in small letters with straight apostrophes."""
    return text.lower().replace("’", "'")


def in_case_of(typed: str, word: str) -> str:
    """The word with capitals as in what was typed: all, the first, or none added."""
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if typed[:1].isupper() else word


def _split(word: str, own: Mapping[str, int]) -> str | None:
    """Two words of ours that were written as one ("healthbudget" -> "health budget"), or None.

    Of several ways to split, the one whose rarer word is the most frequent.
    """
    if len(word) < _SHORTEST_RUN_TOGETHER:
        return None
    splits = [
        (min(own.get(part, 0) for part in parts), " ".join(parts))
        for parts in ((word[:place], word[place:]) for place in range(1, len(word)))
        if all(part in _SMALL_WORDS or (len(part) > 2 and part in own) for part in parts) and max(map(len, parts)) > 3
    ]
    return max(splits)[1] if splits else None
