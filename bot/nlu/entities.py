"""What a message names, as Rasa entities (reading: `language.entities`)."""

from datetime import date
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from actions.turn import current_turn, has_turn
from bot.nlu.reading import typed
from common.clock import LONDON, SystemClock, today
from language.entities import read_entities


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityReader(GraphComponent):
    """Adds entities: contact details, money (pence), hours, ages, days, people, conditions, services, places.

    The kinds are those of `language.entities.read_entities`; amounts, hours and sessions carry their `period`.
    """

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
        """Read messages as typed, so that offsets fit the text. Days count from the turn's."""
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
                for entity in read_entities(typed(message), _today())
            ]
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages


def _today() -> date:
    """The turn's day in London, or outside a turn (rasa shell, rasa test) the machine's."""
    return current_turn().now.astimezone(LONDON).date() if has_turn() else today(SystemClock())
