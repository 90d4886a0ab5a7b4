"""What is told of a turn: plain data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What `talk --json` tells of a turn. milliseconds: of the turn by its own account; waited: with the way in."""

    outcome: str
    intent: str | None
    answers: tuple[str, ...]
    confidence: float | None
    milliseconds: float
    waited: float


@dataclass(frozen=True)
class Found:
    """What the search made of a message without acts and gate: ids by rank, and what it would do with them."""

    ranked: tuple[str, ...]
    kind: str
    ids: tuple[str, ...]
