"""Where a message belongs that we know nothing about: bins, benefits, a doctor ... (rules: `bot.nlu.pointing`)."""

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.decision import ELSEWHERE, Intent
from bot.nlu.fingerprints import of_files
from bot.nlu.linear import LinearModel, Settings, train
from bot.nlu.linear import __file__ as linear_source
from bot.nlu.pointing import point
from bot.nlu.reading import ANSWERS, RETRIEVAL, corrected, typed, vector_of
from language.other_languages import language_of

POINTED = "elsewhere"
"""On a message: its kind and its language, both empty for what does not belong elsewhere."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ElsewhereReader(GraphComponent):
    """Sets `elsewhere`, learned from the examples named out_of_scope/<kind>; may change `intent` and `answers`."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """kind: so likely must a kind be to get its own reply; the rest is described at `bot.nlu.linear.Settings`."""
        return {"kind": 0.3, **{field.name: field.default for field in fields(Settings)}}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the way of training changes: Rasa itself looks at this class only."""
        return of_files([Path(linear_source)])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ElsewhereReader":
        """An untrained reader."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ElsewhereReader":
        """The trained reader. Raises ValueError when it was not trained."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearModel.read(folder))

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
        settings = Settings(**{field.name: self._config[field.name] for field in fields(Settings)})
        self._model = train(texts, np.stack(vectors), kinds, settings)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

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
