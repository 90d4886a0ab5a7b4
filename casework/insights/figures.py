"""Sums of the lead's view: middles, and what is too small to be shown. Pure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import ceil
from statistics import median as _median
from typing import TypeVar

FEWEST = 5
"""A smaller number of people is not shown: it could point at somebody."""

Key = TypeVar("Key")


def median(waits: Sequence[timedelta]) -> timedelta | None:
    """The middle one, or half-way between the two middle ones; None for fewer than FEWEST."""
    if len(waits) < FEWEST:
        return None
    return timedelta(seconds=_median(wait.total_seconds() for wait in waits))


def ninetieth(waits: Sequence[timedelta]) -> timedelta | None:
    """What nine of ten did not exceed (nearest rank: no wait that nobody had); None for fewer than FEWEST."""
    return sorted(waits)[ceil(0.9 * len(waits)) - 1] if len(waits) >= FEWEST else None


def hide_small(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The counts, with None for those from 1 to FEWEST - 1.

    Where just one is hidden, the next smallest is too: else it would follow from the sum of all.
    """
    small = [key for key, number in counts.items() if 0 < number < FEWEST]
    if len(small) == 1:
        others = [key for key, number in counts.items() if number >= FEWEST]
        small += sorted(others, key=lambda key: counts[key])[:1]
    return {key: None if key in small else number for key, number in counts.items()}
