"""What a person's budget is, as the funder's record says it: casework keeps it, knowledge puts it into words.

Money is integer pence. None always means that the record does not say: it is never read as nought.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Funder = Literal["nhs", "council", "joint"]
Holding = Literal["notional", "third_party", "direct_payment"]
"""Who holds the money (F-options facts): the funder, an organisation, or the person."""
Period = Literal["week", "four_weeks", "month", "quarter", "year", "once"]
EntryKind = Literal["opening", "paid_in", "contribution", "spent", "returned"]
"""opening: what was there at the start; paid_in: by the funder; contribution: by the person, from their own money;
spent: from the budget; returned: taken or given back to the funder."""
EntryStatus = Literal["done", "due", "held"]
"""due: agreed, and not paid yet; held: stopped by the funder for now."""
Category = Literal[
    "personal_assistant", "agency", "respite", "day_activities", "equipment", "travel", "training", "insurance",
    "payroll", "tax_and_pension", "other", "unknown",
]  # fmt: skip
"""What was paid for, in the only detail that is kept: never a merchant, never a name."""


@dataclass(frozen=True)
class Entry:
    """One movement of money, or one that is due. pence: above nought, whichever way it goes."""

    on: date
    kind: EntryKind
    pence: int
    status: EntryStatus = "done"
    category: Category = "unknown"


@dataclass(frozen=True)
class Budget:
    """One budget of one person.

    record_id: the funder's own key of the record; service: the care it buys, in a few words ("help at home");
    hours_week: hours of that care a week, if the record has them; starts_on, ends_on: the days it covers, both
    inclusive (None: no end set); agreed_pence for each agreed_per; contribution_pence for each contribution_per: what
    the person pays towards their care themselves; is_paid_net: whether the funder pays the agreed amount less that
    contribution; balance_pence: what the account or card held at the end of as_of; committed_pence: promised to others
    and not paid yet, with unpaid_tax_pence and unpaid_holiday_pence beside it where the record has them; entries:
    oldest first; as_of: the day that the record tells of; loaded_on: the day the council loaded it; source: where it
    comes from, in words for the person ("the council's payment system").
    """

    record_id: str
    funder: Funder
    holding: Holding
    service: str
    starts_on: date
    as_of: date
    loaded_on: date
    source: str
    ends_on: date | None = None
    hours_week: Decimal | None = None
    agreed_pence: int | None = None
    agreed_per: Period = "year"
    contribution_pence: int | None = None
    contribution_per: Period = "week"
    is_paid_net: bool | None = None
    balance_pence: int | None = None
    committed_pence: int | None = None
    unpaid_tax_pence: int | None = None
    unpaid_holiday_pence: int | None = None
    entries: tuple[Entry, ...] = ()
