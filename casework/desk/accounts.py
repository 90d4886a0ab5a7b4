"""Advisers' accounts, sign-in and presence. Passwords come in as hashes; tokens are kept as hashes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import ColumnElement

from casework import audit
from casework.desk import tables
from casework.desk.tables import Presence, Role
from casework.dialect import insert_or_ignore

_A = tables.adviser
_S = tables.adviser_session

HEARTBEAT = timedelta(seconds=90)
"""An adviser whose browser has said nothing for so long is not there."""


@dataclass(frozen=True)
class Adviser:
    """Somebody with an account. `busy_until`: the time after a contact that is theirs for writing it up."""

    id: int
    login: str
    name: str
    role: Role
    safeguarding: bool
    password_hash: str | None
    created_at: datetime
    disabled_at: datetime | None
    failed_tries: int
    locked_until: datetime | None
    presence: Presence
    heartbeat_at: datetime | None
    busy_until: datetime | None

    @property
    def works_cases(self) -> bool:
        """Whether they may see and take people's cases. Editors may not."""
        return self.role != "editor"

    def is_here(self, at: datetime) -> bool:
        """Whether their browser was heard of lately."""
        return self.heartbeat_at is not None and at - self.heartbeat_at < HEARTBEAT


def add(
    connection: Connection,
    *,
    login: str,
    name: str,
    role: Role,
    safeguarding: bool,
    password_hash: str | None,
    at: datetime,
    by: str,
) -> bool:
    """Make an account. False when the login is taken. `login` is kept in small letters."""
    values = {
        "login": login.strip().lower(),
        "name": name,
        "role": role,
        "safeguarding": safeguarding,
        "password_hash": password_hash,
        "created_at": at,
    }
    if not insert_or_ignore(connection, _A, values):
        return False
    detail = f"role {role}{', safeguarding' if safeguarding else ''}"
    audit.write(connection, at, actor=by, action="adviser_added", subject=login.strip().lower(), detail=detail)
    return True


def everyone(connection: Connection) -> list[Adviser]:
    """All accounts by name."""
    return [Adviser(**row._mapping) for row in connection.execute(select(_A).order_by(_A.c.name, _A.c.id))]


def find(connection: Connection, login: str) -> Adviser | None:
    """An account by its login, typed in any case, or None."""
    return _one(connection.execute(select(_A).where(_A.c.login == login.strip().lower())).first())


def get(connection: Connection, adviser_id: int) -> Adviser | None:
    """An account by its id, or None."""
    return _one(connection.execute(select(_A).where(_A.c.id == adviser_id)).first())


def set_password(connection: Connection, login: str, password_hash: str, at: datetime, by: str) -> bool:
    """Give a new password, end the lock and every session. False when there is no such account."""
    change = {"password_hash": password_hash, "failed_tries": 0, "locked_until": None}
    return _change(connection, login, change, at, by, "adviser_password_reset")


def set_disabled(connection: Connection, login: str, disabled: bool, at: datetime, by: str) -> bool:
    """Close an account, or open it again; ends every session. False when there is no such account."""
    action = "adviser_disabled" if disabled else "adviser_enabled"
    change = {"disabled_at": at if disabled else None, "presence": "away"}
    return _change(connection, login, change, at, by, action)


def note_failure(connection: Connection, adviser_id: int, most: int, lock_for: timedelta, at: datetime) -> None:
    """Count a wrong password; the one that makes `most` locks the account."""
    count = update(_A).where(_A.c.id == adviser_id).values(failed_tries=_A.c.failed_tries + 1)
    connection.execute(count)
    full = and_(_A.c.id == adviser_id, _A.c.failed_tries >= most)
    if connection.execute(update(_A).where(full).values(failed_tries=0, locked_until=at + lock_for)).rowcount:
        audit.write(connection, at, actor="system", action="adviser_locked", subject=str(adviser_id))


def sign_in(connection: Connection, adviser: Adviser, token_hash: str, at: datetime, lasts: timedelta) -> None:
    """Begin a session that ends after `lasts` at the latest."""
    values = {"adviser_id": adviser.id, "created_at": at, "seen_at": at, "expires_at": at + lasts}
    connection.execute(_S.insert().values(token_hash=token_hash, **values))
    connection.execute(update(_A).where(_A.c.id == adviser.id).values(failed_tries=0, locked_until=None))
    audit.write(connection, at, actor=adviser.login, action="signed_in", subject=adviser.login)


