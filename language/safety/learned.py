"""What the second reader learned from examples/*.yml: how much like risk a text reads, which kind, and whose risk."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Protocol, get_args

import numpy as np
import yaml
from numpy.typing import NDArray

from language.safety.kinds import About, RiskKind
from language.safety.phrases import phrase_places, weigh

Vectors = NDArray[np.float32]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
EXAMPLES = Path(__file__).parent / "examples"
LEARNED = Path(__file__).parent / "learned.npz"
RETRAIN = "run: python -m language.safety.training knowledge/answers knowledge/asked data/nlu"
_SUBJECTS_EACH = 5  # no divisor of their number, so that all pairings differ
KINDS = tuple(RiskKind)
ABOUTS: tuple[About, ...] = get_args(About)


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
    """Is it risk: a linear model over unit vectors of the tuned encoder, plus weights of words and pairs.

    Which kind: another one over the same vectors. A text counts as risk when its score is at least `threshold`.
    """

    weights: Vectors
    intercept: float
    phrase_weights: Vectors
    phrase_intercept: float
    phrase_share: float
    threshold: float
    kind_weights: Vectors
    kind_intercepts: Vectors
    example_ids: tuple[str, ...]
    example_kinds: NDArray[np.int8]
    example_abouts: NDArray[np.int8]
    example_vectors: Vectors

    @staticmethod
    def load(file: Path = LEARNED) -> "Learned":
        """Read learned.npz. Raises ValueError when the examples were edited since it was written."""
        with np.load(file) as stored:
            if str(stored["digest"]) != digest():
                raise ValueError(f"{EXAMPLES.name}/ was edited since {file.name} was learned from it; {RETRAIN}")
            return Learned(
                weights=_read(stored["weights"]),
                intercept=float(stored["intercept"]),
                phrase_weights=_read(stored["phrase_weights"]),
                phrase_intercept=float(stored["phrase_intercept"]),
                phrase_share=float(stored["phrase_share"]),
                threshold=float(stored["threshold"]),
                kind_weights=_read(stored["kind_weights"]),
                kind_intercepts=_read(stored["kind_intercepts"]),
                example_ids=tuple(str(stored["example_ids"]).split("\n")),
                example_kinds=stored["example_kinds"],
                example_abouts=stored["example_abouts"],
                example_vectors=_read(stored["example_vectors"]),
            )

    def phrase_score(self, words: str) -> float:
        """How much the words alone read like risk. Costs next to nothing."""
        return weigh(phrase_places(words), self.phrase_weights) + self.phrase_intercept

    def score(self, vector: Vectors, words: str) -> float:
        """The higher, the more it reads like risk."""
        return float(self.weights @ vector) + self.intercept + self.phrase_share * self.phrase_score(words)

    def kind_chances(self, vector: Vectors) -> Vectors:
        """The chance of each of the KINDS learned (the last may be missing), given that it is one. They add up to 1."""
        raised = self.kind_weights @ vector + self.kind_intercepts
        chances: Vectors = np.exp(raised - raised.max())
        return chances / chances.sum()

    def nearest(self, vector: Vectors, kind: RiskKind) -> tuple[str, About]:
        """Id of the example of this kind that comes closest, and whose risk it was."""
        rows = np.flatnonzero(self.example_kinds == KINDS.index(kind))
        row = rows[int(np.argmax(self.example_vectors[rows] @ vector))]
        return self.example_ids[row], ABOUTS[self.example_abouts[row]]


def read_examples() -> tuple[tuple[Example, ...], tuple[str, ...]]:
    """The examples of each kind and the harmless texts. Raises FileNotFoundError when a kind of crisis has no file."""
    examples = tuple(
        Example(f"{kind}/like-{about}-{number}", kind, about, text)
        for kind in RiskKind
        if kind.is_crisis or (EXAMPLES / f"{kind}.yml").exists()  # medical advice may be left to the rules
        for about, texts in _load(f"{kind}.yml").items()
        for number, text in enumerate(texts, start=1)
    )
    return examples, (*_load("harmless.yml"), *_plain_lives())


def _plain_lives() -> Iterator[str]:
    """Every predicate behind a few of the subjects, which take turns."""
    lives = _load("plain_lives.yml")
    subjects = cycle(lives["subjects"])
    for predicate in lives["third_person"]:
        yield from (f"{subject} {predicate}" for subject in islice(subjects, _SUBJECTS_EACH))
    yield from lives["first_person"]


def digest() -> str:
    """A fingerprint of the files that are learned from."""
    together = hashlib.sha256()
    for path in sorted(EXAMPLES.glob("*.yml")):
        together.update(path.read_bytes())
    return together.hexdigest()


def _read(numbers: NDArray[np.floating]) -> Vectors:
    return numbers.astype(np.float32)


def _load(name: str) -> Any:
    return yaml.load((EXAMPLES / name).read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)
