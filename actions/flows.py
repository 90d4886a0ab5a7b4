"""Runs the guided conversations of knowledge/: moves, saves where the person is, carries out effects."""

import re
from collections.abc import Mapping
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import place
from actions.another_way import show_another_way, waits_for_more
from actions.base import TurnAction, entity, intent_of, text_of
from actions.effects import START_LIVE, carry_out, context_of
from actions.misses import forget_misses
from actions.resuming import back_to_interrupted, nothing_pending, offer_way_back, remind
from actions.turn import Turn
from common.outcomes import Outcome
from knowledge.flow import FlowResult, Move, MoveKind, Pending
from knowledge.guided import RESULT
from knowledge.step_state import NAME as STEPS
from knowledge.steps import StepsFlow
from knowledge.sums import NAME as SUMS
from language.choices import match_option
from language.quantities import number_in
from language.walk_request import says_it_is_done

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
    "go_to_step": "go",
    "mark_done": "done",
}
FEATURES = {
    "steps": "steps",
    "eligibility": "eligibility_check",
    "options": "options_guide",
    "sums": "sums",
    "hand_over": "hand_over",
    "coming_back": "coming_back",
    "identity": "balance",
}
"""Which setting of council.yml switches a flow off."""
OUTCOMES = {"hand_over": Outcome.HANDED_OVER, "identity": Outcome.IDENTITY_NEEDED}
"""What a move in a flow comes to, where it is more than guiding."""
NAMES_A_STEP = ("go_to_step", "mark_done", "change_answer")
MAY_NAME_A_STEP = ("skip", "next_step", "go_back", "where_was_i")
"""Acts that go to the step that they name, and mean something else without one ("skip", "what step was i on")."""
PLAIN_ANSWERS = ("yes", "no", "not_sure")
GOES_ON = ("where_was_i", "next_step")
HAS_READ = ("yes", "no", "skip")
"""What people say to a result that asks them nothing: "ok", "no thanks", "skip"."""
ANOTHER_WAY = ("tell_more", "simpler", "repeat")
"""After a digression these mean the answer just shown, not the step."""
_CORRECTION = re.compile(r"\b(?:meant|mean|actually|should be|should have been|make (?:it|that)|wait|sorry)\b", re.I)


class FlowAction(TurnAction):
    """Takes the move that the message makes in a flow."""

    flow: str

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        about_answer = tracker.get_slot("last_answer") and intent_of(tracker) in ANOTHER_WAY
        if about_answer or waits_for_more(tracker):
            return show_another_way(turn, tracker)
        elsewhere = _step_named(turn, tracker) if self.flow != STEPS else None
        if elsewhere:
            return take_move(turn, tracker, STEPS, Move("go", option=elsewhere))
        return self.take(turn, tracker, move_of(tracker))

    def take(self, turn: Turn, tracker: Tracker, move: Move) -> list[EventType]:
        """Take a move of this flow."""
        return take_move(turn, tracker, self.flow, move)


def _step_named(turn: Turn, tracker: Tracker) -> str | None:
    """The step of the walk that a move names by its number, wherever it is said ("back to step 3")."""
    names = intent_of(tracker) in MAY_NAME_A_STEP and turn.typed is None
    return turn.services.steps.named(text_of(tracker), only_by_number=True) if names else None


class ActionSteps(FlowAction):
    """The walk through the seven steps. A message may name a step, or tell how somebody comes to the walk."""

    flow = "steps"

    def name(self) -> str:
        return "action_steps"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        move = step_move(turn.services.steps, intent_of(tracker), text_of(tracker), move_of(tracker))
        if move == move_of(tracker):
            return super().answer(turn, tracker)
        return take_move(turn, tracker, self.flow, move)


def step_move(steps: StepsFlow, intent: str, text: str, move: Move) -> Move:
    """The move in the walk that a message means, with the step or the beginning that its text names."""
    if move.option:
        return move
    if intent == "start_steps":
        number = steps.named(text, only_by_number=True)
        return Move("go", option=number) if number else replace(move, option=steps.beginning(text))
    if intent in NAMES_A_STEP:
        number = steps.named(text)
        beginning = steps.beginning(text) if intent == "change_answer" and not number else None
        return Move("start", option=beginning) if beginning else replace(move, option=number)
    if intent == "next_step" and says_it_is_done(text):
        return Move("done", option=steps.named(text, only_by_number=True))
    if intent in MAY_NAME_A_STEP:
        number = steps.named(text, only_by_number=intent != "skip")
        return Move("go", option=number) if number else move
    return move


class GuidedAction(FlowAction):
    """Questions that come to a result. Once it is there, "go on" means the flow that they interrupted."""

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        finished = (turn.progress(self.flow) or {}).get("finished")
        if finished and intent_of(tracker) in (*GOES_ON, *HAS_READ) and place.interrupted(turn, self.flow):
            return back_to_interrupted(turn, self.flow)
        if finished and intent_of(tracker) in HAS_READ:
            turn.say_wording("enough", Outcome.SOCIAL)
            return []
        return super().answer(turn, tracker)


