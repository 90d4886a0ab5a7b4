"""Who are you: asks for proof before anybody is shown their money. What is typed goes to casework, and nowhere else."""

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import place, reasons
from actions.effects import context_of
from actions.flows import FlowAction, apply, take_move
from actions.misses import offer_a_person
from actions.resuming import nothing_pending
from actions.turn import Turn
from casework.identity import proving
from casework.identity.outgoing import Way
from casework.identity.proving import Asking, Step
from casework.identity.sessions import Verified
from casework.scripts import contacts
from common.outcomes import Outcome
from knowledge.flow import FlowResult, Move
from knowledge.identity import CAME, HELPLINE, NAME, READ_OUT, SHOW, TO_A_PERSON, TYPED
from knowledge.identity_reading import BIRTH, CODE, REFERENCE

LOCKED_OUT = (CAME + "locked", CAME + "limited")
"""After these nothing is shown here today, and a person is offered."""
_UNREADABLE = {CODE: "six", BIRTH: "date_miss"}


def ask_who(turn: Turn, tracker: Tracker, then: str) -> list[EventType]:
    """Begin to ask who somebody is. then: the topic to show once they have proved it, a key and no words of theirs.

    Returns the slots that steer the rules. After success `actions.balance.show` is called with the topic.
    """
    with turn.services.database.read() as connection:
        is_open = proving.is_open(connection, turn.conversation_id, turn.now)
        is_locked = proving.is_locked(connection, turn.conversation_id, turn.now)
    if is_locked:
        turn.save_progress(NAME, {"at": REFERENCE, "then": then})
        return _take(turn, tracker, Move("answer", option=CAME + "limited"))
    if (turn.progress(NAME) or {}).get("at") in (BIRTH, CODE) and not is_open:
        turn.save_progress(NAME, None)
    if turn.typed is not None and turn.channel == "web" and turn.progress(NAME) is None:
        turn.save_progress(NAME, {"at": REFERENCE, "then": then})
        return take_typed(turn, tracker)
    return _take(turn, tracker, Move("start", option=then))


class ActionIdentity(FlowAction):
    """Takes the answers to who somebody is."""

    flow = NAME

    def name(self) -> str:
        return "action_identity"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        return take_typed(turn, tracker) if turn.typed is not None else super().answer(turn, tracker)

    def take(self, turn: Turn, tracker: Tracker, move: Move) -> list[EventType]:
        at = (turn.progress(NAME) or {}).get("at")
        if turn.typed is not None:
            move = Move("answer", option=TYPED)
        if move.kind != "answer" or not at or not turn.services.settings.features.balance:
            return _take(turn, tracker, move)
        if move.option == TYPED and turn.typed is None:
            return _take(turn, tracker, Move("answer", option=CAME + _UNREADABLE.get(at, "")))
        step = _looked_at(turn, str(at), move)
        if step is None:
            return _take(turn, tracker, move)
        for write in step.writes:
            turn.stage(write)
        return _take(turn, tracker, Move("answer", option=CAME + step.came), step)


def take_typed(turn: Turn, tracker: Tracker) -> list[EventType]:
    """Take what was typed in answer, though another question had come between."""
    return ActionIdentity().take(turn, tracker, Move("where"))


def _looked_at(turn: Turn, at: str, move: Move) -> Step | None:
    """What casework makes of an answer; None when there is nothing for it to look at."""
    typed, asking = turn.typed, _asking(turn)
    with turn.services.database.read() as connection:
        if at == CODE and move.option == "again":
            return proving.send_again(connection, asking)
        if move.option != TYPED or typed is None:
            return None
        if at == REFERENCE:
            step = proving.give_reference(connection, asking, typed.reference)
            if step.challenge is None or not typed.dates:
                return step
            then = proving.give_birth(connection, asking, typed.dates, step.challenge)
            return replace(then, came="given_both", writes=(*step.writes, *then.writes))
        if at == BIRTH:
            return proving.give_birth(connection, asking, typed.dates) if typed.dates else Step("date_miss")
        if at != CODE:
            return None
        if typed.puts_right:
            return Step("put_right")
        return proving.try_code(connection, asking, typed.code) if len(typed.code) == 6 else Step("six")


def _asking(turn: Turn) -> Asking:
    settings, services = turn.services.settings.identity, turn.services
    by: dict[Way, str] = {"text": settings.codes_by_text, "email": settings.codes_by_email}
    return Asking(
        conversation_id=turn.conversation_id,
        at=turn.now,
        address=services.origins.of(turn.conversation_id),
        key=services.identity_key,
        ways=frozenset(way for way, sender in by.items() if sender != "none"),
        codes_per_hour=settings.codes_per_hour,
        contact_change_days=services.settings.budgets.contact_change_days,
        actor=_adviser(turn) or "person",
    )


def _adviser(turn: Turn) -> str:
    """The user name of the adviser who has this contact in hand in script mode; empty anywhere else."""
    if turn.channel != "adviser":
        return ""
    with turn.services.database.read() as connection:
        return contacts.adviser_of(connection, turn.conversation_id) or ""


def _take(turn: Turn, tracker: Tracker, move: Move, step: Step | None = None) -> list[EventType]:
    if not turn.services.settings.features.balance:
        return take_move(turn, tracker, NAME, move)
    context = context_of(turn, NAME)
    told = {"left": str(step.left) if step else "", READ_OUT: _adviser(turn)}
    context = replace(context, values={**context.values, **told})
    result = turn.services.flows[NAME].move(turn.progress(NAME), move, context)
    effects = {effect.kind: effect.values for effect in result.effects}
    if TO_A_PERSON in effects:
        _leave(turn)
        return take_move(turn, tracker, "hand_over", Move("start"))
    if SHOW in effects and step is not None and step.verified is not None:
        return _show(turn, tracker, result, step.verified, effects[SHOW].get("then", ""))
    if result.state is None:
        turn.outcomes.append(Outcome.IDENTITY_REFUSED)
        if move.option in LOCKED_OUT:
            reasons.note_reason(turn, "locked")
            return [*apply(turn, NAME, replace(_with_helplines(turn, result), effects=())), *offer_a_person()]
    return apply(turn, NAME, replace(_with_helplines(turn, result), effects=()))


def _show(turn: Turn, tracker: Tracker, result: FlowResult, verified: Verified, topic: str) -> list[EventType]:
    from actions.balance import show  # which asks who somebody is: each needs the other

    _leave(turn)
    for reply in result.replies:
        turn.say(reply, Outcome.SOCIAL)
    return [SlotSet("last_answer", None), *nothing_pending(), *show(turn, tracker, verified, topic)]


def _leave(turn: Turn) -> None:
    turn.save_progress(NAME, None)
    place.leave(turn, NAME)


def _with_helplines(turn: Turn, result: FlowResult) -> FlowResult:
    """The result with the helpline that its first reply names."""
    keys = [effect.values["key"] for effect in result.effects if effect.kind == HELPLINE]
    if not keys:
        return result
    contacts = tuple(turn.services.helpline(key) for key in keys)
    return replace(result, replies=(replace(result.replies[0], contacts=contacts), *result.replies[1:]))
