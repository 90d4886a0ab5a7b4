"""The way to a person: what it is about, a name, how and when to reach them, and consent. Pure.

State: at (the question), kind (of the request), came_as (its kind at the start), draft (what was given), given (the
questions answered), misses (contacts that could not be read). Nothing leaves it before consent: then the effect
`create_referral` carries the draft.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from common.replies import Reply, Table, Words
from knowledge.contact import read_contact, without_ringing
from knowledge.flow import Effect, FlowContext, FlowResult, Move, Pending
from knowledge.flow_words import REGISTERS, Saying, fill, simple_only
from knowledge.hand_over_content import HandOver, Question, load_hand_over

NAME = "hand_over"
ABOUT, COMPLAINT, CALLER, CONTACT, WHEN, CONSENT = "about", "complaint", "name", "contact", "when", "consent"
WAY, NEEDS, LIVE_CONSENT = "way", "needs", "live_consent"
FIELDS = {ABOUT: "about", COMPLAINT: "about", CALLER: "name", CONTACT: "contact", WHEN: "when", NEEDS: "needs"}
NOTHING = ("skip", "nothing")
"""Options that leave their field empty."""
OFFER_PHONE_AT = 3

State = dict[str, Any]


@dataclass
class HandOverFlow:
    """Implements `knowledge.flow.Flow`."""

    words: HandOver
    name: str = NAME

    @staticmethod
    def load(folder: Path) -> "HandOverFlow":
        """Read knowledge/hand_over. Raises ContentError (file, line, problem, mend)."""
        return HandOverFlow(load_hand_over(folder))

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. A state of None begins; `option` of a start is call_back, complaint or None."""
        if state is None:
            return self._begin(move, context)
        moves: dict[str, Callable[[State, Move, FlowContext], FlowResult]] = {
            "start": self._start,
            "answer": self._answer,
            "next": self._skip,
            "skip": self._skip,
            "back": self._back,
            "change": self._change,
            "more": self._see,
            "why": self._why,
            "where": lambda state, move, context: self._say_and_ask("where", state, context),
            "simpler": self._simpler,
            "repeat": lambda state, move, context: self._ask(state, context),
            "start_over": lambda state, move, context: self._end("not_passed_on", context),
        }
        return moves[move.kind](dict(state), move, context)

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """The question that waits."""
        return self._ask(dict(state), context)

    def _begin(self, move: Move, context: FlowContext) -> FlowResult:
        kind = move.option if move.option in ("call_back", "complaint") else "referral"
        at = COMPLAINT if kind == "complaint" else ABOUT
        live = kind == "referral" and context.values.get("live") == "yes"
        state: State = {
            **{"at": at, "kind": kind, "came_as": kind, "draft": {}, "given": [], "misses": 0},
            **({"live": "yes"} if live else {}),
        }
        opening = "open" if context.values.get("open_now") == "yes" else "closed"
        return self._say_and_ask(opening, state, context)

    def _start(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        """Asked for a person again: what was typed is kept."""
        if not state["given"]:
            return self._begin(move, context)
        if move.option == "complaint" or (move.option == "call_back" and state["kind"] == "referral"):
            state = {**state, "kind": move.option}
        return self._say_and_ask("kept", state, context)

    def _answer(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        at = state["at"]
        question = self.words.questions[at]
        label = next((option.label for option in question.options if option.key == move.option), None)
        typed = (move.text or "").strip() if question.free_text else ""
        if at == CONSENT and label:
            return self._consent(state, str(move.option), context)
        if at == LIVE_CONSENT and label:
            return self._live_consent(state, str(move.option), context)
        if at == WAY and label:
            return self._given({**state, "way": str(move.option)}, context)
        if at == CONTACT and (label or typed):
            return self._contact(state, typed, context) if typed else self._end("ring", context)
        if label is None and not typed:
            return self._ask(state, context)
        draft = {**state["draft"], FIELDS[at]: typed or ("" if move.option in NOTHING else label)}
        if at == WHEN:
            draft["text_only"] = "yes" if move.option == "text_only" else ""
        if at == ABOUT:
            draft["category"] = str(move.option) if label else "other"
        kind = "complaint" if at == ABOUT and move.option == "complaint" else state["kind"]
        return self._given({**state, "draft": draft, "kind": kind}, context)

    def _contact(self, state: State, typed: str, context: FlowContext) -> FlowResult:
        contact = read_contact(typed)
        if contact is None:
            state = {**state, "misses": state["misses"] + 1}
            return self._asks(f"contact_miss_{min(state['misses'], OFFER_PHONE_AT)}", state, context)
        draft = {**state["draft"], "contact": contact.value, "contact_kind": contact.kind}
        return self._given({**state, "draft": draft, "misses": 0}, context)

    def _consent(self, state: State, option: str, context: FlowContext) -> FlowResult:
        if option == "what":
            return self._see(state, Move("more"), context)
        if option != "yes":
            return self._end("not_passed_on", context)
        draft = state["draft"]
        values = {key: draft.get(key, "") for key in ("name", "contact", "contact_kind", "about", "when")}
        extra = {key: draft[key] for key in ("category", "needs") if draft.get(key)}
        effect = Effect("create_referral", {"kind": state["kind"], **values, **extra})
        # The action knows these two only once it has made the referral.
        known = {key: value for key, value in self._values(context).items() if key != "promised_by"}
        return FlowResult(None, (self._reply(self.words.sayings["done"], context, known),), effects=(effect,))

    def _live_consent(self, state: State, option: str, context: FlowContext) -> FlowResult:
        if option == "what":
            return self._see(state, Move("more"), context)
        if option != "yes":
            return self._end("not_passed_on", context)
        if context.values.get("live") != "yes":  # the last adviser has gone while we talked
            return self._before(
                self._reply(self.words.sayings["live_gone"], context),
                self._go_on({**state, "way": "contact", "live": "yes"}, context),
            )
        draft = state["draft"]
        values = {key: draft.get(key, "") for key in ("name", "about")}
        effect = Effect("start_live", {**values, "category": draft.get("category", "other")})
        known = {key: value for key, value in self._values(context).items() if key != "queue"}
        return FlowResult(None, (self._reply(self.words.sayings["live_waiting"], context, known),), effects=(effect,))

    def _given(self, state: State, context: FlowContext) -> FlowResult:
        state = {**state, "given": [*dict.fromkeys([*state["given"], state["at"]])]}
        draft = state["draft"]
        if state["at"] in (CONTACT, WHEN) and draft.get("text_only"):
            written = without_ringing(draft["contact"])
            if written is None:
                return self._asks("landline", {**state, "at": CONTACT}, context)
            state = {**state, "draft": {**draft, "contact_kind": written}}
        return self._go_on(state, context)

    def _go_on(self, state: State, context: FlowContext) -> FlowResult:
        """The first question that is not answered yet; consent is always asked last."""
        at = next(question for question in self._path(state) if question not in state["given"])
        return self._ask({**state, "at": at}, context)

    def _skip(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        """What was typed before is kept."""
        if state["at"] == CONTACT and not state["draft"].get("contact"):
            return self._asks("contact_needed", state, context)
        if state["at"] in (CONSENT, LIVE_CONSENT):
            return self._ask(state, context)
        if state["at"] == WAY:
            state = {**state, "way": state.get("way", "contact")}
        return self._given(state, context)

    def _back(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        path = self._path(state)
        place = path.index(state["at"])
        if place == 0:
            return self._say_and_ask("first", state, context)
        return self._again(state, path[place - 1], context)

    def _change(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        if move.option in state["given"] and move.option in self._path(state):
            return self._again(state, str(move.option), context)
        return self._back(state, move, context)

    def _again(self, state: State, at: str, context: FlowContext) -> FlowResult:
        kind = state["came_as"] if at == ABOUT else state["kind"]
        given = [each for each in state["given"] if each != at]
        return self._ask({**state, "at": at, "kind": kind, "given": given}, context)

    def _see(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        """What an adviser will see."""
        draft, questions = state["draft"], self.words.questions
        rows = tuple(
            (questions[at].row, draft.get(FIELDS[at]) or self.words.not_given)
            for at in self._path(state)
            if at in FIELDS and not (at == ABOUT and state["kind"] == "complaint")
        )
        result = self._say_and_ask("see", state, context)
        table = Table(self.words.headings, rows, self.words.caption)
        return replace(result, replies=(replace(result.replies[0], table=table), *result.replies[1:]))

    def _why(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        return self._before(self._reply(self._question(state).why, context), self._ask(state, context))

    def _simpler(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        result = self._ask(state, context)
        return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))

    def _ask(self, state: State, context: FlowContext) -> FlowResult:
        question = self._question(state)
        reply = self._reply(question.ask, context)
        return FlowResult(state, (replace(reply, choices=question.choices),), self._pending(state))

    def _asks(self, key: str, state: State, context: FlowContext) -> FlowResult:
        """A saying that stands for the question, with its options."""
        reply = replace(self._reply(self.words.sayings[key], context), choices=self._question(state).choices)
        return FlowResult(state, (reply,), self._pending(state))

    def _say_and_ask(self, key: str, state: State, context: FlowContext) -> FlowResult:
        return self._before(self._reply(self.words.sayings[key], context), self._ask(state, context))

    def _end(self, key: str, context: FlowContext) -> FlowResult:
        return FlowResult(None, (self._reply(self.words.sayings[key], context),))

    def _reply(self, saying: Saying, context: FlowContext, values: Mapping[str, str] | None = None) -> Reply:
        values = self._values(context) if values is None else values
        line = self.words.phone_line if values.get("adult_social_care_phone") else self.words.no_phone_line
        words = Words(
            **{name: _with_line(getattr(saying.words, name), getattr(line, name).strip()) for name in REGISTERS}
        )
        return Reply(words=fill(words, values), choices=saying.choices)

    def _path(self, state: State) -> list[str]:
        """The questions in order. A time, and what helps, is only asked of those who are to be rung."""
        complaint = state["kind"] == "complaint"
        asked_about = not complaint or ABOUT in state["given"] or state["at"] == ABOUT
        first = [*([ABOUT] if asked_about else []), *([COMPLAINT] if complaint else [])]
        if state.get("live") and not complaint:
            first = [*first, WAY]
            if state.get("way") == "live":
                return [*first, CALLER, LIVE_CONSENT]
        by_phone = state["draft"].get("contact_kind", "phone") == "phone"
        asked = [at for at in (WHEN, NEEDS) if by_phone or at in (*state["given"], state["at"])]
        return [*first, CALLER, CONTACT, *asked, CONSENT]

    def _pending(self, state: State) -> Pending:
        question = self._question(state)
        return Pending(NAME, state["at"], question.options, question.free_text)

    def _question(self, state: State) -> Question:
        return self.words.questions[state["at"]]

    @staticmethod
    def _values(context: FlowContext) -> dict[str, str]:
        return dict(context.values)

    @staticmethod
    def _before(first: Reply, result: FlowResult) -> FlowResult:
        return replace(result, replies=(replace(first, choices=()), *result.replies))


def _with_line(text: str, line: str) -> str:
    return text.replace("{phone_line}", line)
