"""Contacts in script mode: each belongs to one adviser, and has a conversation of its own. Nobody else finds it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import ColumnElement

from casework import audit, conversations
from casework.desk.accounts import Adviser
from casework.desk.tables import adviser as adviser_table
from casework.identity import sessions
from casework.scripts.tables import Consent, ContactKind, Risk, Speaker, script_contact

_T = script_contact
_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"  # as references of requests: nothing that is mistaken for another
_LENGTH = 8


@dataclass(frozen=True)
class Contact:
    """One contact. `reference` is ours, `case_reference` the council's own; `conversation_id` None: purged."""

    id: int
    reference: str
    adviser_id: int
    conversation_id: str | None
    kind: ContactKind
    speaker: Speaker
    case_reference: str
    needs: str
    risk: Risk
    risk_detail: str
    consent: Consent
    consent_detail: str
    started_at: datetime
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.closed_at is None and self.conversation_id is not None


def start(connection: Connection, adviser: Adviser, kind: ContactKind, case_reference: str, at: datetime) -> Contact:
    """Begin a contact with a fresh conversation. Raises sqlalchemy.exc.IntegrityError for another kind."""
    conversation = conversations.create(connection, "adviser", None, at)
    fresh = {
        "reference": "SC-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)),
        "adviser_id": adviser.id,
        "conversation_id": conversation.id,
        "kind": kind,
        "speaker": "not_said",
        "case_reference": case_reference,
        "needs": "",
        "risk": "none_seen",
        "risk_detail": "",
        "consent": "not_asked",
        "consent_detail": "",
        "started_at": at,
        "closed_at": None,
    }
    contact_id = connection.execute(_T.insert().values(**fresh)).inserted_primary_key[0]
    audit.write(connection, at, actor=adviser.login, action="script contact started", subject=str(fresh["reference"]))
    return Contact(id=contact_id, **fresh)  # type: ignore[arg-type]


def get(connection: Connection, contact_id: int, adviser_id: int) -> Contact | None:
    """A contact of this adviser; None when there is none, or it is somebody else's."""
    mine = (_T.c.id == contact_id, _T.c.adviser_id == adviser_id)
    return _one(connection.execute(select(_T).where(*mine)).first())


def of_adviser(connection: Connection, adviser_id: int, limit: int = 30) -> list[Contact]:
    """The contacts of an adviser, open ones first, then the newest."""
    is_closed: ColumnElement = _T.c.closed_at.is_not(None)
    chosen = select(_T).where(_T.c.adviser_id == adviser_id).order_by(is_closed, _T.c.started_at.desc())
    return [Contact(**row._mapping) for row in connection.execute(chosen.limit(limit))]


def adviser_of(connection: Connection, conversation_id: str) -> str | None:
    """The user name of the adviser who has a conversation open as a contact; None when nobody has."""
    same = (_T.c.conversation_id == conversation_id, _T.c.closed_at.is_(None))
    joined = _T.join(adviser_table, adviser_table.c.id == _T.c.adviser_id)
    login: str | None = connection.execute(select(adviser_table.c.login).select_from(joined).where(*same)).scalar()
    return login


def change(connection: Connection, contact: Contact, **values: str) -> bool:
    """Set what is known of who is there: speaker, case_reference, needs, risk, consent, and the details of both.

    False when it was closed meanwhile. Raises sqlalchemy.exc.IntegrityError for a value that is none of its list.
    """
    same = (_T.c.id == contact.id, _T.c.closed_at.is_(None))
    return bool(connection.execute(update(_T).where(*same).values(**values)).rowcount == 1)


def close(connection: Connection, contact: Contact, adviser: Adviser, at: datetime) -> bool:
    """End it: nothing more is said, and nobody counts as verified in it. False when it was closed already."""
    same = (_T.c.id == contact.id, _T.c.closed_at.is_(None))
    if connection.execute(update(_T).where(*same).values(closed_at=at)).rowcount == 0:
        return False
    if contact.conversation_id is not None:
        sessions.end(connection, contact.conversation_id, at)
        conversations.set_owner(connection, contact.conversation_id, "bot", "closed", at)
    audit.write(connection, at, actor=adviser.login, action="script contact closed", subject=contact.reference)
    return True


def _one(row: Row | None) -> Contact | None:
    return None if row is None else Contact(**row._mapping)
