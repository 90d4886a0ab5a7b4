"""What a person's budgets are, for whoever has proved that they may know."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection, Row

from casework.budgets.people import contact_is_settled
from casework.budgets.tables import budget, entry, person
from common.budgets import Budget, Entry
from common.clock import LONDON

_MONEY_IN = ("payments", "finance_extract", "prepaid_card", "audit")
_MONEY_OUT = ("spending", "prepaid_card", "audit")
BELIEVED = {
    "opening": ("audit",),
    "paid_in": _MONEY_IN,
    "contribution": _MONEY_IN,
    "returned": _MONEY_IN,
    "spent": _MONEY_OUT,
}
"""Files that tell of the same money, best first. Of each kind of entry only the best one's count, so that a payment
that is also a load on a card, or a line of an audit, is never counted twice. Payments to come are chosen apart: one on
hold in an extract does not put out what an audit says was received."""

# Building a statement costs more than running it, so each is built once.
_OF_PERSON = budget.c.person_id == bindparam("person")
_CURRENT = or_(budget.c.ends_on.is_(None), budget.c.ends_on >= bindparam("on"))
_BUDGETS = (
    select(budget)
    .where(_OF_PERSON, _CURRENT, budget.c.starts_on <= bindparam("on"), budget.c.do_not_disclose.is_(None))
    .order_by(budget.c.starts_on, budget.c.record_id)
)
_ENTRIES = select(entry).where(entry.c.budget_id == bindparam("budget")).order_by(entry.c.dated, entry.c.id)
_PERSON = select(person.c.do_not_disclose, person.c.contact_changed_at).where(person.c.id == bindparam("person"))
_FLAGGED = select(budget.c.id).where(_OF_PERSON, _CURRENT, budget.c.do_not_disclose.isnot(None)).limit(1)


def budgets_of(connection: Connection, person_id: int, on: date) -> list[Budget]:
    """The budgets that cover the day `on` (London's), oldest first, without those that must not be disclosed.

    Ask `may_disclose` first: where it says no, nothing at all is told.
    """
    found = connection.execute(_BUDGETS, {"person": person_id, "on": on}).all()
    return [_budget(row, _believed(connection.execute(_ENTRIES, {"budget": row.id}))) for row in found]


def may_disclose(connection: Connection, person_id: int, *, at: datetime, contact_change_days: int) -> bool:
    """Whether anything on money may be told about a person, by anybody's asking.

    No when their record or one of their budgets that has not ended says do_not_disclose, when their contact changed
    less than `contact_change_days` before `at` (a thief changes the phone first), and when there is no such person.
    """
    # Both are always read, so that nobody can tell by the time it takes whether there is such a person.
    found = connection.execute(_PERSON, {"person": person_id}).first()
    today = at.astimezone(LONDON).date()
    flagged = connection.execute(_FLAGGED, {"person": person_id, "on": today}).first()
    if found is None or found.do_not_disclose is not None:
        return False
    if not contact_is_settled(found.contact_changed_at, at, contact_change_days):
        return False
    return flagged is None


def _believed(rows: Iterable[Row]) -> list[Row]:
    entries = list(rows)
    there: dict[tuple[str, bool], set[str]] = {}
    for row in entries:
        there.setdefault(_alike(row), set()).add(row.origin)
    best = {alike: min(origins, key=BELIEVED[alike[0]].index) for alike, origins in there.items()}
    return [row for row in entries if row.origin == best[_alike(row)]]


def _alike(row: Row) -> tuple[str, bool]:
    """What may be told of twice: what was made, and what is still to come, of each kind."""
    return row.kind, row.status == "done"


def _budget(row: Any, entries: list[Row]) -> Budget:
    done = [each.dated for each in entries if each.status == "done"]
    known_to = max([row.as_of, *done]) if row.balance_as_of is None else row.balance_as_of
    return Budget(
        record_id=row.record_id,
        funder=row.funder,
        holding=row.holding,
        service=row.service,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        as_of=known_to,
        loaded_on=row.loaded_at.astimezone(LONDON).date(),
        source=row.balance_source or row.source,
        hours_week=None if row.hours_week_hundredths is None else Decimal(row.hours_week_hundredths) / 100,
        agreed_pence=row.agreed_pence,
        agreed_per=row.agreed_per or "year",
        contribution_pence=row.contribution_pence,
        contribution_per=row.contribution_per or "week",
        is_paid_net=row.is_paid_net,
        balance_pence=row.balance_pence,
        committed_pence=row.committed_pence,
        unpaid_tax_pence=row.unpaid_tax_pence,
        unpaid_holiday_pence=row.unpaid_holiday_pence,
        entries=tuple(Entry(each.dated, each.kind, each.pence, each.status, each.category) for each in entries),
    )
