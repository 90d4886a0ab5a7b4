"""Sentences to vectors: all-MiniLM-L6-v2 as int8 ONNX (language/models/all-minilm-l6-v2/MODEL_CARD.md)."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

FOLDER = Path(__file__).parent / "models" / "all-minilm-l6-v2"
DIMENSIONS = 384
LONGEST = 256
# 256 word pieces of ordinary text are some 1,200 characters; tokenising much more would only cost time.
_MOST_CHARACTERS = 8_000
_BATCH = 16
_REMEMBERED = 512


class Encoder:
    """Turns texts into vectors of unit length. May be shared by threads."""

    def __init__(self, session: "InferenceSession", tokenizer: "Tokenizer") -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def load(cls, folder: Path | None = None) -> "Encoder":
        """The encoder in a folder with model.onnx and tokenizer.json (default: the committed one).

        Raises FileNotFoundError if one of them is missing.
        """
        # Imported here because they take most of the start-up time of commands that never encode.
        import onnxruntime
        from tokenizers import Tokenizer

        folder = folder or FOLDER
        for name in ("model.onnx", "tokenizer.json"):
            if not (folder / name).is_file():
                raise FileNotFoundError(f"the sentence encoder needs {folder / name}")
        options = onnxruntime.SessionOptions()
        # A sentence is too small to share between threads: more of them only take the cores from other messages.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST)
        tokenizer.no_padding()
        return cls(session, tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 float32 numbers and length 1 for each text, in order; shape (0, 384) for no texts.

        An empty text has a vector too (the model's for nothing at all). What goes beyond 256 word pieces is left out.
        A text's vector depends a little on its batch, because int8 takes one scale for all of it (cosine above .97).
        """
        if len(texts) == 1:
            return self._encode_one(texts[0]).reshape(1, DIMENSIONS).copy()
        pieces = [self._pieces(text) for text in texts]
        # Neighbours of like length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda index: len(pieces[index]))
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            vectors[chosen] = self._run([pieces[index] for index in chosen])
        return vectors

    def _encode_one(self, text: str) -> Vectors:
        with self._lock:
            known = self._remembered.get(text)
            if known is not None:
                self._remembered.move_to_end(text)
                return known
        vector: Vectors = self._run([self._pieces(text)])[0]
        with self._lock:
            self._remembered[text] = vector
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return vector

    def _pieces(self, text: str) -> list[int]:
        # JSON can carry half a surrogate pair, which the tokenizer refuses.
        well_formed = text[:_MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
        ids: list[int] = self._tokenizer.encode(well_formed).ids
        return ids

    def _run(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        width = max(map(len, pieces))
        ids = np.zeros((len(pieces), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, sentence in enumerate(pieces):
            ids[row, : len(sentence)] = sentence
            mask[row, : len(sentence)] = 1
        vectors: Vectors = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0]
        return vectors


_loading = Lock()


@cache
def _default_encoder() -> Encoder:
    return Encoder.load()


def shared_encoder() -> Encoder:
    """The process's one encoder, loaded when first asked for."""
    # functools.cache alone would let two threads load it at once.
    with _loading:
        return _default_encoder()
