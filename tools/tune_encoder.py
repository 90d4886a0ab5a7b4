"""Tunes all-MiniLM-L6-v2 on how people ask and on how they call for help.

Run it in the environment of tools/export_encoder.py, with what tools/encoder_texts.py wrote:

    python tools/tune_encoder.py var/encoder_texts.json var/tuned.pt

Four things are learned together, on texts that were written for this project alone:
- which answer or act a question belongs to: a softmax over one vector an answer, to tell neighbours apart;
- that two texts of one answer lie close and those of others do not (InfoNCE within a batch);
- whether a message is a cry for help, and of which kind (a linear reading of the vector);
- to stay near where the original model puts the text without its slips of the thumb, which keeps it good at all else.
"""

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from export_encoder import SentenceEncoder, source_folder
from hasty import hasty
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

STEPS = 2000
RATE, PROXY_RATE, HEAD_RATE = 8e-5, 1e-3, 3e-3
WARM_UP = 40
SCALE, HEAD_SCALE = 20.0, 16.0
AT_RANDOM, NEIGHBOURHOODS, NEIGHBOURS = 24, 5, 6
RISK, HARMLESS, EVERYDAY = 32, 28, 20
SHARES = {"owner": 1.0, "apart": 0.5, "risk": 1.5, "kind": 0.2, "stays": 1.0}
SMOOTHED, CERTAIN = 0.05, 0.97
LONGEST, CHUNKS = 48, 4
JOINTS = (" and ", ", ", ". ", " also ", " ", " but ")


