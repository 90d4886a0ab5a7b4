"""How well a question fits each answer by meaning."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.directions import number_owners

_NOTHING = -1.0


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
        """For each answer: its fit above the average one's, the cosines of its nearest and second nearest question."""
        fit = (self._directions @ vector + self._offsets).astype(np.float64)
        near = np.sort(np.append(self._vectors @ vector, _NOTHING)[self._grid], axis=1)
        return np.column_stack([fit - fit.mean(), near[:, -1], near[:, -2]])

    def nearest(self, answer: int, vector: NDArray[np.float32]) -> tuple[int, float]:
        """Which of the questions of an answer (by its number) is most like, counted from 0, and its cosine."""
        likeness = np.append(self._vectors @ vector, _NOTHING)[self._grid[answer]]
        number = int(np.argmax(likeness))
        return number, float(likeness[number])
