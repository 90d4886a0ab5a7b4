"""Written examples of risk and of harmless talk, with their vectors."""

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
EXAMPLES = Path(__file__).parent / "prototypes.yml"
VECTORS = Path(__file__).parent / "prototypes.npz"


class Encoder(Protocol):
    """Turns texts into vectors of unit length, one row each."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (number of texts, dimensions)."""


@dataclass(frozen=True)
class Prototype:
    """One written example of a risk."""

    id: str
    kind: RiskKind
    about: About


@dataclass(frozen=True)
class Prototypes:
    """Examples of risk and of harmless talk; floor and margin are cosines."""

    risks: tuple[Prototype, ...]
    risk_vectors: Vectors
    harmless_vectors: Vectors
    floor: float
    margin: float

    @staticmethod
    def load(encoder: Encoder) -> "Prototypes":
        """The examples with their stored vectors, or with fresh ones when the text was edited since they were stored.

        Raises KeyError or ValueError when prototypes.yml is malformed.
        """
        text = EXAMPLES.read_text(encoding="utf-8")
        data = yaml.safe_load(text)
        risks, sentences = [], []
        for kind, groups in data["kinds"].items():
            for about, examples in groups.items():
                for number, example in enumerate(examples, start=1):
                    risks.append(Prototype(f"{kind}/like-{about}-{number}", RiskKind(kind), about))
                    sentences.append(example)
        harmless = data["harmless"]
        vectors = _stored(text)
        if vectors is None:
            vectors = encode_each(encoder, [*sentences, *harmless])
        return Prototypes(
            tuple(risks), vectors[: len(risks)], vectors[len(risks) :], float(data["floor"]), float(data["margin"])
        )


def encode_each(encoder: Encoder, sentences: Sequence[str]) -> Vectors:
    """One row a sentence, each encoded by itself: in a batch its vector would depend on its neighbours."""
    return np.vstack([encoder.encode([sentence]) for sentence in sentences])


def _digest(text: str) -> str:
    data = yaml.safe_load(text)
    return hashlib.sha256(repr((data["kinds"], data["harmless"])).encode()).hexdigest()


def _stored(text: str) -> Vectors | None:
    if not VECTORS.is_file():
        return None
    with np.load(VECTORS) as stored:
        if str(stored["digest"]) != _digest(text):
            return None
        return np.asarray(stored["vectors"], dtype=np.float32)


def store(encoder: Encoder) -> int:
    """Write prototypes.npz for the present examples; gives back how many there are."""
    VECTORS.unlink(missing_ok=True)
    fresh = Prototypes.load(encoder)
    vectors = np.vstack([fresh.risk_vectors, fresh.harmless_vectors]).astype(np.float16)
    np.savez_compressed(VECTORS, vectors=vectors, digest=_digest(EXAMPLES.read_text(encoding="utf-8")))
    return len(vectors)


if __name__ == "__main__":
    from language.encoder import shared_encoder

    print(f"stored the vectors of {store(shared_encoder())} examples")
