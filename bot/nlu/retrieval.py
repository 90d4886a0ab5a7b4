"""Which reviewed answers fit a message: ranked by knowledge's search, for the whole and for each sentence."""

import os
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.reading import (
    ANSWERS,
    PARTS,
    RETRIEVAL,
    Vector,
    corrected,
    is_empty,
    sentences_of,
    vector_of,
)
from common.clock import SystemClock, today
from knowledge.search import Search, decide, open_search


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerRetrieval(GraphComponent):
    """Sets `answers` and `retrieval` (the decision on them), and adds both to each of `parts`."""

    def __init__(self, search: Search, limit: int) -> None:
        self._search = search
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
        return cls(process_search(Path(config["database"])), int(config["limit"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank answers for messages; an empty one has none."""
        for message in messages:
            vector = vector_of(message)
            whole = self._found("" if is_empty(message) else corrected(message), vector)
            parts = [
                {**part, **self._found(sentence.corrected, sentence.vector)}
                for part, sentence in zip(message.get(PARTS) or (), sentences_of(message), strict=True)
            ]
            # Long stories blur: when the whole is unclear, the sentence that clearly asks something is the question.
            clear = [part for part in parts if part[RETRIEVAL]["kind"] == "sure"]
            if whole[RETRIEVAL]["kind"] != "sure" and clear:
                whole = max(clear, key=lambda part: float(part[ANSWERS][0]["score"]))
            message.set(ANSWERS, whole[ANSWERS], add_to_output=True)
            message.set(RETRIEVAL, whole[RETRIEVAL], add_to_output=True)
            message.set(PARTS, parts, add_to_output=True)
        return messages

    def _found(self, text: str, vector: Vector | None) -> dict[str, Any]:
        ranked = [] if vector is None or not text else self._search.rank(text, vector, self._limit)
        decision = decide(ranked)
        return {
            ANSWERS: [{"id": answer.id, "score": answer.score} for answer in ranked],
            RETRIEVAL: {"kind": decision.kind, "ids": list(decision.ids)},
        }


def process_search(database: Path) -> Search:
    """The search that the actions use too, or outside a running assistant (rasa shell, rasa test) one of its own."""
    from actions.services import get_services

    try:
        return get_services().search
    except RuntimeError:
        return open_search(Path(os.environ.get("NAVIGATOR_KNOWLEDGE_DB", database)), today(SystemClock()))
