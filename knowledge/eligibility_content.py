"""The eligibility check as data: questions.yml, words.yml and one file for each route in routes/."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from common.replies import Source, Words
from knowledge.fields import Fields
from knowledge.flow import Option
from knowledge.flow_words import (
    Saying,
    check_file,
    keys_of,
    problem,
    read_options,
    read_saying,
    read_sources,
    read_words,
    value_at,
)
from knowledge.located import ContentError, Document, read_yaml
from knowledge.questions import AskedQuestion, read_flow_files, read_question

Condition = Mapping[str, frozenset[str]]
Worth = Literal["first", "also", "always"]
WORTHS: tuple[Worth, ...] = ("first", "also", "always")
NOT_SURE, SKIP = "not_sure", "skip"
_SAYINGS = ("intro", "for_them", "resume", "first", "where", "result", "others", "all", "reasons", "which")


def holds(condition: Condition, answers: Mapping[str, str]) -> bool:
    """Whether every question of a condition has one of the answers it names. A question not asked holds nothing."""
    return all(answers.get(question) in wanted for question, wanted in condition.items())


@dataclass(frozen=True)
class Question(AskedQuestion):
    """One question. `asked_if` says after which earlier answers it is asked; `title` names it in a list."""

    id: str
    title: str
    more: Saying
    asked_if: Condition


@dataclass(frozen=True)
class Case:
    """Answers that lead to a route, how much it is worth asking about, and the reason in words."""

    when: Condition
    worth: Worth
    reason: Words


@dataclass(frozen=True)
class Route:
    """Something to ask about. `decides` and `label` are short, for a table and a button."""

    id: str
    label: str
    line: Words
    decides: str
    change: Words
    how: Saying
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    facts: tuple[str, ...]

    def case(self, answers: Mapping[str, str]) -> Case | None:
        """The first case that holds, or None."""
        return next((case for case in self.cases if holds(case.when, answers)), None)


@dataclass(frozen=True)
class Check:
    """All questions in order, all routes in order of weight, and what is said around them."""

    questions: tuple[Question, ...]
    routes: tuple[Route, ...]
    sayings: Mapping[str, Saying]
    result_options: tuple[Option, ...]
    resume_options: tuple[Option, ...]
    headings: tuple[str, ...]
    caption: str
    how_label: str

    def path(self, answers: Mapping[str, str]) -> list[Question]:
        """The questions that are asked with these answers, in order; answered or not."""
        return [question for question in self.questions if holds(question.asked_if, answers)]

    def found(self, answers: Mapping[str, str]) -> list[tuple[Route, Case]]:
        """The routes to ask about, those worth asking about first before the others. Never empty."""
        cases = [(route, case) for route in self.routes if (case := route.case(answers)) is not None]
        return sorted(cases, key=lambda each: WORTHS.index(each[1].worth))


def load_check(folder: Path) -> Check:
    """Read knowledge/eligibility. Raises ContentError (file, line, problem, mend)."""
    files = read_flow_files(folder, _SAYINGS)
    words, asked = files.words, files.questions
    questions: list[Question] = []
    for key in keys_of(asked, "questions"):
        questions.append(_question(asked, key, questions))
    routes = tuple(_route(read_yaml(file), questions, folder) for file in sorted((folder / "routes").glob("*.yml")))
    if not any(case.worth == "always" and not case.when for route in routes for case in route.cases):
        mend = "Give one route a case with worth: always and an empty `when`"
        raise ContentError(folder / "routes", 1, "some answers lead to no route", mend)
    return Check(
        questions=tuple(questions),
        routes=routes,
        sayings=files.sayings,
        result_options=read_options(words, "result"),
        resume_options=read_options(words, "resume"),
        headings=files.headings,
        caption=files.caption,
        how_label=Fields(words).text("how_label"),
    )


def _question(document: Document, key: str, before: list[Question]) -> Question:
    question = read_question(document, "questions", key)
    for wanted in (NOT_SURE, SKIP):
        if wanted not in {option.key for option in question.options}:
            place = ("questions", key, "options")
            raise problem(document, place, f"the option `{wanted}` is missing", "Everybody may be unsure, or skip")
    return Question(
        **vars(question),
        id=key,
        title=Fields(document, ("questions", key)).text("title"),
        more=read_saying(document, "questions", key, "more"),
        asked_if=_condition(document, ("questions", key, "asked_if"), before),
    )


def _route(document: Document, questions: Iterable[Question], folder: Path) -> Route:
    check_file(document)
    whole = Fields(document)
    return Route(
        id=document.file.stem.split("-", 1)[-1].replace("-", "_"),
        label=whole.text("label"),
        line=read_words(document, "line"),
        decides=whole.text("decides"),
        change=read_words(document, "change"),
        how=read_saying(document, "how"),
        cases=tuple(_case(document, index, questions) for index in range(len(whole.items("cases")))),
        sources=read_sources(document, folder.parent),
        facts=whole.texts("facts"),
    )


def _case(document: Document, index: int, questions: Iterable[Question]) -> Case:
    place = ("cases", index)
    worth = Fields(document, place).text("worth")
    if worth not in WORTHS:
        raise problem(document, (*place, "worth"), f"`{worth}` is no worth", f"Use one of: {', '.join(WORTHS)}")
    return Case(
        when=_condition(document, (*place, "when"), questions),
        worth=worth,
        reason=read_words(document, *place, "reason"),
    )


def _condition(document: Document, place: tuple[str | int, ...], questions: Iterable[Question]) -> Condition:
    """The condition at a place; an empty one when left out. It may name only questions asked before."""
    if value_at(document, *place) in (None, {}):
        return {}
    options = {question.id: {option.key for option in question.options} for question in questions}
    found = {}
    for key in keys_of(document, *place):
        wanted = Fields(document, place).texts(key)
        if key not in options:
            raise problem(document, (*place, key), f"no question `{key}` comes before this", "Name one that does")
        if unknown := set(wanted) - options[key]:
            mend = f"Use its options: {', '.join(sorted(options[key]))}"
            raise problem(document, (*place, key), f"`{key}` has no option {', '.join(sorted(unknown))}", mend)
        found[key] = frozenset(wanted)
    return found
