"""The final intent of a message, from the classifier's and the search's findings (rules: `bot.nlu.decision`)."""

from dataclasses import asdict, fields
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.decision import Thresholds, decide_intent
from bot.nlu.reading import ANSWERS, INTENT_RANKING, PARTS, RETRIEVAL, typed


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decider(GraphComponent):
    """Sets `intent`; `intent_ranking` stays the classifier's."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See `bot.nlu.decision.Thresholds`."""
        return {**asdict(Thresholds()), "courtesies": list(Thresholds().courtesies)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Decider":
        """Called by Rasa."""
        settings = {field.name: config[field.name] for field in fields(Thresholds)}
        return cls(Thresholds(**{**settings, "courtesies": tuple(settings["courtesies"])}))

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide on messages."""
        for message in messages:
            intent = decide_intent(
                typed(message),
                message.get(INTENT_RANKING),
                message.get(ANSWERS) or [],
                (message.get(RETRIEVAL) or {"kind": "nothing"})["kind"],
                message.get(PARTS) or [],
                self._thresholds,
            )
            message.set(INTENT, asdict(intent), add_to_output=True)
        return messages
