"""Phones that text us: what is known of each, and what its person chose."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from casework.dialect import insert_or_ignore
from casework.texts import tables
from casework.texts.numbers import PhoneKeys
from casework.texts.tables import UNDER_WAY, ReadBy

_T = tables.phone
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Phone:
    """One phone. `number` is sealed, and None once it was blanked; `key` is also its conversation's token.

    introduced_at: when it was told who we are; read_by: who else reads its texts, None until somebody said; held: a
    question that waits for that; rest: the texts that MORE brings; forget_at: its chat was deleted.
    """

    key: str
    number: str | None
    provider: str
    first_seen_at: datetime
    last_seen_at: datetime
    introduced_at: datetime | None
    read_by: ReadBy | None
    held: str | None
    rest: list[str] | None
    opted_out_at: datetime | None
    forget_at: datetime | None
    minute_since: datetime | None
    in_minute: int
    told_too_fast_at: datetime | None

    @property
    def is_private(self) -> bool:
        """Whether its person said that nobody else reads it."""
        return self.read_by == "nobody"


def see(connection: Connection, keys: PhoneKeys, number: str, provider: str, at: datetime) -> Phone:
    """The phone of an international number, which has just texted; made when it is new.

    Its row stays locked until the transaction ends, so that two texts of one phone are taken one after the other.
    """
    key = keys.hash(number)
    insert_or_ignore(
        connection, _T, {"key": key, "provider": provider, "first_seen_at": at, "last_seen_at": at, "in_minute": 0}
    )
    found = Phone(**connection.execute(select(_T).where(_T.c.key == key).with_for_update()).one()._mapping)
    seen: dict[str, Any] = {"last_seen_at": max(at, found.last_seen_at), "provider": provider, "forget_at": None}
    if found.number is None or keys.open(found.number) is None:
        seen["number"] = keys.seal(number)
    change(connection, key, **seen)
    return Phone(**{**vars(found), **seen})


def find(connection: Connection, key: str) -> Phone | None:
    """A phone by the keyed hash of its number, or None."""
    row = connection.execute(select(_T).where(_T.c.key == key)).first()
    return None if row is None else Phone(**row._mapping)


def change(connection: Connection, key: str, **values: Any) -> None:
    """Set columns of a phone."""
    connection.execute(update(_T).where(_T.c.key == key).values(**values))


def count_text(connection: Connection, phone: Phone, at: datetime) -> int:
    """Count a text towards this phone's minute; returns how many came in it, with this one."""
    is_new = phone.minute_since is None or at - phone.minute_since >= _MINUTE
    count = 1 if is_new else phone.in_minute + 1
    change(connection, phone.key, minute_since=at if is_new else phone.minute_since, in_minute=count)
    return count


def forget(connection: Connection, key: str, at: datetime) -> None:
    """The person had the chat deleted: what was chosen goes now, the number once the farewell has left."""
    change(connection, key, held=None, rest=None, read_by=None, introduced_at=None, forget_at=at)


def forget_number(connection: Connection, key: str) -> None:
    """The number of a phone whose chat was deleted goes as soon as nothing is left to send to it."""
    still_leaving = select(tables.text_out.c.id).where(
        tables.text_out.c.phone_key == key, tables.text_out.c.state.in_(UNDER_WAY)
    )
    change_it = update(_T).where(_T.c.key == key, _T.c.forget_at.isnot(None), ~still_leaving.exists())
    connection.execute(change_it.values(number=None))
