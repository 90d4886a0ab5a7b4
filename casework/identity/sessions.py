"""Who has proved who they are: in one conversation, for fifteen minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from casework.identity import tables
from casework.identity.subjects import still_may_see
from casework.identity.tables import SpeakingAs

MINUTES = 15
"""How long somebody counts as verified. It does not begin anew with what they say."""

_T = tables.session


@dataclass(frozen=True)
class Verified:
    """Somebody who proved who they are. person_id: whose money they may see; until: an aware moment."""

    person_id: int
    speaking_as: SpeakingAs
    until: datetime


def verified(connection: Connection, conversation_id: str, at: datetime) -> Verified | None:
    """Who this conversation is with at this moment, or None when nobody has proved it, or not lately.

    What may be told about them is another question: `casework.budgets.records.may_disclose`.
    """
    mine = (_T.c.conversation_id == conversation_id, _T.c.until > at, _T.c.verified_at <= at)
    row = connection.execute(select(_T).where(*mine).order_by(_T.c.id.desc()).limit(1)).first()
    if row is None or (row.representative_id is not None and not still_may_see(connection, row.representative_id)):
        return None
    return Verified(row.person_id, cast(SpeakingAs, row.speaking_as), row.until)


def begin(
    connection: Connection, conversation_id: str, person_id: int, representative_id: int | None, at: datetime
) -> None:
    """Note that the conversation is with this person, or with somebody who speaks for them, from now on."""
    speaking_as: SpeakingAs = "self" if representative_id is None else "representative"
    values = {
        "conversation_id": conversation_id,
        "person_id": person_id,
        "representative_id": representative_id,
        "speaking_as": speaking_as,
        "verified_at": at,
        "until": until(at),
    }
    connection.execute(_T.insert().values(**values))


def until(at: datetime) -> datetime:
    """When a proof given now ends."""
    return at + timedelta(minutes=MINUTES)


def end(connection: Connection, conversation_id: str, at: datetime) -> None:
    """Nobody counts as verified in this conversation any more."""
    connection.execute(update(_T).where(_T.c.conversation_id == conversation_id, _T.c.until > at).values(until=at))