def signed_in(connection: Connection, token_hash: str, at: datetime, idle: timedelta) -> Adviser | None:
    """Whose session it is, while it lasts: not past its end, not idle for too long, account not disabled."""
    live = and_(
        _S.c.token_hash == token_hash, _S.c.expires_at > at, _S.c.seen_at > at - idle, _A.c.disabled_at.is_(None)
    )
    return _one(connection.execute(select(_A).join(_S, _S.c.adviser_id == _A.c.id).where(live)).first())


def touch(connection: Connection, token_hash: str, at: datetime) -> None:
    """Somebody did something: the session is not idle."""
    connection.execute(update(_S).where(_S.c.token_hash == token_hash, _S.c.seen_at < at).values(seen_at=at))


def sign_out(connection: Connection, adviser: Adviser, token_hash: str, at: datetime) -> None:
    """End a session; without another one, its adviser is away."""
    connection.execute(delete(_S).where(_S.c.token_hash == token_hash))
    others = select(_S.c.token_hash).where(_S.c.adviser_id == adviser.id, _S.c.expires_at > at)
    if connection.execute(others).first() is None:
        connection.execute(update(_A).where(_A.c.id == adviser.id).values(presence="away", heartbeat_at=None))
    audit.write(connection, at, actor=adviser.login, action="signed_out", subject=adviser.login)


def set_presence(connection: Connection, adviser_id: int, presence: Presence, at: datetime) -> None:
    """Say whether live chats may come. Ends the time after a contact."""
    change = {"presence": presence, "heartbeat_at": at, "busy_until": None}
    connection.execute(update(_A).where(_A.c.id == adviser_id).values(**change))


def heartbeat(connection: Connection, adviser_id: int, at: datetime) -> None:
    """Their browser is open."""
    connection.execute(update(_A).where(_A.c.id == adviser_id).values(heartbeat_at=at))


def after_contact(connection: Connection, adviser_id: int, until: datetime) -> None:
    """Give time to write a contact up: no live chat is counted on until then."""
    connection.execute(update(_A).where(_A.c.id == adviser_id).values(busy_until=until))


def free_for_live(connection: Connection, at: datetime, most: int) -> int:
    """How many advisers are there, say that they are available, and have fewer than `most` live chats."""
    case = tables.desk_case.c
    chats = (
        select(func.count())
        .select_from(tables.desk_case)
        .where(case.adviser_id == _A.c.id, case.way == "live", case.state == "taken")
        .scalar_subquery()
    )
    found = select(func.count()).select_from(_A).where(present(at), chats < most)
    return int(connection.execute(found).scalar_one())


def anybody_here(connection: Connection, at: datetime) -> bool:
    """Whether an adviser is there who takes live chats now or soon."""
    return connection.execute(select(_A.c.id).where(_working(at)).limit(1)).first() is not None


def purge_sessions(connection: Connection, at: datetime) -> int:
    """Delete sessions that are over; returns how many."""
    return int(connection.execute(delete(_S).where(_S.c.expires_at <= at)).rowcount)


def present(at: datetime) -> ColumnElement:
    """That an adviser is there and available."""
    rested = or_(_A.c.busy_until.is_(None), _A.c.busy_until <= at)
    return and_(_working(at), _A.c.presence == "available", rested)


def _working(at: datetime) -> ColumnElement:
    heard = _A.c.heartbeat_at > at - HEARTBEAT
    return and_(_A.c.presence != "away", heard, _A.c.disabled_at.is_(None), _A.c.role != "editor")


def _change(
    connection: Connection, login: str, change: Mapping[str, object], at: datetime, by: str, action: str
) -> bool:
    found = find(connection, login)
    if found is None:
        return False
    connection.execute(update(_A).where(_A.c.id == found.id).values(**change))
    connection.execute(delete(_S).where(_S.c.adviser_id == found.id))
    audit.write(connection, at, actor=by, action=action, subject=found.login)
    return True


def _one(row: Row | None) -> Adviser | None:
    return None if row is None else Adviser(**row._mapping)


def colleagues(found: Sequence[Adviser], me: Adviser) -> list[Adviser]:
    """Those to whom a case can be given."""
    return [each for each in found if each.id != me.id and each.disabled_at is None and each.works_cases]
