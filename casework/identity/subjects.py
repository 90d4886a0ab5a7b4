"""Whose reference it is, and where a code for them may go. As many statements are run where there is nobody."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from casework.budgets import people, records
from casework.budgets.people import OnRecord, Representative
from casework.budgets.tables import person, representative
from casework.identity.challenges import Challenge
from casework.identity.outgoing import Way

_NOBODY = 0
"""The id of no row."""

# Building a statement costs more than running it, so each is built once.
_PERSON = select(person).where(person.c.id == bindparam("id"))
_REPRESENTATIVE = select(representative).where(representative.c.id == bindparam("id"))
_AROUND = (
    select(representative.c.id, representative.c.mobile, representative.c.email)
    .where(representative.c.person_id == bindparam("id"))
    .order_by(representative.c.id)
)
_MAY_SEE = select(representative.c.may_see_money).where(representative.c.id == bindparam("id"))


@dataclass(frozen=True)
class Subject:
    """Somebody on record: the person themselves, or a representative (`representative_id`), who answers for themselves.

    person_id: whose money it is; the rest is their own, whoever they are. may_see_money: whether the record says so.
    """

    person_id: int
    representative_id: int | None
    reference: str = field(repr=False)
    date_of_birth: date = field(repr=False)
    mobile: str | None = field(repr=False)
    email: str | None = field(repr=False)
    contact_changed_at: datetime | None = field(repr=False)
    may_see_money: bool


def find(connection: Connection, reference: str) -> Subject | None:
    """Who has a reference, or None."""
    themselves = people.find(connection, reference)
    speaker = people.find_representative(connection, reference)
    return _subject(themselves, speaker)


def by_ids(connection: Connection, person_id: int | None, representative_id: int | None) -> Subject | None:
    """Who has these ids: of a person, or of a representative as well; None when there is nobody, or nobody any more."""
    themselves = connection.execute(_PERSON, {"id": person_id or _NOBODY}).first()
    speaker = connection.execute(_REPRESENTATIVE, {"id": representative_id or _NOBODY}).first()
    if representative_id is not None and speaker is None:
        return None
    return _subject(themselves, speaker)


def of_challenge(connection: Connection, challenge: Challenge) -> Subject | None:
    """Whose attempt it is, or None."""
    return by_ids(connection, challenge.person_id, challenge.representative_id)


def holds_back(connection: Connection, subject: Subject | None, at: datetime, contact_change_days: int) -> str:
    """Why this person is not to be shown anything here, for staff to read; empty when nothing speaks against it.

    contact_change_days: how long a contact must have stood (council.yml, budgets).
    """
    person_id = subject.person_id if subject else _NOBODY
    may = records.may_disclose(connection, person_id, at=at, contact_change_days=contact_change_days)
    if subject is None:
        return "nobody"
    if not may:
        return "the record is held back"
    if not subject.may_see_money:
        return "may not see the money"
    if not people.contact_is_settled(subject.contact_changed_at, at, contact_change_days):
        return "their contact changed lately"
    return ""


def ways_of(connection: Connection, subject: Subject | None) -> tuple[dict[Way, str], bool]:
    """Their own contacts that no other representative of the person has, the phone first; and whether some were shared.

    A code for the person never reaches whoever manages the money, nor that of one representative another one.
    """
    rows = connection.execute(_AROUND, {"id": subject.person_id if subject else _NOBODY}).all()
    if subject is None:
        return {}, False
    others = [row for row in rows if row.id != subject.representative_id]
    taken = {_plain(value) for row in others for value in (row.mobile, row.email) if value}
    own: dict[Way, str] = {}
    if subject.mobile:
        own["text"] = subject.mobile
    if subject.email:
        own["email"] = subject.email
    free = {way: value for way, value in own.items() if _plain(value) not in taken}
    return free, len(free) < len(own)


def still_may_see(connection: Connection, representative_id: int) -> bool:
    """Whether a representative is on record and may see the money."""
    return bool(connection.execute(_MAY_SEE, {"id": representative_id}).scalar())


def _plain(contact: str) -> str:
    if "@" in contact:
        return contact.strip().casefold()
    digits = "".join(filter(str.isdigit, contact))
    return "0" + digits.removeprefix("0044").removeprefix("44").removeprefix("0")


def _subject(themselves: Any | OnRecord, speaker: Any | Representative) -> Subject | None:
    found = speaker or themselves
    if found is None:
        return None
    return Subject(
        person_id=speaker.person_id if speaker else themselves.id,
        representative_id=speaker.id if speaker else None,
        reference=found.reference,
        date_of_birth=found.date_of_birth,
        mobile=found.mobile,
        email=found.email,
        contact_changed_at=found.contact_changed_at,
        may_see_money=bool(speaker.may_see_money) if speaker else True,
    )
