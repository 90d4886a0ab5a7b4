"""Tables and shares in Markdown."""

from collections.abc import Iterable, Sequence

from bench.understanding.sums import wilson


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The lines of a table, and an empty one after it. Numbers stand on the right."""
    below = ["---", *("---:" for _ in head[1:])]
    lines = [head, below, *rows]
    return ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines] + [""]


def share(found: int, of: int) -> str:
    """A share in per cent, "-" for a share of nothing."""
    return f"{100 * found / of:.1f}" if of else "-"


def with_interval(found: int, of: int) -> str:
    """A share in per cent with its 95 % interval and counts."""
    if not of:
        return "-"
    low, high = wilson(found, of)
    return f"{100 * found / of:.1f} ({100 * low:.1f} to {100 * high:.1f}; {found} of {of})"


def percent(value: float | None, digits: int = 1) -> str:
    """A share (0 to 1) in per cent, "-" for none."""
    return "-" if value is None else f"{100 * value:.{digits}f}"


def verdict(reached: bool) -> str:
    """Whether something that was to be reached is."""
    return "yes" if reached else "**no**"
