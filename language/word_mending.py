"""One word at a time: is it right, and if not, what was meant?"""

import re
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from language.name_guess import Name
from language.near_words import NearWords
from language.sounds import sound
from language.splitting import split
from language.word_lists import shorthand, word_lists

WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_LONG_DRAWN = re.compile(r"(.)\1{2,}")
_SHORTEST = 4
_LONGEST = 25
_SHORTEST_OF_HALVES = 6
# "Thet" at the start of a sentence may be a name. It is "that" all the same if that is said as often as this.
_SHORTEST_SURE = 5
_OFTEN = 1_000
# Shorthand of two letters that is also written in capitals.
_SHORT_IN_CAPITALS = frozenset(("dp", "im", "ur", "ya"))
_REMEMBERED = 20_000


class WordMender:
    """Mends words against our own ones (word -> how often we use it). May be shared by threads.

    pairs: two words with a space between them -> how often one follows the other in our texts.
    """

    def __init__(self, own: Mapping[str, int], pairs: Mapping[str, int]) -> None:
        self._own = own
        self._pairs = pairs
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
        if known is not None and (len(word) > 1 or word == small) and not self._is_abbreviation(word, name):
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

    def _is_abbreviation(self, word: str, name: Name) -> bool:
        """Whether capitals say that "HR" is not "hr". Where all is in capitals, they say nothing."""
        return name is not Name.NO and len(word) == 2 and word.isupper() and word.lower() not in _SHORT_IN_CAPITALS

    def may_guess(self, word: str) -> bool:
        """Whether a word is wrong, and of a kind that can be mended."""
        small = straight(word)
        return (
            _SHORTEST <= len(small) <= _LONGEST
            and WORD.fullmatch(small) is not None
            and not (small in self._own or self._lists.is_word(small))
        )

    def has_guessed(self, word: str) -> bool:
        """Whether what is meant by a wrong word was found out before: guessing is the dear part of mending."""
        return straight(word) in self._guessed

    def _guess(self, small: str) -> str:
        meant = self._drawn_out(small) or self._inflected(small) or self._nearest(small) or small
        return self._short.words.get(meant, meant)

    def _drawn_out(self, small: str) -> str | None:
        """What is meant by "helppp"."""
        for shorter in (_LONG_DRAWN.sub(r"\1\1", small), _LONG_DRAWN.sub(r"\1", small)):
            if shorter != small and (shorter in self._short.words or self.is_right(shorter)):
                return shorter
        return None

    def _inflected(self, small: str) -> str | None:
        """What is meant by "asistant's", "goin", "secshun" and "sarahs"; or the word itself, to leave it alone."""
        if "'" in small:
            base = small.removesuffix("'s")
            if base != small and self.may_guess(base):
                return self._guess(base) + "'s"
            return self._short.words.get(small.replace("'", ""), small)
        if "-" in small:
            whole = self._near.nearest(small, 1)
            if whole:
                return whole
            return "-".join(self._guess(part) if self.may_guess(part) else part for part in small.split("-"))
        if small.endswith("in") and self.is_right(small + "g"):
            return small + "g"
        if "shun" in small and self.is_right(small.replace("shun", "tion")):
            return small.replace("shun", "tion")
        stem = small.removesuffix("s")
        if stem != small and not stem.endswith("s") and len(stem) > 3 and self.is_right(stem):
            plural = stem.removesuffix("y") + "ies"
            if stem.endswith("y") and self.is_right(plural):
                return plural
            is_known = stem in self._own or stem in self._lists.names
            return (None if is_known else self._near.nearest(small, 1)) or stem + "'s"
        return None

    def _nearest(self, small: str) -> str | None:
        slip, apart = self._near.nearest(small, 1), split(small, self._own, self._pairs)
        if apart and (slip is None or self._own.get(slip, 0) < self._pairs.get(apart, 0)):
            return apart
        furthest = 1 if len(small) < 7 else 2 if len(small) < 10 else 3
        return slip or self._near.nearest(small, furthest)

    def are_halves(self, first: str, second: str) -> bool:
        """Whether two pieces are one word that was written as two ("pay ments")."""
        first, second = straight(first), straight(second)
        if all(self.is_right(half) or half in self._short.words for half in (first, second)):
            return False
        joined = first + second
        if min(len(first), len(second)) < 2 or len(joined) < _SHORTEST_OF_HALVES or not joined.isalpha():
            return False
        return joined in self._own or joined in self._lists.english or joined in self._lists.additions

    def _is_sure(self, small: str, guess: str) -> bool:
        if " " in guess:
            return guess in self._pairs
        count = self._own.get(guess, 0)
        is_near = sound(small) == sound(guess) or OSA.distance(small, guess) == 1
        return is_near and count > (0 if len(small) >= _SHORTEST_SURE else _OFTEN)


def straight(text: str) -> str:
    """The text in small letters with straight apostrophes."""
    return text.lower().replace("’", "'")


def in_case_of(typed: str, word: str) -> str:
    """The word with capitals as in what was typed: all, the first, or none added."""
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if typed[:1].isupper() else word
