"""The words of the sums, as read from knowledge/sums: questions with their limits, sayings, lines of workings."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from common.replies import Words
from knowledge.eligibility_routes import read_condition
from knowledge.eligibility_table import SKIP, Question
from knowledge.fields import Fields
from knowledge.flow_words import (
    check_file,
    keys_of,
    problem,
    read_options,
    read_saying,
    read_sayings,
    read_words,
    value_at,
)
from knowledge.guided_content import Guide
from knowledge.located import Document, read_yaml
from knowledge.questions import read_question

SAYINGS = (
    "intro", "resume", "first", "where", "which", "changed", "out_of_range", "which_number", "low_wage",
    "rates_not_known", "april_not_known", "result", "result_hours", "result_none", "result_agency",
    "result_no_agency", "result_april", "result_sick", "result_redundancy", "result_no_redundancy", "figures",
)  # fmt: skip
PIECES = ("assumed", "allowance", "page", "budget_unknown", "budget_left", "budget_short", "raised")


@dataclass(frozen=True)
class Number:
    """What may be typed for a question. kind: money, hours, days or count (a whole number)."""

    kind: str
    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class Wording:
    """A line of the workings: its label, and how it is worked out."""

    label: str
    formula: str


@dataclass(frozen=True)
class SumsContent:
    """All of knowledge/sums. numbers: by question; texts: short texts of the files by their key (`text`)."""

    guide: Guide
    numbers: Mapping[str, Number]
    assumed: Mapping[str, str]
    pieces: Mapping[str, Words]
    per: Mapping[str, str]
    missing: Mapping[str, str]
    beside: tuple[str, ...]
    beside_label: str
    lines: Mapping[str, Wording]
    words: Document
    workings: Document

    @staticmethod
    def load(folder: Path) -> "SumsContent":
        """Read knowledge/sums. Raises ContentError (file, line, problem, mend)."""
        asked, words, lines = (read_yaml(folder / f"{name}.yml") for name in ("questions", "words", "lines"))
        for document in (asked, words, lines):
            check_file(document)
        sayings = read_sayings(words, "sayings")
        for key in SAYINGS:
            if key not in sayings:
                raise problem(words, ("sayings",), f"the saying `{key}` is missing", "Add it with its four registers")
        questions: list[Question] = []
        for key in keys_of(asked, "questions"):
            questions.append(_question(asked, key, questions))
        guide = Guide(tuple(questions), sayings, read_options(words, "result"), read_options(words, "resume"))
        numbers = {each.id: _number(asked, each.id) for each in questions if _has_number(asked, each.id)}
        missing = [each.id for each in questions if each.id not in keys_of(words, "assumed") and each.id not in _ASKED]
        if missing:
            mend = "Say in a few words what is taken when the question is skipped"
            raise problem(words, ("assumed",), f"`{missing[0]}` is missing", mend)
        return SumsContent(
            guide=guide,
            numbers=numbers,
            assumed=_texts(words, "assumed"),
            pieces={key: read_words(words, "pieces", key) for key in PIECES},
            per=_texts(words, "per"),
            missing=_texts(words, "missing"),
            beside=Fields(words, ("beside",)).texts("answers"),
            beside_label=Fields(words, ("beside",)).text("label"),
            lines={key: _wording(lines, key) for key in keys_of(lines, "lines")},
            words=words,
            workings=lines,
        )

    def said(self, key: str) -> str:
        """A short text of words.yml, with the spaces at its ends. Raises KeyError."""
        return str(self.words.data[key])

    def heading(self, key: str) -> str:
        """A short text of lines.yml. Raises ContentError."""
        return Fields(self.workings).text(key)

    def headings(self, key: str) -> tuple[str, ...]:
        """A list of texts of lines.yml. Raises ContentError."""
        return Fields(self.workings).texts(key)


_ASKED = ("what", "agency")
"""Questions for which nothing is taken when they are skipped."""


def _question(document: Document, key: str, before: list[Question]) -> Question:
    place = ("questions", key)
    question = read_question(document, *place)
    if SKIP not in {option.key for option in question.options}:
        raise problem(document, (*place, "options"), f"the option `{SKIP}` is missing", "Everybody may skip")
    return Question(
        **vars(question),
        id=key,
        title=Fields(document, place).text("title"),
        more=read_saying(document, *place, "more"),
        asked_if=read_condition(document, (*place, "asked_if"), before),
    )


def _texts(document: Document, name: str) -> dict[str, str]:
    return {key: Fields(document, (name,)).text(key) for key in keys_of(document, name)}


def _has_number(document: Document, key: str) -> bool:
    return value_at(document, "questions", key, "number") is not None


def _number(document: Document, key: str) -> Number:
    read = Fields(document, ("questions", key, "number"))
    return Number(read.text("kind"), Decimal(read.text("least")), Decimal(read.text("most")))


def _wording(document: Document, key: str) -> Wording:
    read = Fields(document, ("lines", key))
    return Wording(read.text("label"), read.text("formula"))
