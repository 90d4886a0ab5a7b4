"""Texts that leave: each until a provider has it, in order for each phone, and never twice for one reason."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from casework.dialect import insert_or_ignore
from casework.texts import tables
from casework.texts.tables import UNDER_WAY, Kind, State

_T = tables.text_out


@dataclass(frozen=True)
class Leaving:
    """A text that leaves. `body` is None once it was blanked; `reference` is ours, and says nothing of anybody.

    despite_stop: it leaves although the phone wants no texts; is_private: it holds somebody's figures.
    attempts: tries begun; looks: how often it was looked up since it became uncertain; try_at: when it is due;
    claimed_at: when the try under way began; provider_id: its id there; other_ids: ids of its doubles; ended_at, why:
    how it ended; seen_at: a person has looked at it.
    """

    id: int
    reference: str
    phone_key: str
    conversation_id: str | None
    inbox_id: int | None
    text_in_id: int | None
    kind: Kind
    body: str | None
    parts: int
    is_crisis: bool
    despite_stop: bool
    is_private: bool
    state: State
    attempts: int
    looks: int
    created_at: datetime
    try_at: datetime
    expires_at: datetime
    claimed_at: datetime | None
    provider: str | None
    provider_id: str | None
    other_ids: list[str] | None
    ended_at: datetime | None
    why: str
    seen_at: datetime | None


def add(
    connection: Connection,
    *,
    phone_key: str,
    kind: Kind,
    body: str,
    parts: int,
    at: datetime,
    expires_at: datetime,
    try_at: datetime | None = None,
    conversation_id: str | None = None,
    inbox_id: int | None = None,
    text_in_id: int | None = None,
    is_crisis: bool = False,
    despite_stop: bool = False,
    is_private: bool = False,
) -> bool:
    """Have a text leave. False when there is one for the same message (inbox_id) or text (text_in_id) already."""
    values = {
        "reference": secrets.token_hex(16),
        "phone_key": phone_key,
        "conversation_id": conversation_id,
        "inbox_id": inbox_id,
        "text_in_id": text_in_id,
        "kind": kind,
        "body": body,
        "parts": parts,
        "is_crisis": is_crisis,
        "despite_stop": despite_stop,
        "is_private": is_private,
        "created_at": at,
        "try_at": try_at or at,
        "expires_at": expires_at,
    }
    return insert_or_ignore(connection, _T, values)


def due(connection: Connection, at: datetime, limit: int = 50) -> list[Leaving]:
    """The texts whose time has come, at most one for each phone: its oldest. Crises come first.

    What nobody has asked for keeps no answer waiting: a text of kind `first` that waits for its hour is passed over.
    """
    older = _T.alias("older")
    is_first_of_phone = ~(
        select(older.c.id)
        .where(
            older.c.phone_key == _T.c.phone_key,
            older.c.id < _T.c.id,
            older.c.state.in_(UNDER_WAY),
            or_(older.c.kind != "first", older.c.try_at <= at, older.c.attempts > 0),
        )
        .exists()
    )
    chosen = select(_T).where(_T.c.state.in_(UNDER_WAY), _T.c.try_at <= at, is_first_of_phone)
    return rows_of(connection, chosen.order_by(_T.c.is_crisis.desc(), _T.c.try_at, _T.c.id).limit(limit))


def claim(connection: Connection, row: Leaving, at: datetime, until: datetime) -> bool:
    """Begin a try that others leave alone until a moment. False when another process was faster."""
    values = {"state": "sending", "attempts": row.attempts + 1, "claimed_at": at, "try_at": until}
    return _change(connection, row, _as_seen(row), **values)


def look_again(connection: Connection, row: Leaving, at: datetime, until: datetime) -> bool:
    """Begin to look an uncertain text up. False when another process was faster."""
    return _change(connection, row, _as_seen(row), state="uncertain", looks=row.looks + 1, try_at=until)


def put_off(
    connection: Connection, row: Leaving, state: State, try_at: datetime, why: str, looks: int | None = None
) -> bool:
    """A try did not work out. state: `waiting` when it was surely not taken, `uncertain` when it may have been.

    looks: how often it was looked up, where that is not to stay. Nothing changes once a receipt has told more.
    """
    counted = {} if looks is None else {"looks": looks}
    return _change(connection, row, _T.c.state.in_(UNDER_WAY), state=state, try_at=try_at, why=why[:200], **counted)


def end(
    connection: Connection,
    row: Leaving,
    state: State,
    at: datetime,
    why: str = "",
    provider: str | None = None,
    provider_id: str | None = None,
    others: Sequence[str] = (),
) -> bool:
    """A text left, or will not. Nothing changes when a receipt has told more in the meantime."""
    values: dict[str, Any] = {"state": state, "ended_at": at, "why": why[:200]}
    values |= {"provider": provider, "provider_id": provider_id} if provider_id else {}
    values |= {"other_ids": list(others)} if others else {}
    if state in ("delivered", "stopped"):
        values["body"] = None
    return _change(connection, row, _T.c.state.in_(UNDER_WAY), **values)


def by_reference(connection: Connection, reference: str) -> Leaving | None:
    """A text by our reference, or None."""
    return next(iter(rows_of(connection, select(_T).where(_T.c.reference == reference))), None)


def by_provider_id(connection: Connection, provider: str, provider_id: str) -> Leaving | None:
    """A text by its id at a provider, or None."""
    same = select(_T).where(_T.c.provider == provider, _T.c.provider_id == provider_id)
    return next(iter(rows_of(connection, same)), None)


def set_from_receipt(connection: Connection, row: Leaving, **values: Any) -> None:
    """Change a text as a receipt says, if it is still as it was seen."""
    _change(connection, row, _T.c.state == row.state, **values)


def firsts_since(connection: Connection, phone_key: str, since: datetime) -> int:
    """How many texts that nobody had asked for were written to a phone since a moment."""
    counted = select(func.count()).where(_T.c.phone_key == phone_key, _T.c.kind == "first", _T.c.created_at >= since)
    return int(connection.execute(counted).scalar_one())


def _as_seen(row: Leaving) -> ColumnElement:
    return and_(_T.c.state == row.state, _T.c.try_at == row.try_at, _T.c.attempts == row.attempts)


def _change(connection: Connection, row: Leaving, holds: ColumnElement, **values: Any) -> bool:
    change = update(_T).where(_T.c.id == row.id, holds).values(**values)
    return bool(connection.execute(change).rowcount == 1)


def rows_of(connection: Connection, chosen: Any) -> list[Leaving]:
    """The texts that a statement chooses."""
    return [Leaving(**row._mapping) for row in connection.execute(chosen)]
