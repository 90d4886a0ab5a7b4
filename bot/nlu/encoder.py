"""The meaning of a message as a vector, for the components after this one. It never goes to the tracker."""

from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fingerprints import of_files
from bot.nlu.parts import worth_reading
from bot.nlu.reading import corrected, is_empty, sentences_of, set_sentences, set_vector
from language.encoder import FOLDER, Encoder, shared_encoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """One unit vector for the whole message and one for each sentence of a longer one, from the corrected text."""

    def __init__(self, name: str, encoder: Encoder, most_sentences: int) -> None:
        self._name = name
        self._encoder = encoder
        self._most_sentences = most_sentences

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """most_sentences: of a rambling message, so many sentences are looked at by themselves."""
        return {"most_sentences": 4}

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the encoder's weights change."""
        return of_files([FOLDER / "model.onnx"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoder":
        """Called by Rasa."""
        return cls(execution_context.node_name or cls.__name__, shared_encoder(), int(config["most_sentences"]))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vectors to the examples."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        vectors = self._encoder.encode([corrected(example) for example in examples])
        for example, vector in zip(examples, vectors, strict=True):
            set_vector(example, vector, self._name)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the vectors to messages; an empty one gets none."""
        for message in messages:
            if is_empty(message):
                continue
            sentences = worth_reading(sentences_of(message), self._most_sentences)
            # Not in one batch: each sentence would be padded to the length of the whole.
            set_vector(message, self._encoder.encode([corrected(message)])[0], self._name)
            parts = self._encoder.encode([sentence.corrected for sentence in sentences]) if sentences else ()
            set_sentences(message, tuple(replace(s, vector=v) for s, v in zip(sentences, parts, strict=True)))
        return messages
