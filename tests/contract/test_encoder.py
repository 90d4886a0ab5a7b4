"""The encoder on this machine keeps to the model it was exported from."""

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from language.encoder import DIMENSIONS, FOLDER, Encoder, shared_encoder

REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
AWKWARD = {
    "empty": "",
    "blank": "  \n\t ",
    "emoji": "😀👩🏽‍🦽🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "10,000 words": "budget " * 10_000,
    "one endless word": "a" * 100_000,
    "NUL": "direct\x00payment",
    "lone surrogate": "pay\ud800ment",
    "another script": "ਨਿੱਜੀ ਸਿਹਤ ਬਜਟ",
}


@pytest.mark.parametrize("entry", REFERENCE, ids=[entry["text"][:40] for entry in REFERENCE])
def test_int8_stays_close_to_the_original(entry: dict) -> None:
    (vector,) = shared_encoder().encode([entry["text"]])
    assert float(vector @ np.array(entry["vector"])) >= 0.97


def test_a_batch_stays_close_to_the_original_and_keeps_its_order() -> None:
    vectors = shared_encoder().encode([entry["text"] for entry in REFERENCE])
    originals = np.array([entry["vector"] for entry in REFERENCE])
    cosines = vectors @ originals.T
    assert (cosines.argmax(axis=1) == np.arange(len(REFERENCE))).all()
    assert cosines.diagonal().min() >= 0.96  # the whole batch shares one scale, which costs a little


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_awkward_text_has_a_vector(text: str) -> None:
    vectors = shared_encoder().encode([text])
    assert vectors.shape == (1, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-3)


def test_no_texts_give_no_rows() -> None:
    assert shared_encoder().encode([]).shape == (0, DIMENSIONS)


def test_awkward_texts_do_not_spoil_their_batch() -> None:
    alone = shared_encoder().encode(["who holds the money"])[0]
    batch = shared_encoder().encode([*AWKWARD.values(), "who holds the money"])
    assert float(alone @ batch[-1]) >= 0.97


def test_a_caller_cannot_change_what_is_remembered() -> None:
    first = shared_encoder().encode(["remember me"])
    kept = first.copy()
    first[:] = 0
    assert (shared_encoder().encode(["remember me"]) == kept).all()


def test_threads_share_one_encoder_and_agree() -> None:
    texts = [f"question number {number % 7}" for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        encoders = set(pool.map(lambda _: shared_encoder(), texts))
        vectors = list(pool.map(lambda text: shared_encoder().encode([text])[0], texts))
    assert len(encoders) == 1
    for number in range(7, 60):
        assert np.allclose(vectors[number], vectors[number % 7], atol=1e-5)


def test_the_model_is_the_one_its_card_describes() -> None:
    card = (FOLDER / "MODEL_CARD.md").read_text(encoding="utf-8")
    for name in ("model.onnx", "tokenizer.json"):
        assert f"sha256 `{hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()}`" in card


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"model\.onnx"):
        Encoder.load(tmp_path)


def test_importing_the_encoder_does_not_import_onnxruntime() -> None:
    code = "import sys, language.encoder; sys.exit('onnxruntime' in sys.modules or 'tokenizers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
