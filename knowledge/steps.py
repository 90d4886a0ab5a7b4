"""The walk through the seven steps: a pure step function over the words in knowledge/steps/.

State: step (1 to 7), phase (question, after, resume), answers (option by step, as text), done (steps answered),
said (the option last reacted to), finished.
The steps come from the seven suggestions of a three-year study (facts F-process-01 to F-process-22).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from common.replies import Choice, Reply
from knowledge.flow import FlowContext, FlowResult, Move, Option, Pending
from knowledge.flow_words import Saying, offered, simple_only
from knowledge.step_content import Step, Walk, load_walk

NAME = "steps"
QUESTION, AFTER, RESUME = "question", "after", "resume"
GO_ON, AGAIN = "yes", "start_again"

State = dict[str, Any]


@dataclass
class StepsFlow:
    """Implements `knowledge.flow.Flow`."""

    walk: Walk
    name: str = NAME

    @staticmethod
    def load(folder: Path) -> "StepsFlow":
        """Read knowledge/steps. Raises ContentError (file, line, problem, mend)."""
        return StepsFlow(load_walk(folder))

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. A state of None begins the walk, whatever the move."""
        if state is None:
            return self._begin(context)
        moves: dict[str, Callable[[State, Move, FlowContext], FlowResult]] = {
            "start": self._start,
            "answer": self._answer,
            "next": self._next,
            "skip": self._next,
            "back": self._back,
            "repeat": self._repeat,
            "more": self._more,
            "why": self._why,
            "where": self._where,
            "simpler": self._simpler,
            "change": self._change,
            "start_over": lambda state, move, context: self._begin(context),
        }
        return moves[move.kind](dict(state), move, context)

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """One line that says where we were, with the pending question."""
        now = dict(state)
        if now["finished"]:
            return self._summary(now, context)
        if now["phase"] == QUESTION:
            step = self._step(now)
            return FlowResult(now, (_asking(step.question, step.choices, context),), self._pending(now))
        return self._asks(now, "resume" if now["phase"] == RESUME else "ready", context)

    def _begin(self, context: FlowContext) -> FlowResult:
        state: State = {"step": 1, "phase": QUESTION, "answers": {}, "done": [], "said": "", "finished": False}
        return self._with_first(self._said("intro", state, context), self._ask(state, context))

    def _start(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._summary(state, context)
        if state["step"] == 1 and not state["done"]:
            return self._begin(context)
        return self._asks({**state, "phase": RESUME}, "resume", context)

    def _answer(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._summary(state, context)
        if state["phase"] == RESUME:
            if move.option == AGAIN:
                return self._begin(context)
            return self._ask(state, context) if move.option in (GO_ON, "no") else self.reminder(state, context)
        if state["phase"] == AFTER:
            return self._answer_after(state, move, context)
        reaction = self._step(state).reactions.get(move.option or "")
        if reaction is None:
            return self.reminder(state, context)
        number = state["step"]
        answers = {**state["answers"], str(number): move.option}
        state = {**state, "answers": answers, "done": sorted({*state["done"], number}), "said": move.option}
        if reaction.goes_on:
            return self._with_first(reaction.says.reply(self._values(state, context)), self._next(state, move, context))
        return self._react({**state, "phase": AFTER}, reaction.says, context)

    def _answer_after(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if move.option == GO_ON:
            return self._next(state, move, context)
        if move.option == "no":
            return self._asks(state, "pause", context)
        reaction = self._step(state).reactions.get(move.option or "")
        if reaction is None:
            return self.reminder(state, context)
        return self._react({**state, "said": move.option}, reaction.says, context)

    def _next(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"] or state["step"] == len(self.walk.steps):
            return self._summary({**state, "phase": QUESTION, "finished": True}, context)
        return self._ask({**state, "step": state["step"] + 1}, context)

    def _back(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"] or state["phase"] != QUESTION:
            return self._ask({**state, "finished": False}, context)
        if state["step"] == 1:
            return self._with_first(self._said("first", state, context), self.reminder(state, context))
        return self._ask({**state, "step": state["step"] - 1}, context)

    def _repeat(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._summary(state, context)
        reaction = self._step(state).reactions.get(state["said"])
        if state["phase"] == AFTER and reaction is not None:
            return self._react(state, reaction.says, context)
        return self._ask(state, context)

    def _more(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._explain(state, self._step(state).more, context)

    def _why(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._explain(state, self._step(state).why, context)

    def _where(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._summary(state, context)
        where = self._said("where" if state["done"] else "where_first", state, context)
        return self._with_first(where, self.reminder({**state, "phase": QUESTION}, context))

    def _simpler(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        result = self._repeat(state, move, context)
        return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))

    def _change(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        """To the step that `move.option` names, or to the latest one that was answered."""
        if move.option in {str(step.number) for step in self.walk.steps}:
            number = int(move.option or "")
        else:
            number = max((n for n in state["done"] if n <= state["step"]), default=state["step"])
        return self._ask({**state, "step": number, "finished": False}, context)

    def _ask(self, state: State, context: FlowContext) -> FlowResult:
        state = {**state, "phase": QUESTION}
        step = self._step(state)
        reply = replace(_asking(step.ask, step.choices, context), table=step.table)
        return FlowResult(state, (reply,), self._pending(state))

    def _react(self, state: State, says: Saying, context: FlowContext) -> FlowResult:
        reply = says.reply(self._values(state, context), offered(self._ready(state)))
        return FlowResult(state, (reply,), self._pending(state))

    def _explain(self, state: State, saying: Saying, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._summary(state, context)
        reply = saying.reply(self._values(state, context), sources=self._step(state).sources)
        return self._with_first(replace(reply, choices=()), self.reminder(state, context))

    def _asks(self, state: State, saying: str, context: FlowContext) -> FlowResult:
        pending = self._pending(state)
        options = (offered(option) for option in pending.options)
        return FlowResult(state, (self.walk.sayings[saying].reply(self._values(state, context), *options),), pending)

    def _summary(self, state: State, context: FlowContext) -> FlowResult:
        return FlowResult(state, (self.walk.summary(state["answers"], dict(context.values)),))

    def _pending(self, state: State) -> Pending:
        number = state["step"]
        if state["phase"] == QUESTION:
            return Pending(NAME, f"step_{number}", self._step(state).options)
        if state["phase"] == RESUME:
            return Pending(NAME, "resume", self.walk.resume_options)
        return Pending(NAME, f"after_{number}", (self._ready(state), *self._step(state).help_option))

    def _ready(self, state: State) -> Option:
        return self.walk.finish if state["step"] == len(self.walk.steps) else self.walk.ready

    def _said(self, key: str, state: State, context: FlowContext) -> Reply:
        return self.walk.sayings[key].reply(self._values(state, context))

    def _values(self, state: State, context: FlowContext) -> dict[str, str]:
        step = self._step(state)
        done = ", ".join(map(str, state["done"]))
        after = str(min(step.number + 1, len(self.walk.steps)))
        return {**context.values, "step": str(step.number), "title": step.title, "done": done, "after": after}

    def _step(self, state: State) -> Step:
        return self.walk.steps[state["step"] - 1]

    @staticmethod
    def _with_first(first: Reply, result: FlowResult) -> FlowResult:
        return replace(result, replies=(first, *result.replies))


def _asking(saying: Saying, choices: tuple[Choice, ...], context: FlowContext) -> Reply:
    return saying.reply(context.values, *choices)