class Encoder:
    """The model that learns, and the reading of texts for it."""

    def __init__(self) -> None:
        source = source_folder()
        self.tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.enable_padding()
        bert = BertModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False)
        self.model = SentenceEncoder(bert)

    def encode(self, texts: list[str], chunks: int = CHUNKS) -> torch.Tensor:
        """One row a text. In chunks of like length, so that little is padding."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        size = -(-len(order) // chunks)
        rows = []
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(order), size):
                read = self.tokenizer.encode_batch([texts[number] for number in order[start : start + size]])
                ids = torch.tensor([each.ids for each in read])
                rows.append(self.model(ids, torch.tensor([each.attention_mask for each in read])))
        return torch.cat(rows).float()[torch.argsort(torch.tensor(order))]

    def original(self, texts: list[str]) -> torch.Tensor:
        """Where the model puts the texts before it learns."""
        self.model.eval()
        with torch.no_grad():
            return self.encode(texts, chunks=max(1, len(texts) // 256))


@dataclass(frozen=True)
class Batch:
    """Texts as typed and as meant: two of each answer, then risk, harmless and everyday ones."""

    typed: list[str]
    meant: list[str]
    owners: list[int]
    kinds: list[int]


class Lessons:
    """Draws batches from what tools/encoder_texts.py wrote."""

    def __init__(self, data: dict[str, Any], rng: random.Random) -> None:
        self.rng, self.short = rng, data["shorthand"]
        self.asked = [group["asked"] for group in data["groups"]]
        self.said = [group["said"] for group in data["groups"]]
        self.weights = [min(len(asked), 40) ** 0.5 for asked in self.asked]
        self.kinds = sorted({example["kind"] for example in data["risk"]})
        self.risk = [(example["text"], self.kinds.index(example["kind"])) for example in data["risk"]]
        self.harmless = data["harmless"]
        everyday = (text for group in data["groups"] if group["everyday"] for text in group["asked"])
        self.everyday = [text for text in everyday if len(text.split()) > 2]

    def texts(self) -> list[str]:
        """Every text once."""
        owned = (text for texts in (*self.asked, *self.said) for text in texts)
        return list(dict.fromkeys([*owned, *(text for text, _ in self.risk), *self.harmless]))

    def draw(self, proxies: torch.Tensor) -> Batch:
        """Answers at random, neighbourhoods of answers that are alike, and texts for the gate."""
        rng, pool = self.rng, range(len(self.asked))
        owners = rng.choices(pool, self.weights, k=AT_RANDOM)
        for middle in rng.choices(pool, self.weights, k=NEIGHBOURHOODS):
            owners += torch.topk(proxies @ proxies[middle], NEIGHBOURS).indices.tolist()
        owners = list(dict.fromkeys(owners))
        one = [rng.choice(self.asked[owner]) for owner in owners]
        other = [self._asked_or_said(owner) for owner in owners]
        risk = rng.sample(self.risk, RISK)
        harmless, everyday = rng.sample(self.harmless, HARMLESS), rng.sample(self.everyday, EVERYDAY)
        meant = [*one, *other, *(text for text, _ in risk), *harmless, *everyday]
        joined = [
            *(self._joined(text, 0.2) for text, _ in risk),
            *(self._joined(text, 0.1) for text in harmless),
            *(self._joined(text, 0.15) for text in everyday),
        ]
        typed = [hasty(text, self.short, rng) for text in (*one, *other, *joined)]
        return Batch(typed, meant, owners, [kind for _, kind in risk])

    def _asked_or_said(self, owner: int) -> str:
        said = self.said[owner] and self.rng.random() < 0.3
        return self.rng.choice(self.said[owner] if said else self.asked[owner])

    def _joined(self, text: str, chance: float) -> str:
        if self.rng.random() > chance:
            return text
        pair = [text, self.rng.choice(self.everyday)]
        self.rng.shuffle(pair)
        return self.rng.choice(JOINTS).join(pair)


class Tuning:
    """One run: the encoder, what it is measured against, and the optimiser."""

    def __init__(self, lessons: Lessons) -> None:
        self.lessons, self.encoder = lessons, Encoder()
        texts = lessons.texts()
        self.place = {text: number for number, text in enumerate(texts)}
        self.teacher = self.encoder.original(texts)
        middles = [self.teacher[[self.place[text] for text in asked]].mean(0) for asked in lessons.asked]
        self.proxies = torch.nn.Parameter(functional.normalize(torch.stack(middles), dim=1))
        self.is_risk, self.kind = torch.nn.Linear(384, 1), torch.nn.Linear(384, len(lessons.kinds))
        heads = [*self.is_risk.parameters(), *self.kind.parameters()]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": self.encoder.model.parameters(), "lr": RATE, "weight_decay": 0.01},
                {"params": [self.proxies], "lr": PROXY_RATE, "weight_decay": 0.0},
                {"params": heads, "lr": HEAD_RATE, "weight_decay": 0.0},
            ]
        )
        self.rates = [group["lr"] for group in self.optimiser.param_groups]

    def step(self, number: int, done: float) -> dict[str, float]:
        """Learn from one batch. done: share of the run, 0 to 1. Gives back the losses."""
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * min(1.0, (number + 1) / WARM_UP) * (0.05 + 0.95 * (1 - done))
        batch = self.lessons.draw(functional.normalize(self.proxies.detach(), dim=1))
        self.encoder.model.train()
        losses = self._losses(batch, self.encoder.encode(batch.typed))
        self.optimiser.zero_grad()
        sum(SHARES[name] * loss for name, loss in losses.items()).backward()
        torch.nn.utils.clip_grad_norm_(self.encoder.model.parameters(), 1.0)
        self.optimiser.step()
        return {name: float(loss.detach()) for name, loss in losses.items()}

    def _losses(self, batch: Batch, vectors: torch.Tensor) -> dict[str, torch.Tensor]:
        count = len(batch.owners)
        owners, same = torch.tensor(batch.owners), torch.arange(count)
        one, other, gate = vectors[:count], vectors[count : 2 * count], vectors[2 * count :]
        fits = SCALE * torch.cat([one, other]) @ functional.normalize(self.proxies, dim=1).T
        likeness = SCALE * one @ other.T
        wanted = torch.tensor([CERTAIN] * RISK + [1 - CERTAIN] * (HARMLESS + EVERYDAY))
        apart = functional.cross_entropy(likeness, same) + functional.cross_entropy(likeness.T, same)
        before = self.teacher[[self.place[text] for text in batch.meant]]
        return {
            "owner": functional.cross_entropy(fits, torch.cat([owners, owners]), label_smoothing=SMOOTHED),
            "apart": apart / 2,
            "risk": functional.binary_cross_entropy_with_logits(self.is_risk(HEAD_SCALE * gate)[:, 0], wanted),
            "kind": functional.cross_entropy(self.kind(HEAD_SCALE * gate[:RISK]), torch.tensor(batch.kinds)),
            "stays": (1 - (vectors * before).sum(1)).mean(),
        }


def main() -> None:
    """Tune for so many steps (one takes a second on two cores), and write the weights of the encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_flush_denormal(True)  # Adam's moments of rare word pieces fade into numbers that are slow to reckon with
    tuning = Tuning(Lessons(json.loads(options.texts.read_text(encoding="utf-8")), random.Random(0)))
    for number in range(options.steps):
        losses = tuning.step(number, number / options.steps)
        if number % 50 == 49:
            told = ", ".join(f"{name} {loss:.3f}" for name, loss in losses.items())
            print(f"step {number + 1}: {told}", flush=True)
    torch.save(tuning.encoder.model.state_dict(), options.target)


if __name__ == "__main__":
    main()
