"""Stock Rasa: a project with Navigator's intents and examples, in Rasa's default configuration and in a light one."""

import importlib.util
import os
import shutil
import time
from pathlib import Path
from typing import Any

import yaml

from bench.environment import HOME, STOCK
from bench.measures import folder_mb
from bench.messages import PLAIN_INTENT
from bench.subjects import HOST, Answer, Failed, Process, free_port, request

TRAINING_SECONDS = 3600.0

LIGHT: dict[str, Any] = {
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "LogisticRegressionClassifier"},
    ],
    "policies": [{"name": "RulePolicy"}],
}
"""The lightest sensible stock set-up: no TensorFlow model, rules only."""


def default_config(epochs: int) -> dict[str, Any]:
    """The pipeline and policies that Rasa fills in for a new project, from Rasa's own file, with that many epochs."""
    found = importlib.util.find_spec("rasa")
    assert found is not None, "rasa is a dependency of Navigator"
    assert found.submodule_search_locations is not None
    file = Path(found.submodule_search_locations[0]) / "engine" / "recipes" / "config_files" / "default_config.yml"
    config = yaml.safe_load(file.read_text(encoding="utf-8"))
    parts = {part: config[part] for part in ("pipeline", "policies")}
    for component in (*parts["pipeline"], *parts["policies"]):
        if "epochs" in component:
            component["epochs"] = epochs
    return parts


def write_project(folder: Path, config: dict[str, Any], examples: dict[str, list[str]], action_port: int) -> None:
    """A whole Rasa project. Every intent runs a custom action of its own, but for one, which has a response."""
    intents = sorted(examples)
    answers = {intent: f"action_{intent}" for intent in (*intents, "nlu_fallback")} | {PLAIN_INTENT: "utter_greet"}
    steps = {intent: [{"intent": intent}, {"action": action}] for intent, action in answers.items()}
    # TED learns from stories only. Three turns each, in keeping with the rules, so that every intent occurs.
    stories = [
        {"story": f"story {start}", "steps": [step for intent in intents[start : start + 3] for step in steps[intent]]}
        for start in range(0, len(intents), 3)
    ]
    files: dict[str, dict[str, Any]] = {
        "config.yml": {"recipe": "default.v1", "language": "en", "assistant_id": "stock", **config},
        "domain.yml": {
            "version": "3.1",
            "intents": [*intents, "nlu_fallback"],
            "actions": sorted(action for action in answers.values() if action.startswith("action_")),
            "responses": {"utter_greet": [{"text": "Hello, what would you like to know about personal budgets?"}]},
            "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
        },
        "data/nlu.yml": {
            "version": "3.1",
            "nlu": [{"intent": intent, "examples": _listed(examples[intent])} for intent in intents],
        },
        "data/rules.yml": {
            "version": "3.1",
            "rules": [{"rule": f"rule {intent}", "steps": both} for intent, both in steps.items()],
        },
        "data/stories.yml": {"version": "3.1", "stories": stories},
        "endpoints.yml": {"action_endpoint": {"url": f"http://{HOST}:{action_port}/webhook"}},
        "credentials.yml": {"rest": None},
    }
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
    shutil.copy(Path(__file__).with_name("stock_actions.py"), folder / "actions.py")


def stock_environment() -> dict[str, str]:
    """The environment variables of a process of stock Rasa: a home of its own, no telemetry, no cache, no GPU."""
    home = HOME / "home"
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": f"{STOCK.folder / 'bin'}:{os.environ.get('PATH', '')}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "SANIC_HOST": HOST,
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }


def _listed(texts: list[str]) -> str:
    return "".join(f"- {text}\n" for text in texts)


class StockRasa:
    """`rasa run` and the stock action server, on free ports of this machine. Trackers in memory, Rasa's default."""

    many_at_once = True

    def __init__(
        self, key: str, title: str, config: dict[str, Any], examples: dict[str, list[str]], refuses_big: str = ""
    ):
        self.key, self.title, self.refuses_big = key, title, refuses_big
        self._config, self._examples = config, examples
        self._folder = HOME / "stock" / key
        self._processes: list[Process] = []
        self._port = 0

    def size_mb(self) -> float:
        """The environment alone: its project is small."""
        return folder_mb(STOCK.folder)

    def train(self) -> float:
        """`rasa train` without a cache, as a process: importing Rasa is part of it."""
        self._write()
        shutil.rmtree(self._folder / "models", ignore_errors=True)
        command = ["train", "--force", "--fixed-model-name", "model"]
        began = time.perf_counter()
        training = self._run(command, "train.log")
        try:
            training.wait(TRAINING_SECONDS)
        finally:
            training.stop()
        return time.perf_counter() - began

    def prepare(self) -> None:
        """The last run's model has to be there."""
        if not (self._folder / "models" / "model.tar.gz").exists():
            raise Failed("no run has trained it yet")

    def start(self) -> None:
        """The action server and Rasa, both at once."""
        action_port, self._port = free_port(), free_port()
        self._write(action_port)
        self._processes = [
            self._run(["run", "actions", "--port", str(action_port)], "actions.log"),
            self._run(
                [
                    "run",
                    "--enable-api",
                    "--interface",
                    HOST,
                    "--port",
                    str(self._port),
                    "--model",
                    "models/model.tar.gz",
                ],
                "rasa.log",
            ),
        ]

    def remark(self) -> str:
        """It never trains by itself."""
        return ""

    def open(self, sender: str) -> None:
        """Nothing: the first message begins a conversation."""

    def ask(self, sender: str, text: str, timeout: float) -> Answer:
        """Through the REST channel, which answers when all is done."""
        for process in self._processes:
            process.check()
        fields = {"sender": sender, "message": text}
        response = request(self._port, "/webhooks/rest/webhook", timeout, fields)
        if response.status != 200:
            raise Failed(f"Rasa answered with {response.status}: {response.body[:200]}")
        reply = " ".join(str(each.get("text", "")) for each in response.json())
        if not reply:
            return Answer(response.seconds, "none", "")
        return Answer(response.seconds, "action" if reply.startswith("action_") else "plain", reply)

    def pids(self) -> list[int]:
        """Rasa and the action server, with their children."""
        return [pid for process in self._processes for pid in process.pids()]

    def stop(self) -> None:
        """End both."""
        for process in self._processes:
            process.stop()
        self._processes = []

    def _write(self, action_port: int = 5055) -> None:
        write_project(self._folder, self._config, self._examples, action_port)

    def _run(self, arguments: list[str], log: str) -> Process:
        return Process([STOCK.python, "-m", "rasa", *arguments], self._folder, stock_environment(), self._folder / log)
