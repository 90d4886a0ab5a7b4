"""What the assistant reads back before a turn: the slots and the last events, whatever the length of the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.engine import Connection, Row

from casework import schema
from casework.errors import UnknownConversation

_E = schema.tracker_event
_S = schema.tracker_state
_C = schema.conversation
_ID = bindparam("id")
# Building a statement costs more than running it, so each is built once.
_STATE = select(_C.c.turn, _S.c.slots).select_from(_C.outerjoin(_S)).where(_C.c.id == _ID)
_OF_CONVERSATION = (
    select(_E.c.turn, _E.c.data)
    .where(_E.c.conversation_id == _ID)
    .order_by(_E.c.turn.desc(), _E.c.id.desc())  # the order of the index
)
_NEWEST_FIRST = _OF_CONVERSATION.limit(bindparam("most", type_=Integer))
_OF_TURN = _OF_CONVERSATION.where(_E.c.turn == bindparam("turn"))


@dataclass(frozen=True)
class TrackerWindow:
    """The end of a conversation's history: whole turns of events, oldest first, and all slots as of `turn`."""

    events: list[dict[str, Any]]
    slots: dict[str, Any]
    turn: int


def load(connection: Connection, conversation_id: str, limit: int = 40) -> TrackerWindow:
    """The last `limit` events at most, from the beginning of a turn. 0 reads none; a longer last turn is given whole.

    `turn` is the number to commit the next turn against. Reads `limit` rows or so however long the history is.
    Raises UnknownConversation.
    """
    state = connection.execute(_STATE, {"id": conversation_id}).first()
    if state is None:
        raise UnknownConversation(conversation_id)
    return window_of(connection, conversation_id, state.turn, state.slots or {}, limit)


def window_of(
    connection: Connection, conversation_id: str, turn: int, slots: dict[str, Any], limit: int
) -> TrackerWindow:
    """The window of a conversation whose turn and slots were read already, in the same transaction."""
    rows: Sequence[Row] = ()
    if limit:
        rows = connection.execute(_NEWEST_FIRST, {"id": conversation_id, "most": limit + 1}).all()
    if len(rows) > limit:
        last, cut = rows[0].turn, rows[-1].turn
        if cut == last:
            rows = connection.execute(_OF_TURN, {"id": conversation_id, "turn": last}).all()
        else:
            rows = [row for row in rows if row.turn != cut]
    return TrackerWindow([row.data for row in reversed(rows)], slots, turn)
