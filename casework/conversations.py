"""Conversations: who has one, how it is found again, who owns it, and "delete my chat"."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, delete, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import ColumnElement

from casework import audit, schema
from casework.coming_back import journeys
from casework.desk.tables import desk_case
from casework.errors import UnknownConversation
from casework.identity import tables as identity
from casework.schema import Owner, Register
from casework.texts.forgetting import forget_texts

_T = schema.conversation


@dataclass(frozen=True)
class Conversation:
    """One conversation. `turn` counts committed turns; `clock_at` is the latest moment seen, and never goes back.

    `token_hash` is the sha256 of what the person's browser or phone proves itself with. `forgotten_at` is set once the
    person had it deleted: what is left is an empty row, which a purge takes after a day.
    """

    id: str
    channel: str
    token_hash: str | None
    created_at: datetime
    last_seen_at: datetime
    turn: int
    owner: Owner
    owner_since: datetime
    clock_at: datetime
    register: Register
    closed_at: datetime | None
    forgotten_at: datetime | None


def create(connection: Connection, channel: str, token_hash: str | None, at: datetime) -> Conversation:
    """Begin a conversation, owned by the bot. A closed one with the same token gives the token up.

    `channel` is one of schema.Channel. Raises sqlalchemy.exc.IntegrityError when it is not, or when a conversation that
    is not closed has the token.
    """
    fresh = Conversation(
        id=secrets.token_hex(16),
        channel=channel,
        token_hash=token_hash,
        created_at=at,
        last_seen_at=at,
        turn=0,
        owner="bot",
        owner_since=at,
        clock_at=at,
        register="plain",
        closed_at=None,
        forgotten_at=None,
    )
    if token_hash is not None:
        same_but_closed = (_T.c.token_hash == token_hash, _T.c.owner == "closed")
        connection.execute(update(_T).where(*same_but_closed).values(token_hash=None))
    connection.execute(_T.insert().values(**vars(fresh)))
    return fresh


def find_by_token(connection: Connection, token_hash: str) -> Conversation | None:
    """The conversation of a browser or phone, or None. It may be closed: look at `owner`."""
    return _one(connection.execute(select(_T).where(_T.c.token_hash == token_hash)).first())


def get(connection: Connection, conversation_id: str) -> Conversation | None:
    """A conversation by its id, or None."""
    return _one(connection.execute(select(_T).where(_T.c.id == conversation_id)).first())


def set_owner(connection: Connection, conversation_id: str, expected: Owner, new: Owner, at: datetime) -> bool:
    """Give a conversation to another owner, if `expected` still owns it. False when somebody was faster."""
    change = (
        update(_T)
        .where(_T.c.id == conversation_id, _T.c.owner == expected, _T.c.forgotten_at.is_(None))
        .values(owner=new, owner_since=at, closed_at=at if new == "closed" else None)
    )
    return bool(connection.execute(change).rowcount == 1)


def set_register(connection: Connection, conversation_id: str, register: Register) -> None:
    """Choose how replies are worded from now on."""
    connection.execute(update(_T).where(_T.c.id == conversation_id).values(register=register))


def latest(column: ColumnElement, at: ColumnElement) -> ColumnElement:
    """The later of a stored moment and `at`, worked out in the database."""
    return case((column > at, column), else_=at)


def forget(
    connection: Connection,
    conversation_id: str,
    at: datetime,
    keep_inbox_id: int | None = None,
    with_referrals: bool = False,
) -> None:
    """Delete my chat: messages, replies, what the assistant remembered, where the person was, their code, and their
    consents.

    `keep_inbox_id`: the message that asked for it, when it was a message. Its row stays without its text, so that the
    farewell has a place for a day. Referrals and safety records stay, without the link to this conversation, because
    other people rely on them; `with_referrals` deletes the referrals that nobody has taken yet.
    A turn that was under way can no longer be committed. Raises UnknownConversation.
    """
    change = update(_T).where(_T.c.id == conversation_id, _T.c.forgotten_at.is_(None))
    emptied = change.values(
        owner="closed",
        owner_since=at,
        closed_at=at,
        forgotten_at=at,
        turn=_T.c.turn + 1,
        token_hash=_T.c.token_hash if keep_inbox_id else None,
    )
    if connection.execute(emptied).rowcount == 0:
        raise UnknownConversation(conversation_id)
    inbox, outbox, referral = schema.inbox, schema.outbox, schema.referral
    if with_referrals:
        untaken = and_(referral.c.conversation_id == conversation_id, referral.c.status == "open")
        connection.execute(delete(referral).where(untaken))
    for linked in (referral, schema.safety_event):
        cut = update(linked).where(linked.c.conversation_id == conversation_id).values(conversation_id=None)
        connection.execute(cut)
    forget_texts(connection, conversation_id, at)
    _empty_live_cases(connection, conversation_id, at)
    journeys.forget(connection, conversation_id)
    proofs = (identity.challenge, identity.session, identity.outgoing)
    for table in (schema.tracker_event, schema.tracker_state, schema.progress, schema.consent, *proofs):
        connection.execute(delete(table).where(table.c.conversation_id == conversation_id))
    other_replies = or_(outbox.c.inbox_id.is_(None), outbox.c.inbox_id != (keep_inbox_id or 0))
    connection.execute(delete(outbox).where(outbox.c.conversation_id == conversation_id, other_replies))
    connection.execute(
        delete(inbox).where(inbox.c.conversation_id == conversation_id, inbox.c.id != (keep_inbox_id or 0))
    )
    connection.execute(update(inbox).where(inbox.c.conversation_id == conversation_id).values(text=None, blanked_at=at))
    audit.write(connection, at, actor="person", action="chat_deleted", subject=conversation_id)


def _empty_live_cases(connection: Connection, conversation_id: str, at: datetime) -> None:
    """A live chat ends with its conversation; what it was about goes too, and the link of every case."""
    case_ = desk_case.c
    mine = update(desk_case).where(case_.conversation_id == conversation_id)
    going_on = mine.where(case_.way == "live", case_.state != "closed")
    connection.execute(going_on.values(state="closed", state_since=at, closed_at=at, outcome="deleted"))
    connection.execute(mine.where(case_.way == "live").values(name="", about=""))
    connection.execute(mine.values(conversation_id=None))


def _one(row: Row | None) -> Conversation | None:
    return None if row is None else Conversation(**row._mapping)
