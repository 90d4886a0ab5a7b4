"""What `./navigator check` finds."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.located import ContentError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: the file, the line (from 1), what is wrong, and what to do about it."""

    file: Path
    line: int
    problem: str
    mend: str

    @staticmethod
    def of(error: ContentError) -> "Problem":
        """The problem that stopped a file from being read."""
        return Problem(error.file, error.line, error.problem, error.mend)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}. {self.mend}."
