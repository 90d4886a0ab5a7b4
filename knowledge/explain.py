"""Why the search ranks an answer where it does: for editors who wonder."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from knowledge.search import Search, Vector
from knowledge.weights import WEIGHTS
from knowledge.words import search_words


@dataclass(frozen=True)
class Reason:
    """What speaks for an answer.

    score: how likely it is meant (0 to 1); fit, nearest, words: what meaning, its nearest two questions, and words add
    to its strength beside the average answer; question, likeness: the question of its file that is most like (cosine);
    shared: words asked that it holds.
    """

    id: str
    score: float
    fit: float
    nearest: float
    words: float
    question: str
    likeness: float
    shared: tuple[str, ...]


def explain(search: Search, text: str, vector: Vector, limit: int = 5) -> list[Reason]:
    """The answers that `search.rank` gives for a text, best first, each with what speaks for it."""
    evidence, weights = search.evidence(text, vector), astuple(WEIGHTS)
    added = (evidence - evidence.mean(axis=0)) * weights[:-1]
    row = {id: index for index, id in enumerate(search.answer_ids)}
    found = []
    for ranked in search.rank(text, vector, limit):
        fit, best, second, words, grams = (float(number) for number in added[row[ranked.id]])
        question, likeness = search.nearest_question(ranked.id, vector)
        shared = _shared(search, ranked.id, text)
        found.append(Reason(ranked.id, ranked.score, fit, best + second, words + grams, question, likeness, shared))
    return found


def _shared(search: Search, answer_id: str, text: str) -> tuple[str, ...]:
    answer = search.content.answers[answer_id]
    held = _stems(" ".join((answer.title, *answer.questions, answer.plain)))
    return tuple(word for word in search_words(text) if _stem(word) in held)


def _stems(text: str) -> Mapping[str, str]:
    return {_stem(word): word for word in text.lower().replace("'", " ").split()}


def _stem(word: str) -> str:
    """Near enough to what full-text search does (porter): for showing, not for finding."""
    return word.strip(".,?:;*()").removesuffix("ing").removesuffix("s").removesuffix("e")
