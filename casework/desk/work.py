"""What is done with a case. Whoever takes one takes it alone: each step says what it expects, or fails.

A live case and its conversation change hands together. `at` is an aware moment; `by` is the adviser who acts.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from casework import audit, conversations, outbox, schema
from casework.desk import accounts, attempts, cases, tables
from casework.desk.accounts import Adviser
from casework.desk.cases import Case, note_event
from casework.desk.tables import CaseState, WrapUp
from casework.dialect import insert_or_ignore, upsert
from casework.errors import ReferenceTaken, TurnConflict
from casework.notices import staging
from casework.schema import Owner, Priority
from common.outcomes import Outcome

_T = tables.desk_case
SUMMARY = "desk_summary"
"""The slot in which Rasa finds what happened while a person had the conversation."""


def open_live(
    connection: Connection,
    *,
    reference: str,
    conversation_id: str,
    channel: str,
    category: str,
    name: str,
    about: str,
    needs: Mapping[str, str],
    priority: Priority,
    at: datetime,
    due_at: datetime,
    reason: str = "asked",
) -> None:
    """Put a conversation in the queue for a live chat. Raises TurnConflict when the bot no longer owns it."""
    if not conversations.set_owner(connection, conversation_id, "bot", "waiting", at):
        raise TurnConflict(f"conversation {conversation_id} is no longer the bot's")
    values = {"conversation_id": conversation_id, "way": "live", "category": category, "name": name, "about": about}
    details = {"needs": dict(needs), "priority": priority, "channel": channel, "due_at": due_at, "reason": reason}
    _open(connection, reference, at, **values, **details)


def open_for_referral(
    connection: Connection,
    *,
    reference: str,
    channel: str,
    category: str,
    needs: Mapping[str, str],
    at: datetime,
    reason: str = "asked",
    window_from: datetime | None = None,
) -> None:
    """Open the case of a request that was just made (same reference, priority and due date).

    window_from: from when on they may be rung, when they chose a time that ends when it is due.
    """
    referral = connection.execute(select(schema.referral).where(schema.referral.c.reference == reference)).one()
    by_phone = referral.kind != "complaint" and referral.contact_kind == "phone"
    _open(
        connection,
        reference,
        at,
        conversation_id=referral.conversation_id,
        referral_id=referral.id,
        way="call_back" if by_phone else "referral",
        category=category,
        reason=reason,
        window_from=window_from,
        name="",
        about="",
        needs=dict(needs),
        priority=referral.priority,
        channel=channel,
        due_at=referral.due_at,
    )


def take(connection: Connection, case_id: int, by: Adviser, at: datetime, most_live: int) -> bool:
    """Take a waiting case. False when somebody was faster, the person has left, or `most_live` chats are open."""
    # The adviser's own row first: two chats taken at once in two windows are counted one after the other.
    connection.execute(update(tables.adviser).where(tables.adviser.c.id == by.id).values(heartbeat_at=at))
    found = cases.get(connection, case_id)
    if found is None or (found.way == "live" and live_chats(connection, by.id) >= most_live):
        return False
    taken_at = found.taken_at or at
    if not move(connection, found, "waiting", "taken", at, adviser_id=by.id, taken_at=taken_at):
        return False
    if found.way == "live" and not _own(connection, found, "waiting", "adviser", at):
        move(connection, found, "taken", "closed", at, outcome="left", closed_at=at)
        return False
    follow_referral(connection, found, "taken", at)
    note_event(connection, case_id, at, "taken", adviser_id=by.id)
    audit.write(connection, at, actor=by.login, action="case_taken", subject=found.reference)
    return True


def transfer(connection: Connection, found: Case, by: Adviser, to: Adviser | None, at: datetime, why: str) -> bool:
    """Give a case in hand to a colleague, or (`to` None) back to the queue. False when it is no longer `by`'s."""
    if to is None and not to_queue(connection, found, at, by.id):
        return False
    if to is not None and not move(connection, found, "taken", "taken", at, by.id, adviser_id=to.id):
        return False
    where = to.name if to else "the queue"
    note_event(connection, found.id, at, "transferred", f"to {where}" + (f": {why}" if why else ""), by.id)
    audit.write(connection, at, by.login, "case_transferred", found.reference, to.login if to else "queue")
    return True


