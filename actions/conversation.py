"""The small acts of a conversation: greetings, thanks, who are you, what can you do."""

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import feedback, place, reasons
from actions.base import SHORT_ANSWERS, TurnAction, entity, intent_of, text_of
from actions.effects import context_of
from actions.flows import take_move
from actions.misses import offer_a_person, say_not_understood
from actions.resuming import nothing_pending, pending_of, remind
from actions.turn import Turn
from common.outcomes import Outcome
from knowledge.flow import Move
from language.masking import mask

NONE_OF_THESE = "none_of_these"
COURTESIES = ("greet", "thanks", "small_talk", "frustrated")
"""After these, "simpler" and "tell me more" still mean the answer before."""


class ActionSocial(TurnAction):
    """Answers an act with the wording of the same name (knowledge/replies), then goes back to the flow, if any.

    Nobody who says goodbye is asked the next question, nor anybody who was just asked to say it in other words.
    """

    def name(self) -> str:
        return "action_social"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        intent = intent_of(tracker)
        if pending_of(tracker).get("flow") == "offer" and intent == "give_answer":
            return self._answer_offer(turn, tracker)
        if pending_of(tracker).get("flow") == feedback.NAME and intent in SHORT_ANSWERS:
            return self._answer_feedback(turn, tracker)
        if entity(tracker, "option") == feedback.MISSING.entities["option"]:
            return feedback.ask_what_was_missing(turn)
        if intent == "stop":
            return self._stop(turn, tracker)
        self._say(turn, intent, Outcome.SOCIAL)
        if intent == "frustrated":
            reasons.note_reason(turn, "upset")
            return offer_a_person()
        if intent == "wrong_answer":
            return feedback.note_wrong_answer(turn, tracker)
        forgotten = [] if intent in COURTESIES else [SlotSet("last_answer", None)]
        if intent == "goodbye":
            return forgotten
        return [*forgotten, *remind(turn, tracker)]

    def _say(self, turn: Turn, wording_id: str, outcome: Outcome) -> None:
        reply = turn.services.wording.say(wording_id, **turn.services.facts_for_wording)
        if not place.kept(turn):
            reply = replace(reply, choices=tuple(each for each in reply.choices if each.intent != "where_was_i"))
        turn.say(reply, outcome)
        turn.topic = wording_id

    def _stop(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        """A request for a person that was stopped is dropped, with the name and number in it; the rest is kept."""
        place.stop(turn)
        if tracker.get_slot("flow") == "hand_over":
            ended = turn.services.flows["hand_over"].move(
                turn.progress("hand_over"), Move("start_over"), context_of(turn, "hand_over")
            )
            turn.save_progress("hand_over", None)
            for reply in ended.replies:
                turn.say(reply, Outcome.STOPPED)
            turn.topic = "stop"
        else:
            self._say(turn, "stop", Outcome.STOPPED)
        return nothing_pending()

    def _answer_feedback(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        question = str(pending_of(tracker)["question"])
        option = entity(tracker, "option") or (intent_of(tracker) if intent_of(tracker) in ("yes", "no") else None)
        return feedback.answer_asked(turn, tracker, question, option, entity(tracker, "text") or "")

    def _answer_offer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if entity(tracker, "option") == "yes":
            return take_move(turn, tracker, "hand_over", Move("start"))
        reasons.forget_reason(turn)
        self._say(turn, "offer_declined", Outcome.SOCIAL)
        return [*nothing_pending(), *remind(turn, tracker)]


class ActionNotUnderstood(TurnAction):
    """Says so honestly; the second miss in a row explains differently, the third offers a person first.

    "None of these" after "did you mean" is a miss too, but not words to keep for the editors.
    """

    def name(self) -> str:
        return "action_not_understood"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        was_chosen = intent_of(tracker) == NONE_OF_THESE
        return say_not_understood(turn, tracker, "" if was_chosen else mask(text_of(tracker)))
