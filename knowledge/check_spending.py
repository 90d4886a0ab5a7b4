"""Checks of the things to spend a budget on: what each rests on, its names, and what is said about it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from knowledge.answer import Answer
from knowledge.check_answers import Context, findings
from knowledge.check_words import Finding
from knowledge.located import Place
from knowledge.problem import Problem
from knowledge.spending_answers import answer_of
from knowledge.spending_items import Catalogue, Group, Item
from knowledge.spending_questions import new_questions
from knowledge.words import question_key

_BARE = re.compile(r"(?:yes|no)\b", re.IGNORECASE)
_OF_THE_FILE = (("reviewed_on",), ("review_by",))
_REGISTERS = ("plain", "simple", "sms")


def check_spending(catalogue: Catalogue, answers: Mapping[str, Answer], context: Context) -> Iterator[Problem]:
    """All problems of the catalogue. `answers`: those that have a file."""
    asked = new_questions(catalogue, [question for answer in answers.values() for question in answer.questions])
    named: dict[str, tuple[Path, str]] = {}
    for group in catalogue.groups:
        for item in group.items:
            found = [*_own(item), *_composed(item, catalogue, asked[item.key], context)]
            yield from (_problem(group, item, place, finding) for place, finding in found)
            yield from _names(group, item, named)


def _problem(group: Group, item: Item, place: Place, finding: Finding) -> Problem:
    return Problem(group.document.file, group.document.line(*item.place, *place), *finding)


def _own(item: Item) -> Iterator[tuple[Place, Finding]]:
    if not item.ask.endswith("?"):
        yield ("ask",), ("`ask` is no question", "Write it as the person would ask it, with a question mark")
    if "no" in (item.nhs, item.council) and item.instead is None:
        mend = "Say in `instead` who pays otherwise, or what to ask for"
        yield ("verdict",), ('a "no" leads nowhere', mend)


def _composed(
    item: Item, catalogue: Catalogue, questions: tuple[str, ...], context: Context
) -> Iterator[tuple[Place, Finding]]:
    answer = answer_of(item, catalogue.around, context.facts, questions)
    if item.answer and item.answer not in context.ids:
        yield ("answer",), (f"there is no answer `{item.answer}`", "Use the file name of an answer")
    # People used these words first, so they know them.
    known = replace(context, known=context.known | frozenset(item.names))
    for place, finding in findings(answer, known):
        # The dates are the file's, which is checked as a whole. Where an answer has a file, that one is found: this one
        # shows in the table, and needs no questions.
        if place not in _OF_THE_FILE and not (item.answer and place == ("questions",)):
            yield place[:1], finding
    for name in _REGISTERS:
        if _BARE.match(getattr(answer, name)):
            yield ("verdict",), (f"`{name}` starts with a bare yes or no", "Say on what it depends")


def _names(group: Group, item: Item, named: dict[str, tuple[Path, str]]) -> Iterator[Problem]:
    for index, name in enumerate(item.names):
        place: Place = ("name",) if index == 0 else ("also", index - 1)
        file, key = named.setdefault(question_key(name), (group.document.file, item.key))
        if key != item.key:
            finding = (f'"{name}" is a name of `{key}` in {file.name} as well', "Keep it where it fits best")
            yield _problem(group, item, place, finding)
