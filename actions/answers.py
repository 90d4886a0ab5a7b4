"""Answers from reviewed content: the one asked for, "did you mean", or an honest "I don't know that"."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions import place
from actions.base import TurnAction, entity, intent_of, text_of
from actions.comparing import comparison_asked_for, show_comparison
from actions.flows import take_move
from actions.misses import forget_misses, say_not_understood
from actions.resuming import nothing_pending, remind
from actions.showing import say_held_back, show_answers
from actions.turn import Turn
from common.outcomes import Outcome
from knowledge.flow import Move
from knowledge.options_guide import NAME as OPTIONS
from knowledge.search import Ranked, decide
from language.masking import mask

ACT_ANSWERS = {
    "work_out_cost": "what-a-pa-really-costs",
    "my_balance": "how-much-is-left",
}
"""Acts that are answered by a paragraph until their own flow is there."""


class ActionAnswer(TurnAction):
    """Answers `ask_question`: by the id of a choice taken, or by what retrieval found."""

    def name(self) -> str:
        return "action_answer"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        chosen = entity(tracker, "answer") or ACT_ANSWERS.get(intent_of(tracker))
        if chosen:
            return [*show_answers(turn, [chosen]), *remind(turn, tracker)]
        compared = comparison_asked_for(turn, tracker)
        if compared:
            return show_comparison(turn, tracker, compared)
        ranked = [Ranked(item["id"], item["score"]) for item in tracker.latest_message.get("answers") or ()]
        decision, search = decide(ranked), turn.services.search
        if decision.kind == "sure":
            return self._sure(turn, tracker, decision.ids[0])
        may_be_offered = [id for id in decision.ids if search.is_shown(id)]
        if may_be_offered:
            return self._ask_which(turn, may_be_offered)
        if any(search.is_held_back(id) for id in decision.ids):
            return [*say_held_back(turn), *remind(turn, tracker)]
        return say_not_understood(turn, tracker, mask(text_of(tracker)))

    def _sure(self, turn: Turn, tracker: Tracker, answer_id: str) -> list[EventType]:
        """The answer; or the questions about which way suits, for somebody who wants help to choose."""
        is_on = turn.services.settings.features.options_guide
        if is_on and turn.services.options.comparison.asked.for_help(text_of(tracker), answer_id):
            return take_move(turn, tracker, OPTIONS, Move("start"))
        return [*show_answers(turn, [answer_id]), *remind(turn, tracker)]

    def _ask_which(self, turn: Turn, ids: Sequence[str]) -> list[EventType]:
        """One question at a time: a flow under way waits until this one is answered."""
        base = turn.services.wording.say("did_you_mean")
        turn.say(replace(base, choices=(*turn.services.search.choices(ids), *base.choices)), Outcome.CLARIFIED)
        turn.answers.extend(ids)
        forget_misses(turn)
        return nothing_pending() if place.under_way(turn) else []
