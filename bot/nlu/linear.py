"""A linear model over letters, words and meaning: trained with scipy, run with numpy alone.

Reading a pickled scikit-learn model back takes seconds, and nothing of it is needed to multiply two matrices.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
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

    letters, words, meaning: factors of the three parts of the features, each of length 1 before; most_grams: at most so
    many groups of letters, and of words; rarest: a letter group in fewer examples than this is left out; balance: from
    0 (each example counts the same) to 1 (each label does).
    """

    letters: float = 3.0
    words: float = 2.0
    meaning: float = 5.0
    most_grams: int = 20_000
    rarest: int = 2
    balance: float = 0.75
    strength: float = 5.0
    iterations: int = 40


@dataclass(frozen=True)
class Groups:
    """Groups of letters or words that are known, how rare each is, and what it speaks for: one column a label."""

    numbers: dict[str, int]
    rarity: Floats
    weights: Floats

    def strength(self, found: Iterable[str]) -> Floats:
        """What the groups found in a text speak for, each label in its column."""
        counts = Counter(self.numbers[group] for group in found if group in self.numbers)
        if not counts:
            return np.zeros(self.weights.shape[1], dtype=np.float32)
        known = np.fromiter(counts.keys(), dtype=np.int64)
        values = np.fromiter(counts.values(), dtype=np.float32) * self.rarity[known]
        strength: Floats = (values / np.linalg.norm(values)) @ self.weights[known]
        return strength


@dataclass(frozen=True)
class LinearModel:
    """Labels, the groups of letters and words that it knows, and the weights (float32): one column a label."""

    labels: tuple[str, ...]
    letters: Groups
    words: Groups
    by_meaning: Floats
    bias: Floats

    def likelihoods(self, text: str, vector: Vector) -> Floats:
        """The probability of each label, in the order of `labels`; they add up to 1."""
        strength = self.bias + vector @ self.by_meaning
        strength = strength + self.letters.strength(letter_groups(text)) + self.words.strength(word_groups(text))
        likely: Floats = np.exp(strength - strength.max())
        return likely / likely.sum()

    def save(self, folder: Path) -> None:
        """Write the model into a folder as plain arrays and JSON."""
        names = {
            kind: sorted(groups.numbers, key=groups.numbers.__getitem__) for kind, groups in self._groups().items()
        }
        (folder / _NAMES).write_text(json.dumps({"labels": self.labels, **names}), encoding="utf-8")
        arrays = {
            f"{kind}_{part}": getattr(groups, part)
            for kind, groups in self._groups().items()
            for part in ("rarity", "weights")
        }
        np.savez(folder / _ARRAYS, by_meaning=self.by_meaning, bias=self.bias, **arrays)

    @classmethod
    def read(cls, folder: Path) -> "LinearModel":
        """The model that `save` wrote. Raises FileNotFoundError."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            groups = {
                kind: Groups(
                    {name: number for number, name in enumerate(names[kind])},
                    arrays[f"{kind}_rarity"],
                    arrays[f"{kind}_weights"],
                )
                for kind in ("letters", "words")
            }
            return cls(tuple(names["labels"]), **groups, by_meaning=arrays["by_meaning"], bias=arrays["bias"])

    def _groups(self) -> dict[str, Groups]:
        return {"letters": self.letters, "words": self.words}


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


def word_groups(text: str) -> list[str]:
    """All words, and all pairs of neighbouring ones."""
    words = re.findall(r"\w+", text.casefold())
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def train(texts: Sequence[str], vectors: Floats, labels: Sequence[str], settings: Settings) -> LinearModel:
    """Fit the model to examples: texts, their unit vectors (one row each) and labels. Needs two labels or more."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    most = {"max_features": settings.most_grams, "dtype": np.float32}
    letters = TfidfVectorizer(analyzer=letter_groups, min_df=settings.rarest, **most)
    words = TfidfVectorizer(analyzer=word_groups, **most)
    parts = [
        letters.fit_transform(texts) * settings.letters,
        words.fit_transform(texts) * settings.words,
        vectors * np.float32(settings.meaning),
    ]
    names = sorted(set(labels))
    # How often people say something is not how many examples it has; but questions differ more than acts do.
    sizes = Counter(labels)
    counts = np.array([(len(labels) / len(sizes) / sizes[label]) ** settings.balance for label in labels])
    numbers = np.array([names.index(label) for label in labels])
    (by_letters, by_words, by_meaning), bias = _fit(parts, numbers, counts, settings)
    return LinearModel(
        labels=tuple(names),
        letters=_groups_of(letters, by_letters * settings.letters),
        words=_groups_of(words, by_words * settings.words),
        by_meaning=(by_meaning * settings.meaning).astype(np.float32),
        bias=bias.astype(np.float32),
    )


def _groups_of(vectorizer: Any, weights: Floats) -> Groups:
    numbers = {group: int(index) for group, index in vectorizer.vocabulary_.items()}
    return Groups(numbers, vectorizer.idf_.astype(np.float32), weights.astype(np.float32))


def _fit(
    parts: Sequence[Any], numbers: NDArray[np.int64], counts: NDArray[np.float64], settings: Settings
) -> tuple[list[Floats], Floats]:
    """Weights (one array a part of the features) and bias of a multinomial logistic regression.

    scikit-learn's would take the dense part as sparse, which costs four times as long.
    """
    from scipy.optimize import minimize

    labels = int(numbers.max()) + 1
    ends = np.cumsum([part.shape[1] for part in parts])
    rows = np.arange(len(numbers))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat.reshape(-1, labels)
        *weights, bias = np.split(table, ends)
        strength = sum(part @ own.astype(np.float32) for part, own in zip(parts, weights, strict=True)) + bias
        strength -= strength.max(axis=1, keepdims=True)
        likely = np.exp(strength)
        totals = likely.sum(axis=1)
        value = counts @ (np.log(totals) - strength[rows, numbers])
        likely /= totals[:, None]
        likely[rows, numbers] -= 1.0
        likely *= counts[:, None]
        error = likely.astype(np.float32)
        slope = np.vstack([*(part.T @ error for part in parts), likely.sum(axis=0)[None, :]])
        # The bias is not held down.
        slope[:-1] += table[:-1] / settings.strength
        value += float((table[:-1] ** 2).sum()) / (2 * settings.strength)
        return float(value), slope.astype(np.float64).ravel()

    start = np.zeros((int(ends[-1]) + 1) * labels)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": settings.iterations, "maxcor": 6})
    *weights, bias = np.split(found.x.reshape(-1, labels), ends)
    return weights, bias[0]
