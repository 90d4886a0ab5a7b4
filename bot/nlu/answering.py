"""Does a message answer the question that waits, given what else it may be? Pure."""

import re
from dataclasses import dataclass

from bot.nlu.decision import ASK, Intent
from knowledge.flow import Pending
from language.choices import find_option, fold, leading_option
from language.entities import name_in, read_entities
from language.quantities import has_unit, number_in

_QUESTION = re.compile(
    r"^(?:but |and |so |ok |sorry )*"
    r"(?:what|whats|why|how|hows|who|whos|when|where|which|can|could|do|does|is|are|should|will)\b"
)
_NUMBERS = ("number", "amount")
_LONGEST_NUMBER = 20
"""Words of a message that gives a number. In a longer one it may be anything."""
_TOPICS = ("write_letter", "my_plan", "mark_done")
"""Acts that, where words of one's own are asked for, are what somebody tells of: "it is about a letter"."""
_SHORT = 8
_SHORT_IN_LETTERS = 80


@dataclass(frozen=True)
class Interruptions:
    """acts: what is obeyed although a question waits; sure: how likely it must be where anything may be typed."""

    acts: tuple[str, ...]
    sure: float


@dataclass(frozen=True)
class Answer:
    """The answer given: the key of an option, or free text.

    text: what was typed, beside an option that it only came close to, where words of one's own are welcome.
    """

    entity: str
    value: str
    text: str = ""


def read_answer(
    typed: str,
    corrected: str,
    pending: Pending,
    intent: Intent,
    found: str,
    interruptions: Interruptions,
) -> Answer | None:
    """The answer that a message gives to the pending question, or None when it is something else.

    intent: what it would be without the question; found: whether the search was sure, unsure or found nothing.
    """
    interrupts = intent.name in interruptions.acts and intent.confidence >= interruptions.sure
    if pending.free_text in _NUMBERS and _is_number(typed, pending, interrupts, asks(corrected, intent, found)):
        return Answer("text", typed.strip())
    match = find_option(typed, pending.options) or find_option(corrected, pending.options)
    if match and pending.free_text == "secret" and not match.exact:
        match = None  # a word of one's own may look like "skip"
    if match and (match.exact or not interrupts):
        own_words = pending.free_text == "text" and not match.exact
        return Answer("option", match.key, typed.strip() if own_words else "")
    said = next(
        (o.key for o in pending.options if o.key == intent.name and intent.confidence >= interruptions.sure), None
    )
    if said and pending.free_text != "secret" and not _goes_on(corrected):
        return Answer("option", said)
    if not pending.free_text or not typed.strip() or pending.free_text in _NUMBERS:
        return None
    if pending.free_text == "contact" and any(entity.kind in {"phone", "email"} for entity in read_entities(typed)):
        return Answer("text", typed.strip())
    tells = pending.free_text == "text" and intent.name in _TOPICS
    if interrupts and not tells and len(corrected.split()) <= _SHORT:
        return None
    if pending.free_text != "text" and asks(corrected, intent, found):
        return None
    return Answer("text", name_in(typed) if pending.free_text == "name" else typed.strip())


def _is_number(typed: str, pending: Pending, interrupts: bool, is_question: bool) -> bool:
    """Whether a text gives a number that is asked for, or one with its unit where options have places of their own."""
    if interrupts or is_question or len(typed.split()) > _LONGEST_NUMBER or number_in(typed) is None:
        return False
    return pending.free_text == "number" or has_unit(typed) or not find_option(typed, pending.options)


def option_besides(typed: str, corrected: str, pending: Pending) -> str | None:
    """The option chosen at the start of a message that goes on to something else."""
    return leading_option(typed, pending.options) or leading_option(corrected, pending.options)


def asks(text: str, intent: Intent, found: str) -> bool:
    """Whether a text is clearly a question."""
    questioning = "?" in text or bool(_QUESTION.match(fold(text)))
    return questioning and (intent.name == ASK or found == "sure")


def _goes_on(text: str) -> bool:
    """Whether a text is more than a short word of agreement and the like: a question, a story, or one endless word."""
    return "?" in text or len(text.split()) > _SHORT or len(text) > _SHORT_IN_LETTERS
