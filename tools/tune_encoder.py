"""Tunes all-MiniLM-L6-v2 on how people ask, so that questions of one answer lie close, also when typed in haste.

Run it once in the environment of tools/export_encoder.py, with what tools/encoder_texts.py wrote:

    python tools/tune_encoder.py var/encoder_texts.json var/tuned

Two things are learned together. Questions of one answer are drawn together and those of others apart (InfoNCE within a
batch of one topic, whose answers are hard to tell apart). And a text with slips of the thumb is drawn to where the
original model puts it without them, which also keeps the model what it was for everything else.
"""

import argparse
import json
import random
import re
import sys
import time
from pathlib import Path
from typing import Any

import torch
from export_encoder import SentenceEncoder, source_folder
from tokenizers import Tokenizer
from transformers import BertModel

STEPS, PAIRS, OTHERS = 600, 48, 24
FIXED_LAYERS = 2
"""So many of the six layers, the lowest, stay as they are: half the time, and nothing lost that could be measured."""
RATE, WARM_UP = 4e-5, 60
TEMPERATURE = 0.05
KEPT = 2.0
"""What it counts that a text stays where the original model puts it."""
LONGEST = 48
ORIGINAL = Path(__file__).parent.parent / "language" / "models" / "all-minilm-l6-v2"
_WORD = re.compile(r"[A-Za-z']+")
_KEYS = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}


def hasty(text: str, short: dict[str, list[str]], rng: random.Random) -> str:
    """The text as typed in haste: shorthand, slips, no capitals, lost spaces; more or less of each."""
    rate = rng.choice((0.08, 0.15, 0.3, 0.45))
    if rng.random() < 0.5:
        text = _WORD.sub(lambda found: rng.choice(short.get(found[0].lower(), [found[0]])), text)
    text = _WORD.sub(lambda found: _slip(found[0], rng) if rng.random() < rate else found[0], text)
    if rng.random() < 0.15:
        spaces = [place for place, letter in enumerate(text) if letter == " "]
        if spaces:
            place = rng.choice(spaces)
            text = text[:place] + text[place + 1 :]
    return text.lower().rstrip(".?!") if rng.random() < 0.6 else text


def _slip(word: str, rng: random.Random) -> str:
    if len(word) < 4:
        return word
    place = rng.randrange(0 if rng.random() < 0.1 else 1, len(word) - 1)
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    kind = rng.randrange(5)
    if kind == 0:
        return head + tail[0] + letter + tail[1:]
    if kind == 1:
        return head + tail
    if kind == 2:
        return head + letter * 2 + tail
    if kind == 3:
        return head + rng.choice(_KEYS.get(letter.lower(), letter)) + tail
    return re.sub(r"(?<=.)[aeiou](?=.)", lambda _: rng.choice("aeiou"), word, count=1)


class Texts:
    """Draws batches. `groups`: texts that ask the same, by topic; `others`: all kinds of texts."""

    def __init__(self, data: dict[str, Any], rng: random.Random) -> None:
        self.short, self.rng = data["shorthand"], rng
        self.topics: dict[str, list[dict[str, Any]]] = {}
        for group in data["groups"]:
            if len(group["asked"]) > 1:
                self.topics.setdefault(group["topic"], []).append(group)
        self.every = [group for groups in self.topics.values() for group in groups]
        self.others = data["others"] + [text for group in self.every for text in group["asked"]]
        self.teacher: dict[str, int] = {text: number for number, text in enumerate(self.others)}

    def pairs(self) -> tuple[list[str], list[str]]:
        """Two texts for each of some answers: half of the time all of one topic."""
        rng = self.rng
        large = [groups for groups in self.topics.values() if len(groups) >= PAIRS // 2]
        pool = rng.choice(large) if rng.random() < 0.6 else self.every
        chosen = rng.sample(pool, min(PAIRS, len(pool)))
        left, right = [], []
        for group in chosen:
            one, other = rng.sample(group["asked"], 2)
            if group["stated"] and rng.random() < 0.15:
                other = rng.choice(group["stated"])
            left.append(hasty(one, self.short, rng) if rng.random() < 0.5 else one)
            right.append(hasty(other, self.short, rng) if rng.random() < 0.25 else other)
        return left, right

    def kept(self) -> tuple[list[str], list[int]]:
        """Texts, most of them hastily typed, and the numbers of the same texts in `others`."""
        chosen = self.rng.sample(self.others, OTHERS)
        typed = [hasty(text, self.short, self.rng) if self.rng.random() < 0.75 else text for text in chosen]
        return typed, [self.teacher[text] for text in chosen]


def original_vectors(texts: list[str]) -> torch.Tensor:
    """Where the exported original puts each text."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from language.encoder import Encoder

    return torch.from_numpy(Encoder.load(ORIGINAL).encode(texts))


def main() -> None:
    """Tune, and write model.safetensors with its config and tokenizer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS)
    options = parser.parse_args()
    torch.manual_seed(0)
    texts = Texts(json.loads(options.texts.read_text(encoding="utf-8")), random.Random(0))
    source = source_folder()
    original = original_vectors(texts.others)
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    bert = BertModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False)
    model = SentenceEncoder(bert)

    def encode(batch: list[str]) -> torch.Tensor:
        found = tokenizer.encode_batch(batch)
        ids = torch.tensor([each.ids for each in found])
        return model(ids, torch.tensor([each.attention_mask for each in found]))

    # Word pieces that are rare here would drift from the others if they were trained.
    for module in (bert.embeddings, *bert.encoder.layer[:FIXED_LAYERS]):
        for parameter in module.parameters():
            parameter.requires_grad = False
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, step / WARM_UP) * max(0.05, 1 - step / options.steps)
    )
    model.train()
    started = time.monotonic()
    for step in range(1, options.steps + 1):
        (left, right), (typed, numbers) = texts.pairs(), texts.kept()
        vectors = encode([*left, *right, *typed])
        one, other, near = vectors[: len(left)], vectors[len(left) : 2 * len(left)], vectors[2 * len(left) :]
        likeness, same = one @ other.T / TEMPERATURE, torch.arange(len(left))
        apart = torch.nn.functional.cross_entropy(likeness, same) + torch.nn.functional.cross_entropy(likeness.T, same)
        stays = (1 - (near * original[numbers]).sum(dim=1)).mean()
        loss = apart / 2 + KEPT * stays
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        if step % 20 == 0:
            pace = (time.monotonic() - started) / step
            print(f"{step}: apart {float(apart) / 2:.3f}, stays {float(stays):.4f}, {pace:.2f} s a step", flush=True)
    options.target.mkdir(parents=True, exist_ok=True)
    bert.save_pretrained(options.target)
    tokenizer.no_padding()
    (options.target / "tokenizer.json").write_bytes((source / "tokenizer.json").read_bytes())


if __name__ == "__main__":
    main()
