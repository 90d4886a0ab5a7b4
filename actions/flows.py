"""Runs the guided conversations of knowledge/: moves, saves where the person is, carries out effects."""

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.answers import show_another_way
from actions.base import TurnAction, entity, intent_of
from actions.effects import carry_out, context_of
from actions.misses import forget_misses
from actions.resuming import NO_FLOW, back_to_interrupted
from actions.turn import Turn
from common.outcomes import Outcome
from knowledge.flow import FlowResult, Move, MoveKind

MOVES: dict[str, MoveKind] = {
    "give_answer": "answer",
    "yes": "answer",
    "no": "answer",
    "not_sure": "answer",
    "next_step": "next",
    "go_back": "back",
    "repeat": "repeat",
    "skip": "skip",
    "tell_more": "more",
    "why": "why",
    "where_was_i": "where",
    "simpler": "simpler",
    "start_over": "start_over",
    "change_answer": "change",
}
FEATURES = {"steps": "steps", "eligibility": "eligibility_check", "hand_over": "hand_over"}
"""Which setting of council.yml switches a flow off."""
PLAIN_ANSWERS = ("yes", "no", "not_sure")
ANOTHER_WAY = ("tell_more", "simpler")
"""After a digression these mean the answer just shown, not the step."""


class ActionSteps(TurnAction):
    """The walk through the seven steps."""

    def name(self) -> str:
        return "action_steps"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if tracker.get_slot("last_answer") and intent_of(tracker) in ANOTHER_WAY:
            return show_another_way(turn, tracker)
        return take_move(turn, tracker, "steps", move_of(tracker))


class ActionEligibility(TurnAction):
    """The check of which routes to ask about."""

    def name(self) -> str:
        return "action_eligibility"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        return take_move(turn, tracker, "eligibility", move_of(tracker))


class ActionHandOver(TurnAction):
    """A person: opening hours, what it is about, how to reach you, with consent."""

    def name(self) -> str:
        return "action_hand_over"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        kinds = {"call_me_back": "call_back", "complain": "complaint"}
        intent = intent_of(tracker)
        move = move_of(tracker) if intent in MOVES else Move("start", option=kinds.get(intent))
        return take_move(turn, tracker, "hand_over", move)


class ActionResume(TurnAction):
    """Answers "where was I" when no flow is under way: goes on with the walk, which is kept for another day."""

    def name(self) -> str:
        return "action_resume"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if turn.progress("steps"):
            return take_move(turn, tracker, "steps", Move("where"))
        turn.say_wording("nothing_to_resume", Outcome.GUIDED)
        return []


def move_of(tracker: Tracker) -> Move:
    """The move that the latest message makes in a flow; an act that is no move begins it."""
    intent = intent_of(tracker)
    option = entity(tracker, "option") or (intent if intent in PLAIN_ANSWERS else None)
    return Move(MOVES.get(intent, "start"), option=option, text=entity(tracker, "text"))


def take_move(turn: Turn, tracker: Tracker, name: str, move: Move) -> list[EventType]:
    """Take a move in a flow, say and save what follows; returns the slots that steer the rules."""
    if not getattr(turn.services.settings.features, FEATURES[name]):
        contacts = turn.services.settings.contact_values()
        turn.say_wording("feature_off", Outcome.GUIDED, phone=contacts["adult_social_care_phone"])
        return [SlotSet("flow", NO_FLOW), SlotSet("pending", None)]
    flow = turn.services.flows[name]
    result = flow.move(turn.progress(name), move, context_of(turn))
    return apply(turn, tracker, name, result)


def apply(turn: Turn, tracker: Tracker, name: str, result: FlowResult) -> list[EventType]:
    """Say, save and carry out the result of a move. A flow that ends gives way to the one it had interrupted."""
    values = carry_out(turn, result.effects)
    handed_over = name == "hand_over"
    for reply in result.replies:
        words = replace(reply.words, **{key: _fill(text, values) for key, text in vars(reply.words).items()})
        turn.say(replace(reply, words=words), Outcome.HANDED_OVER if handed_over else Outcome.GUIDED)
    turn.save_progress(name, result.state)
    turn.topic = name
    forget_misses(turn)
    if result.pending is not None:
        return [SlotSet("flow", name), SlotSet("pending", result.pending.to_slot()), SlotSet("last_answer", None)]
    if result.state is not None and name != "hand_over":
        return [SlotSet("flow", name), SlotSet("pending", None)]
    return back_to_interrupted(turn, tracker, name)


def _fill(text: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text
