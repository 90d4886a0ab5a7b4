"""Which ways to hold a budget are worth asking about, and why: suits.yml of knowledge/options."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.replies import Words
from knowledge.eligibility_content import Condition, Question, holds
from knowledge.eligibility_routes import read_condition
from knowledge.fields import Fields
from knowledge.flow_words import check_file, keys_of, problem, read_words, value_at
from knowledge.guided_content import Guide, read_guide
from knowledge.located import ContentError, Document, read_yaml
from knowledge.options_compare import Compare
from knowledge.options_ways import MONEY, Money, Way

_SAYINGS = ("result_one", "result_wheelchair", "how", "know", "why")
_MOST = 2
_LEAST_SHARE = 3
"""A second way is named only if it has at least a third of the first one's points."""


@dataclass(frozen=True)
class Point:
    """Answers that speak for a way, how much, and the reason in words."""

    when: Condition
    worth: int
    reason: Words


@dataclass(frozen=True)
class Suit:
    """A way with what speaks for it, the answers with which it is never named, and what would change it."""

    way: str
    points: tuple[Point, ...]
    unless: tuple[Condition, ...]
    change: Words

    def reasons(self, answers: Mapping[str, str]) -> tuple[int, tuple[Words, ...]]:
        """How much speaks for the way with these answers, and why; 0 when something speaks against it."""
        if any(holds(condition, answers) for condition in self.unless):
            return 0, ()
        found = [point for point in self.points if holds(point.when, answers)]
        return sum(point.worth for point in found), tuple(point.reason for point in found)


@dataclass(frozen=True)
class Suggested:
    """A way to ask about: its suit and the reasons."""

    suit: Suit
    reasons: tuple[Words, ...]


@dataclass(frozen=True)
class Suits:
    """Everything that suits.yml and questions.yml hold. `duty`: the aspects that tell of somebody's duties."""

    guide: Guide
    suits: tuple[Suit, ...]
    line: Words
    know: Words
    duty: tuple[str, ...]
    decides: Mapping[Money, Words]
    caption: str

    def found(self, answers: Mapping[str, str]) -> tuple[Suggested, ...]:
        """The one or two ways that most speaks for. Empty only while questions are still open."""
        scored = [(suit, *suit.reasons(answers)) for suit in self.suits]
        best = sorted((each for each in scored if each[1]), key=lambda each: -each[1])[:_MOST]
        return tuple(Suggested(suit, reasons) for suit, worth, reasons in best if worth * _LEAST_SHARE >= best[0][1])


def load_suits(folder: Path, ways: Mapping[str, Way], compare: Compare) -> Suits:
    """Read suits.yml and questions.yml of knowledge/options. Raises ContentError (file, line, problem, mend)."""
    words, asked = read_yaml(folder / "suits.yml"), read_yaml(folder / "questions.yml")
    check_file(words)
    check_file(asked)
    guide = read_guide(asked, words, _SAYINGS)
    for key in keys_of(words, "suits"):
        if key not in ways:
            raise problem(words, ("suits", key), f"there is no way `{key}`", "Use an id of ways.yml")
    duty = Fields(words).texts("duty")
    for key in duty:
        if key not in compare.aspects:
            raise problem(words, ("duty",), f"there is no aspect `{key}`", "Use one of compare.yml")
    found = Suits(
        guide=guide,
        suits=tuple(_suit(words, key, guide.questions) for key in keys_of(words, "suits")),
        line=read_words(words, "line"),
        know=read_words(words, "know"),
        duty=duty,
        decides={money: read_words(words, "decides", money) for money in MONEY},
        caption=Fields(words).text("caption"),
    )
    _check_all_lead_somewhere(found, words)
    return found


def every_answer(guide: Guide, answers: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """Every way to answer all the questions that are asked."""
    so_far = dict(answers or {})
    left = next((each for each in guide.path(so_far) if each.id not in so_far), None)
    if left is None:
        return [so_far]
    return [found for each in left.options for found in every_answer(guide, {**so_far, left.id: each.key})]


def _check_all_lead_somewhere(suits: Suits, words: Document) -> None:
    lost = next((answers for answers in every_answer(suits.guide) if not suits.found(answers)), None)
    if lost is not None:
        said = ", ".join(f"{key} {value}" for key, value in lost.items())
        raise ContentError(words.file, words.line("suits"), f"nothing is named for: {said}", "Give a way points for it")


def _suit(document: Document, key: str, questions: tuple[Question, ...]) -> Suit:
    place = ("suits", key)
    keys_of(document, *place)
    read = Fields(document, place)
    points, unless = len(read.items("points")), len(read.items("unless"))
    return Suit(
        way=key,
        points=tuple(_point(document, (*place, "points", index), questions) for index in range(points)),
        unless=tuple(read_condition(document, (*place, "unless", index), questions) for index in range(unless)),
        change=read_words(document, *place, "change"),
    )


def _point(document: Document, place: tuple[str | int, ...], questions: tuple[Question, ...]) -> Point:
    keys_of(document, *place)
    worth: Any = value_at(document, *place, "worth")
    if not isinstance(worth, int) or worth < 1:
        raise problem(document, (*place, "worth"), f"`worth` is {worth!r}", "Give a whole number from 1")
    when = read_condition(document, (*place, "when"), questions)
    if not when:
        raise problem(document, (*place, "when"), "a point for every answer tells nothing apart", "Name answers")
    return Point(when, worth, read_words(document, *place, "reason"))
