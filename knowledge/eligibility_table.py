"""The decision table of the eligibility check: which questions are asked, and which answers lead to which routes. Pure.

A route is something worth asking about, never a verdict: only an assessment can give one (facts F-safety-23,
F-eligibility-22, F-eligibility-58).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from common.replies import Source, Words
from knowledge.flow_words import Saying
from knowledge.questions import AskedQuestion

Condition = Mapping[str, frozenset[str]]
Worth = Literal["first", "also", "always"]
WORTHS: tuple[Worth, ...] = ("first", "also", "always")
NOT_SURE, SKIP = "not_sure", "skip"


def holds(condition: Condition, answers: Mapping[str, str]) -> bool:
    """Whether every question of a condition has one of the answers it names. A question not asked holds nothing."""
    return all(answers.get(question) in wanted for question, wanted in condition.items())


def touches(condition: Condition, answers: Mapping[str, str]) -> bool:
    """Whether at least one question of a condition has one of the answers it names."""
    return any(answers.get(question) in wanted for question, wanted in condition.items())


@dataclass(frozen=True)
class Question(AskedQuestion):
    """One question; `title` names it in a list.

    asked_if: the earlier answers that it needs, all of them. unless: answers that make it pointless, each by itself.
    """

    id: str
    title: str
    more: Saying
    asked_if: Condition
    unless: Condition = field(default_factory=dict)

    def is_asked(self, answers: Mapping[str, str]) -> bool:
        """Whether it is asked after these answers to the questions before it."""
        return holds(self.asked_if, answers) and not touches(self.unless, answers)


def walk(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[list[Question], dict[str, str]]:
    """The questions that are asked with these answers, in order, and the answers to them: others count no more."""
    path: list[Question] = []
    given: dict[str, str] = {}
    for question in questions:
        if question.is_asked(given):
            path.append(question)
            if question.id in answers:
                given[question.id] = answers[question.id]
    return path, given


@dataclass(frozen=True)
class Case:
    """Answers that lead to a route, how much it is worth asking about, and the reason in words with its facts."""

    when: Condition
    worth: Worth
    reason: Words
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """Something to ask about. `decides` and `label` are short, for a table and a button.

    letter: id of the letter to copy; refused: key of what is said about a no; scheme: key of the local scheme that it
    depends on. Each may be empty. alone: for another nation; when it holds, only such routes are shown.
    """

    id: str
    label: str
    line: Words
    decides: str
    change: Words
    how: Saying
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    facts: tuple[str, ...]
    letter: str
    refused: str
    scheme: str
    alone: bool

    def case(self, answers: Mapping[str, str]) -> Case | None:
        """The first case that holds, or None."""
        return next((case for case in self.cases if holds(case.when, answers)), None)


Found = list[tuple[Route, Case]]


@dataclass(frozen=True)
class DecisionTable:
    """All questions in order, and all routes in order of weight."""

    questions: tuple[Question, ...]
    routes: tuple[Route, ...]

    def question(self, key: str) -> Question:
        """The question of an id. Raises StopIteration for an unknown one."""
        return next(question for question in self.questions if question.id == key)

    def path(self, answers: Mapping[str, str]) -> list[Question]:
        """The questions that are asked with these answers, in order; answered or not."""
        return walk(self.questions, answers)[0]

    def given(self, answers: Mapping[str, str]) -> dict[str, str]:
        """The answers to questions that are asked: an answer whose question is no longer asked counts no more."""
        return walk(self.questions, answers)[1]

    def found(self, answers: Mapping[str, str]) -> Found:
        """The routes to ask about, those worth asking about first before the others. Never empty."""
        given = self.given(answers)
        cases = [(route, case) for route in self.routes if (case := route.case(given)) is not None]
        shown = [each for each in cases if each[0].alone] or cases
        return sorted(shown, key=lambda each: WORTHS.index(each[1].worth))

    def most(self, answers: Mapping[str, str]) -> int:
        """How many questions there can be at most, once these are answered."""
        return self._most(0, self.given(answers), {})

    def _most(self, index: int, given: Mapping[str, str], so_far: dict[str, str]) -> int:
        if index == len(self.questions):
            return 0
        question = self.questions[index]
        if not question.is_asked(so_far):
            return self._most(index + 1, given, so_far)
        keys = {option.key for option in question.options} if self._steers(question) else {SKIP}
        likely = {given[question.id]} if question.id in given else keys
        return 1 + max(self._most(index + 1, given, {**so_far, question.id: key}) for key in likely)

    def _steers(self, question: Question) -> bool:
        """Whether its answer matters for which questions come after it."""
        return any(question.id in {*each.asked_if, *each.unless} for each in self.questions)
