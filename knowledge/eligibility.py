"""The eligibility check: a few skippable questions, then routes to ask about. Its table is in knowledge/eligibility/.

It never gives a verdict: only an assessment can, and anyone may ask (facts F-eligibility-02, -20, -22, -58).
State: at (a question, result, how, letter, refused, which or resume), answers (option by question), route (whose "how"
is shown), letter (the one shown), page (of the routes), finished.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.eligibility_content import Check, load_check
from knowledge.eligibility_place import (
    AFTER_QUESTIONS,
    BEGINNING,
    HOW,
    LETTER,
    NAME,
    REFUSED,
    RESULT,
    RESUME,
    WHICH,
    Place,
    State,
    is_known,
)
from knowledge.eligibility_table import SKIP
from knowledge.eligibility_words import HOW as HOW_KEY
from knowledge.eligibility_words import ResultWords, pages, shown
from knowledge.flow import FlowContext, FlowResult, Move
from knowledge.flow_words import Saying, offered, simple_only

_FOR_SOMEBODY = {"adult": "for_them", "child": "for_a_child"}


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
        if state is None or not is_known(self.check, state):
            return self._begin(context)
        moves: dict[str, Callable[[State, Move, FlowContext], FlowResult]] = {
            "start": self._start,
            "answer": self._answer,
            "next": self._next,
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
        return moves[move.kind]({**BEGINNING, **state}, move, context)

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """The question, or the routes, that we were at."""
        return self._here({**BEGINNING, **state}, context) if is_known(self.check, state) else self._begin(context)

    def _begin(self, context: FlowContext) -> FlowResult:
        state: State = {"at": self.check.questions[0].id, **BEGINNING}
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
        if state["finished"]:
            return self._after(state, option, context)
        if option not in {each.key for each in self.check.question(at).options}:
            return self._here(state, context)
        return self._answered(state, option, context)

    def _after(self, state: State, option: str, context: FlowContext) -> FlowResult:
        """What is chosen once there is a result."""
        place = Place(self.check, state)
        if option.startswith(HOW_KEY):
            return self._here({**state, "at": HOW, "route": option.removeprefix(HOW_KEY)}, context)
        if option == "how":
            first = shown(place.found, state["page"])[0][0]
            return self._here({**state, "at": HOW, "route": first.id}, context)
        if option == "letter" and place.letter:
            return self._here({**state, "at": LETTER, "letter": place.letter}, context)
        if option == "refused" and place.route.refused:
            return self._here({**state, "at": REFUSED}, context)
        if option in ("why", "change", "others"):
            return {"why": self._why, "change": self._change, "others": self._more}[option](
                state, Move("answer"), context
            )
        return self._here({**state, "at": RESULT}, context)

    def _answered(self, state: State, option: str, context: FlowContext) -> FlowResult:
        given = self.check.given({**state["answers"], state["at"]: option})
        result = self._go_on({**state, "answers": given}, context)
        if state["at"] == self.check.questions[0].id and option in _FOR_SOMEBODY:
            return self._with_first(_FOR_SOMEBODY[option], state, result, context)
        return result

    def _go_on(self, state: State, context: FlowContext) -> FlowResult:
        """The next question that has no answer, or the result."""
        answers = state["answers"]
        left = next((question for question in self.check.path(answers) if question.id not in answers), None)
        if left is None:
            return self._here({**state, "at": RESULT, "finished": True, "route": "", "page": 0}, context)
        return self._here({**state, "at": left.id, "finished": False}, context)

    def _next(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        """A question that was answered before keeps its answer."""
        kept = state["at"] in state["answers"] or state["at"] in AFTER_QUESTIONS
        return self._go_on(state, context) if kept else self._skip(state, move, context)

    def _skip(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["at"] in AFTER_QUESTIONS:
            return self._go_on(state, context)
        return self._answered(state, SKIP, context)

    def _back(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["at"] in (LETTER, REFUSED):
            return self._here({**state, "at": HOW}, context)
        if state["at"] in (HOW, WHICH):
            return self._here({**state, "at": RESULT}, context)
        path = [question.id for question in self.check.path(state["answers"])]
        place = path.index(state["at"]) if state["at"] in path else len(path)
        if state["at"] == RESUME or place == 0:
            return self._with_first("first", state, self._here(state, context), context)
        return self._ask_again(state, path[place - 1], context)

    def _change(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if move.option in state["answers"]:
            return self._ask_again(state, str(move.option), context)
        if state["finished"]:
            return self._here({**state, "at": WHICH}, context)
        return self._back(state, move, context)

    def _ask_again(self, state: State, question: str, context: FlowContext) -> FlowResult:
        """Until there is another answer, the one given before stays."""
        return self._here({**state, "at": question, "finished": False}, context)

    def _more(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if not state["finished"]:
            return self._explain(state, "more", context)
        page = (state["page"] + 1) % pages(Place(self.check, state).found)
        return self._here({**state, "at": RESULT, "page": page}, context)

    def _why(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if not state["finished"]:
            return self._explain(state, "why", context)
        state = {**state, "at": RESULT}
        place = Place(self.check, state)
        reply = ResultWords(self.check, context).reasons(place.found, state["page"])
        return FlowResult(state, (reply,), place.pending())

    def _where(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["finished"]:
            return self._here({**state, "at": RESULT}, context)
        return self._with_first("where", state, self._here(state, context), context)

    def _simpler(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        result = self._here(state, context)
        return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))

    def _here(self, state: State, context: FlowContext) -> FlowResult:
        """Say what the person is at."""
        at, words, place = state["at"], ResultWords(self.check, context), Place(self.check, state)
        pending = place.pending()
        if at == RESULT:
            reply = words.routes(place.found, state["page"])
        elif at == HOW:
            reply = words.how(place.route, pending.options)
        elif at == LETTER:
            reply = words.letter(state["letter"], pending.options)
        elif at == REFUSED:
            reply = words.refused(place.route, pending.options)
        elif at in (RESUME, WHICH):
            reply = self.check.sayings[at].reply(context.values, *map(offered, pending.options))
        else:
            question = self.check.question(at)
            reply = question.ask.reply(context.values, *question.choices)
        return FlowResult(state, (reply,), pending)

    def _explain(self, state: State, what: str, context: FlowContext) -> FlowResult:
        again = self._here(state, context)
        if state["at"] in AFTER_QUESTIONS:
            return again
        saying: Saying = getattr(self.check.question(state["at"]), what)
        return replace(again, replies=(saying.reply(context.values), *again.replies))

    def _with_first(self, key: str, state: State, result: FlowResult, context: FlowContext) -> FlowResult:
        first = self.check.sayings[key].reply({**context.values, **Place(self.check, state).numbers()})
        return replace(result, replies=(first, *result.replies))
