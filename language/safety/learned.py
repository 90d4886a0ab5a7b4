"""What the second reader learned from examples.yml: a scale of risk, and vectors of the examples to tell the kind."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import yaml
from numpy.typing import NDArray

from language.safety.kinds import About, RiskKind

Vectors = NDArray[np.float32]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
EXAMPLES = Path(__file__).parent / "examples.yml"
LEARNED = Path(__file__).parent / "learned.npz"
_FEW = 7  # neighbours that vote on the kind
RETRAIN = "run: python -m language.safety.training knowledge/answers data/nlu"


class Encoder(Protocol):
    """Turns texts into vectors of unit length, one row each."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (number of texts, dimensions)."""


@dataclass(frozen=True)
class Example:
    """One written example of a risk."""

    id: str
    kind: RiskKind
    about: About
    text: str


@dataclass(frozen=True)
class Learned:
    """A support vector machine with a Gaussian kernel over unit vectors, and the examples of risk beside it.

    A text counts as risk when its score is at least `threshold`.
    """

    examples: tuple[Example, ...]
    example_vectors: Vectors
    support: Vectors
    weights: Vectors
    intercept: float
    gamma: float
    threshold: float

    @staticmethod
    def load(file: Path = LEARNED) -> "Learned":
        """Read learned.npz. Raises ValueError when the examples were edited since it was written."""
        examples, harmless = read_examples()
        with np.load(file) as stored:
            if str(stored["digest"]) != digest(examples, harmless):
                raise ValueError(f"{EXAMPLES.name} was edited since {file.name} was learned from it; {RETRAIN}")
            return Learned(
                examples=examples,
                example_vectors=np.asarray(stored["example_vectors"], np.float32),
                support=np.asarray(stored["support"], np.float32),
                weights=np.asarray(stored["weights"], np.float32),
                intercept=float(stored["intercept"]),
                gamma=float(stored["gamma"]),
                threshold=float(stored["threshold"]),
            )

    def scores(self, vectors: Vectors) -> Vectors:
        """One score a row: the higher, the more it reads like risk."""
        # For unit vectors the squared distance is 2 - 2 cos.
        kernel = np.exp(-self.gamma * (2.0 - 2.0 * vectors @ self.support.T))
        scores: Vectors = kernel @ self.weights + self.intercept
        return scores

    def nearest(self, vector: Vectors) -> Example:
        """The example that comes closest among those of the kind that the closest few speak for."""
        closeness = self.example_vectors @ vector
        few = np.argsort(closeness)[-_FEW:][::-1]
        votes: dict[RiskKind, float] = {}
        for index in few:
            kind = self.examples[index].kind
            votes[kind] = votes.get(kind, 0.0) + float(closeness[index]) ** 2
        chosen = max(votes, key=votes.__getitem__)
        return next(self.examples[index] for index in few if self.examples[index].kind is chosen)


def read_examples() -> tuple[tuple[Example, ...], tuple[str, ...]]:
    """The examples of risk and the harmless sentences of examples.yml. Raises ValueError for an unknown kind."""
    data = yaml.load(EXAMPLES.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)
    examples = tuple(
        Example(f"{kind}/like-{about}-{number}", RiskKind(kind), about, text)
        for kind, groups in data["kinds"].items()
        for about, texts in groups.items()
        for number, text in enumerate(texts, start=1)
    )
    return examples, tuple(data["harmless"])


def digest(examples: Sequence[Example], harmless: Sequence[str]) -> str:
    """A fingerprint of all that is learned from examples.yml."""
    return hashlib.sha256(repr(([(e.id, e.text) for e in examples], list(harmless))).encode()).hexdigest()


def encode_each(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """One row a text, each encoded by itself: in a batch its vector would depend on its neighbours."""
    return np.vstack([encoder.encode([text]) for text in texts])
