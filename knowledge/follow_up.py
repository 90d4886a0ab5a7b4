"""Ranks answers to a follow-up such as "how long does it take" by what was answered before it."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Ranked, Search, Vector, decide
from knowledge.subjects import Subject, load_subjects, subject_of
from language.choice_words import SMALL
from language.choices import fold, point_at
from language.follow_ups import Standing, standing, without_opener

TOGETHER = 0.8
"""What the follow-up counts when it is read with the subject before it, against the follow-up alone."""
OFFERED, NEAR, SAME_TOPIC = 1.2, 1.0, 0.4
"""By how much (as strength of evidence) an answer comes forward that the last one offers, that is of its subject, or
of a subject as wide as a topic."""
DEFINITION = 1.5
"""How far the meaning of a word stays behind: a follow-up asks about the thing at hand."""
SURE_ALONE = 0.8
"""So sure of itself, a follow-up with a subject of its own needs no help: "does it affect my benefits"."""
_MEANING = "glossary"
_POINTS = re.compile(r"\b(?:it|that|this|one|them|those|these)\b")

Encode = Callable[[str], Vector]


class FollowUps:
    """Follow-up questions, read with an answer given before. Reads only."""

    def __init__(self, search: Search, encode: Encode, subjects: Sequence[Subject]) -> None:
        """encode: the unit embedding of a text."""
        self._search = search
        self._encode = encode
        self._subjects = tuple(subjects)

    @classmethod
    def load(cls, search: Search, encode: Encode, knowledge: Path) -> "FollowUps":
        """With the subjects of a knowledge folder. Raises ContentError."""
        return cls(search, encode, load_subjects(knowledge))

    def rank(self, text: str, alone: Sequence[Ranked], before: str, limit: int = 5) -> list[Ranked]:
        """The likeliest answers to a text after the answer `before`, best first.

        alone: how the text ranks by itself, which stands when it needs no help. An unknown `before` helps nobody.
        """
        stands = standing(text)
        if stands is Standing.ALONE or before not in self._search.content.answers:
            return list(alone)
        if stands is Standing.LEANS and self._is_sure(alone):
            return list(alone)
        if decide(alone).kind == "sure" and alone[0].id == before:
            return list(alone)  # asked about that very answer
        bare = without_opener(text) or fold(text)
        together = with_subject(bare, self._name(before))
        return self._search.rank_together(
            [(together, self._encode(together), TOGETHER), (bare, self._encode(bare), 1 - TOGETHER)],
            self._behind(before),
            without=(before,),
            limit=limit,
        )

    def rank_correction(
        self, text: str, before: str, offered: Sequence[str], rivals: Sequence[str], limit: int = 5
    ) -> list[Ranked]:
        """The likeliest answers to what somebody says they meant ("the wheelchair") instead of the answer `before`.

        offered: ids that were to choose from; rivals: what else the last answer could have been. Without a known
        `before` the text is all there is.
        """
        pointed = point_at(text, [self._search.content.answers[id].title for id in offered], bare=True)
        if pointed is not None:
            return [Ranked(offered[pointed], 1.0)]
        alone = self._search.rank(text, self._encode(text), limit)
        if before not in self._search.content.answers or (self._says_enough(text, alone) and alone[0].id != before):
            return alone
        together = with_subject(fold(text), self._name(before))
        behind = self._behind(before) - OFFERED * np.isin(self._search.answer_ids, [*offered, *rivals])
        readings = [(together, self._encode(together), 0.5), (fold(text), self._encode(fold(text)), 0.5)]
        return self._search.rank_together(readings, behind, without=(before,), limit=limit)

    @staticmethod
    def _says_enough(text: str, alone: Sequence[Ranked]) -> bool:
        telling = [word for word in fold(text).split() if word not in SMALL]
        return len(telling) > 1 and decide(alone).kind == "sure"

    def offered_after(self, before: str) -> tuple[str, ...]:
        """What an answer offers to ask next, of that which may be shown."""
        offered = self._search.content.answers[before].next if before in self._search.content.answers else ()
        return tuple(id for id in offered if self._search.is_shown(id))

    def _is_sure(self, alone: Sequence[Ranked]) -> bool:
        defined = alone and self._search.content.answers[alone[0].id].topic == _MEANING
        return bool(alone) and not defined and decide(alone, sure=SURE_ALONE).kind == "sure"

    def _name(self, answer_id: str) -> str:
        subject = self._of_each.get(answer_id)
        return subject.name if subject else self._search.content.answers[answer_id].title

    def _behind(self, before: str) -> NDArray[np.float64]:
        """How far each answer stays behind (or comes forward, below zero) after this one."""
        answers, subject = self._search.content.answers, self._of_each.get(before)
        near = (SAME_TOPIC if subject.topics else NEAR) if subject else 0.0
        behind = []
        for id in self._search.answer_ids:
            forward = near if self._of_each.get(id) is subject else 0.0
            forward = OFFERED if id in answers[before].next else forward
            behind.append((DEFINITION if answers[id].topic == _MEANING else 0.0) - forward)
        return np.array(behind)

    @cached_property
    def _of_each(self) -> dict[str, Subject]:
        return subject_of(self._search.content.answers, self._subjects)


def with_subject(text: str, subject: str) -> str:
    """A follow-up with its subject in the place of the first word that points at it, or before it."""
    said, pointed = _POINTS.subn(subject, text, count=1)
    return said if pointed else f"{subject} {text}"
