"""Reads the eligibility check: questions.yml, words.yml and one file for each route in routes/."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from common.replies import Words
from knowledge.eligibility_routes import Names, one_of, read_check_question, read_route
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
    keys_of,
    read_options,
    read_sayings,
    read_words,
)
from knowledge.letters import Letter, load_letters
from knowledge.located import ContentError, Document, read_yaml
from knowledge.questions import read_flow_files

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
        questions.append(read_check_question(files.questions, key, questions))
    letters = load_letters(folder.parent)
    refusals = _refusals(files.words, letters)
    known = Names(questions, letters, refusals)
    routes = tuple(read_route(read_yaml(file), known, folder) for file in sorted((folder / "routes").glob("*.yml")))
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
        key: Refusal(saying, one_of(letters, words, ("refusals", key), "letter"))
        for key, saying in read_sayings(words, "refusals").items()
    }
