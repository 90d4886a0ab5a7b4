"""Who is typing. Kept for seconds only, and lost without harm."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.engine import Connection

from casework.desk import tables

_T = tables.desk_case
LASTS = timedelta(seconds=8)


def adviser_types(connection: Connection, case_id: int, adviser_id: int, at: datetime) -> None:
    """The adviser of a chat is typing."""
    mine = (_T.c.id == case_id, _T.c.adviser_id == adviser_id, _T.c.state == "taken")
    connection.execute(update(_T).where(*mine).values(adviser_typing_at=at))


def person_types(connection: Connection, conversation_id: str, at: datetime) -> None:
    """The person of a chat is typing."""
    mine = (_T.c.conversation_id == conversation_id, _T.c.way == "live", _T.c.state == "taken")
    connection.execute(update(_T).where(*mine).values(person_typing_at=at))


def is_recent(typing_at: datetime | None, at: datetime) -> bool:
    """Whether somebody types now."""
    return typing_at is not None and at - typing_at < LASTS
