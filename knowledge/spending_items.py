"""What the catalogue of things to spend a budget on is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from common.replies import Words
from knowledge.located import Document, Place

VERDICTS = ("can_be", "depends", "no")
NEVER, SPLIT = "never", "split"
CLOSINGS = ("ask", "no")


@dataclass(frozen=True)
class Rule:
    """Why something can or can't be paid for, shared by many things.

    opening: the first sentence, in place of the verdict's. instead: who pays otherwise or what to ask for, where a
    thing does not say it itself. firm: a "no" of it has no exception.
    """

    key: str
    words: Words
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    next: tuple[str, ...]
    opening: Words | None
    instead: Words | None
    firm: bool


@dataclass(frozen=True)
class Item:
    """One thing. `name` as it reads in a sentence; also: other names; nhs, council: one of VERDICTS.

    note: what is special about it; ask: the question to bring to the care planner; instead: for a "no", as in its rule
    unless it says so itself; answer: the id of an answer that covers it better, or empty; questions: how people ask
    for it, in place of the patterns. `place`: where it stands.
    """

    key: str
    name: str
    also: tuple[str, ...]
    nhs: str
    council: str
    rule: Rule
    note: Words | None
    ask: str
    instead: Words | None
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    next: tuple[str, ...]
    answer: str
    questions: tuple[str, ...]
    bought: bool
    reviewed_on: date
    review_by: date
    owner: str
    place: Place

    @property
    def id(self) -> str:
        """The id of the answer made from it."""
        return f"spend-{self.key}"

    @property
    def said_name(self) -> str:
        """Its name as Navigator says it to the person: "my helper" becomes "your helper"."""
        return re.sub(r"\bmy\b", "your", self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of it, the first one first."""
        return (self.name, *self.also)


@dataclass(frozen=True)
class Group:
    """One file: its title and things."""

    key: str
    title: str
    document: Document
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Around:
    """What is said around a thing (words.yml). Texts hold {name}, {nhs}, {council}, {ask} and the like.

    openings: by verdict, `never` (a firm no) and `split` (the funders differ). closings: `no` for what neither pays
    for, `ask` for the rest. uses: how the money of one funder can be used, by verdict. table: a verdict in the table.
    asked: patterns of questions; asked_bought: more for what is bought.
    """

    title: str
    openings: Mapping[str, Words]
    uses: Mapping[str, str]
    closings: Mapping[str, Words]
    adviser: str
    table: Mapping[str, str]
    asked: tuple[str, ...]
    asked_bought: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """All groups in the order of their files' names, the rules, and what is said around them."""

    groups: tuple[Group, ...]
    rules: Mapping[str, Rule]
    around: Around

    @property
    def items(self) -> tuple[Item, ...]:
        """All things, group by group."""
        return tuple(item for group in self.groups for item in group.items)
