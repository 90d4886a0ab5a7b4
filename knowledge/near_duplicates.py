"""Questions of two answers that mean the same: people would get one of them by chance."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.encoding import Encoder

ALIKE = 0.95
"""How like two questions are whose difference says nothing (cosine). "What can" and "what can't it buy" are .76."""


@dataclass(frozen=True)
class Pair:
    """Two questions of different answers, and how like they are (cosine)."""

    answer: str
    question: str
    other: str
    other_question: str
    likeness: float


def near_duplicates(questions: Mapping[str, Sequence[str]], encoder: Encoder, alike: float = ALIKE) -> Iterator[Pair]:
    """Pairs of questions of different answers that are at least so alike, in order of the first one.

    questions: of each answer, by its id. The same question word for word is left out: another check finds it.
    """
    asked = [(id, question) for id, listed in questions.items() for question in listed]
    if not asked:
        return
    vectors = encoder.encode([question for _, question in asked])
    for start, stop in _blocks(len(asked)):
        likeness = vectors[start:stop] @ vectors.T
        for row, column in np.argwhere(likeness >= alike):
            first, second = start + int(row), int(column)
            if first < second and asked[first][0] != asked[second][0] and _differ(asked, first, second):
                yield Pair(*asked[first], *asked[second], float(likeness[row, column]))


def _differ(asked: Sequence[tuple[str, str]], first: int, second: int) -> bool:
    return asked[first][1].lower() != asked[second][1].lower()


def _blocks(count: int, size: int = 512) -> Iterator[tuple[int, int]]:
    for start in range(0, count, size):
        yield start, min(start + size, count)
