"""Which reviewed answers fit a message: ranked by knowledge's search, for the whole and for each sentence."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parts import STORY, asked_in, asking_part, blended
from bot.nlu.reading import (
    ANSWERS,
    ASKS,
    PARTS,
    RETRIEVAL,
    STANDS,
    WHOLE,
    Vector,
    corrected,
    is_empty,
    sentences_of,
    vector_of,
)
from common.clock import SystemClock, today
from knowledge.follow_up import FollowUps
from knowledge.search import Ranked, Search, decide, open_search
from language.encoder import shared_encoder
from language.follow_ups import Standing, standing

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
_WIDE = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerRetrieval(GraphComponent):
    """Sets `answers` and `retrieval` (the decision on them), and adds both to each of `parts`."""

    def __init__(self, search: Search, follow_ups: FollowUps, limit: int) -> None:
        self._search = search
        self._follow_ups = follow_ups
        self._limit = limit

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """database: unless services or NAVIGATOR_KNOWLEDGE_DB name another; limit: so many answers are ranked."""
        return {"database": "var/knowledge.db", "limit": 5}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "AnswerRetrieval":
        """With the process's search. Raises FileNotFoundError when there is no knowledge.db."""
        search = process_search(Path(config["database"]))
        return cls(search, follow_ups_in(search), int(config["limit"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank answers for messages; an empty one has none."""
        for message in messages:
            whole = self._ranked("" if is_empty(message) else corrected(message), vector_of(message))
            message.set(WHOLE, whole[0].score if whole else 0.0)
            parts = self._parts(message)
            message.set(PARTS, parts, add_to_output=True)
            for name, value in found(self._for_whole(whole, parts), self._limit).items():
                message.set(name, value, add_to_output=True)
        return messages

    def _parts(self, message: Message) -> list[dict[str, Any]]:
        """The parts with what was found for each; one that leans on a question before it is read with its answer."""
        parts: list[dict[str, Any]] = []
        before = ""
        for part, sentence in zip(message.get(PARTS) or (), sentences_of(message), strict=True):
            ranked = self._ranked(sentence.corrected, sentence.vector)
            asked = asked_in(sentence)
            if before and asked:
                ranked = self._follow_ups.rank(sentence.corrected, ranked, before)
            decision = found(ranked, self._limit)
            if asked and decision[RETRIEVAL]["kind"] == "sure":
                before = ranked[0].id
            stands = standing(sentence.corrected) is not Standing.DEPENDS
            parts.append({**part, ASKS: int(asked), STANDS: stands, **decision})
        return parts

    def _for_whole(self, whole: Sequence[Ranked], parts: Sequence[dict[str, Any]]) -> Sequence[Ranked]:
        """In an unclear story the sentence that asks counts most. Else the whole message counts: a clear sentence in an
        unclear message was as often wrong as right (calibration third of tests/questions, November 2026).
        """
        asking = asking_part(parts)
        if len(parts) >= STORY and asking is not None and decide(whole).kind != "sure":
            return blended(whole, as_ranked(asking[ANSWERS]))
        return whole

    def _ranked(self, text: str, vector: Vector | None) -> list[Ranked]:
        return [] if vector is None or not text else self._search.rank(text, vector, _WIDE)


def found(ranked: Sequence[Ranked], limit: int) -> dict[str, Any]:
    """A ranking and the decision on it, as they stand on a message."""
    decision = decide(ranked)
    return {
        ANSWERS: [{"id": answer.id, "score": answer.score} for answer in ranked[:limit]],
        RETRIEVAL: {"kind": decision.kind, "ids": list(decision.ids)},
    }


def as_ranked(answers: Sequence[dict[str, Any]]) -> list[Ranked]:
    """A ranking as it stands on a message, read back."""
    return [Ranked(answer["id"], answer["score"]) for answer in answers]


def follow_ups_in(search: Search) -> FollowUps:
    """Follow-ups for a search, with the shared encoder."""
    return FollowUps.load(search, lambda text: shared_encoder().encode([text])[0], KNOWLEDGE)


def process_search(database: Path) -> Search:
    """The search that the actions use too, or outside a running assistant (rasa shell, rasa test) one of its own."""
    from actions.services import get_services

    try:
        return get_services().search
    except RuntimeError:
        return open_search(Path(os.environ.get("NAVIGATOR_KNOWLEDGE_DB", database)), today(SystemClock()))
