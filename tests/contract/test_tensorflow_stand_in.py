"""Rasa's own commands work beside the TensorFlow stand-in; a configuration that needs TensorFlow is refused at once."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

RASA = Path(sys.executable).with_name("rasa")
FILES = {
    "domain.yml": """
        version: "3.1"
        intents: [greet, goodbye]
        responses:
          utter_greet: [{text: Hello from the tiny assistant}]
          utter_goodbye: [{text: Farewell from the tiny assistant}]
        """,
    "data/nlu.yml": """
        version: "3.1"
        nlu:
        - intent: greet
          examples: |
            - hello
            - good morning
            - hi there
        - intent: goodbye
          examples: |
            - bye
            - see you later
            - goodnight
        """,
    "data/rules.yml": """
        version: "3.1"
        rules:
        - rule: greet
          steps: [{intent: greet}, {action: utter_greet}]
        - rule: goodbye
          steps: [{intent: goodbye}, {action: utter_goodbye}]
        """,
    "tests/test_stories.yml": """
        version: "3.1"
        stories:
        - story: hello and goodbye
          steps:
          - {user: hello, intent: greet}
          - action: utter_greet
          - {user: bye, intent: goodbye}
          - action: utter_goodbye
        """,
    "endpoints.yml": "{}",
}
CONFIG = """
recipe: default.v1
assistant_id: tiny
language: en
pipeline:
- name: WhitespaceTokenizer
- name: CountVectorsFeaturizer
- name: LogisticRegressionClassifier
{component}policies:
- name: RulePolicy
{policy}"""


def _environment(home: Path) -> Mapping[str, str]:
    """The environment of a rasa command: no telemetry, plain output, and a home of its own to write to."""
    return {**os.environ, "HOME": str(home), "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}


def _rasa(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a real rasa command in a project; its output holds both streams."""
    return subprocess.run(
        [RASA, *arguments],
        cwd=project,
        env=_environment(project),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


def _write(project: Path, component: str = "", policy: str = "") -> None:
    """Write the tiny project, with one more component or policy than it needs where one is named."""
    for name, text in FILES.items():
        file = project / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    extra = {"component": component, "policy": policy}
    lines = {key: f"- name: {name}\n" if name else "" for key, name in extra.items()}
    (project / "config.yml").write_text(CONFIG.format(**lines), encoding="utf-8")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny project that `rasa train` has trained."""
    project = tmp_path_factory.mktemp("tiny")
    _write(project)
    done = _rasa(project, "train")
    assert done.returncode == 0, done.stdout
    assert list((project / "models").glob("*.tar.gz"))
    return project


def test_data_validate(trained: Path) -> None:
    done = _rasa(trained, "data", "validate")
    assert done.returncode == 0, done.stdout
    assert "No story structure conflicts found" in done.stdout


def test_test_nlu_and_core(trained: Path) -> None:
    done = _rasa(trained, "test", "--nlu", "data/nlu.yml", "--stories", "tests", "--no-plot")
    assert done.returncode == 0, done.stdout
    assert '"accuracy": 1.0' in (trained / "results" / "intent_report.json").read_text(encoding="utf-8")
    assert '"accuracy": 1.0' in (trained / "results" / "story_report.json").read_text(encoding="utf-8")


def test_shell(trained: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with subprocess.Popen(
        [RASA, "shell", "--interface", "127.0.0.1", "--port", port],
        cwd=trained,
        env=_environment(trained),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as shell:
        assert shell.stdin
        assert shell.stdout
        limit = threading.Timer(90, shell.kill)
        limit.start()
        shell.stdin.write(b"hello\n")
        shell.stdin.flush()
        seen = b""
        while some := os.read(shell.stdout.fileno(), 4096):
            seen += some
            if b"Hello from the tiny assistant" in seen and not shell.stdin.closed:
                shell.stdin.write(b"/stop\n")
                shell.stdin.close()
        limit.cancel()
    assert b"Hello from the tiny assistant" in seen, seen.decode()
    assert shell.returncode == 0


@pytest.mark.parametrize(("place", "name"), [("component", "DIETClassifier"), ("policy", "TEDPolicy")])
def test_what_needs_tensorflow_is_refused_before_anything_is_trained(place: str, name: str, tmp_path: Path) -> None:
    """With TED the project has rules only: Rasa would then train and save without ever making a keras model."""
    _write(tmp_path, **{place: name})
    done = _rasa(tmp_path, "train", "--skip-validation")
    assert done.returncode == 1
    assert f"TensorFlow is not installed here ({name} was asked for): take DIETClassifier" in done.stdout
    assert "Traceback" not in done.stdout
    assert "Starting to train" not in done.stdout
    assert not (tmp_path / "models").exists()


def test_every_component_built_on_tensorflow_is_refused() -> None:
    """In a process of its own, so that importing Rasa here doesn't weigh on the other tests."""
    script = """
import rasa.core.agent
from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS
from rasa.utils.common import find_unavailable_packages
from tensorflow import TensorFlowNotInstalled
for component in DEFAULT_COMPONENTS:
    try:
        if find_unavailable_packages(component.required_packages()):
            print(component.__name__, "lacks a package")
    except TensorFlowNotInstalled:
        print(component.__name__, "refused")
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    refused = {line.split()[0] for line in done.stdout.splitlines() if line.endswith("refused")}
    lacking = {line.split()[0] for line in done.stdout.splitlines() if line.endswith("lacks a package")}
    assert refused == {"DIETClassifier", "ResponseSelector", "TEDPolicy", "UnexpecTEDIntentPolicy"}
    assert lacking >= {"ConveRTFeaturizer", "LanguageModelFeaturizer"}
    assert lacking.isdisjoint({"RulePolicy", "LogisticRegressionClassifier", "CountVectorsFeaturizer"})


@pytest.mark.parametrize(
    "attempt",
    [
        lambda tf: tf.random.set_seed(1),
        lambda tf: tf.config.list_physical_devices("GPU"),
        lambda tf: tf.keras.layers.Dense(3),
        lambda tf: tf.TensorShape([1]),
        lambda tf: type("Mine", (tf.keras.Model,), {"__module__": __name__, "__init__": lambda self: None})(),
    ],
    ids=["random", "config", "layer", "tensor shape", "a model of one's own"],
)
def test_anything_that_would_use_it_is_refused(attempt: Callable[[ModuleType], object]) -> None:
    import tensorflow

    with pytest.raises(tensorflow.TensorFlowNotInstalled, match=r"stubs/tensorflow/README\.md"):
        attempt(tensorflow)


def test_libraries_that_look_for_tensorflow_find_none() -> None:
    script = """
import tensorflow, numpy, scipy, spacy, thinc.compat
assert not thinc.compat.has_tensorflow
assert not hasattr(tensorflow, "io")
assert [token.text for token in spacy.blank("en")("my budget")] == ["my", "budget"]
try:
    import tensorflow.experimental.dlpack
except ModuleNotFoundError:
    print("none")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == "none\n"
