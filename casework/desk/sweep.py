"""Nobody waits into silence: each state of a case has a time limit and a next step. Run every few seconds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.engine import Connection

from casework import conversations, inbox, outbox
from casework.database import Database
from casework.desk import accounts, attempts, cases, tables, work
from casework.desk.cases import Case, note_event
from casework.notices import staging
from common.outcomes import Outcome

_T = tables.desk_case
Say = Callable[[str, Case], Mapping[str, Any]]
"""The JSON of a reply by the id of its wording: `desk_not_reached`, `desk_adviser_gone`, `desk_call_late`."""


@dataclass(frozen=True)
class Limits:
    """How long each state lasts at most. `closes`: whether the office is closed now, so that nobody will come."""

    longest_wait: timedelta
    adviser_silent: timedelta
    person_silent: timedelta
    wrap_up: timedelta
    kept_in_hand: timedelta
    is_closed: bool = False


def sweep(database: Database, at: datetime, limits: Limits, say: Say) -> list[tuple[str, str]]:
    """Take the next step wherever a time is up; returns what was done, as (kind, reference). One transaction a case."""
    with database.read() as connection:
        found = _due(connection, at, limits)
    done = []
    for kind, case in found:
        with database.write() as connection:
            now = cases.get(connection, case.id)
            # It may have moved on between reading and writing.
            if now is None or (kind, now) not in _due_of(connection, [now], at, limits):
                continue
            if _STEPS[kind](connection, now, at, say):
                done.append((kind, case.reference))
    return done


def _due(connection: Connection, at: datetime, limits: Limits) -> list[tuple[str, Case]]:
    return _due_of(connection, cases.where(connection, _T.c.state != "closed"), at, limits)


def _due_of(connection: Connection, found: list[Case], at: datetime, limits: Limits) -> list[tuple[str, Case]]:
    due = []
    for case in found:
        if case.breached_at is None and _can_be_late(case) and at > case.due_at:
            due.append(("breached", case))
        if kind := _step(connection, case, at, limits):
            due.append((kind, case))
    return due


def _can_be_late(case: Case) -> bool:
    """A live chat until it is taken; a call-back or referral until it is closed."""
    return case.state == "waiting" or (case.way != "live" and case.state == "taken")


def _step(connection: Connection, case: Case, at: datetime, limits: Limits) -> str | None:
    since = at - case.state_since
    if case.state == "wrap_up":
        return "written_up" if since > limits.wrap_up else None
    if case.way != "live":
        if case.state != "taken" or at - case.active_at <= limits.kept_in_hand:
            return None
        return "tried_out" if attempts.unanswered(connection, case.id) >= attempts.MOST else "put_back"
    if case.state == "waiting":
        return "not_reached" if since > limits.longest_wait or limits.is_closed else None
    adviser = accounts.get(connection, case.adviser_id) if case.adviser_id else None
    if adviser is None or (not adviser.is_here(at) and since > accounts.HEARTBEAT):
        return "adviser_gone"
    if _waits_for(connection, case) == "adviser":
        return "adviser_gone" if at - case.active_at > limits.adviser_silent else None
    return "person_gone" if at - case.active_at > limits.person_silent else None


def _waits_for(connection: Connection, case: Case) -> str:
    """Who has to say the next word: whoever did not say the last one."""
    assert case.conversation_id is not None
    said = outbox.since(connection, case.conversation_id, limit=1)
    asked = inbox.recent(connection, case.conversation_id, limit=1)
    if asked and (not said or asked[-1].at > said[-1].created_at):
        return "adviser"
    return "person" if case.active_at > case.state_since else "adviser"


def _breached(connection: Connection, case: Case, at: datetime, say: Say) -> bool:
    late = update(_T).where(_T.c.id == case.id, _T.c.breached_at.is_(None))
    if connection.execute(late.values(breached_at=at)).rowcount != 1:
        return False
    note_event(connection, case.id, at, "late")
    staging.about_case(connection, "late", case.id, case.reference, at)
    if case.way != "live" and not attempts.was_tried(connection, case.id):
        _tell(connection, case, at, say("desk_call_late", case))
    return True


def _tell(connection: Connection, case: Case, at: datetime, reply: Mapping[str, Any]) -> None:
    """Say something in the person's chat, if there still is one and nobody else talks with them there."""
    conversation = conversations.get(connection, case.conversation_id) if case.conversation_id else None
    if conversation is not None and conversation.owner == "bot":
        outbox.add(connection, conversation.id, None, [dict(reply)], Outcome.HANDED_OVER, at)


def _not_reached(connection: Connection, case: Case, at: datetime, say: Say) -> bool:
    """Nobody came: say so, and offer a call-back. The bot has the conversation again."""
    if not work.move(connection, case, "waiting", "closed", at, outcome="not_reached", closed_at=at):
        return False
    summary = {"with": "", "reference": case.reference, "agreed": "nobody was free", "at": at.isoformat()}
    work.return_to_bot(connection, case, "waiting", summary, [say("desk_not_reached", case)], at)
    note_event(connection, case.id, at, "offered_call_back")
    staging.about_case(connection, "nobody_takes", case.id, case.reference, at)
    return True


def _adviser_gone(connection: Connection, case: Case, at: datetime, say: Say) -> bool:
    """The adviser has gone silent: the person is back in the queue, at the place where they first were."""
    if not work.to_queue(connection, case, at, case.adviser_id):
        return False
    note_event(connection, case.id, at, "adviser_silent")
    if case.conversation_id is not None:
        said = [dict(say("desk_adviser_gone", case))]
        outbox.add(connection, case.conversation_id, None, said, Outcome.PASSED_ON, at)
    return True


def _person_gone(connection: Connection, case: Case, at: datetime, say: Say) -> bool:
    """The person has gone silent: the chat ends, the bot is there when they come back."""
    if not work.move(connection, case, "taken", "wrap_up", at, case.adviser_id):
        return False
    summary = {"with": "", "reference": case.reference, "agreed": "the person went silent", "at": at.isoformat()}
    work.return_to_bot(connection, case, "adviser", summary, [say("desk_person_gone", case)], at)
    note_event(connection, case.id, at, "person_silent")
    return True


def _written_up(connection: Connection, case: Case, at: datetime, say: Say) -> bool:
    if not work.move(connection, case, "wrap_up", "closed", at, outcome="not_recorded", closed_at=at):
        return False
    note_event(connection, case.id, at, "closed", "not_recorded")
    return True


def _put_back(connection: Connection, case: Case, at: datetime, say: Say) -> bool:
    if not work.to_queue(connection, case, at, case.adviser_id):
        return False
    note_event(connection, case.id, at, "put_back")
    return True


def _tried_out(connection: Connection, case: Case, at: datetime, say: Say) -> bool:
    """Three tries, and nobody chose another way: it ends, and the person is told how to be heard again."""
    if not work.move(connection, case, "taken", "closed", at, case.adviser_id, outcome="no_answer", closed_at=at):
        return False
    work.follow_referral(connection, case, "done", at)
    note_event(connection, case.id, at, "closed", "no_answer")
    _tell(connection, case, at, say("desk_could_not_reach", case))
    return True


_STEPS: dict[str, Callable[[Connection, Case, datetime, Say], bool]] = {
    "breached": _breached,
    "not_reached": _not_reached,
    "adviser_gone": _adviser_gone,
    "person_gone": _person_gone,
    "written_up": _written_up,
    "put_back": _put_back,
    "tried_out": _tried_out,
}
