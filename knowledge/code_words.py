"""Codes to come back with: three words of a list of our own, made to be read out, heard and typed.

The list (knowledge/coming_back/code_words.txt) has no two words within one slip of each other, none that sounds like
another word, and none that could upset. Three of its 1,019 words make more than a thousand million codes (29.98 bits).
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import OSA

WORDS_IN_A_CODE = 3
LEAST_ENTRIES = 1_000
SHORTEST, LONGEST = 4, 7

_AROUND_WRITTEN = (
    "a and code codes comma dash dot full got have hello here hi hyphen i im is it its ive mine minus my number "
    "please space stop thank thanks the this three use using with word words you"
)
_AROUND = frozenset(_AROUND_WRITTEN.split())
"""Words that people type or dictate around a code. None of them is in the list."""
_MOST_TYPED = 12


@dataclass(frozen=True)
class CodeWords:
    """The list, and what can be done with it."""

    words: tuple[str, ...]

    @staticmethod
    def load(file: Path) -> "CodeWords":
        """Read the list: a word a line. Raises OSError."""
        return CodeWords(tuple(file.read_text(encoding="utf-8").split()))

    def new(self, choose: Callable[[Sequence[str]], str]) -> str:
        """A code such as apple-lantern-river. `choose`: picks one word at random (`secrets.choice`)."""
        return "-".join(choose(self.words) for _ in range(WORDS_IN_A_CODE))

    def read(self, text: str) -> str | None:
        """The code that a text gives, in its one spelling; None when it gives none.

        Case, hyphens, spaces, punctuation and a few words around it don't matter. One slip in all is mended (a letter
        too much, too few, wrong, or two swapped), if only one word of the list can be meant.
        """
        typed = self._typed(text)
        if len(typed) < WORDS_IN_A_CODE:
            return self._run_together("".join(typed))
        if len(typed) > WORDS_IN_A_CODE:
            return None
        found = [self._mended(word) for word in typed]
        slips = sum(word not in self._listed for word in typed)
        return "-".join(word for word in found if word) if all(found) and slips <= 1 else None

    def looks_like(self, text: str) -> bool:
        """Whether a text is, or was meant to be, nothing but a code: two of its three words at least are listed."""
        typed = self._typed(text)
        if len(typed) == WORDS_IN_A_CODE and min(map(len, typed)) >= SHORTEST - 1:
            return sum(word in self._listed for word in typed) >= WORDS_IN_A_CODE - 1
        return self.read(text) is not None

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(self.words)

    def _typed(self, text: str) -> list[str]:
        plain = unicodedata.normalize("NFKD", text.casefold())
        kept = re.sub(r"['’`]", "", "".join(c for c in plain if not unicodedata.combining(c)))
        words = re.findall(r"[^\W_]+", kept)
        if len(words) > _MOST_TYPED:
            return words
        return [word for word in words if word not in _AROUND]

    def _mended(self, word: str) -> str | None:
        if word in self._listed:
            return word
        near = [
            each
            for each in self.words
            if abs(len(each) - len(word)) <= 1 and OSA.distance(word, each, score_cutoff=1) <= 1
        ]
        return near[0] if len(near) == 1 else None

    def _run_together(self, letters: str) -> str | None:
        """Three words without spaces between them, if there is one way only to take them apart."""
        if not WORDS_IN_A_CODE * SHORTEST <= len(letters) <= WORDS_IN_A_CODE * LONGEST:
            return None
        ways = []
        for first, second in combinations(range(SHORTEST, len(letters) - SHORTEST + 1), 2):
            parts = (letters[:first], letters[first:second], letters[second:])
            if self._listed.issuperset(parts):
                ways.append("-".join(parts))
        return ways[0] if len(ways) == 1 else None
