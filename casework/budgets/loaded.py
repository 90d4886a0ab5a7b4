"""Whether this council has loaded any records of money at all."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from casework.budgets.tables import person

_ANYBODY = select(person.c.id).limit(1)


def has_records(connection: Connection) -> bool:
    """Whether anybody's record is there."""
    return connection.execute(_ANYBODY).first() is not None
