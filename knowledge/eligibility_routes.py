"""Reads questions and routes of the eligibility check, with the answers that they depend on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.eligibility_table import NOT_SURE, SKIP, WORTHS, Case, Condition, Question, Route
from knowledge.fields import Fields
from knowledge.flow_words import check_file, keys_of, problem, read_saying, read_sources, read_words, value_at
from knowledge.located import Document, Place
from knowledge.questions import read_question


@dataclass(frozen=True)
class Names:
    """What a route may name: questions, letters, and what is said after a no."""

    questions: Iterable[Question]
    letters: Iterable[str]
    refusals: Iterable[str]


def read_check_question(document: Document, key: str, before: list[Question]) -> Question:
    """The question of a key; it may depend on those before it. Raises ContentError."""
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
        asked_if=read_condition(document, (*place, "asked_if"), before),
        unless=read_condition(document, (*place, "unless"), before),
    )


def read_route(document: Document, known: Names, folder: Path) -> Route:
    """The route of a file, with sources of the knowledge folder above. Raises ContentError."""
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
        letter=one_of(known.letters, document, (), "letter"),
        refused=one_of(known.refusals, document, (), "refused"),
        scheme=whole.text("scheme", required=False),
        alone=whole.flag("alone"),
    )


def one_of(names: Iterable[str], document: Document, place: Place, field: str) -> str:
    """A field, which is empty or one of the names. Raises ContentError."""
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
        when=read_condition(document, (*place, "when"), questions),
        worth=worth,
        reason=read_words(document, *place, "reason"),
        facts=read.texts("facts"),
    )


def read_condition(document: Document, place: Place, questions: Iterable[Question]) -> Condition:
    """The condition at a place; empty when left out. Raises ContentError for questions that do not come before it."""
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
