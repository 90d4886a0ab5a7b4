"""Words that the health and care system uses, in plain English. Each becomes an answer to "what does it mean"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.answer import Answer
from knowledge.evidence import Fact
from knowledge.fields import Fields
from knowledge.located import Document, read_yaml

TOPIC = "glossary"
_QUESTIONS = ("what does {} mean", "what is {}", "{} meaning")


@dataclass(frozen=True)
class Term:
    """One entry of glossary.yml. `plain` is its meaning for the web, `sms` the same by text."""

    key: str
    term: str
    abbreviations: tuple[str, ...]
    also_written: tuple[str, ...]
    plain: str
    sms: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed_on: date
    review_by: date
    owner: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every way in which the term is written, the full one first."""
        return (self.term, *self.abbreviations, *self.also_written)


def load_glossary(folder: Path) -> dict[str, Term]:
    """The terms of a knowledge folder by key; none when there is no glossary.yml. Raises ContentError.

    The file has `reviewed_on`, `review_by` and `owner` once, for all of its entries.
    """
    file = folder / "glossary.yml"
    return glossary_from(read_yaml(file)) if file.exists() else {}


def glossary_from(document: Document) -> dict[str, Term]:
    """The terms of a glossary file. Raises ContentError."""
    whole = Fields(document)
    terms = {}
    for key in (key for key, entry in document.data.items() if isinstance(entry, dict)):
        read = Fields(document, (key,))
        plain = read.text("plain")
        terms[key] = Term(
            key=key,
            term=read.text("term"),
            abbreviations=read.texts("abbreviations", required=False),
            also_written=read.texts("also_written", required=False),
            plain=plain,
            sms=read.text("sms", required=False) or plain,
            facts=read.texts("facts"),
            sources=read.texts("sources", required=False),
            reviewed_on=whole.day("reviewed_on"),
            review_by=whole.day("review_by"),
            owner=whole.text("owner"),
        )
    return terms


def glossary_answers(terms: Mapping[str, Term], facts: Mapping[str, Fact], answers: Iterable[Answer]) -> list[Answer]:
    """An answer for each term, except for those that an answer of the content already explains."""
    asked = {question.lower() for answer in answers for question in answer.questions}
    made = []
    for term in terms.values():
        questions = tuple(pattern.format(name) for name in term.names for pattern in _QUESTIONS)
        if not asked.intersection(question.lower() for question in questions):
            made.append(_answer(term, questions, facts))
    return made


def _answer(term: Term, questions: tuple[str, ...], facts: Mapping[str, Fact]) -> Answer:
    return Answer(
        id=f"meaning-{term.key}",
        topic=TOPIC,
        title=term.term,
        questions=questions,
        plain=term.plain,
        simple="",
        sms=term.sms,
        adviser="",
        facts=term.facts,
        sources=term.sources
        or tuple(dict.fromkeys(key for id in term.facts if id in facts for key in facts[id].sources)),
        funder="both",
        nations=("england",),
        reviewed_on=term.reviewed_on,
        review_by=term.review_by,
        owner=term.owner,
        # A meaning that no text was read for needs a person's word first (facts of basis K).
        draft=all(facts[id].basis == "K" for id in term.facts if id in facts),
    )
