"""Journeys: a walk that goes on in several conversations. Everything here runs inside the transaction of its caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from casework.coming_back.tables import code_shown, journey, journey_conversation
from casework.dialect import upsert
from casework.errors import TurnConflict

WORD_TRIES = 5
"""So many wrong words: after that only a new code, made where the journey began, opens the answers."""

_J, _L = journey.c, journey_conversation.c


@dataclass(frozen=True)
class Journey:
    """A journey as a conversation may see it.

    step: 1 to 7; answers: by flow, empty without a word; word_hash: None when no word was chosen; is_open: whether the
    conversation that asked shares the answers (always False when found by its code).
    """

    id: int
    step: int
    answers: dict[str, Any]
    word_hash: str | None
    word_tries: int
    expires_at: datetime
    is_open: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether its word was tried too often."""
        return self.word_tries >= WORD_TRIES


def find_by_code(connection: Connection, code_hash: str, at: datetime) -> Journey | None:
    """The journey of a code that has not expired, or None."""
    return _one(connection, _J.code_hash == code_hash, at)


def is_taken(connection: Connection, code_hash: str) -> bool:
    """Whether a code is in use, expired though it may be."""
    return connection.execute(select(_J.id).where(_J.code_hash == code_hash)).first() is not None


def get(connection: Connection, journey_id: int, at: datetime) -> Journey | None:
    """A journey by its id, or None when it is gone or has expired."""
    return _one(connection, _J.id == journey_id, at)


def of_conversation(connection: Connection, conversation_id: str, at: datetime) -> Journey | None:
    """The journey that a conversation is on, or None."""
    found = connection.execute(select(journey_conversation).where(_L.conversation_id == conversation_id)).first()
    return _one(connection, _J.id == found.journey_id, at, found.is_open) if found else None


def begin(
    connection: Connection, *, conversation_id: str, code_hash: str, step: int, at: datetime, expires_at: datetime
) -> None:
    """Give a conversation a code. One that it had (or that it shares openly) is void from now on.

    The journey itself stays, with its word and answers, and whoever came with the old code alone is let go of.
    Raises sqlalchemy.exc.IntegrityError when the code is taken.
    """
    had = of_conversation(connection, conversation_id, at)
    if had is not None and had.is_open:
        fresh = {"code_hash": code_hash, "word_tries": 0, "expires_at": expires_at}
        connection.execute(update(journey).where(_J.id == had.id).values(**fresh))
        strangers = delete(journey_conversation).where(_L.journey_id == had.id, _L.is_open.is_(False))
        connection.execute(strangers)
        return
    values = {"code_hash": code_hash, "step": step, "answers": {}, "created_at": at, "expires_at": expires_at}
    made = connection.execute(journey.insert().values(**values)).inserted_primary_key[0]
    _link(connection, conversation_id, made, is_open=True)


def join(connection: Connection, *, conversation_id: str, journey_id: int, is_open: bool, expires_at: datetime) -> None:
    """Let a conversation go on with a journey; use extends its time. Raises TurnConflict when it is gone meanwhile."""
    used = update(journey).where(_J.id == journey_id).values(expires_at=expires_at)
    if connection.execute(used).rowcount != 1:
        raise TurnConflict(f"journey {journey_id} is gone")
    _link(connection, conversation_id, journey_id, is_open)


def leave(connection: Connection, conversation_id: str) -> None:
    """A conversation goes on by itself."""
    connection.execute(delete(journey_conversation).where(_L.conversation_id == conversation_id))


def set_word(connection: Connection, *, conversation_id: str, word_hash: str) -> None:
    """Keep the word of the journey that a conversation began."""
    mine = select(_L.journey_id).where(_L.conversation_id == conversation_id, _L.is_open.is_(True))
    connection.execute(update(journey).where(_J.id.in_(mine)).values(word_hash=word_hash, word_tries=0))


def count_wrong_word(connection: Connection, *, journey_id: int) -> None:
    """Note a wrong word. Raises TurnConflict when the tries were used up meanwhile: read the journey again."""
    one_more = update(journey).where(_J.id == journey_id, _J.word_tries < WORD_TRIES)
    if connection.execute(one_more.values(word_tries=_J.word_tries + 1)).rowcount != 1:
        raise TurnConflict(f"the word of journey {journey_id} is locked")


def accept_word(connection: Connection, *, journey_id: int) -> None:
    """The word was right: the count of wrong ones begins anew. Raises TurnConflict when it was locked meanwhile."""
    right = update(journey).where(_J.id == journey_id, _J.word_tries < WORD_TRIES).values(word_tries=0)
    if connection.execute(right).rowcount != 1:
        raise TurnConflict(f"the word of journey {journey_id} is locked")


def keep(
    connection: Connection, *, conversation_id: str, step: int | None, answers: Mapping[str, Any], at: datetime
) -> None:
    """Note how far a conversation got. The last one to write a flow wins.

    step: None leaves it; answers: by flow, kept only for conversations that share them, and only once there is a word.
    """
    mine = select(_L.journey_id, _L.is_open).where(_L.conversation_id == conversation_id)
    linked = connection.execute(mine).first()
    if linked is None:
        return
    # The row is held until the commit, so that two conversations that write at once don't lose each other's flows.
    row = connection.execute(select(journey).where(_J.id == linked.journey_id).with_for_update()).first()
    if row is None or row.expires_at <= at:
        return
    changed: dict[str, Any] = {} if step is None else {"step": step}
    if linked.is_open and row.word_hash is not None:
        changed["answers"] = {**row.answers, **answers}
    if changed:
        connection.execute(update(journey).where(_J.id == row.id).values(**changed))


def forget(connection: Connection, conversation_id: str) -> None:
    """A conversation is deleted: so is the journey that it shares openly. One that it came to by code alone stays."""
    mine = select(_L.journey_id).where(_L.conversation_id == conversation_id, _L.is_open.is_(True))
    gone = list(connection.execute(mine).scalars())
    leave(connection, conversation_id)
    connection.execute(delete(journey).where(_J.id.in_(gone)))


def note_shown(connection: Connection, *, inbox_id: int, instead: Mapping[str, Any], at: datetime) -> None:
    """The replies to this message show a code. `instead`: JSON of the reply that takes their place after a day."""
    upsert(connection, code_shown, ["inbox_id"], {"inbox_id": inbox_id, "instead": dict(instead), "at": at})


def _link(connection: Connection, conversation_id: str, journey_id: int, is_open: bool) -> None:
    values = {"conversation_id": conversation_id, "journey_id": journey_id, "is_open": is_open}
    upsert(connection, journey_conversation, ["conversation_id"], values)


def _one(connection: Connection, condition: ColumnElement, at: datetime, is_open: bool = False) -> Journey | None:
    row = connection.execute(select(journey).where(condition, _J.expires_at > at)).first()
    if row is None:
        return None
    return Journey(row.id, row.step, row.answers, row.word_hash, row.word_tries, row.expires_at, is_open)
