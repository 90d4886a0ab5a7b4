"""What a plan is made of: sections with lines, tables, contacts and letters, in the usual and in simple words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from common.replies import Contact, Words
from knowledge.flow import FlowContext


@dataclass(frozen=True)
class Promise:
    """A person was asked to get in touch. `by`: the moment promised, in words."""

    reference: str
    by: str


@dataclass(frozen=True)
class Here:
    """What holds here and now. `contacts`: helplines by key, as far as they may be shown; `offers`: local ones."""

    context: FlowContext
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    offers: tuple[Contact, ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class PlanTable:
    """Rows of two cells under two headings."""

    caption: Words
    headings: tuple[Words, Words]
    rows: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class Section:
    """A part of the plan. letters: pairs of id and title; to_write: what stands before empty lines on paper."""

    id: str
    heading: Words
    intro: Words | None = None
    table: PlanTable | None = None
    lines: tuple[Words, ...] = ()
    contacts: tuple[Contact, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    to_write: Words | None = None


@dataclass(frozen=True)
class Plan:
    """All of it. is_finished: all seven steps were walked; where: the line on the seven steps, if they were begun.

    to_ask: what is still to ask, in short.
    """

    made_on: date
    look_again_on: date
    is_empty: bool
    shows_private: bool
    is_finished: bool
    where: Words | None
    to_ask: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, id: str) -> Section | None:
        """A part by its id, or None where there is nothing to say in it."""
        return next((each for each in self.sections if each.id == id), None)


def in_words(day: date) -> str:
    """A day as people write it: 9 December 2026."""
    return f"{day.day} {day:%B %Y}"
