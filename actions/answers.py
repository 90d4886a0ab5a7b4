"""Answers from reviewed content: the one asked for, "did you mean", or an honest "I don't know that"."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions import context
from actions.balance import WITHOUT_RECORDS, can_look_up, look_up
from actions.base import TurnAction, entities, text_of
from actions.besides import note_besides, take_besides
from actions.comparing import comparison_asked_for, show_comparison
from actions.flows import take_move
from actions.misses import say_not_understood
from actions.resuming import remind
from actions.second import say_besides
from actions.showing import MOST_ANSWERS, ask_which, say_held_back, show_answers
from actions.turn import Turn
from knowledge.flow import Move
from knowledge.options_guide import NAME as OPTIONS
from knowledge.search import Ranked, decide
from knowledge.sums import NAME as SUMS
from knowledge.sums_heard import asks_for_a_sum
from language.masking import mask

WORTH_OFFERING = 0.02
"""So likely must another answer be to be offered to somebody who says "not that"."""


class ActionAnswer(TurnAction):
    """Answers `ask_question`: by the id of a choice taken, or by what retrieval found."""

    def name(self) -> str:
        return "action_answer"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        chosen = entities(tracker, "answer")
        if chosen:
            return [*show_answers(turn, chosen[:MOST_ANSWERS]), *remind(turn, tracker)]
        ranked = [Ranked(item["id"], item["score"]) for item in tracker.latest_message.get("answers") or ()]
        decision, search = decide(ranked), turn.services.search
        if turn.services.settings.features.sums and asks_for_a_sum(text_of(tracker), decision.kind == "sure"):
            return take_move(turn, tracker, SUMS, Move("start", text=text_of(tracker)))
        compared = comparison_asked_for(turn, tracker)
        if compared:
            return show_comparison(turn, tracker, compared)
        if decision.kind == "sure":
            rivals = [other.id for other in ranked[1:] if other.score >= WORTH_OFFERING][:MOST_ANSWERS]
            return [*context.only(rivals=rivals), *self._sure(turn, tracker, decision.ids[0])]
        may_be_offered = [id for id in decision.ids if search.is_shown(id)]
        if may_be_offered:
            note_besides(turn, tracker)
            return [*context.only(offered=may_be_offered), *ask_which(turn, may_be_offered)]
        if any(search.is_held_back(id) for id in decision.ids):
            return [*say_held_back(turn), *remind(turn, tracker)]
        return say_not_understood(turn, tracker, mask(text_of(tracker)))

    def _sure(self, turn: Turn, tracker: Tracker, answer_id: str) -> list[EventType]:
        """The answer; or the questions about which way suits, for somebody who wants help to choose.

        What is left is looked up where there are records.
        """
        if answer_id == WITHOUT_RECORDS and can_look_up(turn):
            return look_up(turn, tracker)
        is_on = turn.services.settings.features.options_guide
        if is_on and turn.services.options.comparison.asked.for_help(text_of(tracker), answer_id):
            return take_move(turn, tracker, OPTIONS, Move("start"))
        moved = take_besides(turn, tracker) if turn.services.search.is_shown(answer_id) else []
        if moved:
            return [*moved, *say_besides(turn, tracker, answer_id)]
        return [*show_answers(turn, [answer_id]), *remind(turn, tracker)]
