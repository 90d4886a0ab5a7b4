"""The final intent of a message, from the classifier's and the search's findings (rules: `bot.nlu.decision`)."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.decision import ASK, Intent, Thresholds, decide_intent
from bot.nlu.doubles import Things, things_in
from bot.nlu.reading import ANSWERS, COURTESY, INTENT_RANKING, PARTS, RETRIEVAL, SECOND, WHOLE, set_things, typed


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decider(GraphComponent):
    """Sets `intent`; `intent_ranking` stays the classifier's.

    Of two things in one message the act is the intent, or the first question; the other question is in `second`.
    """

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
            certain = float(message.get(WHOLE) or 0.0) >= self._thresholds.certain
            things = things_in(typed(message), message.get(PARTS) or [], self._thresholds, certain)
            set_things(message, things)
            _take(message, things)
            _drop_rankings(message)
        return messages


def _take(message: Message, things: Things) -> None:
    """Set what the message says beside, or instead of, what the whole seemed to say."""
    if things.first is None or not (things.act or things.second or things.courtesy):
        return
    if things.act:
        message.set(INTENT, asdict(things.act), add_to_output=True)
        set_second(message, things.first)
        return
    first, second = things.first, things.second
    if second is not None and first[RETRIEVAL]["kind"] != "sure":
        first, second = second, first
    message.set(INTENT, asdict(Intent(ASK, float(first[ANSWERS][0]["score"]))), add_to_output=True)
    message.set(ANSWERS, first[ANSWERS], add_to_output=True)
    message.set(RETRIEVAL, first[RETRIEVAL], add_to_output=True)
    if second is not None:
        set_second(message, second)
    if things.courtesy:
        message.set(COURTESY, things.courtesy, add_to_output=True)


def set_second(message: Message, part: Mapping[str, Any]) -> None:
    """Note the question that is asked beside the intent."""
    message.set(SECOND, {ANSWERS: part[ANSWERS], RETRIEVAL: part[RETRIEVAL]}, add_to_output=True)


def _drop_rankings(message: Message) -> None:
    parts = [{key: part[key] for key in part if key != INTENT_RANKING} for part in message.get(PARTS) or ()]
    message.set(PARTS, parts, add_to_output=True)
