"""Takes staged rows over into the records: what is new is added, what differs is changed and its old values kept.

All of it in the caller's one transaction. Columns that the file does not have stay as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, and_, case, func, literal, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement, Select

from casework import dialect
from casework.budgets.importing.checks import KEYS, OWNERS, TABLES
from casework.budgets.importing.staging import CHUNK, STAGED
from casework.budgets.tables import budget, history
from casework.columns import Moment

_BALANCE = ("balance_pence", "balance_as_of", "balance_source")


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one kind of record."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True)
class Merge:
    """given: the columns of the table that the file tells of; run_id: the load; at: the moment of it (aware)."""

    connection: Connection
    target: str
    given: tuple[str, ...]
    run_id: int
    at: datetime

    def run(self) -> Counts:
        """Take the staged rows over."""
        return self._balances() if self.target == "balance" else self._records()

    def _records(self) -> Counts:
        staged, table = STAGED[self.target], TABLES[self.target]
        beside = staged.outerjoin(table, and_(*(staged.c[name] == table.c[name] for name in KEYS[self.target])))
        values = self._values(staged, table)
        written = [name for name in values if name not in KEYS[self.target] and not name.endswith("_id")]
        differs = and_(table.c.id.isnot(None), _differ(values, table, written))
        total = self._count(select(staged.c.id))
        added = self._count(select(staged.c.id).select_from(beside).where(table.c.id.is_(None)))
        changed = self._keep(table, staged, beside, differs, written)
        values["loaded_at"] = literal(self.at, Moment())
        rows = select(*values.values()).select_from(beside).where(or_(table.c.id.is_(None), differs))
        name = self.connection.dialect.name
        self.connection.execute(dialect.upsert_from(name, table, KEYS[self.target], list(values), rows))
        return Counts(added, changed, total - added - changed)

    def _values(self, staged: Table, table: Table) -> dict[str, ColumnElement]:
        owner = (f"{OWNERS[self.target]}_id",) if self.target in OWNERS else ()
        names = (*KEYS[self.target], *owner, *self.given)
        values: dict[str, ColumnElement] = {name: staged.c[name] for name in dict.fromkeys(names)}
        if "contact_changed_at" in table.c:
            # Who takes over a phone number first has it changed on record: every change counts, told or not.
            ways = [name for name in ("mobile", "email") if name in self.given]
            moved = and_(table.c.id.isnot(None), _differ(values, table, ways))
            told_at, known_at = staged.c.contact_changed_at, table.c.contact_changed_at
            told = case((or_(known_at.is_(None), told_at > known_at), told_at), else_=known_at)
            values["contact_changed_at"] = case((moved, literal(self.at, Moment())), else_=told)
        return values

    def _balances(self) -> Counts:
        """Balances are of budgets that are there; an older one than is on record is left aside."""
        staged = STAGED["balance"]
        later = staged.alias()
        again = select(later.c.id).where(later.c.record_id == staged.c.record_id, later.c.id > staged.c.id)
        self.connection.execute(staged.delete().where(again.exists()))
        beside = staged.join(budget, staged.c.record_id == budget.c.record_id)
        newer = or_(budget.c.balance_as_of.is_(None), staged.c.balance_as_of >= budget.c.balance_as_of)
        differs = and_(newer, _differ(dict(staged.c), budget, _BALANCE))
        total = self._count(select(staged.c.id))
        chosen = select(staged.c.record_id).select_from(beside).where(differs)
        ids = list(self.connection.execute(select(budget.c.id).where(budget.c.record_id.in_(chosen))).scalars())
        known = and_(differs, budget.c.balance_as_of.isnot(None))
        changed = self._keep(budget, staged, beside, known, _BALANCE)
        for start in range(0, len(ids), 500):
            new = {
                name: select(staged.c[name]).where(staged.c.record_id == budget.c.record_id).scalar_subquery()
                for name in _BALANCE
            }
            some = budget.update().where(budget.c.id.in_(ids[start : start + 500]))
            self.connection.execute(some.values(**new, loaded_at=self.at))
        return Counts(len(ids) - changed, changed, total - len(ids))

    def _keep(self, table: Table, staged: Table, beside: Any, differs: ColumnElement, columns: Sequence[str]) -> int:
        """Put the values that will be changed into the history."""
        owner = table.c.id if table.name == "person" else _person_of(table)
        was = select(table.c.id, owner.label("person_id"), *(table.c[name] for name in columns))
        kept = 0
        for part in _parts(self.connection, staged):
            rows = self.connection.execute(was.select_from(beside).where(differs, part)).mappings().all()
            if rows:
                self.connection.execute(history.insert(), [self._past(table.name, row, columns) for row in rows])
            kept += len(rows)
        return kept

    def _past(self, kind: str, row: Any, columns: Sequence[str]) -> dict[str, Any]:
        return {
            "person_id": row["person_id"],
            "run_id": self.run_id,
            "kind": kind,
            "row_id": row["id"],
            "changed_at": self.at,
            "was": {name: _plain(row[name]) for name in columns},
        }

    def _count(self, chosen: Select) -> int:
        return int(self.connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one())


def _differ(new: dict[str, ColumnElement], table: Table, names: Sequence[str]) -> ColumnElement:
    return or_(False, *(table.c[name].is_distinct_from(new[name]) for name in names))


def _person_of(table: Table) -> Any:
    if "person_id" in table.c:
        return table.c.person_id
    return select(budget.c.person_id).where(budget.c.id == table.c.budget_id).scalar_subquery()


def _parts(connection: Connection, staged: Table) -> Iterator[ColumnElement]:
    last = connection.execute(select(func.max(staged.c.id))).scalar() or 0
    for start in range(0, last + 1, CHUNK):
        yield staged.c.id.between(start, start + CHUNK - 1)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
