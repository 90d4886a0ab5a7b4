"""What answers rest on: the sources of sources.yml and the facts of facts.yml."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.fields import Fields
from knowledge.located import read_yaml


@dataclass(frozen=True)
class SourceEntry:
    """A source of sources.yml. `dated` is the date it bears, as written there; `read_on` the ISO date we read it."""

    key: str
    title: str
    url: str
    dated: str
    read_on: str


@dataclass(frozen=True)
class Fact:
    """A fact of facts.yml. confidence: high, medium, low; basis: S, S2, K, D, P (docs/editors/facts.md)."""

    id: str
    title: str
    sources: tuple[str, ...]
    confidence: str
    basis: str


def load_sources(folder: Path) -> dict[str, SourceEntry]:
    """sources.yml by key. Raises ContentError."""
    document = read_yaml(folder / "sources.yml")
    entries = {}
    for key in document.data:
        read = Fields(document, (key,))
        entries[key] = SourceEntry(
            key=key,
            title=read.text("title"),
            url=read.text("url", required=False),
            dated=read.text("dated", required=False),
            read_on=read.day("read_on").isoformat(),
        )
    return entries


def load_facts(folder: Path) -> dict[str, Fact]:
    """facts.yml by id. Raises ContentError."""
    document = read_yaml(folder / "facts.yml")
    facts = {}
    for key in document.data:
        read = Fields(document, (key,))
        facts[key] = Fact(
            id=key,
            title=read.text("title"),
            sources=read.texts("sources", required=False),
            confidence=read.text("confidence"),
            basis=read.text("basis"),
        )
    return facts
