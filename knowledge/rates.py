"""Dated figures, such as the minimum wage: what each was on a day, by whom that is said, and how sure it is.

A figure is asked for by id and day. Where none holds on that day, or only one that nobody has confirmed, it is refused:
next April's rates are never guessed from this year's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from common.replies import Source
from knowledge.evidence import Fact, SourceEntry, load_facts, load_sources
from knowledge.rate_files import Dated, Rate, Unit, read_rates

__all__ = ["Dated", "Figure", "Rate", "RateNotKnown", "Rates", "Unit"]


class RateNotKnown(LookupError):
    """No confirmed figure holds on that day. `why`: in words for whoever asked, without the figure's own."""

    def __init__(self, id: str, title: str, day: date, why: str) -> None:
        super().__init__(f"{title} ({id}) is not known for {day}: {why}")
        self.id = id
        self.title = title
        self.day = day
        self.why = why


@dataclass(frozen=True)
class Figure:
    """A figure as it holds on a day. `until`: the last day on which it does, or None where no end is known."""

    id: str
    title: str
    unit: Unit
    value: Decimal
    since: date
    until: date | None
    sources: tuple[Source, ...]
    confidence: str

    @property
    def share(self) -> Decimal:
        """A percentage as a factor: 15 is 0.15."""
        return self.value / 100


@dataclass(frozen=True)
class Rates:
    """All figures of knowledge/rates by id."""

    rates: Mapping[str, Rate]
    facts: Mapping[str, Fact]
    entries: Mapping[str, SourceEntry]

    @staticmethod
    def load(folder: Path) -> "Rates":
        """Read knowledge/rates of a knowledge folder. Raises ContentError (file, line, problem, mend)."""
        return Rates(read_rates(folder), load_facts(folder), load_sources(folder))

    def on(self, id: str, day: date) -> Figure:
        """The figure that holds on a day. Raises RateNotKnown where there is none, KeyError for an unknown id."""
        rate = self.rates[id]
        dated = next((each for each in rate.dated if each.holds_on(day)), None)
        if dated is None:
            raise RateNotKnown(id, rate.title, day, _outside(rate, day))
        if self.is_draft(dated):
            raise RateNotKnown(id, rate.title, day, "nobody has confirmed the figure")
        return Figure(
            id=id,
            title=rate.title,
            unit=rate.unit,
            value=dated.value,
            since=dated.since,
            until=dated.until,
            sources=self.sources(dated),
            confidence=self.confidence(dated),
        )

    def is_draft(self, dated: Dated) -> bool:
        """Whether it rests on what may not be shown: general knowledge (basis K) or low confidence, unconfirmed."""
        found = [self.facts[id] for id in dated.facts if id in self.facts]
        weak = dated.confidence == "low" or any(fact.basis == "K" or fact.confidence == "low" for fact in found)
        return weak and not dated.confirmed_by

    def confidence(self, dated: Dated) -> str:
        """high, medium or low: its own where it has one, else the weakest of its facts."""
        found = {self.facts[id].confidence for id in dated.facts if id in self.facts}
        return dated.confidence or next((level for level in ("low", "medium", "high") if level in found), "low")

    def sources(self, dated: Dated) -> tuple[Source, ...]:
        """Where it comes from: its own sources, then those of its facts."""
        keys = [*dated.sources, *(key for id in dated.facts if id in self.facts for key in self.facts[id].sources)]
        entries = [self.entries[key] for key in dict.fromkeys(keys) if key in self.entries]
        return tuple(Source(entry.title, entry.url, entry.read_on) for entry in entries)

    def changes_after(self, day: date) -> date | None:
        """The first day after this one on which any known figure changes, or None."""
        starts = (dated.since for rate in self.rates.values() for dated in rate.dated if not self.is_draft(dated))
        return min((start for start in starts if start > day), default=None)

    def all(self) -> Iterator[tuple[Rate, Dated]]:
        """Every figure with every range that it has, in the order of the files."""
        for rate in self.rates.values():
            yield from ((rate, dated) for dated in rate.dated)


def _outside(rate: Rate, day: date) -> str:
    if day < rate.dated[0].since:
        return f"the first figure here is of {rate.dated[0].since}"
    return f"the last figure here ends on {rate.dated[-1].until}"
