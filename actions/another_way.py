"""More, simpler words, or the same again, of what was said last."""

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import context
from actions.base import SAY_AGAIN, TurnAction, intent_of
from actions.comparing import compared_last, show_comparison
from actions.resuming import remind
from actions.showing import show_answers
from actions.turn import Turn
from common.outcomes import Outcome
from common.replies import Reply, Words


class ActionAnotherWay(TurnAction):
    """More, simpler words, or the same again, of what was said last."""

    def name(self) -> str:
        return "action_another_way"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if tracker.get_slot("last_answer") or waits_for_more(tracker):
            return show_another_way(turn, tracker)
        if turn.last_reply and intent_of(tracker) in SAY_AGAIN:
            turn.say(_another_way(turn.last_reply, "", intent_of(tracker)), Outcome.SOCIAL)
            return remind(turn, tracker)
        was_more = turn.last_reply and intent_of(tracker) == "tell_more"
        turn.say_wording("all_said" if was_more else "nothing_to_repeat", Outcome.SOCIAL)
        return remind(turn, tracker)


def waits_for_more(tracker: Tracker) -> bool:
    """Whether "more" means an answer that had no room in the text before."""
    return bool(context.kept(tracker).get("unsaid")) and intent_of(tracker) == "tell_more"


def show_another_way(turn: Turn, tracker: Tracker) -> list[EventType]:
    """More, simpler words, or the same again, of the answer shown last; then back to the flow.

    An answer that was withdrawn meanwhile is not shown again.
    """
    if waits_for_more(tracker):
        return [*show_answers(turn, context.kept(tracker)["unsaid"]), *context.only(), *remind(turn, tracker)]
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
    return [*show_answers(turn, full), *remind(turn, tracker)]


def _another_way(reply: Reply, more: str, intent: str) -> Reply:
    if intent == "simpler":
        return replace(reply, words=Words(plain=reply.words.simple, sms=reply.words.sms, adviser=reply.words.adviser))
    if intent in ("tell_more", "why") and more:
        return replace(reply, words=Words(plain=more))
    return reply
