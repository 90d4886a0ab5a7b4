"""Answers to the questions of the walk, and what follows each. Pure."""

from dataclasses import replace

from knowledge.flow import Effect, FlowResult, Move
from knowledge.step_beginnings import begun, start_over
from knowledge.step_content import HELP_ME_ASK
from knowledge.step_jumps import go
from knowledge.step_options import ALL_PARTS, WORDS
from knowledge.step_places import as_result, ask, ask_by, follow, not_done, remind, sum_up, with_first
from knowledge.step_state import AFTER, FURTHER, LIST, PART, PROFESSIONAL, QUESTION, RESUME, START, State, with_done
from knowledge.step_words import StepWords, skipped_start

GO_ON, AGAIN, GO_TO = "yes", "start_again", "go_"
NOT_TOLD = "not_told"
TOLD_AT = (1, 2, 3)
"""Steps at which "no" means that somebody was not told: that it exists, their options, the amount."""
_SHORT_ANSWERS = ("yes", "no", "not_sure")


def answer(state: State, move: Move, words: StepWords) -> FlowResult:
    """Take an answer to what waits."""
    option, phase = move.option or "", state["phase"]
    if option.startswith(GO_TO):
        return go(state, Move("go", option.removeprefix(GO_TO)), words)
    if state["finished"]:
        return sum_up(state, words)
    if phase == START:
        return _answer_start(state, option, words)
    if phase == RESUME:
        if option == AGAIN:
            return start_over(state, move, words)
        going = option in (GO_ON, "no")
        return ask(not_done(state, words), words) if going else remind(state, words)
    if phase == QUESTION and state["start"] != PROFESSIONAL:
        return _answered(state, option, words)
    if phase == FURTHER:
        return _answered_further(state, option, words)
    return answer_after(state, option, words)


def _answer_start(state: State, option: str, words: StepWords) -> FlowResult:
    if option in words.walk.beginnings:
        return begun({**state, "start": option}, words)
    if option in _SHORT_ANSWERS:
        return ask(skipped_start(state), words)
    return remind(state, words)


def _answered(state: State, option: str, words: StepWords) -> FlowResult:
    step = words.step(state)
    if option not in step.reactions:
        return remind(state, words)
    number, answers = step.number, state["answers"]
    tells = option == "no" and number in TOLD_AT and answers.get(str(number)) != "no"
    effects = (Effect(NOT_TOLD, {"step": str(number)}),) if tells else ()
    state = {**state, "answers": {**answers, str(number): option}, "said": option, "of": ""}
    state = with_done(state, number, words.today)
    if step.parts and option in step.parts.says:
        state = {**state, "phase": PART, "part": option}
        return as_result(state, words.part(state), words)
    state = {**state, "phase": AFTER}
    if step.reactions[option].goes_on:
        return with_first(words.react(state), go_onward(state, words))
    return replace(as_result(state, words.react(state), words), effects=effects)


def _answered_further(state: State, option: str, words: StepWords) -> FlowResult:
    further = words.step(state).further
    if further is None or option not in further.asked.reactions:
        return remind(state, words)
    answers = {**state["answers"], further.id: option}
    state = {**state, "answers": answers, "said": option, "of": further.id, "phase": AFTER}
    if further.asked.reactions[option].goes_on:
        return with_first(words.react(state), go_onward(state, words))
    return as_result(state, words.react(state), words)


def answer_after(state: State, option: str, words: StepWords) -> FlowResult:
    """What is chosen after a reaction, at a stage, or by a professional."""
    step = words.step(state)
    if option == GO_ON:
        if state["of"] == START:
            return ask({**state, "of": ""}, words)
        return go_onward(given(state, words), words)
    if option == "no":
        return ask_by(state, "pause", words)
    if option == WORDS and state["start"] == PROFESSIONAL:
        return as_result(state, words.adviser_words(state), words)
    if step.parts and option == ALL_PARTS:
        state = {**state, "phase": LIST}
        return as_result(state, words.parts(state), words)
    if step.parts and option in step.parts.says:
        state = {**state, "phase": PART, "part": option}
        return as_result(state, words.part(state), words)
    if option == HELP_ME_ASK and option in step.reactions:
        state = {**state, "said": option, "of": "", "phase": AFTER}
        return as_result(state, words.react(state), words)
    if state["phase"] == AFTER and not state["of"] and option in step.reactions:
        return _answered(state, option, words)  # "i meant not sure"
    return remind(state, words)


def given(state: State, words: StepWords) -> State:
    """A professional answers no question: going on means that the step was read."""
    return with_done(state, state["step"], words.today) if state["start"] == PROFESSIONAL else state


def go_onward(state: State, words: StepWords) -> FlowResult:
    """To the step's further question, if it has one that nobody has answered; else to the next step."""
    step = words.step(state)
    further = step.further
    if further is None or further.id in state["answers"] or state["finished"] or state["start"] == PROFESSIONAL:
        return follow(state, words)
    key = _known(further.flow, further.question, words)
    if key in further.known:
        state = {**state, "answers": {**state["answers"], further.id: key}}
        return with_first(words.known(state, further.known[key]), follow(state, words))
    state = {**state, "phase": FURTHER}
    return as_result(state, words.question(state), words)


def _known(flow: str, question: str, words: StepWords) -> str:
    """What another flow heard: an answer, or that it came to its end."""
    said = words.context.said.get(flow, {})
    if question:
        return str(said.get("answers", {}).get(question, ""))
    return "finished" if said.get("finished") else ""
