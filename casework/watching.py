"""Has anything been said since? A few numbers that change when a page is behind, cheap enough to ask every second."""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.engine import Connection

from casework import schema

_C, _I, _O = schema.conversation, schema.inbox, schema.outbox
_CONVERSATION = bindparam("conversation")
_FIND = select(_C.c.id, _C.c.owner).where(_C.c.token_hash == bindparam("token"), _C.c.forgotten_at.is_(None))
_SAID = select(func.coalesce(func.max(_O.c.id), 0)).where(_O.c.conversation_id == _CONVERSATION)
_ASKED = select(
    func.coalesce(func.max(_I.c.id), 0), func.coalesce(func.sum(case((_I.c.done_at.is_(None), 1), else_=0)), 0)
).where(_I.c.conversation_id == _CONVERSATION)


@dataclass(frozen=True)
class Mark:
    """How far a conversation has come: the ids of the last reply and message, how many wait, and who owns it."""

    said: int
    asked: int
    waiting: int
    owner: str


def mark(connection: Connection, token_hash: str) -> Mark | None:
    """How far the conversation of a browser has come, or None when it has none, or deleted it."""
    found = connection.execute(_FIND, {"token": token_hash}).first()
    if found is None:
        return None
    values = {"conversation": found.id}
    asked, waiting = connection.execute(_ASKED, values).one()
    return Mark(int(connection.execute(_SAID, values).scalar_one()), int(asked), int(waiting), str(found.owner))
