"""Tables for the rows of a file until they are known to be right. They are the connection's own and go with it.

Nobody else sees them, and filling them takes no lock on people's records: the web goes on while a file is read.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, Table, Text
from sqlalchemy.engine import Connection

from casework.budgets.tables import budget, entry, person, representative
from casework.columns import Moment

CHUNK = 2_000
"""Rows that are held in memory at a time."""

_metadata = MetaData()
_BALANCE = ("balance_pence", "balance_as_of", "balance_source")
_NOT_ITS_OWN = {"id", "line", "person", "budget", "person_id", "budget_id"}
_LEFT_OUT = {"id", "loaded_at", "person_id", "budget_id"}


def _staged(name: str, *columns: Column) -> Table:
    own = (Column("id", Integer, primary_key=True), Column("line", Integer, nullable=False))
    return Table(f"staged_{name}", _metadata, *own, *columns, prefixes=["TEMPORARY"])


def _like(table: Table, *without: str) -> list[Column]:
    kinds = (Integer, Boolean, Date, Moment)
    return [
        Column(column.name, column.type if isinstance(column.type, kinds) else Text)
        for column in table.columns
        if column.name not in _LEFT_OUT and column.name not in without
    ]


_OF_PERSON = (("person", Text), ("person_id", Integer))
_OF_BUDGET = (("budget", Text), ("budget_id", Integer))

STAGED = {
    "person": _staged("person", *_like(person)),
    "representative": _staged("representative", *_like(representative), *(Column(*each) for each in _OF_PERSON)),
    "budget": _staged("budget", *_like(budget, *_BALANCE), *(Column(*each) for each in _OF_PERSON)),
    "balance": _staged(
        "balance", *(Column(budget.c[name].name, budget.c[name].type) for name in ("record_id", *_BALANCE))
    ),
    "entry": _staged("entry", *_like(entry), *(Column(*each) for each in _OF_BUDGET)),
}

for _name, _table in STAGED.items():
    Index(f"ix_staged_{_name}", _table.c["reference" if "reference" in _table.c else "record_id"], _table.c.id)


def columns_of(target: str) -> list[str]:
    """The columns of the target's own table that rows may set."""
    return [column.name for column in STAGED[target].columns if column.name not in _NOT_ITS_OWN]


def create(connection: Connection) -> None:
    """Make the tables for this connection."""
    _metadata.create_all(connection, checkfirst=False)


class Stager:
    """Takes rows and writes them to the staging tables in chunks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._empty = {name: dict.fromkeys(table.c.keys()) for name, table in STAGED.items()}
        for empty in self._empty.values():
            del empty["id"]

    def add(self, line: int, target: str, values: dict[str, Any]) -> None:
        """Take the values of a target that a line became."""
        waiting = self._waiting.setdefault(target, [])
        waiting.append({**self._empty[target], **values, "line": line})
        if len(waiting) >= CHUNK:
            self._write(target)

    def finish(self) -> None:
        """Write what still waits."""
        for target in self._waiting:
            self._write(target)

    def _write(self, target: str) -> None:
        if waiting := self._waiting[target]:
            self._connection.execute(STAGED[target].insert(), waiting)
            waiting.clear()