def note(connection: Connection, found: Case, by: Adviser, text: str, at: datetime, kind: str = "note") -> None:
    """Write a note, or (kind `attempt`) that somebody tried to reach the person."""
    note_event(connection, found.id, at, kind, text, by.id)
    connection.execute(update(_T).where(_T.c.id == found.id).values(active_at=at))
    audit.write(connection, at, actor=by.login, action=f"case_{kind}", subject=found.reference)


def say(connection: Connection, found: Case, by: Adviser, replies: Sequence[Mapping[str, Any]], at: datetime) -> bool:
    """Send messages to the person, behind all that was sent before. False when the chat is no longer `by`'s.

    `replies`: the JSON of common.replies.Reply, each of which arrives by itself.
    """
    mine = (_T.c.id == found.id, _T.c.state == "taken", _T.c.adviser_id == by.id, _T.c.way == "live")
    still = update(_T).where(*mine).values(active_at=at, adviser_typing_at=None)
    if found.conversation_id is None or connection.execute(still).rowcount != 1:
        return False
    for reply in replies:
        outbox.add(connection, found.conversation_id, None, [dict(reply)], Outcome.PASSED_ON, at)
    return True


def announce(connection: Connection, found: Case, reply: Mapping[str, Any], at: datetime) -> None:
    """Tell the person of a live chat something that nobody said, such as who has joined."""
    if found.conversation_id is not None:
        outbox.add(connection, found.conversation_id, None, [dict(reply)], Outcome.PASSED_ON, at)


def finish(
    connection: Connection,
    found: Case,
    by: Adviser,
    at: datetime,
    *,
    farewell: Mapping[str, Any],
    agreed: str,
    rest: timedelta,
) -> bool:
    """End a live chat: the bot has the conversation again, knows what happened and says `farewell`; time to write up.

    False when the chat is no longer `by`'s.
    """
    if not move(connection, found, "taken", "wrap_up", at, by.id):
        return False
    summary = {"with": by.name, "reference": found.reference, "agreed": agreed, "at": at.isoformat()}
    return_to_bot(connection, found, "adviser", summary, [farewell], at)
    accounts.after_contact(connection, by.id, at + rest)
    note_event(connection, found.id, at, "chat_ended", agreed, by.id)
    audit.write(connection, at, actor=by.login, action="chat_ended", subject=found.reference)
    return True


def close(connection: Connection, found: Case, by: Adviser, outcome: WrapUp, at: datetime) -> bool:
    """Close a case with its outcome.

    False when it is not in `by`'s hands, is a chat that still goes on, or "no answer" was not tried three times.
    """
    if (
        outcome == "no_answer"
        and found.way == "call_back"
        and attempts.unanswered(connection, found.id) < attempts.MOST
    ):
        return False
    expected: CaseState = "wrap_up" if found.way == "live" else "taken"
    if not move(connection, found, expected, "closed", at, by.id, outcome=outcome, closed_at=at):
        return False
    follow_referral(connection, found, "done", at)
    connection.execute(update(tables.adviser).where(tables.adviser.c.id == by.id).values(busy_until=None))
    note_event(connection, found.id, at, "closed", outcome, by.id)
    audit.write(connection, at, actor=by.login, action="case_closed", subject=found.reference, detail=outcome)
    return True


def leave(connection: Connection, conversation_id: str, at: datetime) -> None:
    """The person no longer waits. Raises TurnConflict when an adviser was faster."""
    found = cases.live_of(connection, conversation_id)
    if found is None or not move(connection, found, "waiting", "closed", at, outcome="left", closed_at=at):
        raise TurnConflict(f"conversation {conversation_id} is no longer waiting")
    if not conversations.set_owner(connection, conversation_id, "waiting", "bot", at):
        raise TurnConflict(f"conversation {conversation_id} is no longer waiting")
    note_event(connection, found.id, at, "left")


def raise_alarm(connection: Connection, conversation_id: str, kind: str, at: datetime, due_at: datetime) -> None:
    """The safety gate found something in a conversation that waits or is in hand: its case goes to the top.

    due_at: by when an urgent chat has to be taken.
    """
    found = cases.live_of(connection, conversation_id)
    if found is None:
        return
    change = update(_T).where(_T.c.id == found.id)
    sooner = {"due_at": due_at} if found.state == "waiting" and due_at < found.due_at else {}
    connection.execute(change.values(priority="urgent", is_safeguarding=True, **sooner))
    note_event(connection, found.id, at, "safety", kind)
    staging.about_case(connection, "urgent_case", found.id, found.reference, at)


