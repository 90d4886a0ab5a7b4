"""Which sentences of a longer message are looked at by themselves, and what the message asks as a whole. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.nlu.reading import Sentence
from knowledge.search import Ranked, decide
from language.asking import Asks, asks
from language.follow_ups import Standing, standing

STORY = 4
"""A message of so many sentences or more tells a story: what it tells is not asked."""
OF_THE_QUESTION = {"sure": 0.7, "unsure": 0.4, "nothing": 0.2}
"""What the sentence that asks counts against the whole message: the less, the less the search makes of it alone."""


def asked_in(sentence: Sentence) -> Asks:
    """How plainly a sentence asks."""
    return asks(sentence.asking or sentence.corrected)


def worth_reading(sentences: Sequence[Sentence], most: int) -> tuple[Sentence, ...]:
    """At most so many sentences, in their order: those that ask before those that tell, and the last before the first.

    In a story one that says nothing by itself ("how do we get that") is read with what was told just before it.
    """
    joined = _with_what_they_lean_on(sentences) if len(sentences) >= STORY else list(sentences)
    best = sorted(range(len(joined)), key=lambda place: (asked_in(joined[place]), place), reverse=True)[:most]
    return tuple(joined[place] for place in sorted(best))


def _with_what_they_lean_on(sentences: Sequence[Sentence]) -> list[Sentence]:
    joined: list[Sentence] = []
    for sentence in sentences:
        leans = asks(sentence.corrected) and standing(sentence.corrected) is Standing.DEPENDS
        if leans and joined and asked_in(joined[-1]) < Asks.PLAINLY:
            before = joined.pop()
            text = f"{before.corrected} {sentence.corrected}"
            sentence = replace(sentence, start=before.start, corrected=text, asking=sentence.corrected)
        joined.append(sentence)
    return joined


def blended(whole: Sequence[Ranked], part: Sequence[Ranked]) -> list[Ranked]:
    """The answers by what a part and the whole say together, best first. Scores still add up to at most 1."""
    share = OF_THE_QUESTION[decide(part).kind]
    scores = {answer.id: (1 - share) * answer.score for answer in whole}
    for answer in part:
        scores[answer.id] = scores.get(answer.id, 0.0) + share * answer.score
    return sorted((Ranked(id, score) for id, score in scores.items()), key=lambda answer: -answer.score)


def asking_part(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The part that asks most plainly, the last of them: a story that asks nothing ends with what it is told for."""
    most = max((part["asks"] for part in parts), default=Asks.NOT_AT_ALL)
    return next((part for part in reversed(parts) if part["asks"] == most), None)
