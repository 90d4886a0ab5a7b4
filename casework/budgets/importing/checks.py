"""What is wrong with staged rows when they are seen together, and beside what is on record."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Table, and_, func, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from casework.budgets.importing.staging import STAGED
from casework.budgets.tables import budget, entry, person, representative

KEYS = {
    "person": ("reference",),
    "representative": ("reference",),
    "budget": ("record_id",),
    "entry": ("origin", "record_id"),
}
"""What a record of each kind is known by in files."""
TABLES = {"person": person, "representative": representative, "budget": budget, "entry": entry}
OWNERS = {"representative": "person", "budget": "person", "entry": "budget"}


@dataclass(frozen=True)
class Problem:
    """One thing to mend. line: in the file; column: its heading, empty for the row as a whole; message: what is wrong
    and how to mend it, without what stands there."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class Check:
    """A search for lines with one fault: `lines` selects them."""

    lines: Select
    column: str
    message: str


def resolve(connection: Connection, target: str) -> None:
    """Give the staged rows of a target the id of the person or budget that they belong to."""
    if target not in OWNERS:
        return
    staged, owner = STAGED[target], TABLES[OWNERS[target]]
    key = owner.c[KEYS[OWNERS[target]][0]]
    found = select(owner.c.id).where(key == staged.c[OWNERS[target]]).scalar_subquery()
    connection.execute(staged.update().values({f"{OWNERS[target]}_id": found}))


def checks(targets: tuple[str, ...], columns: dict[str, str]) -> Iterator[Check]:
    """All checks of a file's targets. columns: the heading that says whose a row is, and the one of its own key."""
    for target in targets:
        staged = STAGED[target]
        if target in KEYS:
            yield Check(_twice(target), columns["key"], "is in this file twice. Keep the row that is right")
        if target in OWNERS and not (target == "entry" and "budget" in targets):
            owner = OWNERS[target]
            lines = select(staged.c.line).where(staged.c[f"{owner}_id"].is_(None))
            load_first = "people" if owner == "person" else "budgets"
            yield Check(lines, columns["owner"], f"is not on record. Load the file of {load_first} first, or mend it")
        if target in OWNERS:
            moved = "belongs to somebody else on record. Mend it, or give the new record an id of its own"
            yield Check(_moved(target), columns["key"], moved)
    if "person" in targets:
        yield Check(_also(representative, "person"), columns["key"], "is the reference of a representative. Mend it")
    if "representative" in targets:
        yield Check(_also(person, "representative"), columns["key"], "is the reference of a person. Mend it")
    if "balance" in targets and "budget" not in targets:
        yield Check(_backwards(), columns["day"], "goes back in time. Sort the rows of a budget, the oldest first")


def run(connection: Connection, check: Check, most: int) -> tuple[int, list[Problem]]:
    """How many lines have the fault, and the first `most` of them."""
    lines = check.lines.distinct().subquery()
    count = connection.execute(select(func.count()).select_from(lines)).scalar_one()
    if not count or most <= 0:
        return count, []
    first = connection.execute(select(lines.c.line).order_by(lines.c.line).limit(most)).scalars()
    return count, [Problem(line, check.column, check.message) for line in first]


def _twice(target: str) -> Select:
    staged = STAGED[target]
    earlier = staged.alias()
    same = [staged.c[name] == earlier.c[name] for name in KEYS[target]]
    return select(staged.c.line).where(select(earlier.c.id).where(*same, earlier.c.id < staged.c.id).exists())


def _moved(target: str) -> Select:
    staged, table, owner = STAGED[target], TABLES[target], f"{OWNERS[target]}_id"
    same = and_(*(staged.c[name] == table.c[name] for name in KEYS[target]))
    new = or_(staged.c[owner].is_(None), staged.c[owner] == table.c[owner])
    return select(staged.c.line).select_from(staged.join(table, same)).where(~new)


def _also(other: Table, target: str) -> Select:
    staged = STAGED[target]
    return select(staged.c.line).join(other, other.c.reference == staged.c.reference)


def _backwards() -> Select:
    staged = STAGED["balance"]
    before = func.lag(staged.c.balance_as_of).over(partition_by=staged.c.record_id, order_by=staged.c.id)
    seen = select(staged.c.line, staged.c.balance_as_of, before.label("before")).subquery()
    return select(seen.c.line).where(seen.c.balance_as_of < seen.c.before)
