"""The way to a person: what it is about, a name, how and when to reach them, and consent. Pure.

State: at (the question), kind (of the request), came_as (its kind at the start), draft (what was given), given (the
questions answered), misses (contacts that could not be read), slots (what was offered as times for a call, as
`common.call_back_slots.Slot.kept`). Nothing leaves it before consent: then the effect `create_referral` carries the
draft.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from common.call_back_slots import Slot
from common.replies import Reply, Table, Words
from knowledge.contact import read_contact, without_ringing
from knowledge.flow import Effect, FlowContext, FlowResult, Move, Option, Pending
from knowledge.flow_words import REGISTERS, Saying, fill, offered, simple_only
from knowledge.hand_over_content import HandOver, Question, load_hand_over
from language.choices import whole_family

NAME = "hand_over"
ABOUT, COMPLAINT, CALLER, CONTACT, WHEN, CONSENT = "about", "complaint", "name", "contact", "when", "consent"
WAY, NEEDS, MISSED, LIVE_CONSENT = "way", "needs", "missed", "live_consent"
FIELDS = {
    **{ABOUT: "about", COMPLAINT: "about", CALLER: "name", CONTACT: "contact"},
    **{WHEN: "when", NEEDS: "needs", MISSED: "missed"},
}
SLOT = "slot_"
"""How the values, and the options, of the times for a call are called: slot_1, slot_2, ..."""
YES_AND_TEXT = "yes_text"
"""A yes to passing on that asks for the reference by text too."""
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
        question = self._question(state, context)
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
        if at in (ABOUT, COMPLAINT, CALLER) and whole_family(typed):
            # "No" to "what is it about?" or to a name is somebody who would rather not say, and no text to pass on.
            if whole_family(typed) == "yes":
                return self._ask(state, context)
            typed, label = "", label or ""
        if label is None and not typed:
            return self._ask(state, context)
        draft = {**state["draft"], FIELDS[at]: typed or ("" if move.option in NOTHING else label)}
        if at == WHEN:
            draft["text_only"] = "yes" if move.option == "text_only" else ""
            draft["slot"] = "" if typed else _slot_of(state, move.option)
            draft["when"] = Slot.read(draft["slot"]).in_words() if draft["slot"] else draft["when"]
        if at == MISSED:
            draft = {**draft, **_if_missed(typed, move.option)}
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
        if option not in ("yes", YES_AND_TEXT):
            return self._end("not_passed_on", context)
        draft = state["draft"]
        if draft.get("slot") and (why := _why_gone(Slot.read(draft["slot"]), context)):
            return self._say_and_ask(why, {**state, "at": WHEN, "draft": {**draft, "slot": ""}}, context)
        values = {key: draft.get(key, "") for key in ("name", "contact", "contact_kind", "about", "when")}
        passed_on = ("category", "needs", "slot", "missed", "voicemail", "second")
        extra = {key: draft[key] for key in passed_on if draft.get(key)}
        if option == YES_AND_TEXT:
            extra["text_reference"] = "yes"
        effect = Effect("create_referral", {"kind": state["kind"], **values, **extra})
        # The action knows these two only once it has made the referral.
        known = {key: value for key, value in self._values(context).items() if key != "promised_by"}
        done = self._reply(self.words.sayings["done"], context, known, state)
        return FlowResult(None, (done,), effects=(effect,))

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
        why = self.words.questions[state["at"]].why
        return self._before(self._reply(why, context), self._ask(state, context))

    def _simpler(self, state: State, move: Move, context: FlowContext) -> FlowResult:
        result = self._ask(state, context)
        return replace(result, replies=tuple(replace(each, words=simple_only(each.words)) for each in result.replies))

    def _ask(self, state: State, context: FlowContext) -> FlowResult:
        if state["at"] == WHEN:
            state = {**state, "slots": _slots_in(context)}
        question = self._question(state, context)
        reply = self._reply(question.ask, context, state=state)
        words = replace(reply.words, sms=reply.words.sms.replace("{slots}", _numbered(question.options)))
        choices = tuple(offered(option) for option in question.options)
        return FlowResult(state, (replace(reply, words=words, choices=choices),), self._pending(state, context))

    def _asks(self, key: str, state: State, context: FlowContext) -> FlowResult:
        """A saying that stands for the question, with its options."""
        options = self._question(state, context).options
        reply = self._reply(self.words.sayings[key], context)
        asked = replace(reply, choices=tuple(offered(option) for option in options))
        return FlowResult(state, (asked,), self._pending(state, context))

    def _say_and_ask(self, key: str, state: State, context: FlowContext) -> FlowResult:
        return self._before(self._reply(self.words.sayings[key], context), self._ask(state, context))

    def _end(self, key: str, context: FlowContext) -> FlowResult:
        return FlowResult(None, (self._reply(self.words.sayings[key], context),))

    def _reply(
        self,
        saying: Saying,
        context: FlowContext,
        values: Mapping[str, str] | None = None,
        state: Mapping[str, Any] | None = None,
    ) -> Reply:
        values = self._values(context) if values is None else dict(values)
        values = {**values, "by_when": _by_when(state or {}, values)}
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
        asked = [at for at in (WHEN, NEEDS, MISSED) if by_phone or at in (*state["given"], state["at"])]
        return [*first, CALLER, CONTACT, *asked, CONSENT]

    def _pending(self, state: State, context: FlowContext) -> Pending:
        question = self._question(state, context)
        return Pending(NAME, state["at"], question.options, question.free_text)

    def _question(self, state: State, context: FlowContext) -> Question:
        """The question with the options that it has now: times for a call, and a text only where one can be sent."""
        question = self.words.questions[state["at"]]
        if state["at"] == WHEN:
            times = enumerate(state.get("slots", ()), 1)
            slots = [Option(f"{SLOT}{number}", Slot.read(kept).in_short()) for number, kept in times]
            return replace(question, options=(*slots, *question.options))
        can_text = context.values.get("texts") == "yes" and context.channel != "sms"
        if state["at"] == CONSENT and not (can_text and state["draft"].get("contact", "").startswith("07")):
            return replace(question, options=tuple(each for each in question.options if each.key != YES_AND_TEXT))
        return question

    @staticmethod
    def _values(context: FlowContext) -> dict[str, str]:
        return dict(context.values)

    @staticmethod
    def _before(first: Reply, result: FlowResult) -> FlowResult:
        return replace(result, replies=(replace(first, choices=()), *result.replies))


def _with_line(text: str, line: str) -> str:
    return text.replace("{phone_line}", line)


def _slots_in(context: FlowContext) -> list[str]:
    keys = sorted(key for key in context.values if key.startswith(SLOT))
    return [context.values[key] for key in keys]


def _slot_of(state: State, option: str | None) -> str:
    """The time for a call that an option means, or an empty text."""
    slots = state.get("slots", ())
    return next((kept for number, kept in enumerate(slots, 1) if option == f"{SLOT}{number}"), "")


def _why_gone(slot: Slot, context: FlowContext) -> str:
    """The saying for a time that can't be had any more, or an empty text: it has begun, or others have filled it."""
    if slot.begins <= context.now:
        return "slot_gone"
    return "slot_full" if slot.ends.isoformat() in context.values.get("full", "").split() else ""


def _if_missed(typed: str, option: str | None) -> dict[str, str]:
    """May a voicemail be left, and is there a second number? Without a plain yes, none is left."""
    second = read_contact(typed)
    is_number = second is not None and second.kind in ("phone", "text")
    return {
        "voicemail": "yes" if option == "voicemail" and not typed else "no",
        "second": second.value if second is not None and is_number else "",
    }


def _by_when(state: Mapping[str, Any], values: Mapping[str, str]) -> str:
    """ "on Thursday 26 November, 9am to midday" when that was chosen, else "by" what is promised to everybody."""
    slot = (state.get("draft") or {}).get("slot")
    return f"on {Slot.read(slot).in_words()}" if slot else f"by {values.get('promised_by', '{promised_by}')}"


def _numbered(options: Sequence[Option]) -> str:
    """Options as a text message offers them: "1 Thu 26 Nov 9am to midday, 2 any time"."""
    labels = [each.label if each.key.startswith(SLOT) else each.label.lower() for each in options]
    return ", ".join(f"{number} {label}" for number, label in enumerate(labels, 1))
