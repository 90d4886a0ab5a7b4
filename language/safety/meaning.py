"""The second reader: how close a sentence comes in meaning to written examples of risk."""

import re

import numpy as np

from language.safety.kinds import Finding
from language.safety.prototypes import Encoder, Prototypes, encode_each
from language.safety.text import HEAD, TAIL

_SENTENCE = re.compile(r"[.!?\n\r;]+")
_MOST_PARTS = 10  # each costs a run of the encoder; more sentences than this are read in groups
_FEWEST_WORDS = 3  # one or two words carry too little meaning to compare: the rules read them


class Meaning:
    """Compares sentences with prototypes."""

    def __init__(self, prototypes: Prototypes, encoder: Encoder) -> None:
        self._prototypes = prototypes
        self._encoder = encoder

    def read(self, text: str) -> Finding | None:
        """The closest risk that stands clear of harmless talk, or None."""
        parts = _parts(text)
        if not parts:
            return None
        known = self._prototypes
        vectors = encode_each(self._encoder, parts)
        risk = vectors @ known.risk_vectors.T
        harmless = (vectors @ known.harmless_vectors.T).max(axis=1)
        best = risk.max(axis=1)
        clear = (best >= known.floor) & (best - harmless >= known.margin)
        if not clear.any():
            return None
        part = int(np.argmax(np.where(clear, best, -1.0)))
        nearest = known.risks[int(risk[part].argmax())]
        return Finding(nearest.kind, nearest.about, nearest.id)


def _parts(text: str) -> list[str]:
    if len(text) > HEAD + TAIL:
        text = text[:HEAD] + "\n" + text[-TAIL:]
    text = text.replace("\u2019", "'")
    parts = [part for part in (" ".join(part.split()) for part in _SENTENCE.split(text)) if part]
    if len(parts) > 1 and len(text) <= 600:
        parts.append(" ".join(text.split()))
    if len(parts) > _MOST_PARTS:
        size = -(-len(parts) // _MOST_PARTS)
        parts = [". ".join(parts[start : start + size]) for start in range(0, len(parts), size)]
    return [part for part in parts if len(part.split()) >= _FEWEST_WORDS]
