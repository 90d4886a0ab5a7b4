"""A few skippable questions, then a result that can be looked at from several sides: a pure step function.

State: at (a question, a side of the result, which or resume), answers (option by question), finished.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from common.replies import Reply
from knowledge.eligibility_content import SKIP
from knowledge.flow import FlowContext, FlowResult, Move, Option, Pending
from knowledge.flow_words import Saying, offered, simple_only
from knowledge.guided_content import Guide

RESULT, WHICH, RESUME = "result", "which", "resume"
CHANGE, START_AGAIN = "change", "start_again"

State = dict[str, Any]


class GuidedFlow(ABC):
    """Implements `knowledge.flow.Flow`. The result's sides are its options in the guide, but for "change".

    more, why: the sides that "tell me more" and "why" lead to.
    """

    name: str
    guide: Guide
    more: str
    why: str

    @abstractmethod
    def shown(self, side: str, answers: Mapping[str, str], context: FlowContext) -> Reply:
        """What the result, or one of its sides, says to these answers. Choices are added to it."""

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. A state of None begins, whatever the move; so does one from before the questions changed."""
        if state is None or not self._is_known(state):
            return self._begin(context)
        moves: dict[str, Callable[[State, Move, FlowContext], FlowResult]] = {
            "start": self._start,
            "answer": self._answer,
            "next": self._skip,
            "skip": self._skip,
            "back": self._back,
            "change": self._change,
            "more": self._more,
            "why": self._why,
            "where": self._where,
            "simpler": self._simpler,
            "repeat": lambda state, move, context: self._here(state, context),
            "start_over": lambda state, move, context: self._begin(context),
        }
        return moves[move.kind](dict(state), move, context)

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """The question, or the result, that we were at."""
        return self._here(dict(state), context) if self._is_known(state) else self._begin(context)

    def is_known(self, state: Mapping[str, Any]) -> bool:
        """Whether the questions are still those of when the state was kept, perhaps long ago."""
        return self._is_known(state)

    def _begin(self, context: FlowContext) -> FlowResult:
        state: State = {"at": self.guide.questions[0].id, "answers": {}, "finished": False}
        return self._with_first("intro", state, self._here(state, context), context)

    def _start(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._here({**state, "at": RESUME}, context) if state["answers"] else self._begin(context)

    def _answer(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        option, at = move.option or "", state["at"]
        if option not in {each.key for each in self._pending(state).options}:
            return self._here(state, context)
        if at == RESUME:
            return self._begin(context) if option == START_AGAIN else self._go_on(state, context)
        if at == WHICH:
            return self._ask_again(state, option, context)
        if not state["finished"]:
            return self._answered(state, option, context)
        return self._change(state, move, context) if option == CHANGE else self._side(state, option, context)

    def _answered(self, state: State, option: str, context: FlowContext) -> FlowResult:
        answers = {**state["answers"], state["at"]: option}
        kept = {question.id: answers[question.id] for question in self.guide.path(answers) if question.id in answers}
        return self._go_on({**state, "answers": kept}, context)

    def _go_on(self, state: State, context: FlowContext) -> FlowResult:
        """The next question that has no answer, or the result."""
        answers = state["answers"]
        left = next((question for question in self.guide.path(answers) if question.id not in answers), None)
        if left is None:
            return self._side(state, RESULT, context)
        return self._here({**state, "at": left.id, "finished": False}, context)

    def _skip(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"] or state["at"] == RESUME:
            return self._go_on(state, context)
        return self._answered(state, SKIP, context)

    def _back(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        path = [question.id for question in self.guide.path(state["answers"])]
        if state["finished"] and state["at"] not in (RESULT, RESUME):
            return self._side(state, RESULT, context)
        place = path.index(state["at"]) if state["at"] in path else len(path)
        if state["at"] == RESUME or place == 0:
            return self._with_first("first", state, self._here(state, context), context)
        return self._ask_again(state, path[place - 1], context)

    def _change(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if move.option in state["answers"]:
            return self._ask_again(state, str(move.option), context)
        return self._here({**state, "at": WHICH}, context) if state["finished"] else self._back(state, move, context)

    def _ask_again(self, state: State, question: str, context: FlowContext) -> FlowResult:
        answers = {key: value for key, value in state["answers"].items() if key != question}
        return self._here({**state, "at": question, "answers": answers, "finished": False}, context)

    def _more(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._side(state, self.more, context) if state["finished"] else self._explain(state, "more", context)

    def _why(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._side(state, self.why, context) if state["finished"] else self._explain(state, "why", context)

    def _where(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._side(state, RESULT, context)
        return self._with_first("where", state, self._here(state, context), context)

    def _simpler(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        result = self._here(state, context)
        return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))

    def _here(self, state: State, context: FlowContext) -> FlowResult:
        """Say again what the person is at."""
        at, pending = state["at"], self._pending(state)
        if at in self._sides:
            return self._side(state, at, context)
        if at in (RESUME, WHICH):
            reply = self.guide.sayings[at].reply(context.values, *map(offered, pending.options))
        else:
            question = self.guide.question(at)
            reply = question.ask.reply(self._values(state, context), *question.choices)
        return FlowResult(state, (reply,), pending)

    def _side(self, state: State, side: str, context: FlowContext) -> FlowResult:
        state = {**state, "at": side, "finished": True}
        pending = self._pending(state)
        choices = (*map(offered, pending.options), *self.guide.sayings[RESULT].choices)
        reply = replace(self.shown(side, state["answers"], context), choices=choices)
        return FlowResult(state, (reply,), pending)

    def _explain(self, state: State, what: str, context: FlowContext) -> FlowResult:
        again = self._here(state, context)
        if state["at"] == RESUME:
            return again
        saying: Saying = getattr(self.guide.question(state["at"]), what)
        return replace(again, replies=(saying.reply(context.values), *again.replies))

    def _pending(self, state: State) -> Pending:
        at, answers = state["at"], state["answers"]
        if at in self._sides:
            return Pending(self.name, at, tuple(each for each in self.guide.result_options if each.key != at))
        if at == RESUME:
            return Pending(self.name, RESUME, self.guide.resume_options)
        if at == WHICH:
            asked = (question for question in self.guide.path(answers) if question.id in answers)
            return Pending(self.name, WHICH, tuple(Option(each.id, each.title) for each in asked))
        return Pending(self.name, at, self.guide.question(at).options)

    @property
    def _sides(self) -> frozenset[str]:
        return frozenset({RESULT, *(option.key for option in self.guide.result_options)} - {CHANGE})

    def _is_known(self, state: Mapping[str, Any]) -> bool:
        options = {question.id: {option.key for option in question.options} for question in self.guide.questions}
        answers = state["answers"].items()
        return state["at"] in {*options, *self._sides, WHICH, RESUME} and all(
            value in options.get(key, ()) for key, value in answers
        )

    def _values(self, state: State, context: FlowContext) -> dict[str, str]:
        path = [question.id for question in self.guide.path(state["answers"])]
        number = path.index(state["at"]) + 1 if state["at"] in path else len(path)
        # Before the first answer it is not known which questions follow: most people are asked four.
        return {**context.values, "number": str(number), "total": str(max(len(path), number))}

    def _with_first(self, key: str, state: State, result: FlowResult, context: FlowContext) -> FlowResult:
        first = self.guide.sayings[key].reply(self._values(state, context))
        return replace(result, replies=(first, *result.replies))
