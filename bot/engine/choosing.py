"""Which of the choices offered last did the person take: by button, number, place or label."""

from typing import Any

from common.replies import Choice, Reply
from language.choices import match_place

WAY_BACK = Choice("Back to my question", "where_was_i")
"""Takes a flow under way to its question again."""


def chosen_parse_data(last_reply: Reply | None, text: str, choice_number: int | None) -> dict[str, Any] | None:
    """Rasa's parse data for the choice taken, or None when the text is to be read as text.

    choice_number: of a button (from 1). Typed: the number, its place ("the second one") or the label, said in so many
    words; anything vaguer is left to be understood. The client never sends intents: they come from the stored reply.
    """
    choices = last_reply.choices if last_reply else ()
    if choice_number is not None:
        return parse_data(choices[choice_number - 1]) if 1 <= choice_number <= len(choices) else None
    place = match_place(text, [choice.label for choice in choices])
    return parse_data(choices[place]) if place is not None else None


def parse_data(choice: Choice) -> dict[str, Any]:
    """What Rasa reads when a choice is taken."""
    return {
        "text": choice.label,
        "intent": {"name": choice.intent, "confidence": 1.0},
        "intent_ranking": [{"name": choice.intent, "confidence": 1.0}],
        "entities": [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in choice.entities.items()],
    }
