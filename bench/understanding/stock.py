"""Stock Rasa on the same questions: our intents, and each answer as an intent of its own.

In the default config the answers are responses that Rasa's ResponseSelector chooses from; in the light one, which has
none, they are ordinary intents. Only the understanding is trained: policies would decide nothing here.
"""

import json
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.environment import HOME, STOCK
from bench.report import RASA_EPOCHS
from bench.stock import LIGHT, default_config, stock_environment
from bench.subjects import Process
from bot.nlu.importer import MOST, PER_ANSWER, sample
from bot.nlu.tuning import read_examples
from bot.paths import ROOT
from knowledge.answer import Answer

TRAINING_SECONDS = 10800.0
PARSING_SECONDS = 1800.0
_FAQ = "faq"
_PLAIN = f"{_FAQ}_"
_PARSER = Path(__file__).with_name("stock_parse.py")


@dataclass(frozen=True)
class Parsed:
    """What stock Rasa makes of a message. given: the id of the answer that it gives, None for an act or its fallback;
    best: the answer that it ranks first among answers, whatever it does, None where it ranks none."""

    given: str | None
    best: str | None


@dataclass(frozen=True)
class StockUnderstanding:
    """A stock pipeline, to be trained and asked in the environment of stock Rasa."""

    key: str
    title: str
    pipeline: Sequence[Mapping[str, Any]]
    selects: bool
    """Whether the answers are responses for the ResponseSelector."""

    @property
    def folder(self) -> Path:
        """Its project."""
        return HOME / "stock" / f"understanding-{self.key}"

    @property
    def is_trained(self) -> bool:
        """Whether an earlier run left a model."""
        return (self.folder / "models" / "model.tar.gz").exists()

    def train(self, answers: Sequence[Answer]) -> float:
        """Train from scratch on all acts and these answers; the seconds it took. Raises bench.subjects.Failed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        write_project(self.folder, self.pipeline, examples_of(answers, self.selects))
        command: list[str | Path] = [STOCK.python, "-m", "rasa", "train", "nlu", "--fixed-model-name", "model"]
        began = time.perf_counter()
        process = Process(command, self.folder, stock_environment(), self.folder / "train.log")
        try:
            process.wait(TRAINING_SECONDS)
        finally:
            process.stop()
        return time.perf_counter() - began

    def parse(self, texts: Sequence[str]) -> list[Parsed]:
        """What it makes of each text. Raises bench.subjects.Failed."""
        asked, told = self.folder / "asked.json", self.folder / "told.json"
        asked.write_text(json.dumps(texts), encoding="utf-8")
        command: list[str | Path] = [STOCK.python, _PARSER, "models/model.tar.gz", asked, told]
        process = Process(command, self.folder, stock_environment(), self.folder / "parse.log")
        try:
            process.wait(PARSING_SECONDS)
            return [read_parsed(each) for each in json.loads(told.read_text(encoding="utf-8"))]
        finally:
            process.stop()
            for file in (asked, told):  # held-back texts are not left lying about
                file.unlink(missing_ok=True)


def pipelines(epochs: int) -> list[StockUnderstanding]:
    """Rasa's default config, DIET with so many epochs (the ResponseSelector with Rasa's own), and the light one."""
    default = default_config(RASA_EPOCHS)["pipeline"]
    for component in default:
        if component["name"] == "DIETClassifier":
            component["epochs"] = epochs
    return [
        StockUnderstanding("default", f"stock default (DIET, {epochs} epochs)", default, selects=True),
        StockUnderstanding("light", "stock light (logistic regression)", LIGHT["pipeline"], selects=False),
    ]


def examples_of(answers: Sequence[Answer], selects: bool) -> dict[str, list[str]]:
    """Texts by intent: all acts of data/nlu, and of each answer as many questions as the product's classifier gets."""
    examples: dict[str, list[str]] = {}
    for text, act in read_examples(ROOT / "data" / "nlu"):
        examples.setdefault(act, []).append(text)
    examples.pop("ask_question", None)
    for answer in answers:
        examples[f"{_FAQ}/{answer.id}" if selects else f"{_PLAIN}{answer.id}"] = sample([answer], PER_ANSWER, MOST)
    return examples


def write_project(folder: Path, pipeline: Sequence[Mapping[str, Any]], examples: Mapping[str, Sequence[str]]) -> None:
    """What `rasa train nlu` needs. The responses' texts are their names: the selector learns from the questions."""
    intents = sorted({name.partition("/")[0] for name in examples})
    responses = {f"utter_{name}": [{"text": name}] for name in examples if "/" in name}
    data = [{"intent": name, "examples": "".join(f"- {text}\n" for text in texts)} for name, texts in examples.items()]
    files: dict[str, dict[str, Any]] = {
        "config.yml": {
            "recipe": "default.v1",
            "language": "en",
            "assistant_id": "stock",
            "pipeline": list(pipeline),
            "policies": [{"name": "RulePolicy"}],
        },
        "domain.yml": {"version": "3.1", "intents": intents, "responses": responses},
        "data/nlu.yml": {"version": "3.1", "nlu": data},
    }
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


def read_parsed(told: Mapping[str, Any]) -> Parsed:
    """Rasa's `parse` result, as far as it matters here: `intent`, `intent_ranking` and `response_selector`."""
    names = [str(each["name"]) for each in told["intent_ranking"]]
    chosen = str(told["intent"]["name"])
    response = told["response_selector"].get("default", {}).get("response", {})
    selected = str(response.get("intent_response_key") or "").partition("/")[2]
    plain = (name.removeprefix(_PLAIN) for name in names if name.startswith(_PLAIN))
    best = selected or next(plain, None)
    return Parsed(best if chosen == _FAQ or chosen.startswith(_PLAIN) else None, best)
