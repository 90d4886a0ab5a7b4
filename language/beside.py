"""Words that are a slip for another, told by the term they stand in: "manged account", "living wgae"."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from rapidfuzz.distance import OSA

from language.word_lists import word_lists

# A word that our texts (half a million words) use more often than this is taken as meant.
_RARE = 20
_SHORTEST = 4


class Beside:
    """Finds the term that was meant. own: word -> how often we use it; terms: pairs of words, with a space between."""

    def __init__(self, own: Mapping[str, int], terms: Iterable[str]) -> None:
        self._own = own
        self._terms = frozenset(terms)
        self._before: dict[str, list[str]] = defaultdict(list)
        self._after: dict[str, list[str]] = defaultdict(list)
        for pair in self._terms:
            first, second = pair.split()
            self._before[second].append(first)
            self._after[first].append(second)

    def meant(self, word: str, before: str, after: str) -> str | None:
        """What a word, right or not, means between two others ("" for none), all in small letters; None: itself."""
        usual = {*self._before.get(after, ()), *self._after.get(before, ())}
        if not usual or not self._is_rare(word) or not self._terms.isdisjoint((f"{before} {word}", f"{word} {after}")):
            return None
        near = [each for each in usual if _is_slip(word, each)]
        return near[0] if len(near) == 1 else None

    def _is_rare(self, word: str) -> bool:
        lists = word_lists()
        named = word in lists.names or word in lists.terms
        return len(word) >= _SHORTEST and word.isalpha() and self._own.get(word, 0) <= _RARE and not named


def pairs_of_terms(names: Iterable[str]) -> set[str]:
    """The pairs of longer words, with a space between, that stand in the names of terms, in small letters."""
    pairs = (pair for name in names for pair in pairwise(name.lower().split()))
    return {" ".join(pair) for pair in pairs if all(word.isalpha() and len(word) >= _SHORTEST for word in pair)}


def _is_slip(word: str, meant: str) -> bool:
    """Whether one letter was struck wrong. "Tests" for "test" is no slip."""
    same_start = word.startswith(meant) or meant.startswith(word)
    return word[0] == meant[0] and not same_start and OSA.distance(word, meant, score_cutoff=1) == 1
