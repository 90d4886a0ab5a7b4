"""Tries to reach somebody who asked to be called back: three, and then another way or an end that is stated."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from casework import audit
from casework.desk import tables
from casework.desk.accounts import Adviser
from casework.desk.cases import Case, note_event

MOST = 3
NO_ANSWER, REACHED = "no answer", "reached"
_T, _E = tables.desk_case, tables.case_event


def unanswered(connection: Connection, case_id: int) -> int:
    """How often somebody rang and nobody answered."""
    tries = (_E.c.case_id == case_id, _E.c.kind == "attempt", _E.c.detail == NO_ANSWER)
    return int(connection.execute(select(func.count()).where(*tries)).scalar_one())


def was_tried(connection: Connection, case_id: int) -> bool:
    """Whether anybody has rung."""
    return (
        connection.execute(select(_E.c.id).where(_E.c.case_id == case_id, _E.c.kind == "attempt")).first() is not None
    )


def attempt(connection: Connection, found: Case, by: Adviser, reached: bool, at: datetime, next_due: datetime) -> bool:
    """Note a try. After one without an answer the next is due by `next_due`; after the third there is none.

    False when the case is no call-back in `by`'s hands, or was tried three times.
    """
    mine = (_T.c.id == found.id, _T.c.way == "call_back", _T.c.state == "taken", _T.c.adviser_id == by.id)
    # The row first: two tries noted at once are counted one after the other.
    if connection.execute(update(_T).where(*mine).values(active_at=at)).rowcount != 1:
        return False
    tried = unanswered(connection, found.id)
    if tried >= MOST:
        return False
    note_event(connection, found.id, at, "attempt", REACHED if reached else NO_ANSWER, by.id)
    audit.write(connection, at, actor=by.login, action="case_attempt", subject=found.reference)
    if not reached:
        again = update(_T).where(_T.c.id == found.id)
        connection.execute(again.values(due_at=next_due, window_from=None, breached_at=None))
        if tried + 1 == MOST:
            note_event(connection, found.id, at, "out_of_attempts")
    return True
