"""Where somebody is in the walk through the seven steps. Plain data, kept in casework and read by the plan page.

State (all of it survives JSON):
- step: the number of the step that the person is at, 1 to 7
- phase: start (which of five beginnings is theirs), question, further (the step's second question), after (a reaction
  was given), list and part (the stages of a step, one by one), which (which step is meant) or resume
- answers: question id -> option key. "1" to "7" are the steps' own questions; `chc`, `way` and `employ` further ones
- done: numbers of the steps that were answered, or that the person said are done
- done_on: the day on which each became so, as ISO dates in London by its number
- skipped: numbers of the steps left for later
- start: the beginning (just_heard, offered, trouble, helper, professional, or skip); empty when it was not asked
- said: the option last reacted to; of: the further question that it answers, `start`, or empty for the step's own
- part: the key of the stage that is open
- finished: the summary was shown
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

NAME = "steps"
START, QUESTION, FURTHER, AFTER = "start", "question", "further", "after"
LIST, PART, WHICH, RESUME = "list", "part", "which", "resume"
HELPER, PROFESSIONAL, SKIPPED = "helper", "professional", "skip"

State = dict[str, Any]

BEGINNING: State = {
    "step": 1,
    "phase": QUESTION,
    "answers": {},
    "done": [],
    "done_on": {},
    "skipped": [],
    "start": "",
    "said": "",
    "of": "",
    "part": "",
    "finished": False,
}


def whole(state: Mapping[str, Any]) -> State:
    """The state with what states of before 25 November 2026 lack."""
    return {**BEGINNING, **state}


def with_done(state: State, number: int, on: date) -> State:
    """The step counts as done since the day `on`, or since when it was first, and is not left for later any more."""
    skipped = [each for each in state["skipped"] if each != number]
    done_on = {str(number): on.isoformat(), **state["done_on"]}
    return {**state, "done": sorted({*state["done"], number}), "done_on": done_on, "skipped": skipped}


def with_skipped(state: State, number: int) -> State:
    """The step is left for later, unless it was done before."""
    if number in state["done"]:
        return state
    return {**state, "skipped": sorted({*state["skipped"], number})}


def words_for(start: str) -> dict[str, str]:
    """How the person with the budget is spoken of: you, or they where somebody asks for them."""
    if start == HELPER:
        return {"you": "they", "You": "They", "your": "their", "Your": "Their", "them": "them", "own": "their own"}
    return {"you": "you", "You": "You", "your": "your", "Your": "Your", "them": "you", "own": "your own"}
