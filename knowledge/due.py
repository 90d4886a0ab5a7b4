"""What has to be reviewed, signed anew or rung again, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from knowledge.check_wording import wording_files
from knowledge.fields import Fields
from knowledge.located import Document, read_yaml

RING_AGAIN_AFTER = timedelta(days=91)
"""Every number is rung before launch and every three months (facts pack, support.md)."""


@dataclass(frozen=True, order=True)
class Due:
    """Something to do: by when, in which file, what, and whose it is."""

    by: date
    file: Path
    what: str
    owner: str


def due(folder: Path, today: date, days: int) -> list[Due]:
    """What is due within so many days of `today`, the first to be done at the top. Raises ContentError."""
    until = today + timedelta(days=days)
    files = [*sorted((folder / "answers").glob("*/*.yml")), *wording_files(folder)]
    found = [each for file in files for each in _of(read_yaml(file), today)]
    return sorted(each for each in found if each.by <= until)


def _of(document: Document, today: date) -> Iterator[Due]:
    whole = Fields(document)
    owner = whole.text("owner", required=False)
    if "review_by" in document.data:
        yield Due(whole.day("review_by"), document.file, "review it against its facts", owner)
    helplines = document.data.get("helplines")
    if isinstance(helplines, dict):
        for key, line in helplines.items():
            # Nobody rings 999 to try it, nor the other lines that are always shown.
            if line.get("show") != "yes" or key in document.data.get("always", ()):
                continue
            rung = line.get("ring_tested_on")
            by = rung + RING_AGAIN_AFTER if rung else today
            yield Due(by, document.file, f"ring {line['name']} to see that the number is right", owner)
