"""Cases: one for each hand-over. Reading them; casework.desk.work changes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import ColumnElement, Select

from casework import schema
from casework.desk import tables
from casework.desk.tables import CaseState, Way, WrapUp
from casework.schema import Priority

_T = tables.desk_case
_R = schema.referral
_E = tables.case_event
_A = tables.adviser
_FROM_REFERRAL = (
    _R.c.name.label("referral_name"),
    _R.c.about.label("referral_about"),
    _R.c.contact,
    _R.c.contact_kind,
    _R.c.when_suits,
    _R.c.consent_at,
)
_WHOLE = select(_T, *_FROM_REFERRAL).select_from(_T.outerjoin(_R, _R.c.id == _T.c.referral_id))
URGENCY = case((_T.c.priority == "urgent", 0), (_T.c.priority == "soon", 1), else_=2)
SAFEGUARDING = case((_T.c.is_safeguarding, 0), else_=1)


@dataclass(frozen=True)
class Case:
    """One hand-over.

    way: live chat, call-back or referral; category: what it is about, by key; needs: what helps the person, by where;
    due_at: when somebody has to have taken (live) or dealt with it; active_at: when anybody did something last;
    contact, contact_kind, when_suits, consent_at: of the request, None for a live chat.
    """

    id: int
    reference: str
    conversation_id: str | None
    referral_id: int | None
    way: Way
    category: str
    priority: Priority
    is_safeguarding: bool
    channel: str
    name: str
    about: str
    needs: dict[str, str]
    state: CaseState
    state_since: datetime
    adviser_id: int | None
    created_at: datetime
    due_at: datetime
    taken_at: datetime | None
    breached_at: datetime | None
    active_at: datetime
    adviser_typing_at: datetime | None
    person_typing_at: datetime | None
    outcome: WrapUp | None
    closed_at: datetime | None
    contact: str | None = None
    contact_kind: str | None = None
    when_suits: str | None = None
    consent_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether it is a chat that waits or goes on."""
        return self.way == "live" and self.state in ("waiting", "taken")


@dataclass(frozen=True)
class CaseEvent:
    """A line of a case's history. `kind`: created, taken, note, attempt, ...; `by`: an adviser's name, or empty."""

    at: datetime
    kind: str
    detail: str
    by: str


def get(connection: Connection, case_id: int) -> Case | None:
    """A case by its id, or None."""
    return next(iter(_cases(connection, _WHOLE.where(_T.c.id == case_id))), None)


def live_of(connection: Connection, conversation_id: str) -> Case | None:
    """The live chat that a conversation waits for or is in, or None."""
    mine = (_T.c.conversation_id == conversation_id, _T.c.way == "live", _T.c.state.in_(("waiting", "taken")))
    return next(iter(_cases(connection, _WHOLE.where(*mine).order_by(_T.c.id.desc()).limit(1))), None)


def queue(connection: Connection) -> list[Case]:
    """What waits to be taken: safeguarding first, then by priority, live chats before others, then by age."""
    live_first = case((_T.c.way == "live", 0), else_=1)
    order = (SAFEGUARDING, URGENCY, live_first, _T.c.created_at, _T.c.id)
    return _cases(connection, _WHOLE.where(_T.c.state == "waiting").order_by(*order))


def of_adviser(connection: Connection, adviser_id: int) -> list[Case]:
    """What an adviser has, and has to write up, the oldest first."""
    mine = (_T.c.adviser_id == adviser_id, _T.c.state.in_(("taken", "wrap_up")))
    return _cases(connection, _WHOLE.where(*mine).order_by(_T.c.state_since, _T.c.id))


def held(connection: Connection) -> list[Case]:
    """All that advisers have in hand, for a lead."""
    return _cases(connection, _WHOLE.where(_T.c.state.in_(("taken", "wrap_up"))).order_by(_T.c.state_since, _T.c.id))


def closed(connection: Connection, limit: int = 50) -> list[Case]:
    """What was closed last, newest first."""
    return _cases(connection, _WHOLE.where(_T.c.state == "closed").order_by(_T.c.closed_at.desc()).limit(limit))


def history(connection: Connection, case_id: int) -> list[CaseEvent]:
    """What was done with a case, notes included, oldest first."""
    chosen = (
        select(_E.c.at, _E.c.kind, _E.c.detail, _A.c.name)
        .select_from(_E.outerjoin(_A, _A.c.id == _E.c.adviser_id))
        .where(_E.c.case_id == case_id)
        .order_by(_E.c.id)
    )
    return [CaseEvent(row.at, row.kind, row.detail, row.name or "") for row in connection.execute(chosen)]


def note_event(
    connection: Connection, case_id: int, at: datetime, kind: str, detail: str = "", adviser_id: int | None = None
) -> None:
    """Add a line to a case's history."""
    values: dict[str, Any] = {"case_id": case_id, "at": at, "kind": kind, "detail": detail, "adviser_id": adviser_id}
    connection.execute(_E.insert().values(**values))


def where(connection: Connection, *conditions: ColumnElement) -> list[Case]:
    """Cases by condition, for the other modules of the desk."""
    return _cases(connection, _WHOLE.where(*conditions).order_by(_T.c.id))


def _cases(connection: Connection, chosen: Select) -> list[Case]:
    return [_case(row) for row in _all(connection, chosen)]


def _all(connection: Connection, chosen: Select) -> Iterable[Row]:
    found: Iterable[Row] = connection.execute(chosen).all()
    return found


def _case(row: Row) -> Case:
    values = dict(row._mapping)
    name, about = values.pop("referral_name"), values.pop("referral_about")
    return Case(**{**values, "name": values["name"] or name or "", "about": values["about"] or about or ""})
