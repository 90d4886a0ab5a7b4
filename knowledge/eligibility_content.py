"""Reads the eligibility check: questions.yml, words.yml and one file for each route in routes/."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from common.replies import Words
from knowledge.eligibility_table import (
    NOT_SURE,
    SKIP,
    WORTHS,
    Case,
    Condition,
    DecisionTable,
    Question,
    Route,
    Worth,
    holds,
)
from knowledge.fields import Fields
from knowledge.flow import Option
from knowledge.flow_words import (
    Saying,
    check_file,
    keys_of,
    problem,
    read_options,
    read_saying,
    read_sayings,
    read_sources,
    read_words,
    value_at,
)
from knowledge.letters import Letter, load_letters
from knowledge.located import ContentError, Document, read_yaml
from knowledge.questions import read_flow_files, read_question

__all__ = ["NOT_SURE", "SKIP", "WORTHS", "Case", "Check", "Condition", "Question", "Route", "Worth", "holds"]

_SAYINGS = (
    "intro", "for_them", "for_a_child", "resume", "first", "where", "result", "others", "all", "elsewhere",
    "reasons", "which", "letter",
)  # fmt: skip
SCHEME_STATES = ("offered_here", "offered_perhaps")


@dataclass(frozen=True)
class Refusal:
    """What to do when they say no, and the letter for it."""

    saying: Saying
    letter: str


@dataclass(frozen=True)
class Check(DecisionTable):
    """The table, and what is said around it. `schemes` says whether an area offers something, by state and length."""

    sayings: Mapping[str, Saying]
    refusals: Mapping[str, Refusal]
    letters: Mapping[str, Letter]
    schemes: Mapping[str, Mapping[str, Words]]
    safe_lines: Mapping[str, Words]
    result_options: tuple[Option, ...]
    resume_options: tuple[Option, ...]
    after_options: Mapping[str, Option]
    headings: tuple[str, ...]
    caption: str
    how_label: str


def load_check(folder: Path) -> Check:
    """Read knowledge/eligibility and the letters beside it. Raises ContentError (file, line, problem, mend)."""
    files = read_flow_files(folder, _SAYINGS)
    questions: list[Question] = []
    for key in keys_of(files.questions, "questions"):
        questions.append(_question(files.questions, key, questions))
    letters = load_letters(folder.parent)
    refusals = _refusals(files.words, letters)
    known = _Known(questions, letters, refusals)
    routes = tuple(_route(read_yaml(file), known, folder) for file in sorted((folder / "routes").glob("*.yml")))
    if not any(case.worth == "always" and not case.when for route in routes for case in route.cases):
        mend = "Give one route a case with worth: always and an empty `when`"
        raise ContentError(folder / "routes", 1, "some answers lead to no route", mend)
    words = files.words
    return Check(
        questions=tuple(questions),
        routes=routes,
        sayings=files.sayings,
        refusals=refusals,
        letters=letters,
        schemes={state: _words_by_key(words, "schemes", state) for state in SCHEME_STATES},
        safe_lines=_words_by_key(words, "safe_lines"),
        result_options=read_options(words, "result"),
        resume_options=read_options(words, "resume"),
        after_options={option.key: option for option in read_options(words, "after")},
        headings=files.headings,
        caption=files.caption,
        how_label=Fields(words).text("how_label"),
    )


def _words_by_key(document: Document, *place: str) -> dict[str, Words]:
    return {key: read_words(document, *place, key) for key in keys_of(document, *place)}


def _refusals(words: Document, letters: Mapping[str, Letter]) -> dict[str, Refusal]:
    return {
        key: Refusal(saying, _one_of(letters, words, ("refusals", key), "letter"))
        for key, saying in read_sayings(words, "refusals").items()
    }


@dataclass(frozen=True)
class _Known:
    """What a route may name."""

    questions: Iterable[Question]
    letters: Mapping[str, Letter]
    refusals: Mapping[str, Refusal]


def _question(document: Document, key: str, before: list[Question]) -> Question:
    place = ("questions", key)
    question = read_question(document, *place)
    for wanted in (NOT_SURE, SKIP):
        if wanted not in {option.key for option in question.options}:
            what = f"the option `{wanted}` is missing"
            raise problem(document, (*place, "options"), what, "Everybody may be unsure, or skip")
    return Question(
        **vars(question),
        id=key,
        title=Fields(document, place).text("title"),
        more=read_saying(document, *place, "more"),
        asked_if=_condition(document, (*place, "asked_if"), before),
        unless=_condition(document, (*place, "unless"), before),
    )


def _route(document: Document, known: _Known, folder: Path) -> Route:
    check_file(document)
    whole = Fields(document)
    return Route(
        id=document.file.stem.split("-", 1)[-1].replace("-", "_"),
        label=whole.text("label"),
        line=read_words(document, "line"),
        decides=whole.text("decides"),
        change=read_words(document, "change"),
        how=read_saying(document, "how"),
        cases=tuple(_case(document, index, known.questions) for index in range(len(whole.items("cases")))),
        sources=read_sources(document, folder.parent),
        facts=whole.texts("facts"),
        letter=_one_of(known.letters, document, (), "letter"),
        refused=_one_of(known.refusals, document, (), "refused"),
        scheme=whole.text("scheme", required=False),
        alone=whole.flag("alone"),
    )


def _one_of(names: Iterable[str], document: Document, place: tuple[str | int, ...], field: str) -> str:
    """The field, which is empty or one of the names."""
    name = Fields(document, place).text(field, required=False)
    if name and name not in names:
        mend = f"Use one of: {', '.join(sorted(names))}"
        raise problem(document, (*place, field), f"there is no {field} `{name}`", mend)
    return name


def _case(document: Document, index: int, questions: Iterable[Question]) -> Case:
    place = ("cases", index)
    read = Fields(document, place)
    worth = read.text("worth")
    if worth not in WORTHS:
        raise problem(document, (*place, "worth"), f"`{worth}` is no worth", f"Use one of: {', '.join(WORTHS)}")
    return Case(
        when=_condition(document, (*place, "when"), questions),
        worth=worth,
        reason=read_words(document, *place, "reason"),
        facts=read.texts("facts"),
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
