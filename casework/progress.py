"""Where a person is in a guided conversation. It outlives restarts, new days and the assistant's own memory."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from casework import schema
from casework.dialect import upsert

_T = schema.progress


def load(connection: Connection, conversation_id: str, flow: str) -> dict[str, Any] | None:
    """The state that was saved last, or None."""
    state: dict[str, Any] | None = connection.execute(select(_T.c.state).where(_row(conversation_id, flow))).scalar()
    return state


def all_of(connection: Connection, conversation_id: str) -> dict[str, dict[str, Any]]:
    """The state of each flow that was begun, by the flow's name."""
    rows = connection.execute(select(_T.c.flow, _T.c.state).where(_T.c.conversation_id == conversation_id))
    return {row.flow: row.state for row in rows}


def save(connection: Connection, conversation_id: str, flow: str, state: Mapping[str, Any], at: datetime) -> None:
    """Keep a flow's state (plain JSON), in place of the one before."""
    values = {"conversation_id": conversation_id, "flow": flow, "state": dict(state), "updated_at": at}
    upsert(connection, _T, ["conversation_id", "flow"], values)


def clear(connection: Connection, conversation_id: str, flow: str) -> None:
    """Forget a flow's state; nothing happens when there is none."""
    connection.execute(delete(_T).where(_row(conversation_id, flow)))


def _row(conversation_id: str, flow: str) -> ColumnElement:
    return and_(_T.c.conversation_id == conversation_id, _T.c.flow == flow)
