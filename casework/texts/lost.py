"""Texts that did not arrive, for people to look at; and how many there are of each kind."""

from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.engine import Connection

from casework.texts import tables
from casework.texts.outgoing import Leaving, rows_of

_T = tables.text_out
LOST = ("failed", "expired")
"""States of a text that did not arrive, and will not."""


def dead_letters(connection: Connection) -> list[Leaving]:
    """Texts that did not arrive and that nobody has looked at: crises first, then the oldest. For the lead's desk."""
    chosen = select(_T).where(_T.c.state.in_(LOST), _T.c.seen_at.is_(None))
    return rows_of(connection, chosen.order_by(_T.c.is_crisis.desc(), _T.c.id))


def mark_seen(connection: Connection, reference: str, at: datetime) -> bool:
    """A person has looked at a text that did not arrive. False when there is none such."""
    lost = and_(_T.c.reference == reference, _T.c.state.in_(LOST), _T.c.seen_at.is_(None))
    return bool(connection.execute(update(_T).where(lost).values(seen_at=at)).rowcount == 1)


def send_again(connection: Connection, reference: str, at: datetime, expires_at: datetime) -> bool:
    """Try a text that did not arrive once more, while its words are kept. False when there is none such."""
    lost = and_(_T.c.reference == reference, _T.c.state.in_(LOST), _T.c.body.isnot(None), ~_T.c.is_private)
    again = {"state": "waiting", "try_at": at, "expires_at": expires_at, "ended_at": None, "why": "", "looks": 0}
    return bool(connection.execute(update(_T).where(lost).values(**again, seen_at=at)).rowcount == 1)


def counts(connection: Connection) -> dict[str, int]:
    """How many texts are in each state, and how many left twice (`doubled`)."""
    rows = connection.execute(select(_T.c.state, func.count()).group_by(_T.c.state))
    doubled = select(func.count()).where(_T.c.other_ids.isnot(None))
    return {**{state: int(number) for state, number in rows}, "doubled": connection.execute(doubled).scalar_one()}
