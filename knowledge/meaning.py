"""How well a question fits each answer by meaning."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.directions import number_owners

_NOTHING = -1.0
"""As unlike as can be: the second nearest question of an answer that has one only."""


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
        order = np.argsort(rows, kind="stable")
        # The questions of an answer stand together, so that one pass finds the best of each.
        self._vectors, self._rows = vectors[order], rows[order]
        self._starts = np.searchsorted(self._rows, np.arange(len(self.answer_ids) + 1))
        self._directions = directions
        self._offsets = offsets

    def evidence(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """For each answer: its fit above the average one's, the cosines of its nearest and second nearest question."""
        fit = (self._directions @ vector + self._offsets).astype(np.float64)
        like = self._vectors @ vector
        best = self._nearest_of_each(like)
        at_best = np.flatnonzero(like == best[self._rows])
        like[at_best[np.unique(self._rows[at_best], return_index=True)[1]]] = _NOTHING
        return np.column_stack([fit - fit.mean(), best, self._nearest_of_each(like)])

    def nearest(self, answer: int, vector: NDArray[np.float32]) -> tuple[int, float]:
        """Which of the questions of an answer (by its number) is most like, counted from 0, and its cosine."""
        likeness = self._vectors[self._starts[answer] : self._starts[answer + 1]] @ vector
        number = int(np.argmax(likeness))
        return number, float(likeness[number])

    def _nearest_of_each(self, like: NDArray[np.float32]) -> NDArray[np.float32]:
        nearest: NDArray[np.float32] = np.maximum.reduceat(like, self._starts[:-1]) if len(like) else like
        return nearest
