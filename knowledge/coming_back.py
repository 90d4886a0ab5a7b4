"""Keeping one's place under a code, and going on with one: a pure step function over words in knowledge/coming_back.

State: at (the question); journey, step, title (of the code that was given). No code and no word is ever in it.
What only the records can tell comes in the context's values, under the names of `Told`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from common.replies import Reply
from knowledge.coming_back_content import ComingBack, Question, load_coming_back
from knowledge.flow import Effect, FlowContext, FlowResult, Move, Pending
from knowledge.flow_words import simple_only

NAME = "coming_back"
CONSENT, AGAIN, CHOOSE, WORD, CODE, OPEN = "consent", "again", "choose", "word", "code", "open"
SAVE, CONTINUE = "save", "continue"
PURPOSE = "keep_my_place"
"""What people consent to, as casework notes it."""

_LEAVES: dict[str, str] = {CONSENT: "no", AGAIN: "no", CHOOSE: "no", WORD: "no", CODE: "lost", OPEN: "skip"}
"""What "skip" means at each question."""

State = dict[str, Any]


class Told:
    """Names of the context's values that the action fills in."""

    HAS_CODE = "has_code"  # yes: this conversation has a code that works
    HAS_WORD = "has_word"  # yes: there is a word to the code at hand
    LOOKED_UP = "looked_up"  # unreadable, unknown, too_many, found, locked: what a typed code came to
    JOURNEY, STEP, TITLE = "journey", "step", "title"  # of the code found
    CHECKED = "checked"  # right, wrong, last, gone: what a typed word came to
    LEFT = "left"  # tries left, in words
    TROUBLE = "trouble"  # of a word chosen, as knowledge.own_word says


