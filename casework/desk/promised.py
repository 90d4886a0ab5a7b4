"""How many calls are promised already, so that no more are promised than can be made."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from casework.desk import tables
from casework.dialect import lock_calls
from casework.errors import TurnConflict

_T = tables.desk_case


def calls_by_end(connection: Connection, after: datetime) -> dict[datetime, int]:
    """Calls that are promised in a time that ends after a moment, by that end."""
    mine = (_T.c.window_from.isnot(None), _T.c.state != "closed", _T.c.due_at > after)
    rows = connection.execute(select(_T.c.due_at, func.count()).where(*mine).group_by(_T.c.due_at))
    return {row[0]: int(row[1]) for row in rows}


def make_room(connection: Connection, ends: datetime, most: int) -> None:
    """Before a call is promised in the time that ends then: nobody else can promise one until this is committed.

    Raises TurnConflict when `most` are promised already: somebody was faster since the time was offered.
    """
    lock_calls(connection)
    mine = (_T.c.window_from.isnot(None), _T.c.state != "closed", _T.c.due_at == ends)
    if connection.execute(select(func.count()).select_from(_T).where(*mine)).scalar_one() >= most:
        raise TurnConflict(f"{most} calls are promised by {ends.isoformat()} already")
