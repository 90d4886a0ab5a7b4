"""An alert of the safety gate: an adviser looks in and offers to talk, as the escalation table says.

Nobody is put into a queue by it: until an adviser is really there, the assistant goes on answering.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from casework import audit, conversations, safety, schema
from casework.desk import cases, tables, work
from casework.desk.accounts import Adviser
from casework.desk.cases import Case, note_event
from casework.safety import SafetyEvent

ALERT_JOINED = "joined_alert"
"""In a case's history: nobody asked for it, an adviser came because of danger."""
_NO_LIMIT = 1_000
_E, _C, _T = schema.safety_event, schema.conversation, tables.desk_case


def can_be_joined(connection: Connection, event_ids: list[int]) -> set[int]:
    """Those alerts whose chat is still there, and with the assistant or waiting."""
    there = (_C.c.owner.in_(("bot", "waiting")), _C.c.forgotten_at.is_(None))
    chosen = select(_E.c.id).join(_C, _C.c.id == _E.c.conversation_id).where(_E.c.id.in_(event_ids), *there)
    return set(connection.execute(chosen).scalars())


def cases_of(connection: Connection, found: Sequence[SafetyEvent]) -> dict[int, Case]:
    """The live chat, waiting or in hand, in which each alert was raised; without those that have none."""
    of = {each.id: each.conversation_id for each in found if each.conversation_id}
    mine = (_T.c.conversation_id.in_(set(of.values())), _T.c.way == "live", _T.c.state.in_(("waiting", "taken")))
    by_chat = {case.conversation_id: case for case in cases.where(connection, *mine)} if of else {}
    return {alert: by_chat[chat] for alert, chat in of.items() if chat in by_chat}


def join(connection: Connection, event_id: int, by: Adviser, at: datetime, reference: str) -> int | None:
    """Take the chat of an alert; returns its case, or None when a colleague has it, or the chat is gone.

    However many chats `by` has: danger does not wait. A turn that is under way runs again and finds a person in charge.
    """
    event = connection.execute(select(_E.c.conversation_id, _E.c.kind).where(_E.c.id == event_id)).first()
    found = conversations.get(connection, event.conversation_id) if event and event.conversation_id else None
    if event is None or found is None or found.forgotten_at is not None:
        return None
    case = cases.live_of(connection, found.id)
    if case is None:
        if found.owner != "bot":
            return None
        work.open_live(
            connection,
            reference=reference,
            conversation_id=found.id,
            channel=found.channel,
            category="other",
            name="",
            about="",
            needs={},
            priority="urgent",
            at=at,
            due_at=at,
            reason="crisis",
        )
        case = cases.live_of(connection, found.id)
        assert case is not None, "it was just opened"
        connection.execute(update(_T).where(_T.c.id == case.id).values(is_safeguarding=True))
        note_event(connection, case.id, at, "safety", event.kind)
        note_event(connection, case.id, at, ALERT_JOINED, adviser_id=by.id)
    if not work.take(connection, case.id, by, at, most_live=_NO_LIMIT):
        return None
    connection.execute(update(_C).where(_C.c.id == found.id).values(turn=_C.c.turn + 1))
    safety.mark_seen(connection, event_id, at)
    audit.write(connection, at, actor=by.login, action="alert_joined", subject=str(event_id), detail=case.reference)
    return case.id
