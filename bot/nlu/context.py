"""Reads a message in the light of what was said before it: choices in words, corrections, follow-up questions."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from actions.balance import NAME as BALANCE
from actions.balance import spoken_of
from actions.turn import current_turn, has_turn
from bot.nlu.decision import ASK, Intent
from bot.nlu.fallback import set_second
from bot.nlu.following import Before, Reading, read_in_context
from bot.nlu.money_context import MY_BALANCE, means_the_money
from bot.nlu.pending import GIVE_ANSWER, read_pending
from bot.nlu.reading import ANSWERS, ASKS, PARTS, RETRIEVAL, SECOND, corrected, is_empty, typed
from bot.nlu.retrieval import as_ranked, follow_ups_in, found, process_search
from common.clock import LONDON
from common.replies import Choice
from knowledge.follow_up import FollowUps
from knowledge.search import Ranked
from language.choices import match_place


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextReader(GraphComponent):
    """Sets `intent`, `answers` and `retrieval` anew where the message leans on the answer before it (`following`)."""

    def __init__(self, follow_ups: FollowUps) -> None:
        self._follow_ups = follow_ups

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """database: unless services or NAVIGATOR_KNOWLEDGE_DB name another."""
        return {"database": "var/knowledge.db"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ContextReader":
        """With the process's search. Raises FileNotFoundError when there is no knowledge.db."""
        return cls(follow_ups_in(process_search(Path(config["database"]))))

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Read messages in the light of the tracker's slots."""
        before = _before(tracker)
        for message in messages:
            if self._means_the_money(message):
                message.set(INTENT, asdict(Intent(MY_BALANCE, 1.0)), add_to_output=True)
                continue
            if is_empty(message) or self._picks_and_asks(message) or before is None or message.get(SECOND):
                continue
            intent = Intent(message.get(INTENT)["name"], message.get(INTENT)["confidence"])
            alone = as_ranked(message.get(ANSWERS) or ())
            reading = read_in_context(typed(message), corrected(message), intent, alone, before, self._follow_ups)
            if reading is not None:
                _set(message, reading)
        return messages

    def _means_the_money(self, message: Message) -> bool:
        """Whether it follows on somebody's own money that was shown, or asked for, in this conversation."""
        if is_empty(message) or not has_turn() or message.get(INTENT)["name"] == GIVE_ANSWER:
            return False
        turn = current_turn()
        before = spoken_of(turn.progress(BALANCE), turn.now)
        intent = Intent(message.get(INTENT)["name"], message.get(INTENT)["confidence"])
        today = turn.now.astimezone(LONDON).date()
        return before is not None and means_the_money(typed(message), intent, before, today)

    def _picks_and_asks(self, message: Message) -> bool:
        """Whether the first part takes an answer offered last and the next one asks ("the first and also ...")."""
        parts = list(message.get(PARTS) or ())
        offered = [choice for choice in choices_offered() if choice.intent == ASK]
        if len(parts) != 2 or not offered or message.get(INTENT)["name"] == GIVE_ANSWER or not parts[1][ASKS]:
            return False
        said, asked = (typed(message)[part["start"] : part["end"]] for part in parts)
        place = match_place(said, [choice.label for choice in offered])
        if place is None:
            return False
        picked = str(offered[place].entities["answer"])
        ranked = self._follow_ups.rank(asked, as_ranked(parts[1][ANSWERS]), picked)
        set_second(message, found(ranked, len(ranked)))
        _set(message, Reading((Ranked(picked, 1.0),), "sure", (picked,)))
        return True


def choices_offered() -> tuple[Choice, ...]:
    """The choices of the reply before this message; none outside a turn."""
    last = current_turn().last_reply if has_turn() else None
    return last.choices if last else ()


def _set(message: Message, reading: Reading) -> None:
    score = reading.ranked[0].score if reading.ranked else 1.0
    message.set(INTENT, asdict(Intent(reading.intent, score)), add_to_output=True)
    message.set(ANSWERS, [{"id": each.id, "score": each.score} for each in reading.ranked], add_to_output=True)
    message.set(RETRIEVAL, {"kind": reading.kind, "ids": list(reading.ids)}, add_to_output=True)


def _before(tracker: DialogueStateTracker) -> Before | None:
    names = ("last_answer", "context", "pending")
    last, context, pending = (tracker.slots[name].value if name in tracker.slots else None for name in names)
    if not last and not context:
        return None
    offered, rivals = (tuple((context or {}).get(name) or ()) for name in ("offered", "rivals"))
    return Before(str(last or ""), offered, rivals, read_pending(pending))
