"""Where a message belongs that we know nothing about: bins, benefits, a doctor ... (rules: `bot.nlu.pointing`)."""

from dataclasses import asdict
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.decision import ELSEWHERE, Intent
from bot.nlu.linear_component import LinearComponent
from bot.nlu.pointing import point
from bot.nlu.reading import ANSWERS, RETRIEVAL, corrected, typed, vector_of
from language.other_languages import language_of

POINTED = "elsewhere"
"""On a message: its kind and its language, both empty for what does not belong elsewhere."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ElsewhereReader(LinearComponent):
    """Sets `elsewhere`, learned from the examples named out_of_scope/<kind>; may change `intent` and `answers`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """kind: so likely must a kind be to get its own reply; the rest is described at `bot.nlu.linear.Settings`."""
        return {"kind": 0.3, **LinearComponent.settings_by_default()}

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to the examples that name a kind. Raises ValueError for fewer than two kinds."""
        examples = [
            (corrected(example), vector, str(example.get(INTENT_RESPONSE_KEY)).partition("/")[2])
            for example in training_data.intent_examples
            if example.get(TEXT) and example.get(INTENT) == ELSEWHERE and example.get(INTENT_RESPONSE_KEY)
            if (vector := vector_of(example)) is not None
        ]
        if len({kind for *_, kind in examples}) < 2:
            raise ValueError(f"data/nlu needs examples of two kinds of {ELSEWHERE}/<kind> or more")
        texts, vectors, kinds = zip(*examples, strict=True)
        return self._learn(texts, vectors, kinds)

    def process(self, messages: list[Message]) -> list[Message]:
        """Give messages the last word on whether they belong elsewhere, and where."""
        for message in messages:
            language = language_of(typed(message))
            pointed = point(
                typed(message),
                Intent(message.get(INTENT)["name"], message.get(INTENT)["confidence"]),
                self._kind(message),
                message.get(ENTITIES) or [],
                (message.get(RETRIEVAL) or {"kind": "nothing"})["kind"],
                language,
            )
            message.set(INTENT, asdict(pointed.intent), add_to_output=True)
            message.set(POINTED, {"kind": pointed.kind, "language": language}, add_to_output=True)
            if pointed.answer:
                message.set(ANSWERS, [{"id": pointed.answer, "score": 1.0}], add_to_output=True)
                message.set(RETRIEVAL, {"kind": "sure", "ids": [pointed.answer]}, add_to_output=True)
        return messages

    def _kind(self, message: Message) -> str:
        vector = vector_of(message)
        if self._model is None or vector is None:
            return ""
        likely = self._model.likelihoods(corrected(message), vector)
        best = int(likely.argmax())
        return self._model.labels[best] if likely[best] >= self._config["kind"] else ""
