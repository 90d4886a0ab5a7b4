"""Recognises a code to come back with by its shape: three words of our list, even as somebody's first message."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.pending import GIVE_ANSWER, SLOT, read_pending
from bot.nlu.reading import ANSWERS, INTENT_RANKING, PARTS, RETRIEVAL, SECOND, typed
from bot.paths import ROOT
from knowledge.code_words import CodeWords

CONTINUE = "continue_with_code"
CODE = "code"
WORDS = ROOT / "knowledge" / "coming_back" / "code_words.txt"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CodeReader(GraphComponent):
    """Sets the intent `continue_with_code`, with an entity `code` as typed (no tracker keeps it).

    Where a code or another secret is asked for, what is typed is the answer already. It comes last in the pipeline, and
    takes out what the search and the classifier made of either: what is near to a secret tells of it, and is kept.
    """

    def __init__(self, name: str, codes: CodeWords) -> None:
        self._name = name
        self._codes = codes

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CodeReader":
        """Called by Rasa."""
        return cls(execution_context.node_name or cls.__name__, CodeWords.load(WORDS))

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Read messages that are nothing but a code, or were meant to be."""
        pending = read_pending(tracker.slots[SLOT].value) if SLOT in tracker.slots else None
        asks_a_secret = pending is not None and pending.free_text == "secret"
        for message in messages:
            text = typed(message)
            if asks_a_secret:
                if message.get(INTENT)["name"] == GIVE_ANSWER:
                    _forget_what_is_near(message)
            elif self._codes.looks_like(text):
                self._set(message, text)
                _forget_what_is_near(message)
        return messages

    def _set(self, message: Message, text: str) -> None:
        span = {"start": 0, "end": len(message.get(TEXT)), "extractor": self._name}
        message.set(INTENT, {"name": CONTINUE, "confidence": 1.0}, add_to_output=True)
        message.set(ENTITIES, [{"entity": CODE, "value": text, **span}], add_to_output=True)


def _forget_what_is_near(message: Message) -> None:
    for name in (ANSWERS, PARTS, INTENT_RANKING):
        message.set(name, [], add_to_output=True)
    message.set(RETRIEVAL, {"kind": "nothing", "ids": []}, add_to_output=True)
    message.set(SECOND, None, add_to_output=True)
