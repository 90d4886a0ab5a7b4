"""All that a turn needs to know of its conversation, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection, Row

from casework import schema
from casework.conversations import Conversation
from casework.tracker import TrackerWindow, window_of
from common.outcomes import Outcome

_C, _S, _O, _P = schema.conversation, schema.tracker_state, schema.outbox, schema.progress
_ID = bindparam("id")
# Building a statement costs more than running it, so each is built once.
_CONVERSATION = select(_C, _S.c.slots).select_from(_C.outerjoin(_S)).where(_C.c.id == _ID)
_LAST_REPLY = select(_O.c.reply, _O.c.outcome).where(_O.c.conversation_id == _ID).order_by(_O.c.id.desc()).limit(1)
_PROGRESS = select(_P.c.flow, _P.c.state).where(_P.c.conversation_id == _ID)


@dataclass(frozen=True)
class TurnView:
    """A conversation as a turn finds it.

    window: the tracker's last events and its slots; last_reply, last_outcome: the JSON of the newest reply and what its
    turn came to, or None; progress: the state of each flow that was begun.
    """

    conversation: Conversation
    window: TrackerWindow
    last_reply: dict[str, Any] | None
    last_outcome: Outcome | None
    progress: dict[str, dict[str, Any]]


def read_turn(connection: Connection, conversation_id: str, events: int) -> TurnView | None:
    """The view of a conversation with its last `events` tracker events (whole turns), or None when it is gone."""
    key = {"id": conversation_id}
    found = connection.execute(_CONVERSATION, key).first()
    if found is None:
        return None
    values = dict(found._mapping)
    slots = values.pop("slots") or {}
    last: Row | None = connection.execute(_LAST_REPLY, key).first()
    states: Sequence[Row] = connection.execute(_PROGRESS, key).all()
    return TurnView(
        conversation=Conversation(**values),
        window=window_of(connection, conversation_id, found.turn, slots, events),
        last_reply=last.reply if last else None,
        last_outcome=last.outcome if last else None,
        progress={row.flow: row.state for row in states},
    )
