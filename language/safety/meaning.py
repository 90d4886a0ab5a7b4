"""The second reader: how much a sentence reads like written examples of risk, whatever its words."""

import re

import numpy as np

from language.safety.kinds import Finding
from language.safety.learned import Encoder, Learned, encode_each
from language.safety.text import SHORT_MESSAGE, ends

FEWEST_WORDS = 3  # one or two words carry too little meaning to compare: the rules read them
_SENTENCE = re.compile(r"[.!?\n\r;]+")
_MOST_PARTS = 10  # each costs a run of the encoder; more sentences than this are read in groups


class Meaning:
    """Compares sentences with what was learned."""

    def __init__(self, learned: Learned, encoder: Encoder) -> None:
        self._learned = learned
        self._encoder = encoder

    def read(self, text: str) -> Finding | None:
        """The sentence that reads most like risk, or None when none does clearly."""
        parts = _parts(text)
        if not parts:
            return None
        vectors = encode_each(self._encoder, parts)
        scores = self._learned.scores(vectors)
        most = int(np.argmax(scores))
        if scores[most] < self._learned.threshold:
            return None
        nearest = self._learned.nearest(vectors[most])
        return Finding(nearest.kind, nearest.about, nearest.id)


def _parts(text: str) -> list[str]:
    text = ends(text).replace("\u2019", "'")
    parts = [part for part in (" ".join(part.split()) for part in _SENTENCE.split(text)) if part]
    if len(parts) > 1 and len(text) <= SHORT_MESSAGE:
        parts.append(" ".join(text.split()))
    if len(parts) > _MOST_PARTS:
        size = -(-len(parts) // _MOST_PARTS)
        parts = [". ".join(parts[start : start + size]) for start in range(0, len(parts), size)]
    return [part for part in parts if len(part.split()) >= FEWEST_WORDS]
