"""The environments that are measured, each made from its lock file when it is missing or out of date."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench"

# Two old pure-Python packages exist as source only.
WHEELS = ["--only-binary", ":all:", "--no-binary", "randomname", "--no-binary", "docopt"]


class NoEnvironment(Exception):
    """An environment could not be made; the message says why."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment made from exactly one lock file."""

    folder: Path
    lock: Path
    arguments: tuple[str, ...] = ()

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def make(self, progress: Callable[[str], None]) -> None:
        """Make it current. Raises NoEnvironment."""
        wanted = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        stamp = self.folder / ".made-from"
        if self.python.exists() and stamp.exists() and stamp.read_text() == wanted:
            return
        progress(f"making the environment {self.folder.relative_to(ROOT)} from {self.lock.name} (once)")
        uv = _uv()
        if not self.python.exists():
            _run([uv, "venv", "--quiet", "--python", "3.11", self.folder])
        _run([uv, "pip", "sync", "--quiet", *self.arguments, "--python", self.python, self.lock])
        stamp.write_text(wanted)


STOCK = Environment(HOME / "venv", ROOT / "requirements-bench.lock", ("--require-hashes", *WHEELS))
NAVIGATOR = Environment(HOME / "navigator-venv", ROOT / "requirements.lock")
"""What a council installs: without the tools of developers, unlike .venv."""


def _uv() -> str:
    found = shutil.which("uv") or str(ROOT / "var" / "uv" / "bin" / "uv")
    if not Path(found).exists():
        raise NoEnvironment("uv is missing: run ./navigator once")
    return found


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=os.environ | {"UV_LINK_MODE": "hardlink"}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NoEnvironment("\n".join(done.stderr.splitlines()[-8:]))
