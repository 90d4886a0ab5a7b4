"""A lead takes over what a colleague has in hand: always possible, always in the log."""

from datetime import datetime

from sqlalchemy.engine import Connection

from casework import audit
from casework.desk import accounts
from casework.desk.accounts import Adviser
from casework.desk.cases import Case, note_event
from casework.desk.work import move


def may_step_in(by: Adviser, found: Case) -> bool:
    """Whether somebody may take a case out of a colleague's hands."""
    return by.role == "lead" and found.state in ("taken", "wrap_up") and found.adviser_id not in (None, by.id)


def step_in(connection: Connection, found: Case, by: Adviser, at: datetime) -> bool:
    """Take a case over, as it is. False when `by` is no lead, or it has changed hands meanwhile."""
    if not may_step_in(by, found) or found.adviser_id is None:
        return False
    if not move(connection, found, found.state, found.state, at, found.adviser_id, adviser_id=by.id):
        return False
    before = accounts.get(connection, found.adviser_id)
    note_event(connection, found.id, at, "stepped_in", f"for {before.name}" if before else "", by.id)
    detail = f"from {before.login}" if before else ""
    audit.write(connection, at, actor=by.login, action="case_stepped_in", subject=found.reference, detail=detail)
    return True
