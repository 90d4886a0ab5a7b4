"""What was noted in the walk, and its end: what is still to ask, by step."""

from dataclasses import replace

from common.replies import Reply, Table
from knowledge.flow_words import fill_text
from knowledge.step_content import Step
from knowledge.step_state import State, words_for
from knowledge.step_words import StepWords


def noted(words: StepWords, state: State) -> Table:
    """What was noted, by step."""
    caption, *headings = words.walk.noted
    rows = tuple((f"{step.number}. {step.title}", _answer(words, step, state)) for step in words.walk.steps)
    return Table(tuple(headings), rows, caption)


def summary(words: StepWords, state: State) -> Reply:
    """The end: what was noted by step, what is still to ask, and a person."""
    still = [step for step in words.walk.steps if _is_to_ask(words, step, state)]
    spoken = words_for(state["start"])
    values = {
        "still_list": "\n".join(f"- {fill_text(step.ask_about, spoken)}" for step in still),
        "still_numbers": ", ".join(str(step.number) for step in still),
    }
    ways = [words.walk.go_to(step) for step in still[:1]]
    reply = words.said("summary" if still else "summary_clear", state, *ways, **values)
    return replace(reply, table=noted(words, state))


def _is_to_ask(words: StepWords, step: Step, state: State) -> bool:
    given = state["answers"].get(str(step.number))
    if given is None:
        return step.number not in state["done"]
    reaction = step.reactions.get(given)
    return reaction is None or reaction.to_ask


def _answer(words: StepWords, step: Step, state: State) -> str:
    option = words.walk.option_of(step, state["answers"].get(str(step.number), ""))
    if option:
        return option.label
    kind = "done" if step.number in state["done"] else "skipped" if step.number in state["skipped"] else "open"
    return words.walk.status[kind]
