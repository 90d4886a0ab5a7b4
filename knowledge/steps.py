"""The walk through the seven steps: a pure step function over the words in knowledge/steps/.

Each step is something that people should be given. Its state is described in `knowledge.step_state`.
The steps come from the seven suggestions of a three-year study (facts F-process-01 to F-process-22).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from common.replies import Reply
from knowledge.flow import Effect, FlowContext, FlowResult, Move, Pending
from knowledge.flow_words import Saying, offered, simple_only
from knowledge.step_content import HELP_ME_ASK, Walk, load_walk
from knowledge.step_reader import read_number, read_step
from knowledge.step_state import (
    AFTER,
    BEGINNING,
    FURTHER,
    HELPER,
    LIST,
    PART,
    PROFESSIONAL,
    QUESTION,
    RESUME,
    SKIPPED,
    START,
    WHICH,
    State,
    whole,
    with_done,
    with_skipped,
)
from knowledge.step_words import ALL_PARTS, WORDS, StepWords, skipped_start
from language.choices import fold

NAME = "steps"
GO_ON, AGAIN, GO_TO = "yes", "start_again", "go_"
NOT_TOLD = "not_told"
TOLD_AT = (1, 2, 3)
"""Steps at which "no" means that somebody was not told: that it exists, their options, the amount."""
_SHORT_ANSWERS = ("yes", "no", "not_sure")


@dataclass
class StepsFlow:
    """Implements `knowledge.flow.Flow`."""

    walk: Walk
    name: str = NAME

    @staticmethod
    def load(folder: Path) -> "StepsFlow":
        """Read knowledge/steps. Raises ContentError (file, line, problem, mend)."""
        return StepsFlow(load_walk(folder))

    def named(self, text: str, only_by_number: bool = False) -> str | None:
        """The step that a text names, as the option of a move "go", "done" or "change"; None when it names none."""
        number = read_number(text) if only_by_number else read_step(text, self.walk.steps)
        return str(number) if number else None

    def beginning(self, text: str) -> str | None:
        """The beginning that a text tells of ("ive been offered a budget what now"), as the option of a "start"."""
        said = f" {fold(text)} "
        found = [
            (len(phrase), option.key)
            for option in self.walk.start_options
            for phrase in map(fold, option.accepts)
            if f" {phrase} " in said and " " in phrase
        ]
        return max(found)[1] if found else None

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. A state of None begins the walk. `option` of a start is a beginning, of go and done a step."""
        words = StepWords(self.walk, context)
        if state is None:
            return self._begin(move, words)
        moves: dict[str, Callable[[State, Move, StepWords], FlowResult]] = {
            "start": self._start,
            "answer": self._answer,
            "next": self._next,
            "skip": self._skip,
            "back": self._back,
            "repeat": self._repeat,
            "more": self._more,
            "why": self._why,
            "where": self._where,
            "simpler": self._simpler,
            "change": self._change,
            "start_over": self._start_over,
            "go": self._go,
            "done": self._done,
        }
        return moves[move.kind](whole(state), move, words)

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """One line that says where we were, with the pending question."""
        return self._reminder(whole(state), StepWords(self.walk, context))

    def _reminder(self, state: State, words: StepWords) -> FlowResult:
        if state["finished"]:
            return self._summary(state, words)
        if state["phase"] in (START, QUESTION, FURTHER):
            return self._result(state, words.question(state), words)
        key = {RESUME: "resume", WHICH: "which"}.get(state["phase"], "ready")
        return self._asks(state, key, words)

    def _begin(self, move: Move, words: StepWords) -> FlowResult:
        state: State = {**BEGINNING, "phase": START}
        if move.kind in ("go", "done") and move.option:
            state = {**state, "start": SKIPPED, "phase": QUESTION}
            return self._go(state, move, words) if move.kind == "go" else self._done(state, move, words)
        option = move.option if move.option in self.walk.beginnings else self._heard(words)
        intro = words.said("intro", state)
        if option:
            return _before(intro, self._begun({**state, "start": option}, words))
        return _before(intro, self._reminder(state, words))

    def _heard(self, words: StepWords) -> str | None:
        """What the check heard already: somebody who asks for somebody else."""
        who = words.context.said.get("eligibility", {}).get("answers", {}).get("who")
        return HELPER if who in ("adult", "child") else None

    def _begun(self, state: State, words: StepWords) -> FlowResult:
        beginning = self.walk.beginnings[state["start"]]
        for number, key in beginning.knows.items():
            state = with_done({**state, "answers": {**state["answers"], number: key}}, int(number))
        first = next(number for number in beginning.order if number not in state["done"])
        state = {**state, "step": first, "phase": QUESTION}
        if beginning.waits:
            state = {**state, "phase": AFTER, "of": START}
            return self._result(state, words.begun(state), words)
        return _before(words.begun(state), self._ask(state, words))

    def _start(self, state: State, move: Move, words: StepWords) -> FlowResult:
        """Come again. Somebody who now says how they come to it, and has answered nothing, begins that way."""
        if move.option in self.walk.beginnings and not (state["done"] and state["start"]):
            return self._begun({**state, "start": move.option, "finished": False}, words)
        if state["finished"]:
            return self._summary(state, words)
        if not (state["done"] or state["skipped"]):
            again = self._reminder if state["phase"] == START else self._ask
            return _before(words.said("intro", state), again(state, words))
        return self._asks({**state, "phase": RESUME}, "resume", words)

    def _answer(self, state: State, move: Move, words: StepWords) -> FlowResult:
        option, phase = move.option or "", state["phase"]
        if option.startswith(GO_TO):
            return self._go(state, Move("go", option.removeprefix(GO_TO)), words)
        if state["finished"]:
            return self._summary(state, words)
        if phase == START:
            return self._answer_start(state, option, words)
        if phase == RESUME:
            if option == AGAIN:
                return self._start_over(state, move, words)
            going = option in (GO_ON, "no")
            return self._ask(self._not_done(state, words), words) if going else self._reminder(state, words)
        if phase == QUESTION and state["start"] != PROFESSIONAL:
            return self._answered(state, option, words)
        if phase == FURTHER:
            return self._answered_further(state, option, words)
        return self._answer_after(state, option, words)

    def _answer_start(self, state: State, option: str, words: StepWords) -> FlowResult:
        if option in self.walk.beginnings:
            return self._begun({**state, "start": option}, words)
        if option in _SHORT_ANSWERS:
            return self._ask(skipped_start(state), words)
        return self._reminder(state, words)

    def _answered(self, state: State, option: str, words: StepWords) -> FlowResult:
        step = words.step(state)
        if option not in step.reactions:
            return self._reminder(state, words)
        number, answers = step.number, state["answers"]
        tells = option == "no" and number in TOLD_AT and answers.get(str(number)) != "no"
        effects = (Effect(NOT_TOLD, {"step": str(number)}),) if tells else ()
        state = {**state, "answers": {**answers, str(number): option}, "said": option, "of": ""}
        state = with_done(state, number)
        if step.parts and option in step.parts.says:
            state = {**state, "phase": PART, "part": option}
            return self._result(state, words.part(state), words)
        state = {**state, "phase": AFTER}
        if step.reactions[option].goes_on:
            return _before(words.react(state), self._onward(state, words))
        return replace(self._result(state, words.react(state), words), effects=effects)

    def _answered_further(self, state: State, option: str, words: StepWords) -> FlowResult:
        further = words.step(state).further
        if further is None or option not in further.asked.reactions:
            return self._reminder(state, words)
        answers = {**state["answers"], further.id: option}
        state = {**state, "answers": answers, "said": option, "of": further.id, "phase": AFTER}
        if further.asked.reactions[option].goes_on:
            return _before(words.react(state), self._onward(state, words))
        return self._result(state, words.react(state), words)

    def _answer_after(self, state: State, option: str, words: StepWords) -> FlowResult:
        """What is chosen after a reaction, at a stage, or by a professional."""
        step = words.step(state)
        if option == GO_ON:
            if state["of"] == START:
                return self._ask({**state, "of": ""}, words)
            return self._onward(self._given(state), words)
        if option == "no":
            return self._asks(state, "pause", words)
        if option == WORDS and state["start"] == PROFESSIONAL:
            return self._result(state, words.adviser_words(state), words)
        if step.parts and option == ALL_PARTS:
            state = {**state, "phase": LIST}
            return self._result(state, words.parts(state), words)
        if step.parts and option in step.parts.says:
            state = {**state, "phase": PART, "part": option}
            return self._result(state, words.part(state), words)
        if option == HELP_ME_ASK and option in step.reactions:
            state = {**state, "said": option, "of": "", "phase": AFTER}
            return self._result(state, words.react(state), words)
        if state["phase"] == AFTER and not state["of"] and option in step.reactions:
            return self._answered(state, option, words)  # "i meant not sure"
        return self._reminder(state, words)

    def _given(self, state: State) -> State:
        """A professional answers no question: going on means that the step was read."""
        return with_done(state, state["step"]) if state["start"] == PROFESSIONAL else state

    def _next(self, state: State, move: Move, words: StepWords) -> FlowResult:
        if state["phase"] == START:
            return self._ask(skipped_start(state), words)
        if state["of"] == START or state["phase"] in (RESUME, WHICH):
            return self._ask(self._not_done({**state, "of": ""}, words), words)
        if state["phase"] == PART and not state["finished"]:
            return self._answer_after(state, words.options(state)[0].key, words)
        if state["phase"] in (QUESTION, FURTHER):
            return self._following(self._given(state), words)
        return self._onward(self._given(state), words)

    def _skip(self, state: State, move: Move, words: StepWords) -> FlowResult:
        """Leave a step for later. Once it is answered there is nothing to leave."""
        if state["phase"] != QUESTION or state["finished"] or state["step"] in state["done"]:
            return self._following(state, words) if state["phase"] == FURTHER else self._next(state, move, words)
        later = words.said("later", state)
        return _before(later, self._following(with_skipped(state, state["step"]), words))

    def _onward(self, state: State, words: StepWords) -> FlowResult:
        """To the step's further question, if it has one that nobody has answered; else to the next step."""
        step = words.step(state)
        further = step.further
        if further is None or further.id in state["answers"] or state["finished"] or state["start"] == PROFESSIONAL:
            return self._following(state, words)
        key = self._known(further.flow, further.question, words)
        if key in further.known:
            state = {**state, "answers": {**state["answers"], further.id: key}}
            return _before(words.known(state, further.known[key]), self._following(state, words))
        state = {**state, "phase": FURTHER}
        return self._result(state, words.question(state), words)

    def _known(self, flow: str, question: str, words: StepWords) -> str:
        """What another flow heard: an answer, or that it came to its end."""
        said = words.context.said.get(flow, {})
        if question:
            return str(said.get("answers", {}).get(question, ""))
        return "finished" if said.get("finished") else ""

    def _following(self, state: State, words: StepWords) -> FlowResult:
        """The next step in order that is not done, or the end."""
        order = words.order(state)
        place = order.index(state["step"]) + 1 if state["step"] in order else 0
        ahead = [number for number in order[place:] if number not in state["done"]]
        if state["finished"] or not ahead:
            return self._summary({**state, "phase": QUESTION, "finished": True}, words)
        return self._ask({**state, "step": ahead[0]}, words)

    def _not_done(self, state: State, words: StepWords) -> State:
        """Where to go on: at the step reached, or at the first after it that is not done."""
        order = words.order(state)
        place = order.index(state["step"]) if state["step"] in order else 0
        ahead = [number for number in order[place:] if number not in state["done"]]
        return {**state, "step": ahead[0] if ahead else state["step"]}

    def _back(self, state: State, move: Move, words: StepWords) -> FlowResult:
        if state["phase"] == START:
            return _before(words.said("first", state), self._reminder(state, words))
        if state["phase"] == PART and not state["finished"]:
            return self._answer_after(state, ALL_PARTS, words)
        if state["finished"] or state["phase"] != QUESTION:
            return self._ask({**state, "finished": False}, words)
        order = words.order(state)
        place = order.index(state["step"]) if state["step"] in order else 0
        if place == 0:
            return _before(words.said("first", state), self._reminder(state, words))
        return self._ask({**state, "step": order[place - 1]}, words)

    def _repeat(self, state: State, move: Move, words: StepWords) -> FlowResult:
        phase = state["phase"]
        if state["finished"]:
            return self._summary(state, words)
        if state["of"] == START and phase == AFTER:
            return self._result(state, words.begun(state), words)
        if phase == AFTER and words.can_react(state):
            return self._result(state, words.react(state), words)
        if phase == PART:
            return self._result(state, words.part(state), words)
        if phase == LIST:
            return self._result(state, words.parts(state), words)
        return self._ask(state, words) if phase in (QUESTION, AFTER) else self._reminder(state, words)

    def _more(self, state: State, move: Move, words: StepWords) -> FlowResult:
        return self._explain(state, words.step(state).more, words)

    def _why(self, state: State, move: Move, words: StepWords) -> FlowResult:
        return self._explain(state, words.step(state).why, words)

    def _explain(self, state: State, saying: Saying, words: StepWords) -> FlowResult:
        if state["finished"]:
            return self._summary(state, words)
        if state["phase"] == START:
            return self._reminder(state, words)
        return _before(words.explain(state, saying), self._reminder(state, words))

    def _where(self, state: State, move: Move, words: StepWords) -> FlowResult:
        """Where we are, what is done, and what is left."""
        if state["finished"]:
            return self._summary(state, words)
        if state["phase"] == START:
            return self._reminder(state, words)
        began = state["done"] or state["skipped"]
        where = words.said("where" if began else "where_first", state)
        where = replace(where, table=words.noted(state)) if began else where
        phase = QUESTION if state["phase"] in (RESUME, WHICH) else state["phase"]
        return _before(where, self._reminder({**state, "phase": phase}, words))

    def _simpler(self, state: State, move: Move, words: StepWords) -> FlowResult:
        result = self._repeat(state, move, words)
        return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))

    def _change(self, state: State, move: Move, words: StepWords) -> FlowResult:
        """To the step that `move.option` names, or to the latest one that was answered."""
        number = self._number(move)
        if number is None and state["phase"] == START:
            return self._reminder(state, words)
        if number is None and state["phase"] == AFTER and state["of"] not in ("", START):
            state = {**state, "phase": FURTHER}
            return self._result(state, words.question(state), words)
        if number is None and state["of"] == START:
            return self._start_over({**state, "start": ""}, move, words)
        order = words.order(state)
        place = order.index(state["step"]) if state["step"] in order else 0
        answered = [each for each in order[: place + 1] if each in state["done"]]
        latest = answered[-1] if answered else state["step"]
        return self._ask({**state, "step": number or latest, "finished": False}, words)

    def _go(self, state: State, move: Move, words: StepWords) -> FlowResult:
        """To a step by its number; asks which where that is not clear."""
        number = self._number(move)
        if number is None:
            return self._asks({**skipped_start(state), "phase": WHICH, "finished": False}, "which", words)
        return self._ask({**skipped_start(state), "step": number, "finished": False}, words)

    def _done(self, state: State, move: Move, words: StepWords) -> FlowResult:
        """A step that the person says is done: the one named, or the one we are at."""
        if state["phase"] == START and self._number(move) is None:
            return self._reminder(state, words)
        state = skipped_start(state)
        number = self._number(move) or state["step"]
        marked = words.said("marked", state, number=str(number))
        here = number == state["step"] or state["phase"] == START
        state = with_done({**state, "of": ""} if here else state, number)
        if state["finished"] or here:
            return _before(marked, self._following(state, words))
        return _before(marked, self._reminder(state, words))

    def _start_over(self, state: State, move: Move, words: StepWords) -> FlowResult:
        """From the first step. How somebody comes to it is not asked twice."""
        start = state["start"]
        if start in self.walk.beginnings:
            return _before(words.said("intro", state), self._begun({**BEGINNING, "start": start}, words))
        if start == SKIPPED:
            state = {**BEGINNING, "start": start}
            return _before(words.said("intro", state), self._ask(state, words))
        return self._begin(Move("start"), words)

    def _number(self, move: Move) -> int | None:
        return int(move.option or 0) if move.option in {str(step.number) for step in self.walk.steps} else None

    def _ask(self, state: State, words: StepWords) -> FlowResult:
        state = {**state, "phase": QUESTION, "said": "", "of": "", "part": ""}
        return self._result(state, words.ask(state), words)

    def _asks(self, state: State, saying: str, words: StepWords) -> FlowResult:
        options = (offered(option) for option in words.options(state) if option.key != HELP_ME_ASK)
        return self._result(state, words.said(saying, state, *options), words)

    def _summary(self, state: State, words: StepWords) -> FlowResult:
        return FlowResult(state, (words.summary(state),))

    def _result(self, state: State, reply: Reply, words: StepWords) -> FlowResult:
        phase, step = state["phase"], state["step"]
        question = {QUESTION: f"step_{step}", START: START, RESUME: RESUME, WHICH: WHICH}.get(phase, f"{phase}_{step}")
        return FlowResult(state, (reply,), Pending(NAME, question, words.options(state)))


def _before(first: Reply, result: FlowResult) -> FlowResult:
    """The result with something said first, whose ways on give way to those that follow."""
    return replace(result, replies=(replace(first, choices=()), *result.replies))
