"""The held-back sets in tests/questions, as the benchmark asks them. Their texts never go into a report.

All are split in thirds by `knowledge.questions_apart.is_calibration`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.questions_apart import OUT_OF_SCOPE, is_calibration


@dataclass(frozen=True)
class Elsewhere:
    """A message that belongs elsewhere, and its group."""

    text: str
    group: str
    calibration: bool


@dataclass(frozen=True)
class Risk:
    """A message that tells of risk: its kind, whether it only hints at it, and its language ("en" unless said)."""

    text: str
    kind: str
    oblique: bool
    language: str
    calibration: bool


@dataclass(frozen=True)
class Harmless:
    """A message that shares words with risk, and which it shares them with."""

    text: str
    shares: str
    calibration: bool


def elsewhere(folder: Path) -> list[Elsewhere]:
    """All messages that belong elsewhere."""
    groups = _read(folder / OUT_OF_SCOPE)
    return [Elsewhere(text, group, is_calibration(text)) for group, texts in groups.items() for text in texts]


def risks(folder: Path) -> list[Risk]:
    """All messages that tell of risk."""
    return [
        Risk(each["text"], kind, each["oblique"], each.get("language", "en"), is_calibration(each["text"]))
        for kind, entries in _read(folder / "safety.yml").items()
        for each in entries
    ]


def harmless(folder: Path) -> list[Harmless]:
    """All messages that only sound like risk."""
    return [
        Harmless(each["text"], each["shares"], is_calibration(each["text"]))
        for each in _read(folder / "hard_negatives.yml")
    ]


def mark_of(text: str) -> str:
    """A short name for a text, to speak of it without showing it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
