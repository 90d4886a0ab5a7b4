"""Words and sentence starts, by spaCy's rules for English (a blank pipeline: no model to download)."""

from collections.abc import Callable
from functools import cache
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.reading import readable
from language.clauses import clause_starts

SENTENCE = "sentence"
"""Token data: the number of the token's sentence, from 0."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyBlankTokenizer(Tokenizer):
    """Tokens with offsets as typed.

    A new line starts a new sentence, as people text without full stops; so does a clause that asks by itself
    ("whats chc and how long does it take").
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's settings for every tokenizer."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["spacy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SpacyBlankTokenizer":
        """Called by Rasa."""
        _english()
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of an attribute's text, without white space."""
        sentence = 0
        tokens: list[Token] = []
        broken = False
        text = readable(message.get(attribute))
        starts = frozenset(clause_starts(text))
        for word in _english()(text):
            if word.is_space:
                broken = broken or "\n" in word.text
                continue
            if tokens and (word.is_sent_start or broken or word.idx in starts):
                sentence += 1
            broken = False
            tokens.append(Token(word.text, word.idx, data={SENTENCE: sentence}))
        return self._apply_token_pattern(tokens)


@cache
def _english() -> Callable[[str], Any]:
    import spacy

    english = spacy.blank("en")
    english.add_pipe("sentencizer")
    return english
