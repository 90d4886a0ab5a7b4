"""Which of the choices offered last did the person take: by button, number, place or label."""

from typing import Any

from common.replies import Choice, Reply
from knowledge.flow import Option
from language.choices import find_option


def chosen_parse_data(last_reply: Reply | None, text: str, choice_number: int | None) -> dict[str, Any] | None:
    """Rasa's parse data for the choice taken, or None when the text is to be read as text.

    choice_number: of a button (from 1). Typed: the number, its place ("the second one") or the label, said in so many
    words; anything vaguer is left to be understood. The client never sends intents: they come from the stored reply.
    """
    choices = last_reply.choices if last_reply else ()
    if choice_number is not None:
        return _parse_data(choices[choice_number - 1]) if 1 <= choice_number <= len(choices) else None
    match = find_option(text, [Option(str(place), choice.label) for place, choice in enumerate(choices)])
    return _parse_data(choices[int(match.key)]) if match is not None and match.exact else None


def _parse_data(choice: Choice) -> dict[str, Any]:
    return {
        "text": choice.label,
        "intent": {"name": choice.intent, "confidence": 1.0},
        "intent_ranking": [{"name": choice.intent, "confidence": 1.0}],
        "entities": [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in choice.entities.items()],
    }
