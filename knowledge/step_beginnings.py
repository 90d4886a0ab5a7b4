"""How somebody comes to the walk, comes again, starts over, or changes an answer. Pure."""

from knowledge.flow import FlowResult, Move
from knowledge.step_jumps import go, mark_done, number_of
from knowledge.step_places import as_result, ask, ask_by, remind, sum_up, with_first
from knowledge.step_state import AFTER, BEGINNING, FURTHER, HELPER, QUESTION, RESUME, SKIPPED, START, State, with_done
from knowledge.step_words import StepWords


def begin(move: Move, words: StepWords) -> FlowResult:
    """The first turn: with the beginning or the step that the move names, or the question how somebody comes to it."""
    state: State = {**BEGINNING, "phase": START}
    if move.kind in ("go", "done") and move.option:
        state = {**state, "start": SKIPPED, "phase": QUESTION}
        return go(state, move, words) if move.kind == "go" else mark_done(state, move, words)
    option = move.option if move.option in words.walk.beginnings else _heard(words)
    intro = words.said("intro", state)
    if option:
        return with_first(intro, begun({**state, "start": option}, words))
    return with_first(intro, remind(state, words))


def _heard(words: StepWords) -> str | None:
    """What the check heard already: somebody who asks for somebody else."""
    who = words.context.said.get("eligibility", {}).get("answers", {}).get("who")
    return HELPER if who in ("adult", "child") else None


def begun(state: State, words: StepWords) -> FlowResult:
    """From the first step of a beginning, with what that brings."""
    beginning = words.walk.beginnings[state["start"]]
    for number, key in beginning.knows.items():
        state = with_done({**state, "answers": {**state["answers"], number: key}}, int(number), words.today)
    first = next(number for number in beginning.order if number not in state["done"])
    state = {**state, "step": first, "phase": QUESTION}
    if beginning.waits:
        state = {**state, "phase": AFTER, "of": START}
        return as_result(state, words.begun(state), words)
    return with_first(words.begun(state), ask(state, words))


def come_again(state: State, move: Move, words: StepWords) -> FlowResult:
    """Come again. Somebody who now says how they come to it, and has answered nothing, begins that way."""
    if move.option in words.walk.beginnings and not (state["done"] and state["start"]):
        return begun({**state, "start": move.option, "finished": False}, words)
    if state["finished"]:
        return sum_up(state, words)
    if not (state["done"] or state["skipped"]):
        again = remind if state["phase"] == START else ask
        return with_first(words.said("intro", state), again(state, words))
    return ask_by({**state, "phase": RESUME}, "resume", words)


def start_over(state: State, move: Move, words: StepWords) -> FlowResult:
    """From the first step. How somebody comes to it is not asked twice."""
    start = state["start"]
    if start in words.walk.beginnings:
        return with_first(words.said("intro", state), begun({**BEGINNING, "start": start}, words))
    if start == SKIPPED:
        state = {**BEGINNING, "start": start}
        return with_first(words.said("intro", state), ask(state, words))
    return begin(Move("start"), words)


def change(state: State, move: Move, words: StepWords) -> FlowResult:
    """To the step that `move.option` names, or to the latest one that was answered."""
    number = number_of(move, words)
    if number is None and state["phase"] == START:
        return remind(state, words)
    if number is None and state["phase"] == AFTER and state["of"] not in ("", START):
        state = {**state, "phase": FURTHER}
        return as_result(state, words.question(state), words)
    if number is None and state["of"] == START:
        return start_over({**state, "start": ""}, move, words)
    order = words.order(state)
    place = order.index(state["step"]) if state["step"] in order else 0
    answered = [each for each in order[: place + 1] if each in state["done"]]
    latest = answered[-1] if answered else state["step"]
    return ask({**state, "step": number or latest, "finished": False}, words)
