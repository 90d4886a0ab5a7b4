"""How the ways to hold a budget are compared, as compare.yml of knowledge/options says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from common.replies import Words
from knowledge.fields import Fields
from knowledge.flow_words import check_file, keys_of, read_words, value_at
from knowledge.located import Document, read_yaml
from knowledge.options_ways import MONEY, Money, Way, check_known


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
    answer that leads to them. choosing: words that ask for help to choose, where `choosing_answer` is found.
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
    choosing: frozenset[str]
    choosing_answer: str


def read_compare(folder: Path, ways: Mapping[str, Way]) -> Compare:
    """Read compare.yml. Raises ContentError (file, line, problem, mend)."""
    document = read_yaml(folder / "compare.yml")
    check_file(document)
    whole = Fields(document)
    aspects = {key: Fields(document, ("aspects",)).text(key) for key in keys_of(document, "aspects")}
    labels = {key: Fields(document, ("choices",)).text(key) for key in ("suits", "person", "about", "compare")}
    views = {key: _view(document, key, ways) for key in keys_of(document, "views")}
    for key, view in views.items():
        check_known(document, ("views", key, "also_offers"), view.also_offers, views)
    keys_of(document, "choosing")
    beside = whole.pairs("beside")
    check_known(document, ("beside",), beside.values(), views)
    keys_of(document, "asked_by")
    asked_by = Fields(document, ("asked_by",))
    check_known(document, ("short",), whole.texts("short"), aspects)
    for way in ways.values():
        check_known(read_yaml(folder / "ways.yml"), ("ways", way.id, "cells"), way.cells, aspects)
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
        choosing=frozenset(Fields(document, ("choosing",)).texts("words")),
        choosing_answer=Fields(document, ("choosing",)).text("answer"),
    )


def _view(document: Document, key: str, ways: Mapping[str, Way]) -> View:
    place = ("views", key)
    keys_of(document, *place)
    read = Fields(document, place)
    check_known(document, (*place, "ways"), read.texts("ways"), ways)
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
