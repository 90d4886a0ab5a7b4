"""Which act of a conversation a message is. Our own, because Rasa's takes 5 seconds to load and can't be tuned."""

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear_component import LinearComponent
from bot.nlu.reading import (
    INTENT_RANKING,
    PARTS,
    Vector,
    corrected,
    sentences_of,
    vector_of,
)

_NOTHING = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LinearComponent):
    """Sets `intent` and `intent_ranking`, and the likeliest intent of each sentence of a longer message in `parts`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """ranking_length: so many intents are reported; the rest is described at `bot.nlu.linear.Settings`."""
        return {"ranking_length": 10, **LinearComponent.settings_by_default()}

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to all examples that have a text and an intent."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and vector_of(e) is not None]
        return self._learn(
            [corrected(example) for example in examples],
            [vector for vector in map(vector_of, examples) if vector is not None],
            [example.get(INTENT) for example in examples],
        )

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify messages; one that says nothing is not understood, with full confidence."""
        for message in messages:
            vector = vector_of(message)
            ranking = [_NOTHING] if vector is None else self._ranking(corrected(message), vector)
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING, ranking[: self._config["ranking_length"]], add_to_output=True)
            message.set(PARTS, self._parts(message), add_to_output=True)
        return messages

    def _parts(self, message: Message) -> list[dict[str, Any]]:
        return [
            {"start": part.start, "end": part.end, "intent": ranking[0], INTENT_RANKING: ranking}
            for part in sentences_of(message)
            if part.vector is not None
            for ranking in [self._ranking(part.corrected, part.vector)]
        ]

    def _ranking(self, text: str, vector: Vector) -> list[dict[str, Any]]:
        if self._model is None:
            return [_NOTHING]
        likely = self._model.likelihoods(text, vector)
        order = np.argsort(-likely, kind="stable")
        return [{"name": self._model.labels[index], "confidence": float(likely[index])} for index in order]
