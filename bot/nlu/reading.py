"""What the understanding pipeline keeps on a message for its later components, and how text is made fit to be read."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

if TYPE_CHECKING:
    from bot.nlu.doubles import Things

MOST_CHARACTERS = 2_000
CORRECTED = "corrected"
PARTS = "parts"
RETRIEVAL = "retrieval"
ANSWERS = "answers"
INTENT_RANKING = "intent_ranking"
ASKS = "asks"
STANDS = "stands"
SECOND = "second"
COURTESY = "courtesy"
_SENTENCES = "sentences"
_THINGS = "things"
WHOLE = "whole"
"""How likely the best answer to the whole message is, whatever its parts say. Kept inside the pipeline."""

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Sentence:
    """A sentence of a longer message: where it stands in the text as typed, its corrected words, and their vector.

    `asking`: the words of it that ask, where it was joined with what was told before them.
    It is kept inside the pipeline only. What goes to the tracker are its offsets: its words would get past the masking.
    """

    start: int
    end: int
    corrected: str
    vector: Vector | None = None
    asking: str = ""


def readable(text: str) -> str:
    """The text to read: at most 2,000 characters, control characters as spaces, typographic variants made plain.

    Each character stays in its place, so that offsets fit the text as typed.
    """
    return "".join(map(_plain, text[:MOST_CHARACTERS]))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in "‘’‛`´ʼ":
        return "'"
    if character in "“”„":
        return '"'
    if character == "\n" or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return "\n" if character in "\n\r\u2028\u2029" else " "
    alike = unicodedata.normalize("NFKC", character)
    return alike if len(alike) == 1 else character


def typed(message: Message) -> str:
    """What the person typed, made readable; empty when there is no text."""
    return readable(message.get(TEXT) or "")


def corrected(message: Message) -> str:
    """The text with its spelling corrected, or as typed when the speller has not seen it."""
    return str(message.get(CORRECTED) or typed(message))


def is_empty(message: Message) -> bool:
    """Whether there is nothing to understand: no letter, no digit, no symbol such as an emoji."""
    return not any(character.isalnum() or unicodedata.category(character) == "So" for character in typed(message))


def set_vector(message: Message, vector: Vector, origin: str) -> None:
    """Keep the unit vector of the whole message, as a sentence feature."""
    message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, origin))


def vector_of(message: Message) -> Vector | None:
    """The unit vector of the whole message, or None when no encoder has seen it."""
    for feature in message.features:
        if feature.is_dense() and feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT:
            vector: Vector = feature.features[0]
            return vector
    return None


def sentences_of(message: Message) -> tuple[Sentence, ...]:
    """The sentences of a message of two or more; empty for a message of one."""
    return tuple(message.get(_SENTENCES) or ())


def set_sentences(message: Message, sentences: tuple[Sentence, ...]) -> None:
    """Keep the sentences inside the pipeline."""
    message.set(_SENTENCES, sentences)


def things_of(message: Message) -> "Things | None":
    """What the message holds beside one question, as the decider saw it."""
    things: Things | None = message.get(_THINGS)
    return things


def set_things(message: Message, things: "Things") -> None:
    """Keep it inside the pipeline only."""
    message.set(_THINGS, things)
