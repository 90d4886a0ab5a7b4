"""Public intent sets by a fixed protocol, with the product's own encoder, classifier and speller.

k examples an intent are drawn with each seed; the whole official test split is asked, clean and with noise.
"""

import csv
import json
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from bench.understanding.noise import Noise, noisy
from bench.understanding.sums import auroc, recall_keeping
from bot.nlu.linear import LinearModel, Settings, train
from bot.paths import ROOT
from knowledge.encoding import Encoder
from language.spelling import Speller

SEEDS = (0, 1, 2)
KINDS = (Noise.NONE, Noise.LIGHT, Noise.HEAVY)
_SMALL = 45
Example = tuple[str, str]


@dataclass(frozen=True)
class Task:
    """A set: how many examples an intent are learned from; the training and test splits; messages of no intent."""

    name: str
    shots: int
    train: tuple[Example, ...]
    test: tuple[Example, ...]
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """Shares right of one seed, by kind of noise, as typed and with spelling mended; and of messages of no intent."""

    task: str
    seed: int
    plain: dict[str, float]
    mended: dict[str, float]
    auroc: float | None = None
    recall: float | None = None


def read_tasks(folder: Path) -> list[Task]:
    """The tasks of the folder described in its README. Raises FileNotFoundError when a set is missing."""
    banking = {part: tuple(_banking(folder / "banking77" / f"{part}.csv")) for part in ("train", "test")}
    everything = json.loads((folder / "clinc150" / "data_full.json").read_text(encoding="utf-8"))
    splits = {name: tuple((text, label) for text, label in rows) for name, rows in everything.items()}
    names = sorted({label for _, label in splits["train"]})
    random.Random(_SMALL).shuffle(names)
    small = set(names[:_SMALL])
    kept = {part: tuple(each for each in splits[part] if each[1] in small) for part in ("train", "test")}
    return [
        Task("banking77", 10, banking["train"], banking["test"]),
        Task("clinc150", 10, splits["train"], splits["test"]),
        Task("c45", 30, kept["train"], kept["test"], tuple(text for text, _ in splits["oos_test"])),
    ]


def _banking(file: Path) -> list[Example]:
    with file.open(encoding="utf-8", newline="") as rows:
        return [(row["text"], row["category"]) for row in csv.DictReader(rows)]


def draw(examples: Sequence[Example], shots: int, seed: int) -> list[Example]:
    """So many examples of each intent, by chance with that seed."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for text, label in examples:
        by_label[label].append(text)
    rng = random.Random(seed)
    return [(text, label) for label in sorted(by_label) for text in rng.sample(by_label[label], shots)]


def product_settings() -> Settings:
    """How the product trains its classifier: what config.yml says."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    own: dict[str, Any] = next(each for each in pipeline if each["name"].endswith(".IntentClassifier"))
    return Settings(**{field.name: own[field.name] for field in fields(Settings) if field.name in own})


def score(task: Task, seed: int, encoder: Encoder, settings: Settings, step: Callable[[], None]) -> Score:
    """Train with one seed and ask everything; `step` is called after each of `STEPS` parts."""
    learned = draw(task.train, task.shots, seed)
    texts, labels = [text for text, _ in learned], [label for _, label in learned]
    speller = Speller.from_texts(texts, texts)
    shares: dict[bool, dict[str, float]] = {}
    outside: tuple[float | None, float | None] = (None, None)
    for mends in (False, True):

        def read(text: str, mends: bool = mends) -> str:
            return speller.correct(text).text if mends else text

        known = [read(text) for text in texts]
        model = train(known, encoder.encode(known), labels, settings)
        shares[mends] = {}
        for kind in KINDS:
            asked = [read(noisy(text, kind, 0)) for text, _ in task.test]
            likely = _likelihoods(model, asked, encoder)
            chosen = [model.labels[index] for index in likely.argmax(axis=1)]
            right = [label == given for (_, label), given in zip(task.test, chosen, strict=True)]
            shares[mends][kind] = sum(right) / len(right)
            if task.outside and mends and kind is Noise.NONE:
                inside = likely.max(axis=1)
                others = _likelihoods(model, [read(text) for text in task.outside], encoder).max(axis=1)
                outside = auroc(inside, others), recall_keeping(inside, others)
            step()
    return Score(task.name, seed, shares[False], shares[True], *outside)


STEPS = 2 * len(KINDS)


def _likelihoods(model: LinearModel, texts: list[str], encoder: Encoder) -> NDArray[np.float32]:
    vectors = encoder.encode(texts)
    return np.array([model.likelihoods(text, vector) for text, vector in zip(texts, vectors, strict=True)])
