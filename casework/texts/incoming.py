"""Texts that came in: each counts once, however often a provider brings it."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from casework.dialect import insert_or_ignore
from casework.texts import tables
from casework.texts.tables import Became

_T = tables.text_in


def note(connection: Connection, provider: str, provider_id: str, at: datetime) -> int | None:
    """Keep that a text came; returns its id, or None when it had come before. Its words are not kept here."""
    values = {"provider": provider, "provider_id": provider_id, "received_at": at, "became": "kept"}
    if not insert_or_ignore(connection, _T, values):
        return None
    same = select(_T.c.id).where(_T.c.provider == provider, _T.c.provider_id == provider_id)
    return int(connection.execute(same).scalar_one())


def became(
    connection: Connection, text_id: int, what: Became, phone_key: str | None = None, inbox_id: int | None = None
) -> None:
    """Note what was made of a text."""
    values = {"became": what, "phone_key": phone_key, "inbox_id": inbox_id}
    connection.execute(update(_T).where(_T.c.id == text_id).values(**values))


def counts(connection: Connection) -> dict[str, int]:
    """How many texts became what."""
    rows = connection.execute(select(_T.c.became, func.count()).group_by(_T.c.became))
    return {what: int(number) for what, number in rows}
