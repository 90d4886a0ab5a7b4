"""What a tracker event may keep: no raw words of a person, only what the conversation needs to go on."""

from typing import Any

from language.masking import mask

_KEPT_OF_PARSE_DATA = ("intent", "answers", "also_option")


def masked_event(event: dict[str, Any]) -> dict[str, Any]:
    """A tracker event (Rasa's own dict format) that is fit to be stored.

    Text is masked; of what was understood only the intent, the ranked answers and the entity names are kept: entity
    values, tokens and corrected text would carry names and numbers past the mask.
    """
    if event.get("event") != "user":
        return event
    kept = dict(event)
    kept["text"] = mask(event.get("text") or "")
    kept["metadata"] = {}
    parse_data = event.get("parse_data") or {}
    entities = [
        {"entity": entity.get("entity"), "value": _entity_value(entity)} for entity in parse_data.get("entities", ())
    ]
    kept["parse_data"] = {key: parse_data[key] for key in _KEPT_OF_PARSE_DATA if key in parse_data}
    kept["parse_data"] |= {"text": kept["text"], "entities": entities}
    kept["entities"] = entities
    return kept


_SAFE_ENTITIES = {"option", "answer", "nation", "about", "item"}


def _entity_value(entity: dict[str, Any]) -> Any:
    return entity.get("value") if entity.get("entity") in _SAFE_ENTITIES else "[masked]"
