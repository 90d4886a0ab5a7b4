"""Who are you: a reference, a date of birth, then a code that was sent to the contact on record. Pure.

What somebody types never comes here: the action has casework look at it, and this is told what it came to. State: at
(the question), then (the topic to show afterwards). Nothing in it says who anybody is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from common.replies import Reply
from knowledge.flow import Effect, FlowContext, FlowResult, Move, Pending
from knowledge.flow_words import simple_only
from knowledge.identity_content import IdentityWords, load_identity
from knowledge.identity_reading import BIRTH, CODE, REFERENCE

NAME = "identity"
OWN_PHONE = "own_phone"
ALONE = "alone"
"""Asked on the adviser channel, in a way that is answered by yes or no alone: somebody may be listening."""
READ_OUT = "read_out"
"""The value that says that an adviser has this contact in hand: the person reads the code out to them."""
ONE_READER = "one_reader"
"""The value that says that a person has said before that nobody else reads the phone: they are not asked again."""
TYPED = "typed"
"""The option of an answer that was typed, and which nobody but casework reads."""
CAME = "came:"
"""In front of the option of a move: what casework made of what was typed."""
TO_A_PERSON, SHOW, HELPLINE = "to_a_person", "show", "helpline"
"""Effects: lead on to a person; show what was asked for (value `then`); show a helpline (value `key`) beside it."""

State = dict[str, Any]


@dataclass
class IdentityFlow:
    """Implements `knowledge.flow.Flow`."""

    words: IdentityWords
    name: str = NAME

    @staticmethod
    def load(folder: Path) -> "IdentityFlow":
        """Read knowledge/identity. Raises ContentError (file, line, problem, mend)."""
        return IdentityFlow(load_identity(folder))

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. `option` of a start is the topic to show afterwards; of an answer, an option or came:..."""
        if state is None or state.get("at") not in self.words.questions:
            return self._begin(move.option if move.kind == "start" else None, context)
        moves: dict[str, Callable[[State, Move, FlowContext], FlowResult]] = {
            "start": self._start,
            "answer": self._answer,
            "back": self._back,
            "change": self._back,
            "next": self._no_skip,
            "skip": self._no_skip,
            "more": self._why,
            "why": self._why,
            "simpler": self._simpler,
            "where": lambda state, move, context: self._ask(state, context),
            "repeat": lambda state, move, context: self._ask(state, context),
            "start_over": lambda state, move, context: self._begin(state.get("then"), context),
        }
        return moves[move.kind](dict(state), move, context)

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """The question that waits."""
        return self._ask(dict(state), context)

    def _begin(self, then: str | None, context: FlowContext) -> FlowResult:
        needed = {"adviser": READ_OUT, "sms": "figures_by_sms"}.get(context.channel)
        if needed and not context.values.get(needed):
            return self._end("not_here", context)
        first = {"adviser": ALONE, "sms": OWN_PHONE}.get(context.channel, REFERENCE)
        at = REFERENCE if first == OWN_PHONE and context.values.get(ONE_READER) else first
        return self._say_and_ask("begin", {"at": at, "then": then or ""}, context)

    def _start(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._ask({**state, "then": move.option or state.get("then", "")}, context)

    def _answer(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        option, at = move.option or "", state["at"]
        if option.startswith(CAME):
            return self._came(state, option.removeprefix(CAME), context)
        if option == "person":
            return FlowResult(None, (), effects=(Effect(TO_A_PERSON),))
        if option == "shared" or (at in (OWN_PHONE, ALONE) and option in ("yes", "not_sure")):
            return replace(self._end("private_way", context), effects=(Effect(HELPLINE, {"key": "ndah"}),))
        if at in (OWN_PHONE, ALONE) and option == "no":
            return self._ask({**state, "at": REFERENCE}, context)
        explained = {(REFERENCE, "no_reference"): "no_reference", (CODE, "not_come"): "not_come"}.get((at, option))
        return self._say_and_ask(explained, state, context) if explained else self._ask(state, context)

    def _came(self, state: State, came: str, context: FlowContext) -> FlowResult:
        at = state["at"]
        if came == "given" and at == REFERENCE:
            return self._ask({**state, "at": BIRTH}, context)
        if came in ("given", "given_both"):
            return self._say_and_ask("sent", {**state, "at": CODE}, context)
        if came == "right":
            return FlowResult(None, (self._reply("right", context),), effects=(Effect(SHOW, {"then": state["then"]}),))
        if came in ("lapsed", "put_right"):
            return self._say_and_ask(came, {**state, "at": REFERENCE}, context)
        if came in ("locked", "limited"):
            return self._end(came, context)
        return self._instead(came, state, context) if came in self.words.sayings else self._ask(state, context)

    def _back(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["at"] in (BIRTH, CODE):
            return self._ask({**state, "at": REFERENCE}, context)
        return self._end("left", context)

    def _no_skip(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._instead("no_skip", state, context)

    def _why(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        why = self.words.questions[state["at"]].why.reply(context.values)
        return self._before(why, self._ask(state, context))

    def _simpler(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        result = self._ask(state, context)
        return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))

    def _ask(self, state: State, context: FlowContext) -> FlowResult:
        question = self.words.questions[state["at"]]
        return FlowResult(state, (question.ask.reply(context.values, *question.choices),), self._pending(state))

    def _instead(self, key: str, state: State, context: FlowContext) -> FlowResult:
        """A saying that stands for the question, with its options."""
        reply = self.words.sayings[key].reply(context.values, *self.words.questions[state["at"]].choices)
        return FlowResult(state, (reply,), self._pending(state))

    def _say_and_ask(self, key: str, state: State, context: FlowContext) -> FlowResult:
        return self._before(self._reply(key, context), self._ask(state, context))

    def _end(self, key: str, context: FlowContext) -> FlowResult:
        return FlowResult(None, (self._reply(key, context),))

    def _reply(self, key: str, context: FlowContext) -> Reply:
        return self.words.sayings[key].reply(context.values)

    def _pending(self, state: State) -> Pending:
        """No free text: what is typed in answer is taken out before anything else reads it."""
        return Pending(NAME, state["at"], self.words.questions[state["at"]].options)

    @staticmethod
    def _before(first: Reply, result: FlowResult) -> FlowResult:
        return replace(result, replies=(replace(first, choices=()), *result.replies))
