"""Words and pairs of words as numbers: what the second reader weighs beside the meaning of a whole sentence."""

from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

PLACES = 2**14  # phrases that share a place share a weight: rare enough at this size


def phrase_places(words: str) -> NDArray[np.intp]:
    """The places of a text's words and pairs of neighbours, each once; of no words an empty array.

    words: as `Spelling.plain` gives them, single spaces between.
    """
    return np.fromiter(sorted({crc32(phrase.encode()) % PLACES for phrase in _phrases(words.split())}), np.intp)


def weigh(places: NDArray[np.intp], weights: NDArray[np.float32]) -> float:
    """The weights of the places together, as for a vector of length 1."""
    return float(weights[places].sum() / np.sqrt(len(places))) if len(places) else 0.0


def _phrases(words: list[str]) -> Iterator[str]:
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
