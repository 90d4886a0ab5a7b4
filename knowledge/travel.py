"""What of a walk may travel to another conversation: the step, and, behind the person's own word, answers on a list.

A net in the other direction than masking: nothing passes but options that content lists (knowledge/coming_back/
travels.yml). Sums of money, section 117, anything about safety, requests for a person, identity and typed words are on
no list. What follows from an answer that stays, such as the result of the check, is worked out anew where it is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from knowledge.eligibility import EligibilityFlow
from knowledge.eligibility_table import Question
from knowledge.fields import Fields
from knowledge.flow import Flow, FlowContext, Move
from knowledge.flow_words import check_file, keys_of, problem, value_at
from knowledge.guided import RESULT, RESUME
from knowledge.located import read_yaml
from knowledge.options_guide import OptionsFlow
from knowledge.step_state import NAME as STEPS
from knowledge.step_state import QUESTION
from knowledge.steps import StepsFlow

GUIDED = ("eligibility", "options")
FLOWS = (STEPS, *GUIDED)
"""The flows of which anything travels."""

_NOWHERE = FlowContext(datetime.min.replace(tzinfo=UTC), "web")
"""For a walk that nobody hears begin."""

State = Mapping[str, Any]
Kept = dict[str, Any]


class Asks(Protocol):
    """The questions of a guided flow."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, in order."""

    def path(self, answers: Mapping[str, str]) -> list[Question]:
        """Those that are asked with these answers."""


@dataclass(frozen=True)
class Rule:
    """What of one guided flow travels. option_stays: by question, the options that stay although others travel."""

    travels: frozenset[str]
    stays: frozenset[str]
    option_stays: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Travel:
    """The filter. Raises KeyError for a flow that is not one of FLOWS."""

    steps: StepsFlow
    guided: Mapping[str, Asks]
    rules: Mapping[str, Rule]

    @staticmethod
    def load(folder: Path, flows: Mapping[str, Flow]) -> "Travel":
        """Read travels.yml of knowledge/coming_back. Raises ContentError, also for a question that is on no list."""
        steps, check, options = flows[STEPS], flows["eligibility"], flows["options"]
        assert isinstance(steps, StepsFlow)
        assert isinstance(check, EligibilityFlow)
        assert isinstance(options, OptionsFlow)
        guided: dict[str, Asks] = {"eligibility": check.check, "options": options.guide}
        return Travel(steps, guided, _rules(folder / "travels.yml", guided))

    def step_of(self, state: State | None) -> int:
        """The step that a walk has reached; 1 when it was not begun."""
        return int(state["step"]) if state else 1

    def title_of(self, step: int) -> str:
        """What a step is called."""
        return self.steps.walk.steps[step - 1].title

    def kept(self, flow: str, state: State | None) -> Kept:
        """What of a flow's state may be kept behind the word; empty when nothing may, or nothing was answered."""
        if not state:
            return {}
        if flow == STEPS:
            return self._kept_steps(state)
        answers = self._kept_answers(flow, state["answers"])
        return {"answers": answers} if answers else {}

    def at_step(self, state: State | None, step: int) -> dict[str, Any]:
        """A walk that stands at this step, with its own answers if it has any."""
        here = dict(state or self._begun())
        return {**here, "step": step, "phase": QUESTION, "finished": False}

    def restored(self, flow: str, kept: Kept, state: State | None) -> dict[str, Any] | None:
        """A flow's state with what was kept; answers given here since then stay where nothing else was kept."""
        if flow == STEPS:
            here = dict(state or self._begun())
            answers = {**here["answers"], **kept.get("answers", {})}
            done = sorted({*here["done"], *kept.get("done", ())})
            skipped = sorted({*here.get("skipped", ()), *kept.get("skipped", ())} - {*done})
            start = kept.get("start") or here.get("start", "")
            done_on = {**here.get("done_on", {}), **kept.get("done_on", {})}
            came = {"answers": answers, "done": done, "done_on": done_on, "skipped": skipped, "start": start}
            return {**here, **came, "phase": QUESTION, "finished": bool(kept.get("finished"))}
        answers = self._asked(flow, {**(state or {}).get("answers", {}), **kept.get("answers", {})})
        if not answers:
            return None
        finished = all(question.id in answers for question in self.guided[flow].path(answers))
        return {"at": RESULT if finished else RESUME, "answers": answers, "finished": finished}

    def _kept_steps(self, state: State) -> Kept:
        steps = self.steps.walk.steps
        options = {str(step.number): {option.key for option in step.options} for step in steps}
        options |= {step.further.id: {o.key for o in step.further.asked.options} for step in steps if step.further}
        answers = {
            number: option
            for number, option in state["answers"].items()
            if isinstance(option, str) and option in options.get(number, ())
        }
        done = [number for number in state["done"] if str(number) in options]
        skipped = [number for number in state.get("skipped", ()) if str(number) in options]
        done_on = {key: day for key, day in state.get("done_on", {}).items() if key in options and _is_day(day)}
        start, finished = state.get("start", ""), bool(state["finished"])
        kept = {"answers": answers, "done": done, "done_on": done_on, "skipped": skipped, "finished": finished}
        return kept | ({"start": start} if start in self.steps.walk.beginnings else {})

    def _kept_answers(self, flow: str, answers: Mapping[str, str]) -> dict[str, str]:
        """Answers to questions on the list, with options of theirs, that are still asked once the others are gone."""
        rule = self.rules[flow]
        options = {question.id: {option.key for option in question.options} for question in self.guided[flow].questions}
        listed = {
            question: option
            for question, option in answers.items()
            if question in rule.travels
            and option in options[question]
            and option not in rule.option_stays.get(question, ())
        }
        return self._asked(flow, listed)

    def _asked(self, flow: str, answers: Mapping[str, str]) -> dict[str, str]:
        """The answers without those to questions that the others make pointless."""
        asked = {question.id for question in self.guided[flow].path(answers)}
        return {question: option for question, option in answers.items() if question in asked}

    def _begun(self) -> dict[str, Any]:
        return dict(self.steps.move(None, Move("start"), _NOWHERE).state or {})


def _rules(file: Path, guided: Mapping[str, Asks]) -> dict[str, Rule]:
    document = read_yaml(file)
    check_file(document)
    rules = {}
    for name, asks in guided.items():
        keys_of(document, name)
        read = Fields(document, (name,))
        travels, stays = frozenset(_texts(read, "travels")), frozenset(_texts(read, "stays"))
        questions = {question.id for question in asks.questions}
        if travels | stays != questions or travels & stays:
            odd = ", ".join(sorted((travels | stays) ^ questions | travels & stays))
            mend = "Put each question of the flow into one of `travels` and `stays`"
            raise problem(document, (name,), f"not once in one of the two lists: {odd}", mend)
        options = value_at(document, name, "options_that_stay")
        assert isinstance(options, Mapping)
        rules[name] = Rule(travels, stays, {key: frozenset(values) for key, values in options.items()})
    return rules


def _is_day(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _texts(read: Fields, name: str) -> tuple[str, ...]:
    return tuple(str(item) for item in read.items(name))
