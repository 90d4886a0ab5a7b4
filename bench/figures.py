"""What was measured: plain data that the report is written from, and that is kept as JSON."""

import os
import platform
import statistics
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.environment import ROOT
from bench.measures import Memory, around, percentile


@dataclass(frozen=True)
class Plan:
    """How much is measured. Everything is bounded in count, and by `seconds` for each measure and subject."""

    epochs: int = 100
    starts: int = 3
    blocks: int = 10
    turns_a_block: int = 10
    """Of each kind, with a custom action and without."""
    long_turns: int = 200
    people: int = 50
    messages_each: int = 4
    rounds: int = 3
    big_seconds: float = 60.0
    seconds: float = 300.0


@dataclass
class Timings:
    """Milliseconds of turns of one kind, block by block, so that the noise between blocks shows."""

    blocks: list[list[float]] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        """Every turn."""
        return [value for block in self.blocks for value in block]

    def middle(self) -> float | None:
        """The median, None without turns."""
        return percentile(self.all, 50) if self.all else None

    def high(self) -> float | None:
        """The 95th percentile, None without turns."""
        return percentile(self.all, 95) if self.all else None

    def spread(self) -> tuple[float, float] | None:
        """The lowest and highest median of a block."""
        medians = [percentile(block, 50) for block in self.blocks if block]
        return (min(medians), max(medians)) if medians else None


@dataclass
class Figures:
    """All that was measured of one subject. Empty or None where it was not."""

    key: str
    title: str
    size_mb: float | None = None
    training_seconds: float | None = None
    start_seconds: list[float] = field(default_factory=list)
    memory: Memory | None = None
    action: Timings = field(default_factory=Timings)
    plain: Timings = field(default_factory=Timings)
    own_action: Timings = field(default_factory=Timings)
    own_plain: Timings = field(default_factory=Timings)
    long_ms: list[float] = field(default_factory=list)
    messages_a_second: list[float] = field(default_factory=list)
    unanswered: int = 0
    other_kind: int = 0
    asked: int = 0
    big_ms: float | None = None
    big_note: str = ""
    problems: list[str] = field(default_factory=list)

    def start(self) -> float | None:
        """Median seconds from start to first answer."""
        return statistics.median(self.start_seconds) if self.start_seconds else None

    def turn(self, number: int) -> float | None:
        """Milliseconds of that turn of the long conversation: the median of it and two either side."""
        return around(self.long_ms, number)

    def growth(self, number: int) -> float | None:
        """How many times as long as turn 5 that turn took."""
        early, late = self.turn(5), self.turn(number)
        return late / early if early and late else None

    def rate(self) -> float | None:
        """Median messages a second of the rounds."""
        return statistics.median(self.messages_a_second) if self.messages_a_second else None


@dataclass(frozen=True)
class Machine:
    """Where and when it was measured."""

    at: str
    processor: str
    cores: int
    memory_mb: int
    python: str
    commit: str
    load_before: float


def look_at_machine() -> Machine:
    """This machine, now."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Machine(
        at=datetime.now(UTC).isoformat(timespec="minutes"),
        processor=_field(Path("/proc/cpuinfo"), "model name") or platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        memory_mb=int(_field(Path("/proc/meminfo"), "MemTotal").split()[0]) * 1024 // 1_000_000,
        python=platform.python_version(),
        commit=done.stdout.strip() or "unknown",
        load_before=os.getloadavg()[0],
    )


def _field(file: Path, name: str) -> str:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return ""
