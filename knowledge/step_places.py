"""Where the walk goes from a place, and what it says there. What every move of it needs. Pure."""

from dataclasses import replace

from common.replies import Reply
from knowledge.flow import FlowResult, Pending
from knowledge.flow_words import offered
from knowledge.step_content import HELP_ME_ASK
from knowledge.step_state import FURTHER, NAME, QUESTION, RESUME, START, WHICH, State
from knowledge.step_summary import summary
from knowledge.step_words import StepWords


def as_result(state: State, reply: Reply, words: StepWords) -> FlowResult:
    """A reply with the question that then waits."""
    phase, step = state["phase"], state["step"]
    question = {QUESTION: f"step_{step}", START: START, RESUME: RESUME, WHICH: WHICH}.get(phase, f"{phase}_{step}")
    return FlowResult(state, (reply,), Pending(NAME, question, words.options(state)))


def with_first(first: Reply, result: FlowResult) -> FlowResult:
    """The result with something said first, whose ways on give way to those that follow."""
    return replace(result, replies=(replace(first, choices=()), *result.replies))


def ask(state: State, words: StepWords) -> FlowResult:
    """A step in full, with its question."""
    state = {**state, "phase": QUESTION, "said": "", "of": "", "part": ""}
    return as_result(state, words.ask(state), words)


def ask_by(state: State, saying: str, words: StepWords) -> FlowResult:
    """A saying that asks, with the options of the phase."""
    options = (offered(option) for option in words.options(state) if option.key != HELP_ME_ASK)
    return as_result(state, words.said(saying, state, *options), words)


def sum_up(state: State, words: StepWords) -> FlowResult:
    """What was noted, and what is still to ask."""
    return FlowResult(state, (summary(words, state),))


def remind(state: State, words: StepWords) -> FlowResult:
    """The question that waits, in a line; the summary at the end."""
    if state["finished"]:
        return sum_up(state, words)
    if state["phase"] in (START, QUESTION, FURTHER):
        return as_result(state, words.question(state), words)
    key = {RESUME: "resume", WHICH: "which"}.get(state["phase"], "ready")
    return ask_by(state, key, words)


def not_done(state: State, words: StepWords) -> State:
    """Where to go on: at the step reached, or at the first after it that is not done."""
    order = words.order(state)
    place = order.index(state["step"]) if state["step"] in order else 0
    ahead = [number for number in order[place:] if number not in state["done"]]
    return {**state, "step": ahead[0] if ahead else state["step"]}


def follow(state: State, words: StepWords) -> FlowResult:
    """The next step in order that is not done, or the end."""
    order = words.order(state)
    place = order.index(state["step"]) + 1 if state["step"] in order else 0
    ahead = [number for number in order[place:] if number not in state["done"]]
    if state["finished"] or not ahead:
        return sum_up({**state, "phase": QUESTION, "finished": True}, words)
    return ask({**state, "step": ahead[0]}, words)
