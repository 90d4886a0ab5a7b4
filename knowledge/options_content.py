"""The files of knowledge/options about the ways to hold a budget: ways.yml and compare.yml."""

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


@dataclass(frozen=True)
class View:
    """Ways that are compared together. `called`: how people name them all; `also_offers`: other views to go on to."""

    id: str
    label: str
    answer: str
    ways: tuple[str, ...]
    caption: str
    also_offers: tuple[str, ...]
    called: tuple[str, ...]
    says: Words
    says_council: Words


@dataclass(frozen=True)
class Compare:
    """compare.yml. aspects: titles by key, in order; short: those a short comparison keeps; labels: of choices.

    strong, weak: words that ask for a comparison, alone or only where two ways are named. beside: views by the id of an
    answer that leads to them.
    """

    money: Mapping[Money, Mapping[str, str]]
    aspects: Mapping[str, str]
    short: tuple[str, ...]
    strong: frozenset[str]
    weak: frozenset[str]
    first_heading: str
    labels: Mapping[str, str]
    views: Mapping[str, View]
    named_caption: str
    named_says: Words
    beside: Mapping[str, str]


def read_compare(folder: Path, ways: Mapping[str, Way]) -> Compare:
    """Read compare.yml. Raises ContentError (file, line, problem, mend)."""
    document = read_yaml(folder / "compare.yml")
    check_file(document)
    whole = Fields(document)
    aspects = {key: Fields(document, ("aspects",)).text(key) for key in keys_of(document, "aspects")}
    labels = {key: Fields(document, ("choices",)).text(key) for key in ("suits", "person", "about", "compare")}
    views = {key: _view(document, key, ways) for key in keys_of(document, "views")}
    for key, view in views.items():
        _known(document, ("views", key, "also_offers"), view.also_offers, views)
    beside = whole.pairs("beside")
    _known(document, ("beside",), beside.values(), views)
    keys_of(document, "asked_by")
    asked_by = Fields(document, ("asked_by",))
    _known(document, ("short",), whole.texts("short"), aspects)
    for way in ways.values():
        _known(read_yaml(folder / "ways.yml"), ("ways", way.id, "cells"), way.cells, aspects)
    return Compare(
        money={money: _values(document, money) for money in MONEY},
        aspects=aspects,
        short=whole.texts("short"),
        strong=frozenset(asked_by.texts("strong")),
        weak=frozenset(asked_by.texts("weak")),
        first_heading=whole.text("first_heading"),
        labels=labels,
        views=views,
        named_caption=Fields(document, ("named",)).text("caption"),
        named_says=read_words(document, "named", "says"),
        beside=beside,
    )


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
        _known(document, (*place, "names", money), (money,), MONEY)
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
    _known(document, (*place, "sources"), keys, entries)
    return tuple(Source(entries[key].title, entries[key].url, entries[key].read_on) for key in keys)


def _view(document: Document, key: str, ways: Mapping[str, Way]) -> View:
    place = ("views", key)
    keys_of(document, *place)
    read = Fields(document, place)
    _known(document, (*place, "ways"), read.texts("ways"), ways)
    for_council = "says_council" if value_at(document, *place, "says_council") else "says"
    return View(
        id=key,
        label=read.text("label"),
        answer=read.text("answer"),
        ways=read.texts("ways"),
        caption=read.text("caption"),
        also_offers=read.texts("also_offers"),
        called=read.texts("called"),
        says=read_words(document, *place, "says"),
        says_council=read_words(document, *place, for_council),
    )


def _values(document: Document, money: str) -> dict[str, str]:
    """The values of `money` for wording, each also with a capital: funder, Funder, team, Team."""
    keys_of(document, "money", money)
    read = Fields(document, ("money", money))
    values = {key: read.text(key) for key in ("funder", "team")}
    return {**values, **{key.capitalize(): capital(text) for key, text in values.items()}}


def capital(text: str) -> str:
    """The text with a capital in front, the rest as it is."""
    return text[:1].upper() + text[1:]


def _known(document: Document, place: tuple[str, ...], wanted: Iterable[str], known: Iterable[str]) -> None:
    """Raises ContentError for the first of `wanted` that is not known."""
    names = sorted(known)
    for key in wanted:
        if key not in names:
            raise problem(document, place, f"there is no `{key}`", f"Use one of: {', '.join(names)}")
