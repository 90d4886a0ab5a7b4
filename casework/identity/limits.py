"""How often somebody may try. What is counted hangs on keyed hashes, and outlives a deleted chat.

Counts are compared when they are written: a turn that counted on an old number is run again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Connection

from casework.dialect import insert_or_ignore
from casework.errors import TurnConflict
from casework.identity import tables
from casework.identity.tables import Counted

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WINDOWS: Mapping[Counted, timedelta] = {
    "conversation": DAY,
    "address": HOUR,
    "reference": DAY,
    "wrong": DAY,
    "sent": DAY,
    "all_sent": HOUR,
}
MOST: Mapping[Counted, int] = {"conversation": 5, "address": 30, "reference": 20, "wrong": 10, "sent": 6}
"""So many in a window. How many codes may leave in an hour, to all people together, is the council's to say."""

EVERYBODY = "everybody"
_T = tables.counter


@dataclass(frozen=True)
class Count:
    """How often it happened in the window that began `since`. `is_kept`: there is a row, perhaps of an older window."""

    kind: Counted
    key: str
    count: int
    since: datetime
    is_kept: bool
    kept_count: int = 0
    kept_since: datetime | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether there may be no more in this window."""
        return self.count >= MOST[self.kind]


def read(connection: Connection, keys: Mapping[Counted, str], at: datetime) -> dict[Counted, Count]:
    """How often each happened, in one statement."""
    wanted = or_(*(and_(_T.c.kind == kind, _T.c.key == key) for kind, key in keys.items()))
    rows = {row.kind: row for row in connection.execute(select(_T).where(wanted))}
    counts: dict[Counted, Count] = {}
    for kind, key in keys.items():
        row = rows.get(kind)
        if row is None:
            counts[kind] = Count(kind, key, 0, at, is_kept=False)
        else:
            fresh = at - row.since >= WINDOWS[kind]
            count, since = (0, at) if fresh else (row.count, row.since)
            counts[kind] = Count(kind, key, count, since, True, row.count, row.since)
    return counts


def add(connection: Connection, seen: Count, by: int = 1) -> None:
    """Count on. `by` may be 0, so that the same is written whatever happened.

    Raises TurnConflict when somebody else counted since it was read.
    """
    values = {"kind": seen.kind, "key": seen.key, "since": seen.since, "count": seen.count + by}
    if not seen.is_kept:
        if not insert_or_ignore(connection, _T, values):
            raise TurnConflict("somebody else began to count")
        return
    unchanged = (_T.c.count == seen.kept_count, _T.c.since == seen.kept_since)
    change = update(_T).where(_T.c.kind == seen.kind, _T.c.key == seen.key, *unchanged)
    if connection.execute(change.values(since=seen.since, count=seen.count + by)).rowcount != 1:
        raise TurnConflict("somebody else counted")
