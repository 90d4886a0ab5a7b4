"""What of texts goes, and when: with a chat that is deleted, and after so many days."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from casework import schema
from casework.texts import phones, tables

_OUT, _IN, _PHONE = tables.text_out.c, tables.text_in.c, tables.phone.c
_ENDED = _OUT.state.notin_(tables.UNDER_WAY)
_FAREWELL = timedelta(days=1)


def forget_texts(connection: Connection, conversation_id: str, at: datetime) -> None:
    """The chat is deleted: its texts go, those that have not left as well, and what the person chose about texting.

    The number goes once the farewell has left. That somebody wants no texts stays, without a number.
    """
    of_this = select(schema.conversation.c.token_hash).where(schema.conversation.c.id == conversation_id)
    key = connection.execute(of_this).scalar()
    connection.execute(delete(tables.text_out).where(_OUT.conversation_id == conversation_id))
    if key is not None:
        phones.forget(connection, key, at)


def words_are_due(now: datetime, keep_since: datetime) -> ColumnElement:
    """Texts whose words go: when their time is over, but for those that did not arrive, which wait for a person."""
    over = _OUT.expires_at <= now
    waits = and_(_OUT.state.in_(("failed", "expired")), ~_OUT.is_private, _OUT.created_at > keep_since)
    return and_(_OUT.body.isnot(None), _ENDED, over, ~waits)


def texts_are_due(keep_since: datetime) -> ColumnElement:
    """Texts that are deleted: they ended, and are old enough."""
    return and_(_ENDED, _OUT.created_at <= keep_since)


def phones_are_due(keep_since: datetime) -> ColumnElement:
    """Phones that are deleted. One that wants no texts is kept as a hash, so that it is never texted again."""
    return and_(_PHONE.last_seen_at <= keep_since, _PHONE.opted_out_at.is_(None))


def forget_phones(connection: Connection, now: datetime, words_since: datetime, keep_since: datetime) -> None:
    """Blank numbers and what is kept to be said, of phones that were silent for long or whose chat was deleted."""
    gone = or_(_PHONE.last_seen_at <= keep_since, _PHONE.forget_at <= now - _FAREWELL)
    connection.execute(update(tables.phone).where(gone).values(number=None))
    connection.execute(update(tables.phone).where(_PHONE.last_seen_at <= words_since).values(held=None, rest=None))


def arrived_are_due(words_since: datetime) -> ColumnElement:
    """That texts came in: no provider brings one again after so long."""
    return _IN.received_at <= words_since
