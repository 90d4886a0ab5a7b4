"""The sums in conversation: a few skippable questions, then what it comes to with its workings. A pure step function.

State: at (a question, result, figures, which or resume), answers (by question: the key of an option or a number as
text), finished. What somebody has said already is not asked (`knowledge.sums_heard`).
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from common.clock import LONDON
from common.replies import Choice, Reply
from knowledge.eligibility_table import NOT_SURE, SKIP
from knowledge.flow import FlowContext, FlowResult, Move, Pending
from knowledge.guided import CHANGE, RESULT, RESUME, WHICH, GuidedFlow, State
from knowledge.guided_content import Guide
from knowledge.pay import BelowMinimum
from knowledge.pay_rules import minimum_wage
from knowledge.rates import Figure, RateNotKnown, Rates
from knowledge.sums_content import SumsContent
from knowledge.sums_heard import HIGHEST_RATE, band, guess, heard
from knowledge.sums_plan import Asked, asked
from knowledge.sums_results import SumsResults
from knowledge.sums_says import filled
from knowledge.sums_workings import in_words, number, pounds
from language.quantities import number_in

NAME = "sums"
FIGURES = "figures"
START = "work_out_cost"
_MOST_BESIDE = 2
QUANTITIES = frozenset({"hours", "rate", "agency", "budget"})
"""What can be told from a figure and its unit, whatever is being asked."""
_FROM_RESULT = {"agency": ("cost", "hours"), "april": ("cost", "hours", "agency")}
"""Other sums that are offered beside a result, by what the result is of."""
_TAKEN_TOO = {"agency": ("cover",), "april": ("cover",)}
"""What a sum takes without asking."""
_CORRECTS = re.compile(r"\b(?:meant|mean|sorry|actually|should be|make (?:it|that)|wait)\b|^no\b", re.IGNORECASE)


@dataclass
class SumsFlow(GuidedFlow):
    """Implements `knowledge.flow.Flow`."""

    content: SumsContent
    results: SumsResults
    name: str = NAME
    more: str = FIGURES
    why: str = FIGURES

    @staticmethod
    def load(knowledge: Path) -> "SumsFlow":
        """Read knowledge/sums and knowledge/rates. Raises ContentError (file, line, problem, mend)."""
        content = SumsContent.load(knowledge / "sums")
        return SumsFlow(content, SumsResults(content, Rates.load(knowledge)))

    @property
    def guide(self) -> Guide:  # type: ignore[override]
        """The questions, and what is said around them."""
        return self.content.guide

    def beside(self, answer_id: str, reply: Reply) -> Reply:
        """An answer about what a helper costs, with the way to the sums."""
        if answer_id not in self.content.beside:
            return reply
        return replace(reply, choices=(Choice(self.content.beside_label, START), *reply.choices[:_MOST_BESIDE]))

    def shown(self, side: str, answers: Mapping[str, str], context: FlowContext) -> Reply:
        """The result, or the figures that it used; that a figure is not known, where one is not."""
        given, on = self._asked(answers), _day(context)
        try:
            return self.results.figures(given, on) if side == FIGURES else self.results.reply(given, on)
        except RateNotKnown as unknown:
            values = {"title": unknown.title, "day": in_words(unknown.day)}
            return Reply(words=filled(self.guide.sayings["rates_not_known"].words, values))

    def _start(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        """A new sum with what was said; of one that is under way, what was said is changed."""
        said = heard(move.text or "")
        if not said:
            return self._begin(context) if state["finished"] else super()._start(state, move, context)
        if not state["finished"] and said.items() <= {**state["answers"], "people": said.get("people")}.items():
            return self._here(state, context)
        if {"hours", "rate"} <= said.keys() or "budget" in said:
            return self._new(said, context)
        return self._changed({**state, "answers": {**state["answers"], **said}}, context)

    def begun(self, text: str, context: FlowContext) -> FlowResult:
        """The first turn of somebody who begins with these words."""
        return self._new(heard(text), context)

    def _new(self, said: Mapping[str, str], context: FlowContext) -> FlowResult:
        answers = {**said, **guess(said)}
        state: State = {"at": self.guide.questions[0].id, "answers": answers, "finished": False}
        state = self._checked(state)
        result = self._go_on(state, context)
        is_done = result.state is not None and result.state["finished"]
        return result if is_done else self._with_first("intro", state, result, context)

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move, as `GuidedFlow` does; a start with words begins with what they hold."""
        if move.kind == "start" and (state is None or not self._is_known(state)):
            return self.begun(move.text or "", context)
        return super().move(state, move, context)

    def _answer(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if move.option is None and move.text:
            return self._typed(state, move.text, context)
        if move.option == NOT_SURE and not state["finished"]:
            return self._skip(state, move, context)
        if state["finished"] and move.option in _FROM_RESULT and move.option in self._offered(state):
            return self._go_on({**state, "answers": {**state["answers"], "what": str(move.option)}}, context)
        return super()._answer(state, move, context)

    def _typed(self, state: State, text: str, context: FlowContext) -> FlowResult:
        """A number for the question that waits, or a figure with its unit for another."""
        at, said = state["at"], {key: value for key, value in heard(text).items() if key != "what"}
        if at != "budget" and state["answers"].get("rate", SKIP) != SKIP and _is_rate(said):
            said = {"rate": said["budget"]}  # "make it £15", and no budget of £15
        bare = number_in(text)
        of_others = {key: value for key, value in said.items() if key in QUANTITIES and key != at}
        if at in self.content.numbers:
            is_money = self.content.numbers[at].kind == "money"
            if is_money and not ("hours" in of_others and bare == Decimal(of_others["hours"])):
                per = {"budget_per": said["budget_per"]} if at == "budget" and "budget_per" in said else {}
                return self._given(state, at, text, bare, per, context)
            if not of_others:
                return self._given(state, at, text, Decimal(said[at]) if at in said else bare, {}, context)
        if at == "age" and bare is not None and not of_others:
            return self._answered(state, band(int(bare)), context)
        if of_others or (said and at in (RESULT, FIGURES, WHICH)):
            kept = {key: value for key, value in said.items() if key in QUANTITIES or key in ("people", "budget_per")}
            changed = {**state, "answers": {**state["answers"], **kept}}
            is_new = not state["finished"] and not state["answers"].keys() & kept.keys()
            return self._changed(changed, context, said=None if is_new else "changed")
        return self._with_first("which_number", state, self._here(state, context), context)

    def _given(
        self, state: State, at: str, text: str, value: Decimal | None, also: Mapping[str, str], context: FlowContext
    ) -> FlowResult:
        before = self._number_before(state)
        if before and _CORRECTS.search(text) and value is not None:
            return self._changed({**state, "answers": {**state["answers"], before: f"{value:f}"}}, context)
        if value is None or not self._fits(at, value):
            return self._out_of_range(state, at, context)
        return self._answered({**state, "answers": {**state["answers"], **also}}, f"{value:f}", context)

    def _changed(self, state: State, context: FlowContext, said: str | None = "changed") -> FlowResult:
        """Go on with answers that were changed on the way; one that can't be is asked again."""
        checked = self._checked(state)
        wrong = [key for key in state["answers"] if key not in checked["answers"]]
        if wrong:
            return self._out_of_range({**checked, "at": wrong[0], "finished": False}, wrong[0], context)
        result = self._go_on(checked, context)
        return self._with_first(said, checked, result, context) if said else result

    def _checked(self, state: State) -> State:
        """Without numbers that are out of range."""
        answers = {
            key: value
            for key, value in state["answers"].items()
            if key not in self.content.numbers or value == SKIP or self._fits(key, Decimal(value))
        }
        return {**state, "answers": answers}

    def _fits(self, key: str, value: Decimal) -> bool:
        limits = self.content.numbers[key]
        return limits.least <= value <= limits.most and (limits.kind != "count" or value == int(value))

    def _number_before(self, state: State) -> str | None:
        path = [question.id for question in self.guide.path(state["answers"])]
        before = path[: path.index(state["at"])] if state["at"] in path else []
        return next((id for id in reversed(before) if id in self.content.numbers and id in state["answers"]), None)

    def _out_of_range(self, state: State, at: str, context: FlowContext) -> FlowResult:
        limits = self.content.numbers[at]
        least, most = (pounds(each) if limits.kind == "money" else number(each) for each in (limits.least, limits.most))
        whole = self.content.said("whole") if limits.kind == "count" else ""
        words = filled(self.guide.sayings["out_of_range"].words, {"least": least, "most": most, "whole": whole})
        again = self._here(state, context)
        return replace(again, replies=(Reply(words=words), *again.replies))

    def _go_on(self, state: State, context: FlowContext) -> FlowResult:
        """The next question that has no answer, or the result; pay below the law is asked again at once."""
        answers, on = state["answers"], _day(context)
        if answers.get("rate", SKIP) != SKIP and answers.get("age", SKIP) != SKIP:
            with suppress(RateNotKnown):
                minimum = minimum_wage(answers["age"], self.results.rates, on)
                if Decimal(answers["rate"]) < minimum.value:
                    return self._too_low(state, minimum, context)
        return super()._go_on(state, context)

    def _side(self, state: State, side: str, context: FlowContext) -> FlowResult:
        try:
            return super()._side(state, side, context)
        except BelowMinimum as refused:
            return self._too_low(state, refused.minimum, context)

    def _too_low(self, state: State, minimum: Figure, context: FlowContext) -> FlowResult:
        answers = {key: value for key, value in state["answers"].items() if key != "rate"}
        again = self._here({**state, "at": "rate", "answers": answers, "finished": False}, context)
        values = {"minimum": pounds(minimum.value), "since": in_words(minimum.since)}
        words = filled(self.guide.sayings["low_wage"].words, values)
        return replace(again, replies=(Reply(words=words), *again.replies))

    def _answered(self, state: State, option: str, context: FlowContext) -> FlowResult:
        """As in `GuidedFlow`, but that what was said before its question is kept. Who is not sure gets the cost."""
        answers = {**state["answers"], state["at"]: "cost" if state["at"] == "what" and option == SKIP else option}
        if state["at"] == "budget" and option == SKIP:
            answers["budget_per"] = SKIP  # how often would no sum come
        return self._go_on({**state, "answers": answers}, context)

    def _asked(self, answers: Mapping[str, str]) -> Asked:
        path = [question.id for question in self.guide.path(answers)]
        return asked(answers, (*path, *(id for id in _TAKEN_TOO.get(answers.get("what", ""), ()) if id not in path)))

    def _here(self, state: State, context: FlowContext) -> FlowResult:
        result = super()._here(state, context)
        if state["at"] not in self.content.numbers:
            return result
        return replace(result, replies=tuple(replace(reply, numbered=False) for reply in result.replies))

    def _pending(self, state: State) -> Pending:
        pending = super()._pending(state)
        if state["at"] in self._sides:
            shown = self._offered(state)
            kept = tuple(option for option in pending.options if option.key in shown)
            return replace(pending, options=kept, free_text="amount")
        if state["at"] == RESUME:
            return pending
        return replace(pending, free_text="number" if state["at"] in self.content.numbers else "amount")

    def _offered(self, state: State) -> frozenset[str]:
        """Ways on from a result: other sums only where the answers serve them too."""
        what = state["answers"].get("what", "cost")
        others = {key for key, of in _FROM_RESULT.items() if what in of}
        return frozenset({CHANGE, FIGURES, RESULT, *others})

    @property
    def _sides(self) -> frozenset[str]:
        return frozenset({RESULT, FIGURES})

    def _is_known(self, state: Mapping[str, Any]) -> bool:
        options = {question.id: {option.key for option in question.options} for question in self.guide.questions}
        if state["at"] not in {*options, *self._sides, WHICH, RESUME}:
            return False
        return all(
            value in options.get(key, ()) or (key in self.content.numbers and _is_number(value))
            for key, value in state["answers"].items()
        )


def _is_rate(said: Mapping[str, str]) -> bool:
    """Whether all that was said is a small sum of money for no time, as an hour's pay is."""
    return said.keys() == {"budget"} and Decimal(said["budget"]) * 100 <= HIGHEST_RATE


def _day(context: FlowContext) -> date:
    return context.now.astimezone(LONDON).date()


def _is_number(value: str) -> bool:
    return bool(re.fullmatch(r"\d{1,7}(?:\.\d{1,28})?", value))
