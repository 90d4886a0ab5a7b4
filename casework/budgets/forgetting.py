"""A person's right to have their records of money deleted, and the end of records that were kept long enough."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from casework import audit
from casework.budgets.references import normalised
from casework.budgets.tables import person, representative


def forget(connection: Connection, reference: str, actor: str, at: datetime) -> bool:
    """Delete a person with all that hangs on them, or a representative. False when nobody has the reference.

    The audit entry has the row's id, which is never given out again, and not the reference.
    """
    for table in (person, representative):
        found = connection.execute(table.select().where(table.c.reference == normalised(reference))).first()
        if found is not None:
            connection.execute(delete(table).where(table.c.id == found.id))
            audit.write(connection, at, actor, "forgot " + table.name, f"{table.name} {found.id}")
            return True
    return False
