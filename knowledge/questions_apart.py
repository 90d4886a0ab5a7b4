"""Questions written apart from the content (tests/questions): a third to choose numbers by, the rest to measure."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

QUESTIONS = ("eligibility_options_money.yml", "employing_process_support.yml")
OUT_OF_SCOPE = "out_of_scope.yml"


@dataclass(frozen=True)
class Question:
    """One question: the ids of the answers that are right, its topic, who asks, whether it is messy phone text, and
    whether it belongs to the third by which numbers are chosen."""

    text: str
    right: tuple[str, ...]
    topic: str
    voice: str
    messy: bool
    calibration: bool


def is_calibration(text: str) -> bool:
    """Whether a text is of the third by which numbers are chosen. It follows from the text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0


def questions_apart(folder: Path) -> list[Question]:
    """All questions that have an answer, in the order of their files."""
    entries = [entry for name in QUESTIONS for entry in yaml.safe_load((folder / name).read_text(encoding="utf-8"))]
    return [
        Question(
            text=entry["text"],
            right=tuple(entry["right"]),
            topic=entry["topic"],
            voice=entry["voice"],
            messy=entry["messy"],
            calibration=is_calibration(entry["text"]),
        )
        for entry in entries
    ]


def nothing_fits(folder: Path, calibration: bool) -> list[str]:
    """The messages that belong elsewhere; of the third to choose numbers by, or of the rest."""
    groups = yaml.safe_load((folder / OUT_OF_SCOPE).read_text(encoding="utf-8"))
    return [text for text in _texts(groups) if is_calibration(text) is calibration]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    else:
        for each in value:
            yield from _texts(each)