def person_spoke(connection: Connection, conversation_id: str, at: datetime) -> None:
    """A message was passed on."""
    mine = (_T.c.conversation_id == conversation_id, _T.c.way == "live", _T.c.state.in_(("waiting", "taken")))
    connection.execute(update(_T).where(*mine).values(active_at=at, person_typing_at=None))


def live_chats(connection: Connection, adviser_id: int) -> int:
    """How many chats an adviser has open."""
    mine = (_T.c.adviser_id == adviser_id, _T.c.way == "live", _T.c.state == "taken")
    return int(connection.execute(select(func.count()).select_from(_T).where(*mine)).scalar_one())


def return_to_bot(
    connection: Connection,
    found: Case,
    expected: Owner,
    summary: Mapping[str, Any] | None,
    replies: list[Mapping[str, Any]],
    at: datetime,
) -> bool:
    """Give the conversation of a case back. A turn that was under way runs again and finds the bot in charge.

    `summary`: what happened, as one slot event for Rasa. False when the conversation is gone or somebody else's.
    """
    conversation_id = found.conversation_id
    if conversation_id is None or not _own(connection, found, expected, "bot", at):
        return False
    row = schema.conversation
    connection.execute(update(row).where(row.c.id == conversation_id).values(turn=row.c.turn + 1))
    turn = connection.execute(select(row.c.turn).where(row.c.id == conversation_id)).scalar_one()
    state = schema.tracker_state
    kept = connection.execute(select(state.c.slots).where(state.c.conversation_id == conversation_id)).scalar() or {}
    if summary is not None:
        event = {"event": "slot", "name": SUMMARY, "value": dict(summary), "timestamp": at.timestamp()}
        connection.execute(schema.tracker_event.insert().values(conversation_id=conversation_id, turn=turn, data=event))
        kept = {**kept, SUMMARY: dict(summary)}
    upsert(connection, state, ["conversation_id"], {"conversation_id": conversation_id, "turn": turn, "slots": kept})
    outbox.add(connection, conversation_id, None, [dict(reply) for reply in replies], Outcome.PASSED_ON, at)
    return True


def _open(connection: Connection, reference: str, at: datetime, **values: Any) -> None:
    begun = {"state": "waiting", "state_since": at, "created_at": at, "active_at": at, "is_safeguarding": False}
    if not insert_or_ignore(connection, _T, {"reference": reference, **begun, **values}):
        raise ReferenceTaken(reference)
    case_id = connection.execute(select(_T.c.id).where(_T.c.reference == reference)).scalar_one()
    note_event(connection, case_id, at, "created")
    if values["priority"] == "urgent":
        staging.about_case(connection, "urgent_case", case_id, reference, at)


def move(
    connection: Connection,
    found: Case,
    expected: CaseState,
    new: CaseState,
    at: datetime,
    holder: int | None = None,
    **values: Any,
) -> bool:
    """Compare and set: the state, and whose it is when `holder` says."""
    change = update(_T).where(_T.c.id == found.id, _T.c.state == expected)
    if holder is not None:
        change = change.where(_T.c.adviser_id == holder)
    return bool(connection.execute(change.values(state=new, state_since=at, active_at=at, **values)).rowcount == 1)


def to_queue(connection: Connection, found: Case, at: datetime, holder: int | None = None) -> bool:
    """Put a case in hand back where it waits. False when it is not in hand, or not `holder`'s."""
    if not move(connection, found, "taken", "waiting", at, holder, adviser_id=None):
        return False
    if found.way == "live":
        _own(connection, found, "adviser", "waiting", at)
    follow_referral(connection, found, "open", at)
    return True


def _own(connection: Connection, found: Case, expected: Owner, new: Owner, at: datetime) -> bool:
    if found.conversation_id is None:
        return False
    return conversations.set_owner(connection, found.conversation_id, expected, new, at)


def follow_referral(connection: Connection, found: Case, status: str, at: datetime) -> None:
    """What staff see with `./navigator requests` stays true."""
    if found.referral_id is not None:
        row = schema.referral
        change = update(row).where(row.c.id == found.referral_id)
        connection.execute(change.values(status=status, done_at=at if status == "done" else None))


def follow_request(connection: Connection, reference: str, status: str, at: datetime) -> None:
    """A request was taken or finished with `./navigator requests`: so is its case."""
    change = update(_T).where(_T.c.reference == reference, _T.c.state != "closed", _T.c.referral_id.isnot(None))
    if status == "done":
        connection.execute(change.values(state="closed", state_since=at, closed_at=at, outcome="resolved"))
