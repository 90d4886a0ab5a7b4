"""Finds the answer to a question in knowledge.db: by meaning (embeddings) and by words (FTS5) together."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from common.replies import Choice, Reply
from knowledge.answer import SPENDING, Answer
from knowledge.content import MAX_CHOICES, Content
from knowledge.evidence import Fact, SourceEntry
from knowledge.grams import Grams
from knowledge.lexical import Lexical
from knowledge.meaning import Meaning
from knowledge.publication import State, state_of
from knowledge.weights import FLOOR, HISTORY, MARGIN, SURE, THINGS, WEIGHTS, Weights
from knowledge.words import question_key, speaks_of_spending, speaks_of_the_past

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Ranked:
    """An answer and the probability (0 to 1) that it is the one that was asked for."""

    id: str
    score: float


@dataclass(frozen=True)
class Decision:
    """sure: give the answer of the one id. unsure: ask which of two or three was meant. nothing: no ids; say so."""

    kind: Literal["sure", "unsure", "nothing"]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubts:
    """By answer: how far it stays behind, and whether it is never as likely as "none": it may be offered, not given."""

    behind: NDArray[np.float64]
    unlikely: NDArray[np.bool_]


SAME_QUESTION = 0.95
"""How sure a question is that an editor wrote word for word."""


class Search:
    """The questions and answers of one knowledge.db in memory. Reads only; many threads may share it."""

    def __init__(
        self, content: Content, meaning: Meaning, lexical: Lexical, grams: Grams, states: Mapping[str, State]
    ) -> None:
        """states: of every answer. One that only lacks a signature is found, but it is said to be held back."""
        self.content = content
        self._meaning = meaning
        self._lexical = lexical
        self._grams = grams
        self._states = states
        self.answer_ids = meaning.answer_ids
        found = (State.SHOWN, State.UNSIGNED)
        self._hidden = np.array([states[id] not in found for id in self.answer_ids], dtype=bool)
        self._history = np.array([bool(content.answers[id].history) for id in self.answer_ids], dtype=bool)
        self._things = np.array([content.answers[id].topic == SPENDING for id in self.answer_ids], dtype=bool)
        self._asked = _by_question(content, {id: number for number, id in enumerate(self.answer_ids)})

    def rank(self, text: str, vector: Vector, limit: int = 5, weights: Weights = WEIGHTS) -> list[Ranked]:
        """The likeliest answers, best first. `vector`: the unit embedding of `text`. Scores add up to at most 1."""
        if not self.answer_ids or self._hidden.all():
            return []
        scores = likelihoods(self.evidence(text, vector), weights, self._hidden, self.doubts(text))
        if (asked := self._asked.get(question_key(text))) is not None and not self._hidden[asked]:
            scores *= 1 - SAME_QUESTION
            scores[asked] += SAME_QUESTION
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Ranked(self.answer_ids[index], float(scores[index])) for index in best if not self._hidden[index]]

    def rank_together(
        self,
        readings: Sequence[tuple[str, Vector, float]],
        behind: NDArray[np.float64],
        without: Collection[str] = (),
        limit: int = 5,
    ) -> list[Ranked]:
        """The likeliest answers to several readings of one question: text, unit embedding, and what it counts.

        behind: how far each of `answer_ids` stays behind, or comes forward (below zero); without: ids left out.
        """
        hidden = self._hidden | np.array([id in without for id in self.answer_ids], dtype=bool)
        if not self.answer_ids or hidden.all():
            return []
        evidence: NDArray[np.float64] = np.sum(
            [share * self.evidence(text, vector) for text, vector, share in readings], axis=0
        )
        doubts = self.doubts(" ".join(text for text, _, _ in readings))
        scores = likelihoods(evidence, WEIGHTS, hidden, Doubts(doubts.behind + behind, doubts.unlikely))
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Ranked(self.answer_ids[index], float(scores[index])) for index in best if not hidden[index]]

    def doubts(self, text: str) -> Doubts:
        """Which answers are less likely, as a text does not say that it asks about the past, or about spending."""
        past = self._history * (0.0 if speaks_of_the_past(text) else HISTORY)
        return Doubts(past, self._things & (not speaks_of_spending(text)))

    def is_shown(self, answer_id: str) -> bool:
        """Whether an answer may be shown: it is there, no draft, not overdue, and signed where that is required."""
        return self._states.get(answer_id) is State.SHOWN

    def is_held_back(self, answer_id: str) -> bool:
        """Whether an answer is not shown only because nobody has signed it yet."""
        return self._states.get(answer_id) is State.UNSIGNED

    def nearest_question(self, answer_id: str, vector: Vector) -> tuple[str, float]:
        """The question of an answer that is most like a text with this unit embedding, and how like (cosine)."""
        number, likeness = self._meaning.nearest(self.answer_ids.index(answer_id), vector)
        return self.content.answers[answer_id].questions[number], likeness

    def evidence(self, text: str, vector: Vector) -> NDArray[np.float64]:
        """What speaks for each of `answer_ids`: fit, best, second, words, grams (knowledge/weights.py)."""
        words = self._lexical.evidence(text), self._grams.evidence(text)
        return np.column_stack([self._meaning.evidence(vector), *words])

    def find(self, text: str, limit: int = 10) -> list[str]:
        """The ids of shown answers that hold any word of the text, best first (full-text search alone)."""
        found = self._lexical.evidence(text) * np.array([self.is_shown(id) for id in self.answer_ids])
        return [self.answer_ids[index] for index in np.argsort(-found, kind="stable")[:limit] if found[index] > 0]

    def answer(self, answer_id: str) -> Reply:
        """An answer with its sources and what to ask next, if that may be shown. Raises KeyError for an unknown id."""
        return self.content.reply(answer_id, self.is_shown)

    def choices(self, answer_ids: Sequence[str]) -> tuple[Choice, ...]:
        """Those of the answers that may be shown, as choices of a "did you mean". Raises KeyError for an unknown id."""
        return tuple(self.content.answers[id].choice() for id in answer_ids if self.is_shown(id))


def _by_question(content: Content, numbers: Mapping[str, int]) -> dict[str, int]:
    """The number of the answer of each question as editors wrote it; questions of two answers are left out."""
    found: dict[str, set[int]] = {}
    for answer in content.answers.values():
        for question in answer.questions:
            if answer.id in numbers:
                found.setdefault(question_key(question), set()).add(numbers[answer.id])
    return {key: next(iter(owners)) for key, owners in found.items() if len(owners) == 1}


def likelihoods(
    evidence: NDArray[np.float64],
    weights: Weights,
    hidden: NDArray[np.bool_],
    doubts: Doubts | None = None,
) -> NDArray[np.float64]:
    """The probability of each answer (row of evidence), against the others and "none"."""
    strength = evidence @ np.array(astuple(weights)[:-1])
    if doubts is not None:
        strength -= doubts.behind
        strength[doubts.unlikely] = np.minimum(strength[doubts.unlikely] - THINGS, weights.none - THINGS)
    strength[hidden] = -np.inf
    top = max(float(strength.max()), weights.none)
    likely = np.exp(strength - top)
    result: NDArray[np.float64] = likely / (likely.sum() + np.exp(weights.none - top))
    return result


def decide(ranked: Sequence[Ranked], floor: float = FLOOR, margin: float = MARGIN, sure: float = SURE) -> Decision:
    """What to do with a ranking: answer, ask which of at most three was meant, or say that nothing was found."""
    if not ranked or ranked[0].score + sum(other.score for other in ranked[1:MAX_CHOICES]) < floor:
        return Decision("nothing")
    best = ranked[0]
    second = ranked[1].score if len(ranked) > 1 else 0.0
    if best.score >= sure and best.score - second >= margin:
        return Decision("sure", (best.id,))
    # Something far behind the best is no real alternative, and offering it would only confuse.
    close = [other.id for other in ranked[:MAX_CHOICES] if other.score >= best.score / 10]
    return Decision("unsure", tuple(close))


def open_search(
    path: Path, today: date, drafts: bool = False, signed_only: bool = False, schemes: Collection[str] = ()
) -> Search:
    """Open a knowledge.db read-only. Raises FileNotFoundError when there is none.

    Answers past their `review_by` on `today` are never found; drafts only when `drafts` is set; those of a local scheme
    only when it is one of `schemes`. With `signed_only` an unsigned one is found and never shown.
    """
    if not path.exists():
        raise FileNotFoundError(f"There is no {path}: build it first")
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    return search_in(database, today, drafts, signed_only, schemes)


def search_in(
    database: sqlite3.Connection,
    today: date,
    drafts: bool = False,
    signed_only: bool = False,
    schemes: Collection[str] = (),
) -> Search:
    """The search of an open database with the tables of `knowledge.build.write`; parameters as of `open_search`."""
    database.row_factory = sqlite3.Row
    content = _read_content(database)
    states = {
        id: state_of(answer, today, drafts, signed=id in content.signed or not signed_only, schemes=schemes)
        for id, answer in content.answers.items()
    }
    questions = database.execute("SELECT answer, embedding FROM questions ORDER BY id").fetchall()
    directions = database.execute("SELECT direction, offset FROM directions ORDER BY rowid").fetchall()
    meaning = Meaning(
        [row["answer"] for row in questions],
        _vectors(row["embedding"] for row in questions),
        _vectors(row["direction"] for row in directions),
        np.array([row["offset"] for row in directions], dtype=np.float32),
    )
    return Search(content, meaning, Lexical(database, meaning.answer_ids), Grams(database), states)


def _vectors(blobs: Iterable[bytes]) -> Vector:
    return np.array([np.frombuffer(blob, dtype="<f4") for blob in blobs], dtype=np.float32)


def _read_content(database: sqlite3.Connection) -> Content:
    rows = database.execute("SELECT * FROM answers").fetchall()
    return Content(
        answers={row["id"]: _read_answer(row) for row in rows},
        sources={row["key"]: SourceEntry(**dict(row)) for row in database.execute("SELECT * FROM sources")},
        facts={
            row["id"]: Fact(**{**dict(row), "sources": tuple(json.loads(row["sources"]))})
            for row in database.execute("SELECT * FROM facts")
        },
        signed=frozenset(row["id"] for row in rows if row["signed"]),
    )


def _read_answer(row: sqlite3.Row) -> Answer:
    values: dict[str, Any] = {field.name: row[field.name] for field in fields(Answer)}
    values["questions"] = tuple(values["questions"].split("\n"))
    for name in ("facts", "sources", "nations", "next", "helplines"):
        values[name] = tuple(json.loads(values[name]))
    values["ways"] = tuple(Choice(**way) for way in json.loads(values["ways"]))
    values["always_offer"] = bool(values["always_offer"])
    for name in ("reviewed_on", "review_by"):
        values[name] = date.fromisoformat(values[name])
    values["draft"] = bool(values["draft"])
    return Answer(**values)
