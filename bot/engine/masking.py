"""What a tracker event may keep: what was understood, none of the words."""

from typing import Any

_KEPT_OF_PARSE_DATA = ("intent", "answers", "also_option")
_KEPT_ENTITIES = frozenset({"option", "answer", "nation", "about", "item"})


def without_words(event: dict[str, Any]) -> dict[str, Any]:
    """A tracker event (Rasa's own dict format) that is fit to be stored.

    Rules look at intents, entities and slots only, so the text is dropped: even masked, it could still say who wrote.
    What people typed is in the inbox alone, for as long as council.yml allows.
    """
    if event.get("event") != "user":
        return event
    parse_data = event.get("parse_data") or {}
    entities = [
        {"entity": entity["entity"], "value": entity.get("value")}
        for entity in parse_data.get("entities", ())
        if entity.get("entity") in _KEPT_ENTITIES
    ]
    understood = {key: parse_data[key] for key in _KEPT_OF_PARSE_DATA if key in parse_data}
    return {
        **{key: event.get(key) for key in ("event", "timestamp", "input_channel", "message_id")},
        "text": "",
        "metadata": {},
        "entities": entities,
        "parse_data": {**understood, "text": "", "entities": entities},
    }
