"""On, back, past a step, and where we are. Pure."""

from dataclasses import replace

from knowledge.flow import FlowResult, Move
from knowledge.step_answers import answer_after, given, go_onward
from knowledge.step_options import ALL_PARTS
from knowledge.step_places import ask, follow, not_done, remind, sum_up, with_first
from knowledge.step_state import FURTHER, PART, QUESTION, RESUME, START, WHICH, State, with_skipped
from knowledge.step_summary import noted
from knowledge.step_words import StepWords, skipped_start


def go_next(state: State, move: Move, words: StepWords) -> FlowResult:
    """To what comes next, without an answer."""
    if state["phase"] == START:
        return ask(skipped_start(state), words)
    if state["of"] == START or state["phase"] in (RESUME, WHICH):
        return ask(not_done({**state, "of": ""}, words), words)
    if state["phase"] == PART and not state["finished"]:
        return answer_after(state, words.options(state)[0].key, words)
    if state["phase"] in (QUESTION, FURTHER):
        return follow(given(state, words), words)
    return go_onward(given(state, words), words)


def skip(state: State, move: Move, words: StepWords) -> FlowResult:
    """Leave a step for later. Once it is answered there is nothing to leave."""
    if state["phase"] != QUESTION or state["finished"] or state["step"] in state["done"]:
        return follow(state, words) if state["phase"] == FURTHER else go_next(state, move, words)
    later = words.said("later", state)
    return with_first(later, follow(with_skipped(state, state["step"]), words))


def go_back(state: State, move: Move, words: StepWords) -> FlowResult:
    """To the list of stages, to the step itself, or to the one before."""
    if state["phase"] == START:
        return with_first(words.said("first", state), remind(state, words))
    if state["phase"] == PART and not state["finished"]:
        return answer_after(state, ALL_PARTS, words)
    if state["finished"] or state["phase"] != QUESTION:
        return ask({**state, "finished": False}, words)
    order = words.order(state)
    place = order.index(state["step"]) if state["step"] in order else 0
    if place == 0:
        return with_first(words.said("first", state), remind(state, words))
    return ask({**state, "step": order[place - 1]}, words)


def where(state: State, move: Move, words: StepWords) -> FlowResult:
    """Where we are, what is done, and what is left."""
    if state["finished"]:
        return sum_up(state, words)
    if state["phase"] == START:
        return remind(state, words)
    began = state["done"] or state["skipped"]
    where = words.said("where" if began else "where_first", state)
    where = replace(where, table=noted(words, state)) if began else where
    phase = QUESTION if state["phase"] in (RESUME, WHICH) else state["phase"]
    return with_first(where, remind({**state, "phase": phase}, words))
