"""Words that the health and care system uses, in plain English. Each becomes an answer to "what does it mean"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from knowledge.answer import Answer
from knowledge.evidence import Fact
from knowledge.fields import Fields
from knowledge.located import Document, read_yaml

TOPIC = "glossary"
_WAYS_ON = 2
_QUESTIONS = ("what does {} mean", "what is {}", "{} meaning")
# An answer that lists one of these explains the term already, and better.
_EXPLAINS = (*_QUESTIONS, "what are {}", "{}", "what does {} do", "explain {}", "whats {}")


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


def with_glossary(
    terms: Mapping[str, Term], facts: Mapping[str, Fact], answers: Mapping[str, Answer]
) -> dict[str, Answer]:
    """The answers with one more for each term that none of them explains.

    An answer that explains a term gets all the ways to ask what it means, whichever of its names is used; a question
    that another answer asks stays with that answer.
    """
    found = dict(answers)
    asked = {_form(question) for answer in answers.values() for question in answer.questions}
    for term in terms.values():
        new = tuple(question for question in _meaning_questions(term) if _form(question) not in asked)
        explaining = _best_explaining(term, answers.values())
        if explaining is not None:
            before = found[explaining.id]
            found[explaining.id] = replace(before, questions=(*before.questions, *new))
        else:
            made = _answer(term, _meaning_questions(term), facts, _ways_on(term, answers.values()))
            found.setdefault(made.id, made)
        asked.update(map(_form, new))
    return found


def _meaning_questions(term: Term) -> tuple[str, ...]:
    return tuple(pattern.format(name) for name in term.names for pattern in _QUESTIONS)


def _best_explaining(term: Term, answers: Iterable[Answer]) -> Answer | None:
    """The answer that asks most about a term's meaning, or None. One that says "what is X" outdoes a mere "X"."""
    clearly, at_all = {_form(question) for question in _meaning_questions(term)}, _asked_about(term)
    best: tuple[int, int] = (0, 0)
    found = None
    for answer in answers:
        forms = [_form(question) for question in answer.questions]
        weight = (sum(form in clearly for form in forms), sum(form in at_all for form in forms))
        if weight > best:
            best, found = weight, answer
    return found


def explains(answer: Answer, term: Term) -> bool:
    """Whether somebody who asks what a term means gets this answer."""
    return not _asked_about(term).isdisjoint(_form(question) for question in answer.questions)


def is_draft(term: Term, facts: Mapping[str, Fact]) -> bool:
    """Whether a meaning needs a person's word first: no text was read for it (all of its facts have basis K)."""
    return all(facts[id].basis == "K" for id in term.facts if id in facts)


@lru_cache(maxsize=512)
def _asked_about(term: Term) -> frozenset[str]:
    return frozenset(_form(pattern.format(name)) for name in term.names for pattern in _EXPLAINS)


def _ways_on(term: Term, answers: Iterable[Answer]) -> tuple[str, ...]:
    """The answers whose questions speak of the term most, so that a meaning is not a dead end."""
    named = re.compile(r"\b(?:" + "|".join(re.escape(name) for name in term.names) + r")s?\b", re.IGNORECASE)
    spoken = {
        answer.id: sum(bool(named.search(asked)) for asked in (answer.title, *answer.questions)) for answer in answers
    }
    most = sorted((id for id, count in spoken.items() if count), key=lambda id: (-spoken[id], id))
    return tuple(most[:_WAYS_ON])


def _form(question: str) -> str:
    """A question without capitals, punctuation, articles and plurals."""
    words = re.findall(r"\w+", question.lower())
    return " ".join(word.removesuffix("s") for word in words if word not in {"a", "an", "the"})


def _answer(term: Term, questions: tuple[str, ...], facts: Mapping[str, Fact], ways_on: tuple[str, ...]) -> Answer:
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
        next=ways_on,
        draft=is_draft(term, facts),
    )
