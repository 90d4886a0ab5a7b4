"""The right word nearest to a wrong one: our own words first, then common English ones."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from language.sounds import sound
from language.word_lists import word_lists

_KEYS_BESIDE = {
    key: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, key in enumerate(row)
}
# Only so common English words are offered: a rare one is more likely a wrong guess than what was meant.
_COMMON = 30_000
# Occurrences on the web below which a word is uncommon; about the 12,000th word.
_OFTEN = 3_000_000
# For guesses by sound, which reach further, only the most common.
_COMMON_BY_SOUND = 12_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ALLOWANCES = ((5, -0.44), (7, -0.15), (10, 0.56), (12, 1.58), (math.inf, 1.08))
# Two guesses as close as this to each other are a toss-up, and a wrong correction is worse than none.
_TOSS_UP = 0.12
_SHORT = 7
# What makes a guess likelier: less of its cost, which is counted in letters that differ. Chosen by trying many on
# reviewed questions with seeded slips, so that most words come back and fewest become another.
_SAME_SOUND = 0.28
_SOUND_OVER_LETTERS = 0.2  # for each letter more
_OTHER_START = 0.42
_SAME_LETTERS = 0.45
_LEFT_OUT = 0.33
_KEY_BESIDE = 0.2
_DOUBLED = 0.36
_OURS = 0.35
_OFTEN_OURS = 0.21
_UNCOMMON = 1.45
_OFTEN_ON_THE_WEB = 0.09


class NearWords:
    """Finds the nearest word among `own` (word -> how often it occurs in our texts) and common English."""

    def __init__(self, own: Mapping[str, int]) -> None:
        self._own = own
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in own:
            if len(word) > 3:
                self._by_length[len(word)].append(word)
                self._by_sound[sound(word)].append(word)

    def nearest(self, word: str, furthest: int) -> str | None:
        """The word meant by a wrong one in small letters, about `furthest` edits away at most, or None if unsure."""
        ranked = sorted((self._cost(word, candidate), candidate) for candidate in set(self._candidates(word, furthest)))
        ranked = [(cost, candidate) for cost, candidate in ranked if cost <= _allowance(len(word))]
        if not ranked:
            return None
        (cost, best), *others = ranked
        if len(word) < _SHORT and others and others[0][0] - cost < _TOSS_UP:
            ours = best in self._own and others[0][1] not in self._own
            return best if ours else None
        return best

    def _candidates(self, word: str, furthest: int) -> Iterator[str]:
        common = _common()
        yield from (edit for edit in _one_edit_away(word) if edit in self._own or edit in common)
        if furthest > 1:
            lengths = range(len(word) - furthest, len(word) + furthest + 1)
            for group in (self._by_length.get(length, ()) for length in lengths):
                for candidate, _, _ in extract(word, group, scorer=OSA.distance, score_cutoff=furthest, limit=5):
                    yield candidate
        key = sound(word)
        for candidate in self._by_sound.get(key, ()):
            if OSA.distance(word, candidate) <= furthest + 1:
                yield candidate
        if furthest > 1:
            for candidate in _common_by_sound().get(key, ()):
                if OSA.distance(word, candidate) <= furthest + 1:
                    yield candidate

    def _cost(self, word: str, candidate: str) -> float:
        cost = float(OSA.distance(word, candidate))
        if sound(word) == sound(candidate):
            cost -= _SAME_SOUND + _SOUND_OVER_LETTERS * (cost - 1)
        elif word[0] != candidate[0]:
            cost += _OTHER_START
        if sorted(word) == sorted(candidate):
            cost -= _SAME_LETTERS
        elif len(word) < len(candidate):
            cost -= _LEFT_OUT  # haste leaves letters out more often than it adds them
        elif len(word) == len(candidate) and _is_slip(word, candidate):
            cost -= _KEY_BESIDE
        elif _is_doubled(word, candidate):
            cost -= _DOUBLED
        if candidate in self._own:
            cost -= _OURS + _OFTEN_OURS * math.log10(1 + self._own[candidate])
        elif _common().get(candidate, 0) < _OFTEN:
            cost += _UNCOMMON
        return cost - _OFTEN_ON_THE_WEB * math.log10(1 + _common().get(candidate, 0))


def _allowance(length: int) -> float:
    """The dearest correction accepted for a word of this length."""
    return next(cost for shorter_than, cost in _ALLOWANCES if length < shorter_than)


def _is_slip(word: str, candidate: str) -> bool:
    """Whether all letters that differ are beside each other on the keyboard."""
    return all(
        meant == typed or meant in _KEYS_BESIDE.get(typed, "") for typed, meant in zip(word, candidate, strict=True)
    )


def _is_doubled(word: str, candidate: str) -> bool:
    """Whether the word is the candidate with one of its letters twice."""
    return len(word) == len(candidate) + 1 and any(
        word[place] == word[place - 1] and word[:place] + word[place + 1 :] == candidate
        for place in range(1, len(word))
    )


def _one_edit_away(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail


@cache
def _common() -> dict[str, int]:
    """The most frequent English words of at least four letters. The list is sorted by frequency."""
    common: dict[str, int] = {}
    for word, count in word_lists().english.items():
        if len(word) > 3 and "'" not in word:
            common[word] = count
            if len(common) == _COMMON:
                break
    for word in word_lists().additions:
        common[word] = max(_OFTEN, common.get(word, 0))
    return common


@cache
def _common_by_sound() -> dict[str, list[str]]:
    by_sound: dict[str, list[str]] = defaultdict(list)
    for word in (*islice(_common(), _COMMON_BY_SOUND), *word_lists().additions):
        by_sound[sound(word)].append(word)
    return by_sound
