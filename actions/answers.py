"""Answers from reviewed content: the one asked for, "did you mean", or an honest "I don't know that"."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import place
from actions.base import SAY_AGAIN, TurnAction, entity, intent_of
from actions.comparing import compared_last, comparison_asked_for, show_comparison
from actions.misses import forget_misses, say_not_understood
from actions.resuming import nothing_pending, remind
from actions.turn import Turn
from common.outcomes import Outcome
from common.replies import Reply, Words
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
            return [*self._show(turn, [chosen]), *remind(turn, tracker)]
        compared = comparison_asked_for(turn, tracker)
        if compared:
            return show_comparison(turn, tracker, compared)
        ranked = [Ranked(item["id"], item["score"]) for item in tracker.latest_message.get("answers") or ()]
        decision, search = decide(ranked), turn.services.search
        if decision.kind == "sure":
            return [*self._show(turn, [decision.ids[0]]), *remind(turn, tracker)]
        may_be_offered = [id for id in decision.ids if search.is_shown(id)]
        if may_be_offered:
            return self._ask_which(turn, may_be_offered)
        if any(search.is_held_back(id) for id in decision.ids):
            return [*say_held_back(turn), *remind(turn, tracker)]
        return say_not_understood(turn, tracker, mask(tracker.latest_message.get("text") or ""))

    def _show(self, turn: Turn, ids: list[str]) -> list[EventType]:
        if not all(turn.services.search.is_shown(id) for id in ids):
            return say_held_back(turn)
        for answer_id in ids:
            turn.say(turn.services.answer(answer_id), Outcome.ANSWERED)
            turn.answers.append(answer_id)
            turn.topic = turn.services.search.content.answers[answer_id].topic
        forget_misses(turn)
        return [SlotSet("last_answer", ids[-1])]

    def _ask_which(self, turn: Turn, ids: Sequence[str]) -> list[EventType]:
        """One question at a time: a flow under way waits until this one is answered."""
        base = turn.services.wording.say("did_you_mean")
        turn.say(replace(base, choices=(*turn.services.search.choices(ids), *base.choices)), Outcome.CLARIFIED)
        turn.answers.extend(ids)
        forget_misses(turn)
        return nothing_pending() if place.under_way(turn) else []


def say_held_back(turn: Turn) -> list[EventType]:
    """There is an answer, but the council or the NHS has not signed it, or it is not shown here any more."""
    turn.say_wording("held_back", Outcome.OUT_OF_SCOPE)
    return [SlotSet("last_answer", None)]


class ActionAnotherWay(TurnAction):
    """More, simpler words, or the same again, of what was said last."""

    def name(self) -> str:
        return "action_another_way"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if tracker.get_slot("last_answer"):
            return show_another_way(turn, tracker)
        if turn.last_reply and intent_of(tracker) in SAY_AGAIN:
            turn.say(_another_way(turn.last_reply, "", intent_of(tracker)), Outcome.SOCIAL)
            return remind(turn, tracker)
        turn.say_wording("nothing_to_repeat", Outcome.SOCIAL)
        return remind(turn, tracker)


def show_another_way(turn: Turn, tracker: Tracker) -> list[EventType]:
    """More, simpler words, or the same again, of the answer shown last; then back to the flow.

    An answer that was withdrawn meanwhile is not shown again.
    """
    compared = compared_last(tracker)
    if compared:
        return _compared_another_way(turn, tracker, compared)
    answer_id = str(tracker.get_slot("last_answer"))
    answer = turn.services.search.content.answers.get(answer_id)
    if answer is None or not turn.services.search.is_shown(answer_id):
        turn.say_wording("nothing_to_repeat", Outcome.SOCIAL)
        return [SlotSet("last_answer", None), *remind(turn, tracker)]
    turn.say(_another_way(turn.services.search.answer(answer_id), answer.more, intent_of(tracker)), Outcome.ANSWERED)
    turn.answers.append(answer_id)
    turn.topic = answer.topic
    return remind(turn, tracker)


def _compared_another_way(turn: Turn, tracker: Tracker, compared: str) -> list[EventType]:
    if intent_of(tracker) != "tell_more":
        return show_comparison(turn, tracker, compared)
    full = turn.services.options.comparison.answers(compared)
    return [*ActionAnswer()._show(turn, list(full)), *remind(turn, tracker)]


def _another_way(reply: Reply, more: str, intent: str) -> Reply:
    if intent == "simpler":
        return replace(reply, words=Words(plain=reply.words.simple, sms=reply.words.sms, adviser=reply.words.adviser))
    if intent == "tell_more" and more:
        return replace(reply, words=Words(plain=more))
    return reply
