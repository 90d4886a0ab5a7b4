"""Sums over samples, and what a process or folder takes. Memory is read from /proc: Linux only."""

import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

MB = 1_000_000


@dataclass(frozen=True)
class Memory:
    """Of several processes together, in MB (10^6 bytes). `pss_mb` counts shared pages once; None: it can't be read."""

    rss_mb: float
    pss_mb: float | None


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` (0 to 100) of the values lie, interpolated. Raises ValueError for no values."""
    if not values:
        raise ValueError("there are no values")
    if not 0 <= percent <= 100:
        raise ValueError("percent is between 0 and 100")
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def around(values: Sequence[float], turn: int, reach: int = 2) -> float | None:
    """The median of turn number `turn` (from 1) and `reach` turns either side, as far as there are any; else None."""
    if len(values) < turn:
        return None
    return statistics.median(values[max(0, turn - 1 - reach) : turn + reach])


def memory(pids: Iterable[int]) -> Memory:
    """What the processes hold. Raises OSError for a process that has ended."""
    rss, pss, has_pss = 0, 0, True
    for pid in pids:
        rss += _kilobytes(Path(f"/proc/{pid}/status"), "VmRSS:")
        try:
            pss += _kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")
        except (FileNotFoundError, PermissionError):
            has_pss = False
    return Memory(rss * 1024 / MB, pss * 1024 / MB if has_pss else None)


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:  # it ended meanwhile
                continue
            parent = int(stat.rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for each in found:
        found.extend(children.get(each, []))
    return found


def folder_mb(folder: Path) -> float:
    """What the files of a folder take on the disk, each once, in MB. Without byte code, which grows with use."""
    seen: dict[tuple[int, int], int] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            status = os.lstat(Path(place) / name)
            seen[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(seen.values()) / MB


def _kilobytes(file: Path, field: str) -> int:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(field):
            return int(line.split()[1])
    raise ProcessLookupError(f"{file} has no {field}")
