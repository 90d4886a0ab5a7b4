"""Facts of a fixed shape in a message, as Rasa entities (reading: `language.entities`)."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.reading import typed
from language.entities import read_entities


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityReader(GraphComponent):
    """Adds entities: phone, email, postcode, nhs_number, amount (pence, with `period`), age, nation, about."""

    def __init__(self, name: str) -> None:
        self._name = name

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EntityReader":
        """Called by Rasa."""
        return cls(execution_context.node_name or cls.__name__)

    def process(self, messages: list[Message]) -> list[Message]:
        """Read messages as typed, so that offsets fit the text."""
        for message in messages:
            found = [
                {
                    "entity": entity.kind,
                    "value": entity.value,
                    "start": entity.start,
                    "end": entity.end,
                    "extractor": self._name,
                    **({"period": entity.period} if entity.period else {}),
                }
                for entity in read_entities(typed(message))
            ]
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages
