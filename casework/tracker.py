"""What the assistant reads back before a turn: the slots and the last events, whatever the length of the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from casework import schema
from casework.errors import UnknownConversation

_E = schema.tracker_event
_S = schema.tracker_state
_C = schema.conversation


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
    state = connection.execute(
        select(_C.c.turn, _S.c.slots).select_from(_C.outerjoin(_S)).where(_C.c.id == conversation_id)
    ).first()
    if state is None:
        raise UnknownConversation(conversation_id)
    of_this = select(_E.c.turn, _E.c.data).where(_E.c.conversation_id == conversation_id)
    newest_first = of_this.order_by(_E.c.turn.desc(), _E.c.id.desc())  # the order of the index
    rows: Sequence[Row] = connection.execute(newest_first.limit(limit + 1)).all() if limit else []
    if len(rows) > limit:
        last, cut = rows[0].turn, rows[-1].turn
        if cut == last:
            rows = connection.execute(newest_first.where(_E.c.turn == last)).all()
        else:
            rows = [row for row in rows if row.turn != cut]
    return TrackerWindow([row.data for row in reversed(rows)], state.slots or {}, state.turn)
