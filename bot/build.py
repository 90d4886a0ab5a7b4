"""Builds what is missing: knowledge.db, then the model. Both carry the content version and must agree."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.paths import ROOT, State

Progress = Callable[[str], None]


class BuildFailed(Exception):
    """The model could not be trained; the message says why, for staff."""


def build(state: State, progress: Progress, built: State | None = None, model: bool = True) -> None:
    """Make knowledge.db and the model in the state folder current. `progress` is told each step in a few words.

    built: another state folder whose build may be taken over when it is current; model: false leaves the model alone.
    Raises ContentError for content that can't be built, BuildFailed when training fails.
    """
    from knowledge.build import build as build_knowledge
    from knowledge.content import load_answers

    state.folder.mkdir(parents=True, exist_ok=True)
    wanted = load_answers(ROOT / "knowledge").version
    if _version_of(state.knowledge_db) != wanted:
        if built is not None and _version_of(built.knowledge_db) == wanted:
            shutil.copy(built.knowledge_db, state.knowledge_db)
        else:
            from language.encoder import shared_encoder

            progress("Building the knowledge base from the content")
            build_knowledge(ROOT / "knowledge", state.knowledge_db, shared_encoder())
    inputs = model_inputs(wanted)
    if not model or _trained_from(state) == inputs:
        return
    if built is not None and _trained_from(built) == inputs:
        shutil.copy(built.model, state.model)
    else:
        progress("Training the model on how people say things (under a minute)")
        _train(state)
    state.model_version.write_text(inputs)


def model_inputs(content_version: str) -> str:
    """A hash of all that training reads: settings, domain, examples, our components, the encoder and the content."""
    digest = hashlib.sha256(content_version.encode())
    for file in sorted(_training_files()):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _training_files() -> Iterator[Path]:
    yield from (ROOT / name for name in ("config.yml", "domain.yml"))
    yield from (ROOT / "data").rglob("*.yml")
    yield from (ROOT / "bot" / "nlu").glob("*.py")
    yield from (file for file in (ROOT / "language").rglob("*") if file.is_file() and file.suffix != ".pyc")


def _trained_from(state: State) -> str | None:
    if not state.model.exists() or not state.model_version.exists():
        return None
    return state.model_version.read_text()


def _version_of(knowledge_db: Path) -> str | None:
    from knowledge.build import built_version

    return built_version(knowledge_db)


def _train(state: State) -> None:
    """`rasa train` in a process of its own: training imports much that serving does not need."""
    environment = os.environ | {
        "RASA_TELEMETRY_ENABLED": "false",
        "NAVIGATOR_KNOWLEDGE_DB": str(state.knowledge_db),
        "RASA_MAX_CACHE_SIZE": "0",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }
    with tempfile.TemporaryDirectory(dir=state.folder) as folder:
        command = [sys.executable, "-m", "rasa", "train", "--out", folder, "--fixed-model-name", "model", "--force"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        trained = Path(folder) / "model.tar.gz"
        if done.returncode != 0 or not trained.exists():
            raise BuildFailed("training failed:\n" + "\n".join((done.stdout + done.stderr).splitlines()[-15:]))
        trained.replace(state.model)
