"""Attempts to prove who somebody is: a reference, a date of birth, then a code. One at a time in a conversation."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from casework.errors import TurnConflict
from casework.identity import tables
from casework.identity.tables import Stage

CODE_LIVES = timedelta(minutes=10)
LASTS = timedelta(minutes=30)
"""How long an attempt may take from its reference to its code."""
MOST_TRIES = 5
MOST_CODES = 3
OPEN: tuple[Stage, ...] = ("birth", "code")

_T = tables.challenge


@dataclass(frozen=True)
class Challenge:
    """One attempt. `may_pass`: whether the right code will do; False also where nobody has the reference.

    person_id, representative_id: whose the reference is; code_hash, code_expires_at: of the newest code, which makes
    every older one void; codes: how many were made; tries: wrong codes so far.
    """

    conversation_id: str
    handle: str
    created_at: datetime
    stage: Stage
    reference_key: str
    person_id: int | None
    representative_id: int | None
    may_pass: bool = False
    code_hash: str | None = None
    code_expires_at: datetime | None = None
    codes: int = 0
    tries: int = 0


_FIELDS = tuple(field.name for field in fields(Challenge))


def newest(connection: Connection, conversation_id: str) -> Challenge | None:
    """The attempt that was begun last in a conversation, or None. It may be over: look at `stage`."""
    mine = select(_T).where(_T.c.conversation_id == conversation_id).order_by(_T.c.id.desc()).limit(1)
    row = connection.execute(mine).first()
    return None if row is None else Challenge(**{name: row._mapping[name] for name in _FIELDS})


def is_open(challenge: Challenge | None, stage: Stage, at: datetime) -> bool:
    """Whether an attempt waits for what belongs to this stage, and has not been left for too long."""
    return challenge is not None and challenge.stage == stage and at - challenge.created_at < LASTS


def begin(connection: Connection, fresh: Challenge) -> None:
    """Begin an attempt. One that was open in the same conversation is void."""
    mine = (_T.c.conversation_id == fresh.conversation_id, _T.c.stage.in_(OPEN))
    connection.execute(update(_T).where(*mine).values(stage="void"))
    connection.execute(_T.insert().values(**asdict(fresh)))


def change(connection: Connection, seen: Challenge, **values: Any) -> None:
    """Change an attempt that is still as it was read. Raises TurnConflict when it is not: codes are used once."""
    same = (_T.c.handle == seen.handle, _T.c.stage == seen.stage, _T.c.tries == seen.tries, _T.c.codes == seen.codes)
    if connection.execute(update(_T).where(*same).values(**values)).rowcount != 1:
        raise TurnConflict("the attempt has moved on")
