"""How many calls are promised already, so that no more are promised than can be made."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from casework.desk import tables

_T = tables.desk_case


def calls_by_end(connection: Connection, after: datetime) -> dict[datetime, int]:
    """Calls that are promised in a time that ends after a moment, by that end."""
    mine = (_T.c.window_from.isnot(None), _T.c.state != "closed", _T.c.due_at > after)
    rows = connection.execute(select(_T.c.due_at, func.count()).where(*mine).group_by(_T.c.due_at))
    return {row[0]: int(row[1]) for row in rows}
