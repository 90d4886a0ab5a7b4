"""What is noted of a contact: notes, actions with their owner and date, and the answers that were given as advice."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from casework.scripts.contacts import Contact
from casework.scripts.tables import EntryKind, script_entry

_T = script_entry


@dataclass(frozen=True)
class Entry:
    """One entry. advice: `text` is the answer's title; action: `owner` who does it, `due_on` an ISO date or empty."""

    id: int
    contact_id: int
    at: datetime
    kind: EntryKind
    text: str
    answer_id: str
    owner: str
    due_on: str


def note(connection: Connection, contact: Contact, text: str, at: datetime) -> None:
    """Keep a note."""
    _add(connection, contact, "note", text, at)


def action(connection: Connection, contact: Contact, text: str, owner: str, due_on: date | None, at: datetime) -> None:
    """Keep what somebody is to do."""
    _add(connection, contact, "action", text, at, owner=owner, due_on=due_on.isoformat() if due_on else "")


def advice(connection: Connection, contact: Contact, answer_id: str, title: str, at: datetime) -> None:
    """Note that an answer was given; once for each answer."""
    same = (_T.c.contact_id == contact.id, _T.c.kind == "advice", _T.c.answer_id == answer_id)
    if connection.execute(select(_T.c.id).where(*same)).first() is None:
        _add(connection, contact, "advice", title, at, answer_id=answer_id)


def remove(connection: Connection, contact: Contact, entry_id: int) -> bool:
    """Take an entry out again. False when it is none of this contact."""
    same = (_T.c.id == entry_id, _T.c.contact_id == contact.id)
    return bool(connection.execute(delete(_T).where(*same)).rowcount == 1)


def of_contact(connection: Connection, contact: Contact) -> list[Entry]:
    """All entries, in their order."""
    chosen = select(_T).where(_T.c.contact_id == contact.id).order_by(_T.c.id)
    return [Entry(**row._mapping) for row in connection.execute(chosen)]


def _add(
    connection: Connection,
    contact: Contact,
    kind: EntryKind,
    text: str,
    at: datetime,
    *,
    answer_id: str = "",
    owner: str = "",
    due_on: str = "",
) -> None:
    values = {"answer_id": answer_id, "owner": owner, "due_on": due_on}
    connection.execute(_T.insert().values(contact_id=contact.id, kind=kind, text=text, at=at, **values))
