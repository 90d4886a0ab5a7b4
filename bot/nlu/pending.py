"""Reads a message as the answer to the question that waits in the slot `pending`, before any rule sees its intent."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.answering import Interruptions, option_besides, read_answer
from bot.nlu.decision import Intent
from bot.nlu.fallback import set_second
from bot.nlu.reading import ASKS, PARTS, RETRIEVAL, corrected, is_empty, things_of, typed
from knowledge.flow import Option, Pending
from knowledge.step_reader import read_act
from knowledge.step_state import NAME as STEPS
from language.choices import find_option

SLOT = "pending"
GIVE_ANSWER = "give_answer"
ALSO_OPTION = "also_option"
_NAMES_A_STEP = ("go_to_step", "mark_done")
"""What is about the walk whatever another flow asks: "back to step 3" is no wage of £3."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PendingQuestionReader(GraphComponent):
    """Sets the intent `give_answer` with an entity `option` or `text`.

    An answer with a question behind it ("yes and how much do i get") is both: the question goes to `second`. Where the
    search is not sure of the question, it is the question that is taken, and `also_option` notes the answer.
    """

    def __init__(self, name: str, interruptions: Interruptions) -> None:
        self._name = name
        self._interruptions = interruptions

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """interrupting_acts: obeyed although a question waits; sure: how likely an act must be to count."""
        return {
            "sure": 0.6,
            "interrupting_acts": [
                "stop",
                "talk_to_person",
                "call_me_back",
                "complain",
                "go_back",
                "repeat",
                "next_step",
                "simpler",
                "tell_more",
                "why",
                "skip",
                "start_over",
                "start_steps",
                "where_was_i",
                "help",
                "privacy",
                "delete_my_chat",
                "change_answer",
                "wrong_answer",
                "save_my_place",
                "continue_with_code",
                "my_plan",
                "write_letter",
                "go_to_step",
                "mark_done",
            ],
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PendingQuestionReader":
        """Called by Rasa."""
        interruptions = Interruptions(tuple(config["interrupting_acts"]), float(config["sure"]))
        return cls(execution_context.node_name or cls.__name__, interruptions)

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Read messages in the light of the tracker's pending question, if there is one."""
        pending = read_pending(tracker.slots[SLOT].value) if SLOT in tracker.slots else None
        for message in messages:
            if pending is not None and not is_empty(message):
                self._read(message, pending)
        return messages

    def _read(self, message: Message, pending: Pending) -> None:
        act = read_act(typed(message), pending.options)
        if act and (pending.flow == STEPS or (act in _NAMES_A_STEP and "step" in typed(message).lower())):
            message.set(INTENT, {"name": act, "confidence": 1.0}, add_to_output=True)
            return
        if self._answers_and_asks(message, pending):
            return
        intent = Intent(message.get(INTENT)["name"], message.get(INTENT)["confidence"])
        found = (message.get(RETRIEVAL) or {"kind": "nothing"})["kind"]
        answer = read_answer(typed(message), corrected(message), pending, intent, found, self._interruptions)
        if answer is None:
            besides = option_besides(typed(message), corrected(message), pending)
            if besides:
                message.set(ALSO_OPTION, besides, add_to_output=True)
            return
        self._give(message, {answer.entity: answer.value} | ({"text": answer.text} if answer.text else {}))

    def _answers_and_asks(self, message: Message, pending: Pending) -> bool:
        """Whether the first part answers the question that waits and a later one asks what the search is sure of."""
        parts, things = list(message.get(PARTS) or ()), things_of(message)
        asked = things.first if things else None
        if (
            len(parts) < 2
            or asked is None
            or asked[RETRIEVAL]["kind"] != "sure"
            or pending.free_text in ("text", "secret")
        ):
            return False
        if asked["start"] <= parts[0]["start"]:
            return False
        match = find_option(typed(message)[parts[0]["start"] : parts[0]["end"]], pending.options)
        if match is None or parts[0][ASKS]:
            return False
        self._give(message, {"option": match.key})
        set_second(message, asked)
        return True

    def _give(self, message: Message, given: dict[str, str]) -> None:
        span = {"start": 0, "end": len(message.get(TEXT)), "extractor": self._name}
        entities = [{"entity": name, "value": value, **span} for name, value in given.items()]
        message.set(INTENT, {"name": GIVE_ANSWER, "confidence": 1.0}, add_to_output=True)
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), *entities], add_to_output=True)


def read_pending(value: Any) -> Pending | None:
    """The pending question of a slot's value (as `Pending.to_slot` wrote it), or None when nothing waits."""
    if not value:
        return None
    return Pending(
        flow=value["flow"],
        question=value["question"],
        options=tuple(Option(o["key"], o["label"], tuple(o.get("accepts") or ())) for o in value.get("options") or ()),
        free_text=value.get("free_text") or "",
    )