class ActionEligibility(GuidedAction):
    """The check of which routes to ask about."""

    flow = "eligibility"

    def name(self) -> str:
        return "action_eligibility"


class ActionOptions(GuidedAction):
    """The questions about which way to hold the money suits somebody."""

    flow = "options"

    def name(self) -> str:
        return "action_options"


class ActionHandOver(FlowAction):
    """A person: opening hours, what it is about, how to reach you, with consent.

    Back from its first question leads to the flow that it interrupted.
    """

    flow = "hand_over"

    def name(self) -> str:
        return "action_hand_over"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        kinds = {"call_me_back": "call_back", "complain": "complaint"}
        intent, state = intent_of(tracker), turn.progress(self.flow)
        if intent == "go_back" and state and not state["given"] and place.interrupted(turn, self.flow):
            return take_move(turn, tracker, self.flow, Move("start_over"))
        if intent in MOVES:
            return super().answer(turn, tracker)
        about = entity(tracker, "about")
        if about and not state:
            begun = turn.services.flows[self.flow].move(None, Move("start"), context_of(turn, self.flow))
            turn.say(replace(begun.replies[0], choices=()), Outcome.HANDED_OVER)
            turn.save_progress(self.flow, begun.state)
            return take_move(turn, tracker, self.flow, Move("answer", text=about))
        return take_move(turn, tracker, self.flow, Move("start", option=kinds.get(intent)))


class ActionResume(TurnAction):
    """Answers "where was I" when no flow is under way: goes on with the one left last, kept for another day."""

    def name(self) -> str:
        return "action_resume"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if turn.typed is not None:
            from actions.identity import take_typed  # which is a flow too: each needs the other

            return take_typed(turn, tracker)
        name = place.kept(turn)
        if name:
            return take_move(turn, tracker, name, Move("start_over" if intent_of(tracker) == "start_over" else "where"))
        after_crisis = turn.last_outcome is Outcome.CRISIS
        turn.say_wording("back_after_crisis" if after_crisis else "nothing_to_resume", Outcome.SOCIAL)
        return []


def move_of(tracker: Tracker) -> Move:
    """The move that the latest message makes in a flow; an act that is no move begins it."""
    intent = intent_of(tracker)
    option = entity(tracker, "option") or (intent if intent in PLAIN_ANSWERS else None)
    return Move(MOVES.get(intent, "start"), option=option, text=entity(tracker, "text"))


def take_move(
    turn: Turn, tracker: Tracker, name: str, move: Move, told: Mapping[str, str] | None = None
) -> list[EventType]:
    """Take a move in a flow, say and save what follows; returns the slots that steer the rules.

    told: values for the flow that only the records can tell.
    """
    if not getattr(turn.services.settings.features, FEATURES[name]):
        contacts = turn.services.settings.contact_values()
        turn.say_wording("feature_off", Outcome.GUIDED, phone=contacts["adult_social_care_phone"])
        return [*nothing_pending(), *remind(turn, tracker)]
    flow, context = turn.services.flows[name], context_of(turn, name)
    if told:
        context = replace(context, values={**context.values, **told})
    result = flow.move(turn.progress(name), move, context)
    if move.kind == "change":
        meant = _corrected_to(str(tracker.latest_message.get("text") or ""), result.pending)
        if meant:
            result = flow.move(result.state, meant, context)
    return apply(turn, name, result)


def apply(turn: Turn, name: str, result: FlowResult) -> list[EventType]:
    """Say, save and carry out the result of a move. A flow that ends gives way to the one it had interrupted."""
    values = carry_out(turn, result.effects)
    outcome = _outcome(name, result)
    turn.lead_on()
    for reply in result.replies:
        words = replace(reply.words, **{key: _fill(text, values) for key, text in vars(reply.words).items()})
        turn.say(replace(reply, words=words), outcome)
    turn.save_progress(name, result.state)
    turn.topic = name
    forget_misses(turn)
    forgotten = SlotSet("last_answer", None)
    if any(effect.kind == START_LIVE for effect in result.effects):
        return [forgotten, *nothing_pending()]  # the assistant is silent from here on, and asks nothing
    if result.state is None:
        return [forgotten, *back_to_interrupted(turn, name)]
    place.enter(turn, name)
    if result.state.get("finished"):
        offer_way_back(turn, name)
    pending = result.pending.to_slot() if result.pending else None
    return [forgotten, SlotSet("flow", name), SlotSet("pending", pending)]


def _outcome(name: str, result: FlowResult) -> Outcome:
    is_sum = name == SUMS and result.state is not None and result.state["at"] == RESULT
    return Outcome.CALCULATED if is_sum else OUTCOMES.get(name, Outcome.GUIDED)


def _corrected_to(text: str, pending: Pending | None) -> Move | None:
    """The answer that "no wait, I meant yes" gives to the question that is asked again."""
    if pending is None or not _CORRECTION.search(text):
        return None
    meant = _CORRECTION.split(text)[-1]
    if pending.free_text in ("number", "amount") and number_in(meant) is not None:
        return Move("answer", text=meant)
    option = match_option(meant, pending.options)
    return Move("answer", option=option) if option else None


def _fill(text: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text
