"""The eligibility check: a few skippable questions, then routes to ask about. Its table is in knowledge/eligibility/.

It never gives a verdict: only an assessment can, and anyone may ask (facts F-eligibility-02, -20, -22, -58).
State: at (a question, result, how, which or resume), answers (option by question), route (whose "how" is shown),
finished.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from common.replies import Choice, Table, Words
from knowledge.eligibility_content import SKIP, Case, Check, Question, Route, load_check
from knowledge.flow import FlowContext, FlowResult, Move, Option, Pending
from knowledge.flow_words import REGISTERS, Saying, offered, simple_only

NAME = "eligibility"
RESULT, HOW, WHICH, RESUME = "result", "how", "which", "resume"
MOST_ROUTES = 3
_JOINED_BY = {"plain": "\n", "simple": "\n", "sms": " ", "adviser": "\n"}
_HOW = "how_"

State = dict[str, Any]
Found = list[tuple[Route, Case]]


@dataclass
class EligibilityFlow:
    """Implements `knowledge.flow.Flow`."""

    check: Check
    name: str = NAME

    @staticmethod
    def load(folder: Path) -> "EligibilityFlow":
        """Read knowledge/eligibility. Raises ContentError (file, line, problem, mend)."""
        return EligibilityFlow(load_check(folder))

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. A state of None begins the check, whatever the move."""
        if state is None or not self._known(state):
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
        """The question, or the routes, that we were at."""
        return self._here(dict(state), context)

    def _begin(self, context: FlowContext) -> FlowResult:
        state: State = {"at": self.check.questions[0].id, "answers": {}, "route": "", "finished": False}
        return self._with_first("intro", state, self._here(state, context), context)

    def _start(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if not state["answers"]:
            return self._begin(context)
        return self._here({**state, "at": RESUME}, context)

    def _answer(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        option, at = move.option or "", state["at"]
        if at == RESUME:
            if option == "start_again":
                return self._begin(context)
            return self._go_on(state, context) if option in ("yes", "no") else self._here(state, context)
        if at == WHICH or option.startswith("change_"):
            return self._change(state, Move("change", option=option.removeprefix("change_")), context)
        if option.startswith(_HOW) or (state["finished"] and option == "how"):
            return self._how({**state, "route": option.removeprefix(_HOW) if option != "how" else ""}, context)
        if state["finished"]:
            after: dict[str, Callable[[State, Move, FlowContext], FlowResult]] = {
                "why": self._why,
                "change": self._change,
                "others": self._more,
            }
            return after[option](state, move, context) if option in after else self._result(state, context)
        if option not in {each.key for each in self._question(at).options}:
            return self._here(state, context)
        return self._answered(state, option, context)

    def _answered(self, state: State, option: str, context: FlowContext) -> FlowResult:
        answers = {**state["answers"], state["at"]: option}
        kept = {question.id: answers[question.id] for question in self.check.path(answers) if question.id in answers}
        result = self._go_on({**state, "answers": kept}, context)
        if state["at"] == self.check.questions[0].id and option in ("adult", "child"):
            return self._with_first("for_them", state, result, context)
        return result

    def _go_on(self, state: State, context: FlowContext) -> FlowResult:
        """The next question that has no answer, or the result."""
        answers = state["answers"]
        left = next((question for question in self.check.path(answers) if question.id not in answers), None)
        if left is None:
            return self._result(state, context)
        return self._here({**state, "at": left.id, "finished": False}, context)

    def _skip(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"] or state["at"] == RESUME:
            return self._go_on(state, context)
        return self._answered(state, SKIP, context)

    def _back(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        path = [question.id for question in self.check.path(state["answers"])]
        if state["at"] in (HOW, WHICH):
            return self._result(state, context)
        place = path.index(state["at"]) if state["at"] in path else len(path)
        if state["at"] == RESUME or (place == 0):
            return self._with_first("first", state, self._here(state, context), context)
        return self._ask_again(state, path[place - 1], context)

    def _change(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if move.option in state["answers"]:
            return self._ask_again(state, str(move.option), context)
        if state["finished"]:
            return self._here({**state, "at": WHICH}, context)
        return self._back(state, move, context)

    def _ask_again(self, state: State, question: str, context: FlowContext) -> FlowResult:
        answers = {key: value for key, value in state["answers"].items() if key != question}
        return self._here({**state, "at": question, "answers": answers, "finished": False}, context)

    def _more(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._said_with_routes("all", state, self.check.found(state["answers"]), context)
        return self._explain(state, "more", context)

    def _why(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if not state["finished"]:
            return self._explain(state, "why", context)
        found = self.check.found(state["answers"])
        shown = found[:MOST_ROUTES]
        main = found[0][0]
        reasons, change = _join([case.reason for _, case in shown]), main.change
        words = self.check.sayings["reasons"].words
        words = _fill(_fill(words, "reasons", reasons), "change", change)
        rows = tuple(
            (route.label, case.reason.plain.strip(), route.change.plain.strip(), route.decides) for route, case in found
        )
        table = Table(self.check.headings, rows, self.check.caption)
        reply = Saying(words).reply(context.values, *self._result_choices(found, "why"), sources=main.sources)
        state = {**state, "at": RESULT}
        return FlowResult(state, (replace(reply, table=table),), self._pending(state))

    def _where(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._result(state, context)
        return self._with_first("where", state, self._here(state, context), context)

    def _simpler(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        result = self._here(state, context)
        return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))

    def _here(self, state: State, context: FlowContext) -> FlowResult:
        """Say again what the person is at."""
        at = state["at"]
        if at == RESULT:
            return self._result(state, context)
        if at == HOW:
            return self._how(state, context)
        pending = self._pending(state)
        if at in (RESUME, WHICH):
            reply = self.check.sayings[at].reply(context.values, *map(offered, pending.options))
        else:
            question = self._question(at)
            reply = question.ask.reply(self._values(state, context), *question.choices)
        return FlowResult(state, (reply,), pending)

    def _result(self, state: State, context: FlowContext) -> FlowResult:
        state = {**state, "at": RESULT, "finished": True, "route": ""}
        found = self.check.found(state["answers"])
        return self._said_with_routes("result" if len(found) <= MOST_ROUTES else "others", state, found, context)

    def _said_with_routes(self, key: str, state: State, found: Found, context: FlowContext) -> FlowResult:
        shown = found[:MOST_ROUTES] if key != "all" else found[MOST_ROUTES:] or found
        words = _fill(self.check.sayings[key].words, "routes", _join([route.line for route, _ in shown]))
        values = {**context.values, "count": str(len(found) - MOST_ROUTES)}
        state = {**state, "at": RESULT}
        reply = Saying(words).reply(values, *self._result_choices(found, key))
        return FlowResult(state, (reply,), self._pending(state))

    def _result_choices(self, found: Found, shown: str) -> tuple[Choice, ...]:
        person = self.check.sayings["result"].choices
        hidden = {"why": "why", "all": "others"}.get(shown)
        options = [option for option in self._result_options(found) if option.key != hidden]
        return (*map(offered, options), *person)

    def _result_options(self, found: Found) -> tuple[Option, ...]:
        options = self.check.result_options
        return options if len(found) > MOST_ROUTES else tuple(each for each in options if each.key != "others")

    def _how(self, state: State, context: FlowContext) -> FlowResult:
        found = [route for route, _ in self.check.found(state["answers"])]
        route = next((each for each in found if each.id == state["route"]), found[0])
        state = {**state, "at": HOW, "route": route.id}
        pending = self._pending(state)
        reply = route.how.reply(context.values, *map(offered, pending.options[:2]), sources=route.sources)
        return FlowResult(state, (reply,), pending)

    def _explain(self, state: State, what: str, context: FlowContext) -> FlowResult:
        again = self._here(state, context)
        if state["at"] == RESUME:
            return again
        saying: Saying = getattr(self._question(state["at"]), what)
        return replace(again, replies=(saying.reply(context.values), *again.replies))

    def _pending(self, state: State) -> Pending:
        at, answers = state["at"], state["answers"]
        found = self.check.found(answers)
        if at == RESULT:
            return Pending(NAME, RESULT, self._result_options(found))
        if at == RESUME:
            return Pending(NAME, RESUME, self.check.resume_options)
        if at == HOW:
            routes = [route for route, _ in found]
            place = [route.id for route in routes].index(state["route"])
            others = (*routes[place + 1 :], *routes[:place])
            label = self.check.how_label
            options = (Option(_HOW + each.id, label.replace("{route}", each.label), (each.label,)) for each in others)
            return Pending(NAME, HOW, tuple(options))
        if at == WHICH:
            asked = (question for question in self.check.path(answers) if question.id in answers)
            return Pending(NAME, WHICH, tuple(Option(each.id, each.title) for each in asked))
        return Pending(NAME, at, self._question(at).options)

    def _known(self, state: Mapping[str, Any]) -> bool:
        """Whether the questions are still those of when the state was kept, perhaps long ago."""
        ids = {question.id for question in self.check.questions}
        return state["at"] in {*ids, RESULT, HOW, WHICH, RESUME} and set(state["answers"]) <= ids

    def _question(self, at: str) -> Question:
        return next(question for question in self.check.questions if question.id == at)

    def _values(self, state: State, context: FlowContext) -> dict[str, str]:
        path = [question.id for question in self.check.path(state["answers"])]
        number = path.index(state["at"]) + 1 if state["at"] in path else len(path)
        return {**context.values, "number": str(number), "total": str(max(len(path), number))}

    def _with_first(self, key: str, state: State, result: FlowResult, context: FlowContext) -> FlowResult:
        first = self.check.sayings[key].reply(self._values(state, context))
        return replace(result, replies=(first, *result.replies))


def _join(texts: list[Words]) -> Words:
    return Words(**{name: _JOINED_BY[name].join(getattr(each, name).strip() for each in texts) for name in REGISTERS})


def _fill(words: Words, placeholder: str, text: Words) -> Words:
    """Put the registers of a text in the place of a placeholder."""
    return Words(
        **{
            name: getattr(words, name).replace("{" + placeholder + "}", getattr(text, name).strip())
            for name in REGISTERS
        }
    )
