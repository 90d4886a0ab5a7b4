"""How near a question is in meaning to the questions of each answer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NONE_LEFT = -1.0


class Meaning:
    """The embeddings of all questions, grouped by answer."""

    def __init__(self, owners: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """`owners`: the answer id of each row of `vectors` (unit length)."""
        self.answer_ids = tuple(dict.fromkeys(owners))
        self._vectors = vectors
        position = {id: index for index, id in enumerate(self.answer_ids)}
        self._owners = np.array([position[id] for id in owners], dtype=np.int64)
        sizes = np.bincount(self._owners, minlength=len(self.answer_ids))
        # One row an answer, padded with the index of an extra column that is as unlike as can be.
        self._grid = np.full((len(self.answer_ids), max(2, sizes.max(initial=0))), len(owners))
        filled = np.zeros(len(self.answer_ids), dtype=np.int64)
        for row, answer in enumerate(self._owners):
            self._grid[answer, filled[answer]] = row
            filled[answer] += 1
        self._middle = self._centres(())

    def evidence(self, vector: NDArray[np.float32], left_out: Sequence[int] = ()) -> NDArray[np.float64]:
        """For each answer: cosine of its nearest and second nearest question, and of the middle of all of them.

        `left_out`: rows to do without (tuning leaves a question out and asks it).
        """
        near = np.append(self._vectors @ vector, NONE_LEFT).astype(np.float64)
        near[list(left_out)] = NONE_LEFT
        grid = near[self._grid]
        grid.sort(axis=1)
        return np.column_stack(
            [grid[:, -1], grid[:, -2], (self._centres(left_out) if left_out else self._middle) @ vector]
        )

    def _centres(self, left_out: Sequence[int]) -> NDArray[np.float64]:
        kept = np.ones(len(self._vectors), dtype=bool)
        kept[list(left_out)] = False
        centres = np.zeros((len(self.answer_ids), self._vectors.shape[1]))
        np.add.at(centres, self._owners[kept], self._vectors[kept])
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
        return centres
