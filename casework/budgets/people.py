"""Who is on record, found by the council's own reference. Contact details leave this package only to send codes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.engine import Connection

from casework.budgets.references import normalised
from casework.budgets.tables import Reason, Role, person, representative

# Building a statement costs more than running it, so each is built once.
_PERSON, _REPRESENTATIVE = (
    select(table).where(table.c.reference == bindparam("reference")) for table in (person, representative)
)


@dataclass(frozen=True)
class OnRecord:
    """A person with a budget. mobile: as +447700900123; None where the record has none.

    contact_changed_at: when the council last changed their mobile or email; None if never since the first load.
    """

    id: int
    reference: str
    date_of_birth: date
    mobile: str | None
    email: str | None
    contact_changed_at: datetime | None
    do_not_disclose: Reason | None


@dataclass(frozen=True)
class Representative:
    """Somebody who acts for a person (`person_id`), with a reference, date of birth and contact of their own."""

    id: int
    reference: str
    date_of_birth: date
    mobile: str | None
    email: str | None
    contact_changed_at: datetime | None
    role: Role
    may_see_money: bool
    person_id: int


def find(connection: Connection, reference: str) -> OnRecord | None:
    """The person with a reference, typed in any case and with any spaces or dashes; None if there is none."""
    row = _row(connection, _PERSON, reference, person)
    return None if row is None else OnRecord(**row)


def find_representative(connection: Connection, reference: str) -> Representative | None:
    """The representative with a reference of their own. No reference is both a person's and a representative's."""
    row = _row(connection, _REPRESENTATIVE, reference, representative)
    return None if row is None else Representative(**row)


def contact_is_settled(contact_changed_at: datetime | None, at: datetime, days: int) -> bool:
    """Whether the contact on record has stood for `days` (council.yml), or never changed."""
    return contact_changed_at is None or contact_changed_at <= at - timedelta(days=days)


def _row(connection: Connection, statement: Any, reference: str, table: Table) -> Mapping[str, Any] | None:
    row = connection.execute(statement, {"reference": normalised(reference)}).first()
    return None if row is None else {key: value for key, value in row._mapping.items() if key != "loaded_at"}
