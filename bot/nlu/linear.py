"""A linear model over letters and meaning: trained with scipy, run with numpy alone.

Reading a pickled scikit-learn model back takes seconds, and nothing of it is needed to multiply two matrices.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.nlu.reading import Vector

Floats = NDArray[np.float32]

_SHORTEST, _LONGEST = 2, 5
_ARRAYS = "weights.npz"
_NAMES = "names.json"


@dataclass(frozen=True)
class Settings:
    """How to train.

    letters, meaning: factors of the two halves of the features, each of length 1 before; rarest: a letter group in
    fewer examples than this is left out; balance: from 0 (each example counts the same) to 1 (each label does).
    """

    letters: float = 3.0
    meaning: float = 5.0
    most_grams: int = 20_000
    rarest: int = 2
    balance: float = 0.75
    strength: float = 10.0
    iterations: int = 40


@dataclass(frozen=True)
class LinearModel:
    """Labels, the letter groups it knows, and the weights (float32): one row a feature, one column a label."""

    labels: tuple[str, ...]
    grams: dict[str, int]
    rarity: Floats
    by_letters: Floats
    by_meaning: Floats
    bias: Floats

    def likelihoods(self, text: str, vector: Vector) -> Floats:
        """The probability of each label, in the order of `labels`; they add up to 1."""
        strength = self.bias + vector @ self.by_meaning
        counts = Counter(self.grams[gram] for gram in letter_groups(text) if gram in self.grams)
        if counts:
            known = np.fromiter(counts.keys(), dtype=np.int64)
            values = np.fromiter(counts.values(), dtype=np.float32) * self.rarity[known]
            strength = strength + (values / np.linalg.norm(values)) @ self.by_letters[known]
        likely: Floats = np.exp(strength - strength.max())
        return likely / likely.sum()

    def save(self, folder: Path) -> None:
        """Write the model into a folder as plain arrays and JSON."""
        names = sorted(self.grams, key=self.grams.__getitem__)
        (folder / _NAMES).write_text(json.dumps({"labels": self.labels, "grams": names}), encoding="utf-8")
        np.savez(
            folder / _ARRAYS,
            rarity=self.rarity,
            by_letters=self.by_letters,
            by_meaning=self.by_meaning,
            bias=self.bias,
        )

    @classmethod
    def read(cls, folder: Path) -> "LinearModel":
        """The model that `save` wrote. Raises FileNotFoundError."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            return cls(
                labels=tuple(names["labels"]),
                grams={gram: index for index, gram in enumerate(names["grams"])},
                rarity=arrays["rarity"],
                by_letters=arrays["by_letters"],
                by_meaning=arrays["by_meaning"],
                bias=arrays["bias"],
            )


def letter_groups(text: str) -> list[str]:
    """All groups of 2 to 5 neighbouring characters inside words; a space marks where a word begins and ends."""
    groups: list[str] = []
    for word in re.findall(r"\w+|[^\w\s]", text.casefold()):
        padded = f" {word} "
        for length in range(_SHORTEST, _LONGEST + 1):
            groups += [padded[start : start + length] for start in range(max(1, len(padded) - length + 1))]
            if length >= len(padded):
                break
    return groups


def train(texts: Sequence[str], vectors: Floats, labels: Sequence[str], settings: Settings) -> LinearModel:
    """Fit the model to examples: texts, their unit vectors (one row each) and labels. Needs two labels or more."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    letters = TfidfVectorizer(
        analyzer=letter_groups, max_features=settings.most_grams, min_df=settings.rarest, dtype=np.float32
    )
    by_letters = letters.fit_transform(texts) * settings.letters
    names = sorted(set(labels))
    # How often people say something is not how many examples it has; but questions differ more than acts do.
    sizes = Counter(labels)
    counts = np.array([(len(labels) / len(sizes) / sizes[label]) ** settings.balance for label in labels])
    numbers = np.array([names.index(label) for label in labels])
    weights, bias = _fit([by_letters, vectors * np.float32(settings.meaning)], numbers, counts, settings)
    return LinearModel(
        labels=tuple(names),
        grams={gram: int(index) for gram, index in letters.vocabulary_.items()},
        rarity=letters.idf_.astype(np.float32),
        by_letters=(weights[0] * settings.letters).astype(np.float32),
        by_meaning=(weights[1] * settings.meaning).astype(np.float32),
        bias=bias.astype(np.float32),
    )


def _fit(
    halves: Sequence[Any], numbers: NDArray[np.int64], counts: NDArray[np.float64], settings: Settings
) -> tuple[list[Floats], Floats]:
    """Weights (one array a half of the features) and bias of a multinomial logistic regression.

    scikit-learn's would take the dense half as sparse, which costs four times as long.
    """
    from scipy.optimize import minimize

    labels = int(numbers.max()) + 1
    ends = np.cumsum([half.shape[1] for half in halves])
    rows = np.arange(len(numbers))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat.reshape(-1, labels)
        parts = np.split(table, ends)
        strength = sum(half @ part.astype(np.float32) for half, part in zip(halves, parts, strict=False)) + parts[-1]
        strength -= strength.max(axis=1, keepdims=True)
        likely = np.exp(strength)
        totals = likely.sum(axis=1)
        value = counts @ (np.log(totals) - strength[rows, numbers])
        likely /= totals[:, None]
        likely[rows, numbers] -= 1.0
        likely *= counts[:, None]
        error = likely.astype(np.float32)
        slope = np.vstack([*(half.T @ error for half in halves), likely.sum(axis=0)[None, :]])
        # The bias is not held down.
        slope[:-1] += table[:-1] / settings.strength
        value += float((table[:-1] ** 2).sum()) / (2 * settings.strength)
        return float(value), slope.astype(np.float64).ravel()

    start = np.zeros((int(ends[-1]) + 1) * labels)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": settings.iterations, "maxcor": 6})
    *weights, bias = np.split(found.x.reshape(-1, labels), ends)
    return weights, bias[0]
