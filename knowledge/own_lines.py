"""Which lines of ours are in another language than English: a page says so, for those who hear it (WCAG 3.1.2)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge.languages import Languages
from knowledge.safety.languages import OwnLanguages

_KNOWLEDGE = Path(__file__).parent


def language_of_line(line: str) -> str:
    """The language (BCP 47) of a line that a reply shows; empty for English. Raises ContentError."""
    return _lines().get(line, "")


@cache
def _lines() -> Mapping[str, str]:
    asked, danger = Languages.load(_KNOWLEDGE), OwnLanguages.load()
    return {each.line: each.code for each in asked.lines.values()} | {
        each.line: code for code, each in danger.lines.items()
    }
