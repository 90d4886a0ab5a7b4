"""The ways to hold a budget, as ways.yml of knowledge/options has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from common.replies import Source, Words
from knowledge.evidence import load_sources
from knowledge.fields import Fields
from knowledge.flow_words import check_file, keys_of, problem, read_words, value_at
from knowledge.located import Document, read_yaml

Money = Literal["nhs", "council", "both"]
MONEY: tuple[Money, ...] = ("nhs", "council", "both")
"""Whose money it is; `both` also where it is not known."""


@dataclass(frozen=True)
class Name:
    """What a way is called, in full and in short (without "budget", for a text message or a heading)."""

    name: str
    short: str


@dataclass(frozen=True)
class Cell:
    """What a table says in one place, and the same in a few words that stand alone."""

    plain: str
    short: str


@dataclass(frozen=True)
class Way:
    """One way to hold a budget. `names`: by whose money, where it exists; `answer`: the id of the full answer.

    cells: by aspect, then by whose money.
    """

    id: str
    answer: str
    names: Mapping[Money, Name]
    also: tuple[str, ...]
    line: Words
    cells: Mapping[str, Mapping[Money, Cell]]
    facts: tuple[str, ...]
    sources: tuple[Source, ...]

    def money(self, money: Money) -> Money:
        """Whose money to speak of: as asked for, or the NHS's where this way is not there with the other."""
        return money if money in self.names else "nhs"


def read_ways(folder: Path) -> dict[str, Way]:
    """Read ways.yml, by id. Raises ContentError (file, line, problem, mend)."""
    document = read_yaml(folder / "ways.yml")
    check_file(document)
    return {key: _way(document, key, folder.parent) for key in keys_of(document, "ways")}


def _way(document: Document, key: str, knowledge: Path) -> Way:
    place = ("ways", key)
    keys_of(document, *place)
    read = Fields(document, place)
    names = {}
    for money in keys_of(document, *place, "names"):
        check_known(document, (*place, "names", money), (money,), MONEY)
        keys_of(document, *place, "names", money)
        name = Fields(document, (*place, "names", money))
        names[money] = Name(name.text("name"), name.text("short"))
    if "nhs" not in names:
        raise problem(document, (*place, "names"), f"`{key}` has no name with NHS money", "Give `nhs` a name and short")
    return Way(
        id=key,
        answer=read.text("answer"),
        names=names,  # type: ignore[arg-type]
        also=read.texts("also"),
        line=read_words(document, *place, "line"),
        cells={aspect: _cells(document, *place, "cells", aspect) for aspect in keys_of(document, *place, "cells")},
        facts=read.texts("facts"),
        sources=_sources(document, place, knowledge),
    )


def _cells(document: Document, *place: str) -> dict[Money, Cell]:
    keys_of(document, *place)
    usual = _cell(document, *place)
    return {money: _cell(document, *place, money) if value_at(document, *place, money) else usual for money in MONEY}


def _cell(document: Document, *place: str) -> Cell:
    keys_of(document, *place)
    read = Fields(document, place)
    return Cell(read.text("plain"), read.text("short"))


def _sources(document: Document, place: tuple[str, ...], knowledge: Path) -> tuple[Source, ...]:
    entries, keys = load_sources(knowledge), Fields(document, place).texts("sources")
    check_known(document, (*place, "sources"), keys, entries)
    return tuple(Source(entries[key].title, entries[key].url, entries[key].read_on) for key in keys)


def check_known(document: Document, place: tuple[str, ...], wanted: Iterable[str], known: Iterable[str]) -> None:
    """Raises ContentError at a place for the first of `wanted` that is not known."""
    names = sorted(known)
    for key in wanted:
        if key not in names:
            raise problem(document, place, f"there is no `{key}`", f"Use one of: {', '.join(names)}")
