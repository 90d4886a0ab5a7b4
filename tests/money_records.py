"""Records of money for tests: of people who do not exist, put into casework as a council's files would."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy.engine import Connection

from casework.budgets import tables
from casework.identity import sessions
from common.budgets import Budget, Entry

LOADED = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SOURCE = "the council's payment system"


def months(last: int = 11) -> tuple[Entry, ...]:
    """Entries from April: each month £960.00 in, £800.00 of wages, £90.00 to an agency, on the 1st, 10th and 18th."""
    entries = [Entry(date(2026, 4, 1), "opening", 50_000)]
    for month in range(4, last + 1):
        entries += [
            Entry(date(2026, month, 1), "paid_in", 96_000),
            Entry(date(2026, month, 10), "spent", 80_000, category="personal_assistant"),
            Entry(date(2026, month, 18), "spent", 9_000, category="agency"),
        ]
    return (*entries, Entry(date(2026, 12, 1), "paid_in", 96_000, "due"))


def a_budget(**different: object) -> Budget:
    """A direct payment of a council, whose record adds up; with what is different about it."""
    values: dict[str, object] = {
        "record_id": "R1",
        "funder": "council",
        "holding": "direct_payment",
        "service": "help at home",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2027, 3, 31),
        "as_of": date(2026, 11, 20),
        "loaded_on": date(2026, 11, 21),
        "source": SOURCE,
        "agreed_pence": 1_248_000,
        "contribution_pence": 2_000,
        "is_paid_net": True,
        "balance_pence": 106_000,
        "committed_pence": 30_000,
        "unpaid_tax_pence": 4_000,
        "entries": months(),
    }
    return Budget(**{**values, **different})  # type: ignore[arg-type]


def notional(**different: object) -> Budget:
    """A notional NHS budget."""
    bare: dict[str, object] = {
        "record_id": "R2",
        "funder": "nhs",
        "holding": "notional",
        "service": "physiotherapy",
        "source": "the NHS budget system",
        "hours_week": Decimal("3.5"),
        "agreed_pence": 500_000,
        "contribution_pence": None,
        "is_paid_net": None,
        "balance_pence": None,
        "committed_pence": None,
        "unpaid_tax_pence": None,
        "entries": (),
    }
    return a_budget(**{**bare, **different})


def keep_person(connection: Connection, reference: str, *budgets: Budget, do_not_disclose: str | None = None) -> int:
    """Put a person with budgets into casework; returns their id."""
    values = {"reference": reference, "date_of_birth": date(1960, 5, 4), "mobile": "+447700900123", "loaded_at": LOADED}
    added = connection.execute(tables.person.insert().values(**values, do_not_disclose=do_not_disclose))
    person_id = int(added.inserted_primary_key[0])
    for budget in budgets:
        _keep_budget(connection, person_id, reference, budget)
    return person_id


def _keep_budget(connection: Connection, person_id: int, reference: str, budget: Budget) -> None:
    names = (
        *("funder", "holding", "service", "starts_on", "ends_on", "as_of", "source", "agreed_pence"),
        *("contribution_pence", "is_paid_net", "balance_pence", "committed_pence"),
        *("unpaid_tax_pence", "unpaid_holiday_pence"),
    )
    values = {name: getattr(budget, name) for name in names}
    if budget.agreed_pence is not None:
        values["agreed_per"] = budget.agreed_per
    if budget.contribution_pence is not None:
        values["contribution_per"] = budget.contribution_per
    if budget.hours_week is not None:
        values["hours_week_hundredths"] = int(budget.hours_week * 100)
    if budget.balance_pence is not None:
        values |= {"balance_as_of": budget.as_of, "balance_source": budget.source}
    record_id = f"{reference}-{budget.record_id}"
    row = {"record_id": record_id, "person_id": person_id, "loaded_at": LOADED, **values}
    budget_id = int(connection.execute(tables.budget.insert().values(**row)).inserted_primary_key[0])
    for number, entry in enumerate(budget.entries):
        connection.execute(
            tables.entry.insert().values(
                record_id=f"{record_id}-{number}",
                budget_id=budget_id,
                dated=entry.on,
                kind=entry.kind,
                pence=entry.pence,
                status=entry.status,
                category=entry.category,
                origin="audit",
                loaded_at=LOADED,
            )
        )


def verify(connection: Connection, conversation_id: str, person_id: int, at: datetime, by: int | None = None) -> None:
    """Note that a conversation has proved to be with the person, or with the representative `by`."""
    sessions.begin(connection, conversation_id, person_id, by, at)
