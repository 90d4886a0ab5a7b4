"""A linear model over letters and meaning: trained with scikit-learn, run with numpy alone.

Reading a pickled scikit-learn model back takes seconds, and nothing of it is needed to multiply two matrices.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
    balance: float = 0.5
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
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    letters = TfidfVectorizer(
        analyzer=letter_groups, max_features=settings.most_grams, min_df=settings.rarest, dtype=np.float32
    )
    by_letters = letters.fit_transform(texts)
    features = hstack([by_letters * settings.letters, csr_matrix(vectors * settings.meaning)], format="csr")
    # How often people say something is not how many examples it has; but questions differ more than acts do.
    sizes = Counter(labels)
    counts = {label: (len(labels) / len(sizes) / size) ** settings.balance for label, size in sizes.items()}
    regression = LogisticRegression(
        C=settings.strength,
        max_iter=settings.iterations,
        class_weight=counts,
        multi_class="multinomial",
        tol=1e-3,
    ).fit(features, labels)
    weights, bias = regression.coef_, regression.intercept_
    if len(regression.classes_) == 2:
        # scikit-learn keeps one row for two labels: the strength of the second, mirrored for the first.
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    split = by_letters.shape[1]
    return LinearModel(
        labels=tuple(map(str, regression.classes_)),
        grams={gram: int(index) for gram, index in letters.vocabulary_.items()},
        rarity=letters.idf_.astype(np.float32),
        by_letters=(weights[:, :split].T * settings.letters).astype(np.float32),
        by_meaning=(weights[:, split:].T * settings.meaning).astype(np.float32),
        bias=bias.astype(np.float32),
    )
