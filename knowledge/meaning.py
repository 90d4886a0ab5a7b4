"""How well a question fits each answer by meaning."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.directions import number_owners

_NOTHING = -1.0
NEAR, WIDE = 10, 30
"""So many of the nearest questions have a vote."""
MOST_VOTES = 8
"""So many questions of one answer may vote: one with many ways to ask it would win by their number alone."""


class Meaning:
    """The embeddings of all questions by answer, and the directions that tell the answers apart."""

    def __init__(
        self,
        owners: Sequence[str],
        vectors: NDArray[np.float32],
        directions: NDArray[np.float32],
        offsets: NDArray[np.float32],
    ) -> None:
        """owners: the answer id of each row of `vectors`; directions, offsets: of each answer, in that order."""
        self.answer_ids, rows = number_owners(owners)
        self._rows = rows
        self._vectors = vectors
        self._directions = directions
        self._offsets = offsets
        sizes = np.bincount(rows, minlength=len(self.answer_ids))
        # One row an answer, padded with the index of an extra question that is as unlike as can be.
        self._grid = np.full((len(self.answer_ids), max(2, sizes.max(initial=0))), len(owners))
        filled = np.zeros(len(self.answer_ids), dtype=np.int64)
        for row, answer in enumerate(rows):
            self._grid[answer, filled[answer]] = row
            filled[answer] += 1

    def evidence(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """For each answer: its fit above the average one's, the cosines of its nearest and second nearest question, and
        how many of the NEAR and of the WIDE nearest of all questions are its own (log of one more, at most MOST_VOTES).
        """
        fit = (self._directions @ vector + self._offsets).astype(np.float64)
        near = np.sort(np.append(self._vectors @ vector, _NOTHING)[self._grid], axis=1)
        votes = [_votes(near[:, -MOST_VOTES:], voters) for voters in (NEAR, WIDE)]
        return np.column_stack([fit - fit.mean(), near[:, -1], near[:, -2], *votes])

    def nearest(self, answer: int, vector: NDArray[np.float32]) -> tuple[int, float]:
        """Which of the questions of an answer (by its number) is most like, counted from 0, and its cosine."""
        likeness = np.append(self._vectors @ vector, _NOTHING)[self._grid[answer]]
        number = int(np.argmax(likeness))
        return number, float(likeness[number])


def _votes(likeness: NDArray[np.float32], voters: int) -> NDArray[np.float64]:
    """For each answer (row), how many of its likenesses are among the highest of all, as the log of one more."""
    least = -np.partition(-likeness.ravel(), min(voters, likeness.size) - 1)[min(voters, likeness.size) - 1]
    votes: NDArray[np.float64] = np.log1p((likeness >= max(float(least), 0.0)).sum(axis=1).astype(np.float64))
    return votes
