"""For demonstrations only: a code is shown in the server's terminal and written to a folder, and goes nowhere else."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot.sending.sender import Code


def to_terminal(line: str) -> None:
    """Say a line in the server's terminal."""
    print(line, file=sys.stderr, flush=True)


class DemonstrationSender:
    """Shows codes to whoever runs the server. Only made where council.yml says `demonstration: true`."""

    def __init__(self, folder: Path, show: Callable[[str], None]) -> None:
        """folder: where each message becomes a file that only its owner can read; show: says it to whoever watches."""
        self._folder = folder
        self._show = show

    def send(self, code: Code) -> None:
        """Show one in the terminal, and keep the last of each attempt as a file."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / f"{code.reference}.txt"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
            opened.write(f"{code.way}: {code.words}\n")
        self._show(f"Demonstration, {code.way}: {code.words}")
