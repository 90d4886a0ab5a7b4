"""Words that were written as one: "directpayment", "howmuchis"."""

from collections.abc import Iterator, Mapping

SHORTEST_RUN_TOGETHER = 6
"""Fewer letters than this are never taken for two words."""
_LONGEST = 18
# Two words that we never wrote one after the other are a guess, made only of long words that we use so often.
_SHORTEST_UNSEEN = 4
_OFTEN = 20
# "Ashwell" and "Longbenton" are places, not two words.
_ENDS_OF_PLACES = (
    "ton", "ham", "ley", "well", "worth", "wood", "field", "ford", "bridge", "stone", "stoke", "hill", "land", "side",
    "gate", "port", "pool", "mouth", "church", "stead", "wick", "head", "moor", "more", "combe", "borough", "bury",
    "hall", "house",
)  # fmt: skip


def split(word: str, own: Mapping[str, int], pairs: Mapping[str, int]) -> str | None:
    """The words of ours that were written as one, with spaces, or None.

    own: word -> how often we use it; pairs: two words with a space between -> how often one follows the other.
    Of several ways to split, the one that we wrote most often.
    """
    if not SHORTEST_RUN_TOGETHER <= len(word) <= _LONGEST:
        return None
    seen = [(pairs[apart], apart) for apart in _in_two(word) if apart in pairs] or list(_in_three(word, pairs))
    if seen:
        return max(seen)[1]
    unseen = [(_rarer(apart, own), apart) for apart in _in_two(word) if _is_plain(apart, own)]
    return max(unseen)[1] if unseen else None


def _in_two(word: str) -> Iterator[str]:
    return (word[:place] + " " + word[place:] for place in range(1, len(word)))


def _in_three(word: str, pairs: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    for first in range(1, len(word) - 2):
        for second in range(first + 2, len(word)):
            one, two, three = word[:first], word[first:second], word[second:]
            count = min(pairs.get(f"{one} {two}", 0), pairs.get(f"{two} {three}", 0))
            if count:
                yield count, f"{one} {two} {three}"


def _is_plain(apart: str, own: Mapping[str, int]) -> bool:
    first, second = apart.split()
    if second.endswith(_ENDS_OF_PLACES):
        return False
    return min(len(first), len(second)) >= _SHORTEST_UNSEEN and _rarer(apart, own) >= _OFTEN


def _rarer(apart: str, own: Mapping[str, int]) -> int:
    return min(own.get(part, 0) for part in apart.split())
