"""Which account at the council's sign-in service belongs to which account at the desk."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from casework import audit
from casework.desk import accounts, tables
from casework.desk.accounts import Adviser
from casework.desk.tables import Role
from casework.dialect import insert_or_ignore

_A = tables.adviser
_T = tables.adviser_sign_on


def linked(connection: Connection, issuer: str, subject: str) -> Adviser | None:
    """The account that belongs to somebody at a sign-in service, or None."""
    mine = (_T.c.issuer == issuer, _T.c.subject == subject)
    row = connection.execute(select(_T.c.adviser_id).where(*mine)).scalar()
    return None if row is None else accounts.get(connection, row)


def link(connection: Connection, issuer: str, subject: str, adviser: Adviser, at: datetime) -> bool:
    """Let them belong together from now on. False when the account belongs to somebody else: an address used again."""
    values = {"issuer": issuer, "subject": subject, "adviser_id": adviser.id, "linked_at": at}
    if not insert_or_ignore(connection, _T, values):
        return False
    audit.write(connection, at, actor=adviser.login, action="sign_on_linked", subject=adviser.login)
    return True


def unlink(connection: Connection, login: str, at: datetime, by: str) -> bool:
    """Forget whom an account belongs to, and end its sessions. False when there is no such account."""
    found = accounts.find(connection, login)
    if found is None:
        return False
    connection.execute(delete(_T).where(_T.c.adviser_id == found.id))
    connection.execute(delete(tables.adviser_session).where(tables.adviser_session.c.adviser_id == found.id))
    audit.write(connection, at, actor=by, action="sign_on_unlinked", subject=found.login)
    return True


def set_role(
    connection: Connection, adviser: Adviser, role: Role, safeguarding: bool, at: datetime, by: str
) -> Adviser:
    """Give an account the role and the safeguarding right that its groups say; returns the account as it is now."""
    if (adviser.role, adviser.safeguarding) == (role, safeguarding):
        return adviser
    change = update(_A).where(_A.c.id == adviser.id).values(role=role, safeguarding=safeguarding)
    connection.execute(change)
    detail = f"role {role}{', safeguarding' if safeguarding else ''}"
    audit.write(connection, at, actor=by, action="adviser_role", subject=adviser.login, detail=detail)
    changed = accounts.get(connection, adviser.id)
    assert changed is not None
    return changed
