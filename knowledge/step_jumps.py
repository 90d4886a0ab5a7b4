"""To a step that somebody names, or that they say is done. Pure."""

from knowledge.flow import FlowResult, Move
from knowledge.step_places import ask, ask_by, follow, remind, with_first
from knowledge.step_state import START, WHICH, State, with_done
from knowledge.step_words import StepWords, skipped_start


def go(state: State, move: Move, words: StepWords) -> FlowResult:
    """To a step by its number; asks which where that is not clear."""
    number = number_of(move, words)
    if number is None:
        return ask_by({**skipped_start(state), "phase": WHICH, "finished": False}, "which", words)
    return ask({**skipped_start(state), "step": number, "finished": False}, words)


def mark_done(state: State, move: Move, words: StepWords) -> FlowResult:
    """A step that the person says is done: the one named, or the one we are at."""
    if state["phase"] == START and number_of(move, words) is None:
        return remind(state, words)
    state = skipped_start(state)
    number = number_of(move, words) or state["step"]
    marked = words.said("marked", state, number=str(number))
    here = number == state["step"] or state["phase"] == START
    state = with_done({**state, "of": ""} if here else state, number, words.today)
    if state["finished"] or here:
        return with_first(marked, follow(state, words))
    return with_first(marked, remind(state, words))


def number_of(move: Move, words: StepWords) -> int | None:
    """The number of the step that a move names, or None."""
    return int(move.option or 0) if move.option in {str(step.number) for step in words.walk.steps} else None
