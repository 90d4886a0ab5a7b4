"""Reads the files of knowledge/rates: figures with a unit, each with its values by date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast, get_args

from knowledge.fields import Fields
from knowledge.flow_words import keys_of, problem, value_at
from knowledge.located import Document, read_yaml

Unit = Literal[
    "pounds an hour", "pounds a week", "pounds a year", "percent", "weeks", "years", "days"
]  # fmt: skip
CONFIDENCES = ("high", "medium", "low")


@dataclass(frozen=True)
class Dated:
    """A value and the days on which it holds, both inclusive; `until` None: no end is known.

    facts, sources: what it rests on, at least one of them; confidence: its own, where it rests on a source alone;
    confirmed_by: who looked it up at the source, where a fact is of basis K or low confidence; line: in its file.
    """

    value: Decimal
    since: date
    until: date | None
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    confirmed_by: str
    line: int

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Rate:
    """A figure with all its values, the oldest first, without gaps or overlaps."""

    id: str
    title: str
    unit: Unit
    dated: tuple[Dated, ...]
    file: Path
    line: int


def read_rates(folder: Path) -> dict[str, Rate]:
    """All rates of a knowledge folder by id. Raises ContentError (file, line, problem, mend)."""
    rates: dict[str, Rate] = {}
    for file in sorted((folder / "rates").glob("*.yml")):
        document = read_yaml(file)
        for id in keys_of(document, "rates"):
            if id in rates:
                raise problem(document, ("rates", id), f"there is another rate `{id}`", "Rename one of them")
            rates[id] = _rate(document, id)
    return rates


def _rate(document: Document, id: str) -> Rate:
    place = ("rates", id)
    keys_of(document, *place)
    read = Fields(document, place)
    unit = read.text("unit")
    if unit not in get_args(Unit):
        raise problem(document, (*place, "unit"), f"`{unit}` is no unit", f"Use one of {', '.join(get_args(Unit))}")
    dated = [_dated(document, (*place, "dated", index)) for index in range(len(read.items("dated")))]
    if not dated:
        raise problem(document, place, f"`{id}` has no value", "Give `dated` at least one, with value and from")
    for index, (before, after) in enumerate(pairwise(dated), 1):
        if before.until is None or (after.since - before.until).days != 1:
            what = f"it starts on {after.since}, but the value before it ends on {before.until or 'no day'}"
            raise problem(document, (*place, "dated", index), what, "Let it start on the day after, the oldest first")
    return Rate(id, read.text("title"), cast(Unit, unit), tuple(dated), document.file, document.line(*place))


def _dated(document: Document, place: tuple[str | int, ...]) -> Dated:
    read = Fields(document, place)
    since, until = read.day("from"), read.day("to") if _has(document, place, "to") else None
    if until is not None and until < since:
        raise problem(document, (*place, "to"), f"{until} is before {since}", "Write the first day in `from`")
    facts, sources = read.texts("facts", required=False), read.texts("sources", required=False)
    confidence = read.text("confidence", required=False)
    if not facts and not (sources and confidence in CONFIDENCES):
        mend = f"Name `facts`, or `sources` with `confidence` ({', '.join(CONFIDENCES)})"
        raise problem(document, place, "it does not say what it rests on", mend)
    return Dated(
        value=_number(document, place, read.text("value")),
        since=since,
        until=until,
        facts=facts,
        sources=sources,
        confidence=confidence,
        confirmed_by=read.text("confirmed_by", required=False),
        line=document.line(*place),
    )


def _number(document: Document, place: tuple[str | int, ...], text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0:
        raise problem(document, (*place, "value"), f"`{text}` is no figure", 'Write it as "12.71", in quotes')
    return value


def _has(document: Document, place: tuple[str | int, ...], name: str) -> bool:
    return value_at(document, *place, name) is not None
