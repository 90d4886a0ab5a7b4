"""Chooses the numbers of the search, and says how good it is, by questions that nobody who wrote content has seen.

`python -m knowledge.tuning tests/questions` fits them on one third of these questions, and prints figures for that
third and for the other two, which are for measuring alone.
"""

import sqlite3
import sys
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from itertools import product, zip_longest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from knowledge.build import write
from knowledge.content import Content, load_answers
from knowledge.encoding import Encoder
from knowledge.own_words import reviewed_texts, terms
from knowledge.questions_apart import nothing_fits, questions_apart
from knowledge.search import Decision, Doubts, Ranked, Search, decide, likelihoods, search_in
from knowledge.weights import WEIGHTS, Weights
from language.spelling import Speller

NONE = -1
# Keeps the weights small, so that a good score on the content's own questions does not make the search overbold.
_SHRINK = 0.0002
_SURE_TRIED = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
_MARGINS_TRIED = (0.1, 0.2, 0.3)


@dataclass(frozen=True)
class Cases:
    """What was asked; the evidence for each answer (case, answer, kind); which was right (NONE: no answer).

    doubts: of each case, or none at all.
    """

    texts: tuple[str, ...]
    answer_ids: tuple[str, ...]
    evidence: NDArray[np.float64]
    right: NDArray[np.int64]
    doubts: tuple[Doubts, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Shares. Of questions with an answer: right one ranked first, given, given or offered; wrong one given.

    Of those without: given an answer, offered some.
    """

    first: float
    given: float
    offered: float
    wrong: float
    none_given: float
    none_offered: float


def search_of(content: Content, encoder: Encoder) -> Search:
    """A search in memory, drafts and overdue answers included."""
    database = sqlite3.connect(":memory:")
    write(content, encoder, Database(database))
    return search_in(database, date.min, drafts=True)


def ask(search: Search, encoder: Encoder, asked: Sequence[tuple[str, Collection[str]]]) -> Cases:
    """Ask pairs of a text and the ids of its right answers (none: no answer fits). Raises ValueError for an unknown id.

    Of several right answers the one that the search finds likeliest counts.
    """
    texts = [text for text, _ in asked]
    evidence = [search.evidence(text, vector) for text, vector in zip(texts, encoder.encode(texts), strict=True)]
    weights = np.array(astuple(WEIGHTS)[:-1])
    right = []
    for (_, ids), found in zip(asked, evidence, strict=True):
        rows = [search.answer_ids.index(id) for id in ids]
        right.append(max(rows, key=lambda row: float(found[row] @ weights)) if rows else NONE)
    doubts = tuple(search.doubts(text) for text in texts)
    return Cases(tuple(texts), search.answer_ids, np.array(evidence), np.array(right), doubts)


def fit_weights(cases: Cases, rounds: int = 500) -> Weights:
    """The weights under which what is right was most likely (multinomial logit, by gradient descent with Adam)."""
    # "None" is one more answer, whose only evidence is its own constant.
    count, answers, kinds = cases.evidence.shape
    evidence = np.zeros((count, answers + 1, kinds + 1))
    evidence[:, :answers, :kinds] = cases.evidence
    evidence[:, answers, kinds] = 1.0
    no_answer = cases.right == NONE
    right = np.where(no_answer, answers, cases.right)
    weights, pace, spread = np.ones(kinds + 1), np.zeros(kinds + 1), np.zeros(kinds + 1)
    for turn in range(1, rounds + 1):
        strength = evidence @ weights
        likely = np.exp(strength - strength.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        likely[np.arange(count), right] -= 1
        slope = (likely.reshape(-1) @ evidence.reshape(-1, kinds + 1)) / count + _SHRINK * weights
        pace, spread = 0.9 * pace + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= 0.05 * (pace / (1 - 0.9**turn)) / (np.sqrt(spread / (1 - 0.99**turn)) + 1e-8)
    return Weights(*(round(float(weight), 2) for weight in weights))


def rankings(cases: Cases, weights: Weights, limit: int = 5) -> list[list[Ranked]]:
    """What the search ranks for each case."""
    shown = np.zeros(len(cases.answer_ids), dtype=bool)
    ranked = []
    for evidence, doubts in zip_longest(cases.evidence, cases.doubts):
        scores = likelihoods(evidence, weights, shown, doubts)
        best = np.argsort(-scores, kind="stable")[:limit]
        ranked.append([Ranked(cases.answer_ids[index], float(scores[index])) for index in best])
    return ranked


def figures(cases: Cases, weights: Weights) -> Figures:
    """How good the search is on the cases, with these weights and the floor and margin of knowledge/weights.py."""
    with_answer: list[tuple[str, list[Ranked], Decision]] = []
    without: list[Decision] = []
    for right, ranked in zip(cases.right, rankings(cases, weights), strict=True):
        if right == NONE:
            without.append(decide(ranked))
        else:
            with_answer.append((cases.answer_ids[right], ranked, decide(ranked)))
    return Figures(
        first=_share([ranked[0].id == id for id, ranked, _ in with_answer]),
        given=_share([decision == Decision("sure", (id,)) for id, _, decision in with_answer]),
        offered=_share([id in decision.ids for id, _, decision in with_answer]),
        wrong=_share([decision.kind == "sure" and id not in decision.ids for id, _, decision in with_answer]),
        none_given=_share([decision.kind == "sure" for decision in without]),
        none_offered=_share([decision.kind == "unsure" for decision in without]),
    )


def fit_limits(cases: Cases, weights: Weights, most_wrong: float = 0.05) -> tuple[float, float]:
    """SURE and MARGIN with which most questions get the right answer while at most so many get a wrong one."""
    ranked = rankings(cases, weights)
    best: tuple[float, float, float] = (0.0, 1.0, 1.0)
    for sure, margin in product(_SURE_TRIED, _MARGINS_TRIED):
        decisions = [decide(ranking, margin=margin, sure=sure) for ranking in ranked]
        given = [d.ids[0] if d.kind == "sure" else None for d in decisions]
        right = [id == cases.answer_ids[r] for id, r in zip(given, cases.right, strict=True)]
        wrong = [id is not None and not fits for id, fits in zip(given, right, strict=True)]
        # Of two that give as many right answers, the more careful one.
        if _share(wrong) <= most_wrong:
            best = max(best, (_share(right), sure, margin))
    return best[1], best[2]


class Remembering:
    """An encoder that encodes each text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        self._known.update(zip(new, self._encoder.encode(new) if new else (), strict=True))
        return np.array([self._known[text] for text in texts])


def speller_of(content: Content) -> Speller:
    """The speller as the content teaches it."""
    asked = [question for answer in content.answers.values() for question in answer.questions]
    return Speller.from_texts(reviewed_texts(content), asked, terms())


def main(folder: Path) -> None:
    """Print weights and limits fitted on the calibration third, with figures before and after."""
    from language.encoder import shared_encoder

    content, encoder = load_answers(Path(__file__).parent), Remembering(shared_encoder())
    search, speller = search_of(content, encoder), speller_of(content)
    found = {}
    for calibration in (True, False):
        asked = [(each.text, each.right) for each in questions_apart(folder) if each.calibration is calibration]
        asked += [(text, ()) for text in nothing_fits(folder, calibration)]
        found[calibration] = ask(search, encoder, [(speller.correct(text).text, right) for text, right in asked])
    weights = fit_weights(found[True])
    print(weights, "SURE and MARGIN:", fit_limits(_with_answers(found[True]), weights))
    for name, tried in (("now", WEIGHTS), ("fitted", weights)):
        for calibration, cases in found.items():
            print(name, "calibration" if calibration else "test", figures(cases, tried))


def _with_answers(cases: Cases) -> Cases:
    """Those that an answer fits: what belongs elsewhere is mostly kept from the search by the classifier."""
    kept = np.flatnonzero(cases.right != NONE)
    texts, doubts = tuple(cases.texts[row] for row in kept), tuple(cases.doubts[row] for row in kept)
    return Cases(texts, cases.answer_ids, cases.evidence[kept], cases.right[kept], doubts)


def _share(found: list[bool]) -> float:
    return round(sum(found) / len(found), 4) if found else 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
