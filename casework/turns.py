"""One commit a turn: all that a turn changed, or nothing of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.engine import Connection

from casework import outbox, schema
from casework.columns import Moment
from casework.conversations import latest
from casework.database import Database
from casework.dialect import upsert
from casework.errors import AlreadyAnswered, TurnConflict

__all__ = ["AlreadyAnswered", "TurnCommit", "TurnConflict", "commit_turn"]

_C = schema.conversation
_I = schema.inbox
_NOW = bindparam("now", type_=Moment())
_MOVE_ON = (
    update(_C)
    .where(_C.c.id == bindparam("conversation"), _C.c.turn == bindparam("seen"), _C.c.forgotten_at.is_(None))
    .values(turn=_C.c.turn + 1, clock_at=latest(_C.c.clock_at, _NOW), last_seen_at=latest(_C.c.last_seen_at, _NOW))
)
_ANSWER = (
    update(_I)
    .where(_I.c.id == bindparam("message"), _I.c.conversation_id == bindparam("conversation"), _I.c.done_at.is_(None))
    .values(done_at=_NOW, outcome=bindparam("ended"))
)
_ANSWER_AND_BLANK = _ANSWER.values(text=None, blanked_at=_NOW)
_ANSWER_AND_MASK = _ANSWER.values(text=bindparam("masked"))


@dataclass(frozen=True)
class TurnCommit:
    """What a turn came to.

    `seen_turn`: the `Conversation.turn` (or `TrackerWindow.turn`) that it was worked out from. `inbox_id`: the message
    it answers, or None when the assistant speaks unasked. `at`: the conversation's moment. `outcome`: one of
    common.outcomes. `replies`: JSON of `Reply`, in order. `events`: the tracker's new events, already masked. `slots`:
    all slots after the turn. `staged`: what else to write, each called with the turn's own connection. `keep_text`:
    False blanks the message's text at once; `text`: what stays of it otherwise, where that is less than was typed.
    """

    conversation_id: str
    seen_turn: int
    inbox_id: int | None
    at: datetime
    outcome: str
    replies: Sequence[dict[str, Any]]
    events: Sequence[dict[str, Any]]
    slots: dict[str, Any]
    staged: Sequence[Callable[[Connection], None]] = field(default=())
    keep_text: bool = True
    text: str | None = None


def commit_turn(database: Database, turn: TurnCommit) -> None:
    """Write a turn in one short transaction.

    Raises TurnConflict when the conversation has moved on since it was read, AlreadyAnswered when the message has its
    answer, and whatever a staged callable raises; then nothing was written.
    """
    with database.write() as connection:
        _claim(connection, turn)
        outbox.add(connection, turn.conversation_id, turn.inbox_id, turn.replies, turn.outcome, turn.at)
        _remember(connection, turn)
        for write in turn.staged:  # last, so that "delete my chat" also takes what this turn has just remembered
            write(connection)


def _claim(connection: Connection, turn: TurnCommit) -> None:
    mine = {"conversation": turn.conversation_id, "seen": turn.seen_turn, "now": turn.at}
    if connection.execute(_MOVE_ON, mine).rowcount != 1:
        raise TurnConflict(f"conversation {turn.conversation_id} is no longer at turn {turn.seen_turn}")
    if turn.inbox_id is None:
        return
    answered = {"message": turn.inbox_id, "conversation": turn.conversation_id, "now": turn.at, "ended": turn.outcome}
    how = _ANSWER_AND_BLANK
    if turn.keep_text:
        how = _ANSWER if turn.text is None else _ANSWER_AND_MASK
        answered |= {} if turn.text is None else {"masked": turn.text}
    if connection.execute(how, answered).rowcount != 1:
        raise AlreadyAnswered(f"message {turn.inbox_id} has its answer")


def _remember(connection: Connection, turn: TurnCommit) -> None:
    number = turn.seen_turn + 1
    if turn.events:
        rows = [{"conversation_id": turn.conversation_id, "turn": number, "data": event} for event in turn.events]
        connection.execute(schema.tracker_event.insert(), rows)
    state = {"conversation_id": turn.conversation_id, "turn": number, "slots": turn.slots}
    upsert(connection, schema.tracker_state, ["conversation_id"], state)
