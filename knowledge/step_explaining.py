"""Saying again, more, why, and in simple words. Pure."""

from dataclasses import replace

from knowledge.flow import FlowResult, Move
from knowledge.flow_words import Saying, simple_only
from knowledge.step_places import as_result, ask, remind, sum_up, with_first
from knowledge.step_state import AFTER, LIST, PART, QUESTION, START, State
from knowledge.step_words import StepWords


def repeat(state: State, move: Move, words: StepWords) -> FlowResult:
    """Say again what was said last."""
    phase = state["phase"]
    if state["finished"]:
        return sum_up(state, words)
    if state["of"] == START and phase == AFTER:
        return as_result(state, words.begun(state), words)
    if phase == AFTER and words.can_react(state):
        return as_result(state, words.react(state), words)
    if phase == PART:
        return as_result(state, words.part(state), words)
    if phase == LIST:
        return as_result(state, words.parts(state), words)
    return ask(state, words) if phase in (QUESTION, AFTER) else remind(state, words)


def more(state: State, move: Move, words: StepWords) -> FlowResult:
    """More about the step."""
    return _explain(state, words.step(state).more, words)


def why(state: State, move: Move, words: StepWords) -> FlowResult:
    """Why the step matters."""
    return _explain(state, words.step(state).why, words)


def _explain(state: State, saying: Saying, words: StepWords) -> FlowResult:
    if state["finished"]:
        return sum_up(state, words)
    if state["phase"] == START:
        return remind(state, words)
    return with_first(words.explain(state, saying), remind(state, words))


def simpler(state: State, move: Move, words: StepWords) -> FlowResult:
    """What was said last, in simple words."""
    result = repeat(state, move, words)
    return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))