@dataclass
class ComingBackFlow:
    """Implements `knowledge.flow.Flow`. `option` of a start: save or continue; its text may be a code."""

    words: ComingBack
    name: str = NAME

    @staticmethod
    def load(folder: Path) -> "ComingBackFlow":
        """Read knowledge/coming_back. Raises ContentError (file, line, problem, mend)."""
        return ComingBackFlow(load_coming_back(folder))

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. A state of None begins."""
        if state is None or move.kind == "start":
            return self._begin(move, context)
        moves: dict[str, Callable[[State, Move, FlowContext], FlowResult]] = {
            "answer": self._answer,
            "next": self._leave,
            "skip": self._leave,
            "back": self._back,
            "change": self._back,
            "more": self._more,
            "why": self._why,
            "where": lambda state, move, context: self._say_and_ask("where", state, context),
            "simpler": self._simpler,
            "repeat": lambda state, move, context: self._ask(state, context),
            "start_over": lambda state, move, context: self._begin(
                Move("start", CONTINUE if state["at"] in (CODE, OPEN) else SAVE), context
            ),
        }
        return moves[move.kind](dict(state), move, context)

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """The question that waits, once more."""
        return self._ask(dict(state), context)

    def _begin(self, move: Move, context: FlowContext) -> FlowResult:
        if move.option != CONTINUE:
            return self._ask({"at": AGAIN if context.values.get(Told.HAS_CODE) else CONSENT}, context)
        return self._code_given(context) if move.text else self._ask({"at": CODE}, context)

    def _answer(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        at, option, typed = state["at"], move.option, (move.text or "").strip()
        if typed and at == CODE and option is None:
            return self._code_given(context)
        if typed and at == WORD and option is None:
            return self._word_chosen(typed, context)
        if typed and at == OPEN and option is None:
            return self._word_given(state, context)
        answers: dict[tuple[str, str | None], Callable[[], FlowResult]] = {
            (CONSENT, "yes"): lambda: self._make(context, Effect("consent", {"given": "yes"})),
            (CONSENT, "no"): lambda: self._end("not_kept", context, Effect("consent", {"given": "no"})),
            (CONSENT, "what"): lambda: self._more(state, Move("more"), context),
            (AGAIN, "yes"): lambda: self._make(context),
            (AGAIN, "no"): lambda: self._end("ready", context),
            (CHOOSE, "yes"): lambda: self._ask({"at": WORD}, context),
            (CHOOSE, "no"): lambda: self._end("ready", context),
            (WORD, "no"): lambda: self._end("ready", context),
            (CODE, "lost"): lambda: self._end("lost", context),
            (OPEN, "skip"): lambda: self._end("closed", context),
        }
        return answers.get((at, option), lambda: self._ask(state, context))()

    def _make(self, context: FlowContext, *effects: Effect) -> FlowResult:
        """A new code. One that has a word already keeps it."""
        made = replace(self._said("made", {}, context), choices=())
        effects = (*effects, Effect("make_code"))
        if context.values.get(Told.HAS_WORD):
            return FlowResult(None, (made, self._said("ready_with_word", {}, context)), effects=effects)
        asked = self._ask({"at": CHOOSE}, context)
        return replace(asked, replies=(made, *asked.replies), effects=effects)

    def _word_chosen(self, typed: str, context: FlowContext) -> FlowResult:
        trouble = context.values.get(Told.TROUBLE)
        if trouble:
            return self._asks(f"word_{trouble}", {"at": WORD}, context)
        return self._end("ready_with_word", context, Effect("set_word", {"word": typed}))

    def _code_given(self, context: FlowContext) -> FlowResult:
        came_to = context.values.get(Told.LOOKED_UP, "unreadable")
        if came_to == "too_many":
            return self._end("too_many", context)
        if came_to == "unreadable":
            return self._asks("unreadable", {"at": CODE}, context)
        if came_to == "unknown":
            return replace(self._asks("unknown", {"at": CODE}, context), effects=(Effect("wrong_code"),))
        journey = {name: context.values[name] for name in (Told.JOURNEY, Told.STEP, Told.TITLE)}
        join = Effect("join", {Told.JOURNEY: journey[Told.JOURNEY]})
        if came_to == "found" and context.values.get(Told.HAS_WORD):
            return replace(self._ask({"at": OPEN, **journey}, context), effects=(join,))
        return self._end("found_locked" if came_to == "locked" else "found", context, join)

    def _word_given(self, state: State, context: FlowContext) -> FlowResult:
        came_to, journey = context.values.get(Told.CHECKED), {Told.JOURNEY: state[Told.JOURNEY]}
        if came_to == "right":
            return self._end("opened", context, Effect("open", journey))
        if came_to == "wrong":
            return replace(self._asks("wrong_word", state, context), effects=(Effect("wrong_word", journey),))
        if came_to == "last":
            return self._end("locked", context, Effect("wrong_word", journey))
        return self._end("closed", context)

    def _leave(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._answer(state, Move("answer", _LEAVES[state["at"]]), context)

    def _back(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        before = {WORD: CHOOSE, OPEN: CODE}.get(state["at"], state["at"])
        return self._ask({"at": before}, context)

    def _more(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if state["at"] in (CODE, OPEN):
            return self._why(state, move, context)
        if state["at"] == CONSENT:
            asked = self._asks("may_i", state, context)
            return replace(asked, replies=(replace(self._said("kept", state, context), choices=()), *asked.replies))
        return self._say_and_ask("kept", state, context)

    def _why(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        asked = self._ask(state, context)
        return replace(asked, replies=(self._question(state).why.reply(context.values), *asked.replies))

    def _simpler(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        asked = self._ask(state, context)
        return replace(asked, replies=tuple(replace(each, words=simple_only(each.words)) for each in asked.replies))

    def _ask(self, state: State, context: FlowContext) -> FlowResult:
        question = self._question(state)
        reply = question.ask.reply(self._values(state, context), *question.choices)
        return FlowResult(state, (reply,), self._pending(state))

    def _asks(self, key: str, state: State, context: FlowContext) -> FlowResult:
        """A saying that stands for the question, with its options."""
        reply = replace(self._said(key, state, context), choices=self._question(state).choices)
        return FlowResult(state, (reply,), self._pending(state))

    def _say_and_ask(self, key: str, state: State, context: FlowContext) -> FlowResult:
        asked = self._ask(state, context)
        return replace(asked, replies=(replace(self._said(key, state, context), choices=()), *asked.replies))

    def _end(self, key: str, context: FlowContext, *effects: Effect) -> FlowResult:
        return FlowResult(None, (self._said(key, {}, context),), effects=effects)

    def _said(self, key: str, state: State, context: FlowContext) -> Reply:
        return self.words.sayings[key].reply(self._values(state, context))

    def _pending(self, state: State) -> Pending:
        question = self._question(state)
        return Pending(NAME, state["at"], question.options, question.free_text)

    def _question(self, state: State) -> Question:
        return self.words.questions[state["at"]]

    @staticmethod
    def _values(state: State, context: FlowContext) -> dict[str, str]:
        return {**context.values, **{name: str(state[name]) for name in (Told.STEP, Told.TITLE) if name in state}}
