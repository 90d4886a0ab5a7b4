"""What a person asked us to pass on: referrals, call-backs and complaints, each with a reference and a promise."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.engine import Connection

from casework import schema
from casework.dialect import insert_or_ignore
from casework.errors import ReferenceTaken
from casework.schema import ContactKind, Priority, ReferralKind, ReferralStatus

_T = schema.referral
_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"  # nothing that is mistaken for another when read out or written down
_LENGTH = 6
_URGENT_FIRST = case((_T.c.priority == "urgent", 0), (_T.c.priority == "soon", 1), else_=2)


@dataclass(frozen=True)
class Referral:
    """A request that people have to act on.

    `reference` is what the person was told; `promised_by` the moment they were promised; `due_at` the moment by which
    staff should act; `when_suits` when the person would like to be called, in their words. `conversation_id` is None
    once the conversation was deleted.
    """

    id: int
    reference: str
    conversation_id: str | None
    kind: ReferralKind
    priority: Priority
    name: str
    contact: str
    contact_kind: ContactKind
    about: str
    when_suits: str
    consent_at: datetime
    created_at: datetime
    promised_by: datetime
    due_at: datetime
    status: ReferralStatus
    done_at: datetime | None


def new_reference() -> str:
    """A fresh reference such as NAV-7KQ4XD. One in 244 million is like another: `create` finds out."""
    return "NAV-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def create(
    connection: Connection,
    *,
    reference: str,
    conversation_id: str | None,
    kind: str,
    name: str,
    contact: str,
    contact_kind: str,
    about: str,
    at: datetime,
    promised_by: datetime,
    when: str = "",
    priority: str = "routine",
    due_at: datetime | None = None,
) -> None:
    """Keep a request, made with consent at `at`. `due_at` is `promised_by` unless it is sooner.

    Raises ReferenceTaken when somebody else has the reference: staged in a turn, the turn runs again and makes another.
    Raises sqlalchemy.exc.IntegrityError for a kind, priority or contact_kind that is not on its list.
    """
    values = {
        "reference": reference,
        "conversation_id": conversation_id,
        "kind": kind,
        "priority": priority,
        "name": name,
        "contact": contact,
        "contact_kind": contact_kind,
        "about": about,
        "when_suits": when,
        "consent_at": at,
        "created_at": at,
        "promised_by": promised_by,
        "due_at": due_at or promised_by,
        "status": "open",
    }
    if not insert_or_ignore(connection, _T, values):
        raise ReferenceTaken(reference)


def find(connection: Connection, reference: str) -> Referral | None:
    """A request by its reference, typed in any case, or None."""
    row = connection.execute(select(_T).where(_T.c.reference == reference.strip().upper())).first()
    return None if row is None else Referral(**row._mapping)


def open_referrals(connection: Connection) -> list[Referral]:
    """Requests that are not done, urgent ones first, then by when they are due."""
    chosen = select(_T).where(_T.c.status != "done").order_by(_URGENT_FIRST, _T.c.due_at, _T.c.id)
    return [Referral(**row._mapping) for row in connection.execute(chosen)]


def of_conversation(connection: Connection, conversation_id: str) -> list[Referral]:
    """Requests of a conversation that are not done, the oldest first."""
    mine = (_T.c.conversation_id == conversation_id, _T.c.status != "done")
    return [Referral(**row._mapping) for row in connection.execute(select(_T).where(*mine).order_by(_T.c.id))]


def set_status(
    connection: Connection, reference: str, expected: ReferralStatus, new: ReferralStatus, at: datetime
) -> bool:
    """Take a request, finish it or put it back, if it is still as expected. False when somebody was faster."""
    change = update(_T).where(_T.c.reference == reference, _T.c.status == expected)
    done_at = at if new == "done" else None
    return bool(connection.execute(change.values(status=new, done_at=done_at)).rowcount == 1)


def has_contact(connection: Connection, conversation_id: str) -> bool:
    """Whether the person of a conversation has left a way to be reached, with consent."""
    known = select(_T.c.id).where(_T.c.conversation_id == conversation_id, _T.c.contact != "").limit(1)
    return connection.execute(known).first() is not None
