"""A short text that changes whenever a page of the desk would look different."""

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from casework import schema
from casework.desk import tables

_T = tables.desk_case
_E = tables.case_event


def of_queue(connection: Connection, adviser_id: int) -> str:
    """`<alerts nobody has seen>.<cases that wait>.<last event>.<last message of the adviser's chats>`."""
    alert = schema.safety_event.c
    alerts = select(func.count()).where(alert.alert_due_at.isnot(None), alert.seen_at.is_(None))
    waiting = select(func.count()).where(_T.c.state == "waiting")
    last = select(func.max(_E.c.id))
    chats = select(_T.c.conversation_id).where(_T.c.adviser_id == adviser_id, _T.c.state == "taken")
    said = select(func.max(schema.inbox.c.id)).where(schema.inbox.c.conversation_id.in_(chats))
    return ".".join(str(connection.execute(each).scalar() or 0) for each in (alerts, waiting, last, said))


def of_case(connection: Connection, case_id: int) -> str:
    """`<alerts>.<last message of the person>.<last event>.<last reply>.<replies not delivered>.<typing>`."""
    found = connection.execute(select(_T.c.conversation_id, _T.c.person_typing_at).where(_T.c.id == case_id)).first()
    conversation = found.conversation_id if found else None
    alert, asked, said = schema.safety_event.c, schema.inbox.c, schema.outbox.c
    parts = (
        select(func.count()).where(alert.conversation_id == conversation, alert.seen_at.is_(None)),
        select(func.max(asked.id)).where(asked.conversation_id == conversation),
        select(func.max(_E.c.id)).where(_E.c.case_id == case_id),
        select(func.max(said.id)).where(said.conversation_id == conversation),
        select(func.count()).where(said.conversation_id == conversation, said.delivered_at.is_(None)),
    )
    state = ".".join(str(connection.execute(each).scalar() or 0) for each in parts)
    typing_at = found.person_typing_at if found else None
    return f"{state}.{int(typing_at.timestamp()) if typing_at else 0}"
