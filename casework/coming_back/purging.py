"""Codes that were shown are hidden after a day, and tries at codes forgotten. Expired codes go with other records."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from casework.coming_back.tables import code_shown, code_try
from casework.database import Database
from casework.schema import outbox

SHOWN_FOR = timedelta(days=1)
TRIES_COUNT_FOR = timedelta(days=2)


def hide_codes(database: Database, now: datetime) -> int:
    """Put other words in the place of replies that have shown a code for a day; returns how many messages had one."""
    with database.write() as connection:
        due = connection.execute(select(code_shown).where(code_shown.c.at <= now - SHOWN_FOR)).all()
        for row in due:
            said = outbox.c.inbox_id == row.inbox_id
            connection.execute(delete(outbox).where(said, outbox.c.position > 0))
            connection.execute(update(outbox).where(said).values(reply=row.instead))
            connection.execute(delete(code_shown).where(code_shown.c.inbox_id == row.inbox_id))
    return len(due)


def forget_tries(database: Database, now: datetime) -> None:
    """Tries that count no more."""
    with database.write() as connection:
        connection.execute(delete(code_try).where(code_try.c.since <= now - TRIES_COUNT_FOR))
