"""Checks of the answers: what they rest on, where they lead, their dates, and the wording of each field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from common.settings import LocalSchemes
from knowledge.answer import ASK_QUESTION, LABEL_LENGTH, Answer
from knowledge.check_words import (
    Finding,
    check_addresses,
    check_phone_numbers,
    check_promises,
    check_public,
    check_simple,
    check_sms,
)
from knowledge.content import MAX_CHOICES
from knowledge.evidence import Fact, SourceEntry
from knowledge.gsm7 import parts
from knowledge.helplines import LOCAL_OFFERS
from knowledge.house_style import check_style, check_words
from knowledge.located import Document, Place
from knowledge.problem import Problem
from knowledge.texting import MOST_PARTS, PERSON_LABEL

FEWEST_QUESTIONS = 8
MOST_SOURCES = 3
MOST_WAYS = 4
LONGEST_REVIEW = timedelta(days=366)
FUNDERS = ("nhs", "council", "both")
NATIONS = ("england", "wales", "scotland", "northern-ireland")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PUBLIC = ("title", "plain", "simple", "sms", "more")
_TEXTS = (*_PUBLIC, "adviser")


@dataclass(frozen=True)
class Context:
    """What an answer is checked against: all ids, the evidence, the easy words, and today."""

    ids: frozenset[str]
    sources: Mapping[str, SourceEntry]
    facts: Mapping[str, Fact]
    helplines: frozenset[str]
    known: frozenset[str]
    today: date


@dataclass
class Asked:
    """The questions seen so far, in a form that ignores capitals and punctuation, with where each was."""

    seen: dict[str, Path] = field(default_factory=dict)

    def earlier(self, question: str, file: Path) -> Path | None:
        """The file that asked the same before; notes the question otherwise."""
        form = " ".join(re.findall(r"\w+", question.lower()))
        if form in self.seen:
            return self.seen[form]
        self.seen[form] = file
        return None


def check_answer(answer: Answer, document: Document, context: Context, asked: Asked) -> Iterator[Problem]:
    """The problems of one answer."""
    for place, (problem, mend) in findings(answer, context):
        yield Problem(document.file, document.line(*place), problem, mend)
    for index, question in enumerate(answer.questions):
        if earlier := asked.earlier(question, document.file):
            where = "this file" if earlier == document.file else f"{earlier.parent.name}/{earlier.name}"
            line = document.line("questions", index)
            yield Problem(document.file, line, f'"{question}" is in {where} as well', "Keep it where it fits best")


def findings(answer: Answer, context: Context) -> Iterator[tuple[Place, Finding]]:
    """What is wrong with one answer, its questions apart: pairs of the field and the problem."""
    yield from _names(answer)
    yield from _evidence(answer, context)
    yield from _ways_on(answer, context)
    yield from _history(answer)
    yield from check_dates(answer.reviewed_on, answer.review_by, context.today)
    yield from ((("plain",), finding) for finding in check_public(answer.plain, "plain", context.known))
    yield from ((("more",), finding) for finding in check_public(answer.more, "more", context.known))
    yield from ((("simple",), finding) for finding in check_simple(answer.simple, context.known))
    yield from ((("sms",), finding) for finding in check_sms(answer.sms, context.known))
    if answer.always_offer and parts(f"{' '.join(answer.sms.split())} Reply 1 {PERSON_LABEL}") > MOST_PARTS:
        mend = f'Shorten it, so that " Reply 1 {PERSON_LABEL}" fits into the same text'
        yield ("sms",), ("a person is always offered with this answer, and the text has no room for that", mend)
    for name in _TEXTS:
        yield from (((name,), finding) for finding in _wording(getattr(answer, name), name, context.known))


def _wording(text: str, name: str, known: frozenset[str]) -> Iterator[Finding]:
    yield from check_phone_numbers(text, name)
    yield from check_addresses(text, name)
    yield from check_words(text, name, known)
    if name in _PUBLIC:
        yield from check_promises(text, name)
        yield from check_style(text, name)


def _names(answer: Answer) -> Iterator[tuple[Place, Finding]]:
    if not _ID.fullmatch(answer.id):
        yield (), (f"the file name `{answer.id}` is no id", "Use small letters, digits and single dashes")
    if len(answer.label or answer.title) > LABEL_LENGTH:
        yield ("title",), (f"the title has more than {LABEL_LENGTH} characters", "Shorten it, or add a shorter `label`")
    if len(answer.questions) < FEWEST_QUESTIONS:
        mend = f"Give at least {FEWEST_QUESTIONS} ways in which people ask it"
        yield ("questions",), (f"there are {len(answer.questions)} questions", mend)


def _evidence(answer: Answer, context: Context) -> Iterator[tuple[Place, Finding]]:
    facts = [context.facts[id] for id in answer.facts if id in context.facts]
    for index, id in enumerate(answer.facts):
        if id not in context.facts:
            yield ("facts", index), (f"there is no fact {id}", "Use an id of facts.yml")
        elif context.facts[id].confidence == "low":
            yield ("facts", index), (f"{id} is of low confidence", "Rest the answer on a better fact")
    if not answer.facts:
        yield ("facts",), ("the answer rests on no fact", "Name at least one")
    if facts and all(fact.basis == "K" for fact in facts) and not answer.draft:
        problem = "it rests only on facts whose text nobody read (basis K)"
        yield ("facts",), (problem, "Add `draft: true` until a person confirms them")
    for index, key in enumerate(answer.sources):
        if key not in context.sources:
            yield ("sources", index), (f"there is no source {key}", "Use a key of sources.yml")
    if not 1 <= len(answer.sources) <= MOST_SOURCES:
        mend = f"Name one to {MOST_SOURCES}, the most official first"
        yield ("sources",), (f"there are {len(answer.sources)} sources", mend)
    if answer.funder not in FUNDERS:
        yield ("funder",), (f"`{answer.funder}` is no funder", f"Use one of {', '.join(FUNDERS)}")
    for nation in set(answer.nations) - set(NATIONS):
        yield ("nations",), (f"`{nation}` is no nation", f"Use some of {', '.join(NATIONS)}")


def _ways_on(answer: Answer, context: Context) -> Iterator[tuple[Place, Finding]]:
    if not 1 <= len(answer.next) <= MAX_CHOICES:
        yield ("next",), (f"there are {len(answer.next)} answers to go to next", f"Name one to {MAX_CHOICES}")
    for index, id in enumerate(answer.next):
        if id not in context.ids:
            yield ("next", index), (f"there is no answer `{id}`", "Use the file name of an answer")
    for index, way in enumerate(answer.ways):
        if way.intent == ASK_QUESTION and way.entities.get("answer") not in context.ids:
            yield ("ways", index), (f"`{way.label}` leads to no answer", "Give its `entities` the id of an answer")
    if len(answer.ways) > MOST_WAYS:
        yield ("ways",), (f"there are {len(answer.ways)} ways on", f"Give {MOST_WAYS} at most")
    if answer.scheme and answer.scheme not in LocalSchemes.__fields__:
        yield ("scheme",), (f"there is no local scheme `{answer.scheme}`", "Use a key of local_schemes in council.yml")
    if answer.id in answer.next:
        yield ("next",), ("the answer leads to itself", "Name another")
    for index, key in enumerate(answer.helplines):
        if key not in {*context.helplines, LOCAL_OFFERS}:
            yield ("helplines", index), (f"there is no helpline `{key}`", "Use a key of helplines.yml")


def _history(answer: Answer) -> Iterator[tuple[Place, Finding]]:
    if answer.history and not (_YEAR.search(answer.history) and _YEAR.search(answer.plain)):
        mend = "Give its years, such as 2009 to 2014, and name one in `plain`"
        yield ("history",), ("what tells of the past names no year", mend)
    if answer.history and answer.always_offer:
        yield ("always_offer",), ("what tells of the past needs no person at once", "Take `always_offer` out")


def check_dates(reviewed_on: date, review_by: date, today: date) -> Iterator[tuple[Place, Finding]]:
    """Whether a review is in the future, overdue, or too far off: pairs of the field and what is wrong."""
    if reviewed_on > today:
        yield ("reviewed_on",), (f"{reviewed_on} is in the future", "Give the day on which it was last reviewed")
    if review_by < today:
        yield (
            ("review_by",),
            (f"the review was due by {review_by}", "Review it against its facts, then move both dates"),
        )
    elif not reviewed_on < review_by <= reviewed_on + LONGEST_REVIEW:
        yield ("review_by",), (f"{review_by} is not within a year of the last review", "Give a day within a year")
