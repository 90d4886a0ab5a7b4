"""Who is where in the queue for a live chat, and how long people really waited."""

from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.engine import Connection

from casework.desk import cases, tables

_T = tables.desk_case
LAST = 20
LOOK_BACK = timedelta(days=30)
ENOUGH = 5
"""Fewer chats than these say nothing about the next one."""


def position(connection: Connection, conversation_id: str) -> int | None:
    """The place in the queue, from 1, of a conversation that waits for a live chat; None when it does not wait."""
    waiting = [case.conversation_id for case in cases.queue(connection) if case.way == "live"]
    return waiting.index(conversation_id) + 1 if conversation_id in waiting else None


def queue_length(connection: Connection) -> int:
    """How many wait for a live chat."""
    return sum(case.way == "live" for case in cases.queue(connection))


def median_wait(connection: Connection, at: datetime) -> timedelta | None:
    """The middle one of how long the last people waited until an adviser took the chat. None when too few did."""
    taken = (
        select(_T.c.created_at, _T.c.taken_at)
        .where(_T.c.way == "live", _T.c.taken_at.isnot(None), _T.c.created_at > at - LOOK_BACK)
        .order_by(_T.c.taken_at.desc())
        .limit(LAST)
    )
    waits = [row.taken_at - row.created_at for row in connection.execute(taken)]
    return median(waits) if len(waits) >= ENOUGH else None
