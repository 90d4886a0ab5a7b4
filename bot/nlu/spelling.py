"""Corrects spelling for understanding: text and offsets stay as typed, the corrected words go beside them."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fingerprints import of_files
from bot.nlu.reading import CORRECTED, Sentence, set_sentences, typed
from bot.nlu.tokenizer import SENTENCE
from knowledge.content import load_answers
from knowledge.own_words import reviewed_texts, terms
from language.spelling import Correction, Speller

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
_WORDS = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingCorrector(GraphComponent):
    """Sets `corrected` (kept inside the pipeline) and each token's lemma, which Rasa's own featurizers read."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, speller: Speller | None = None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._speller = speller

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["rapidfuzz", "symspellpy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the content changes: its words are right words."""
        return of_files(KNOWLEDGE.rglob("*.yml"))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SpellingCorrector":
        """An untrained corrector, which corrects nothing."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SpellingCorrector":
        """The trained corrector. Raises ValueError when it was not trained."""
        with model_storage.read_from(resource) as folder:
            speller = Speller.from_json((folder / _WORDS).read_text(encoding="utf-8"))
        return cls(model_storage, resource, speller)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words of the content, and from the examples how often words are used."""
        examples = [example.get(TEXT) for example in training_data.training_examples if example.get(TEXT)]
        speller = Speller.from_texts(reviewed_texts(load_answers(KNOWLEDGE)), examples, terms())
        with self._storage.write_to(self._resource) as folder:
            (folder / _WORDS).write_text(speller.to_json(), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Corrects the examples, so that training sees what understanding will see."""
        self.process([example for example in training_data.training_examples if example.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Correct messages, sentence by sentence."""
        for message in messages:
            if self._speller is not None:
                self._correct(message, self._speller)
        return messages

    def _correct(self, message: Message, speller: Speller) -> None:
        text = typed(message)
        tokens: list[Token] = message.get(TOKENS_NAMES[TEXT]) or []
        sentences = []
        for start, end, inside in _spans(tokens):
            correction = speller.correct(text[start:end])
            sentences.append(Sentence(start, end, correction.text))
            _note_lemmas(inside, start, correction)
        message.set(CORRECTED, "\n".join(sentence.corrected for sentence in sentences))
        set_sentences(message, tuple(sentences) if len(sentences) > 1 else ())


def _spans(tokens: list[Token]) -> Iterator[tuple[int, int, list[Token]]]:
    for _, inside in groupby(tokens, key=lambda token: token.get(SENTENCE)):
        words = list(inside)
        yield words[0].start, words[-1].end, words


def _note_lemmas(tokens: list[Token], start: int, correction: Correction) -> None:
    for place, (before, after) in zip(correction.places, correction.changed, strict=True):
        for token in tokens:
            if start + place <= token.start < start + place + len(before):
                token.lemma = after
