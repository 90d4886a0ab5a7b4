"""The tables of budgets. They share the metadata, and the column types, of casework.schema.

Councils load them. Money is integer pence and days are dates; what a record does not say is null, never nought. No
name, address, merchant, account or card number has a column here.
"""

from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from casework.columns import JsonText, Moment, PersonsText
from casework.schema import metadata, one_of
from common.budgets import Category, EntryKind, EntryStatus, Funder, Holding, Period

Reason = Literal["safeguarding", "dispute", "death", "contact_changed"]
"""Why a record may be told to nobody who asks here: a person has to look first."""
Role = Literal["representative", "nominee", "managed_account", "supporter"]
"""What somebody is to the person: decides for them, handles the payment, holds the money as a firm, or helps."""
Kind = Literal["person", "representative", "budget", "entry"]
Origin = Literal["payments", "finance_extract", "spending", "prepaid_card", "audit"]

MOST_PENCE = 1_000_000_000
MOST_HOURS_HUNDREDTHS = 16_800


def _row_id() -> Column:
    return Column("id", Integer, primary_key=True)


def _between(column: str, least: int, most: int = MOST_PENCE) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {least} AND {most}", name=column)


def _both(name: str, one: str, other: str) -> CheckConstraint:
    return CheckConstraint(f"({one} IS NULL) = ({other} IS NULL)", name=name)


def _of_person() -> Column:
    return Column("person_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True)


def _somebody() -> tuple[Any, ...]:
    return (
        Column("reference", String(32), nullable=False, unique=True),
        Column("date_of_birth", Date, nullable=False),
        Column("mobile", String(20)),
        Column("email", PersonsText),
        Column("contact_changed_at", Moment),
        Column("loaded_at", Moment, nullable=False),
    )


import_run = Table(
    "import_run",
    metadata,
    _row_id(),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(100), nullable=False),
    Column("profile", String(20), nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("lines", Integer, nullable=False),
    Column("counts", JsonText, nullable=False),
    sqlite_autoincrement=True,
)

person = Table(
    "person",
    metadata,
    _row_id(),
    *_somebody(),
    Column("do_not_disclose", String(16)),
    one_of("do_not_disclose", Reason),
    sqlite_autoincrement=True,
)

representative = Table(
    "representative",
    metadata,
    _row_id(),
    *_somebody(),
    _of_person(),
    Column("role", String(16), nullable=False),
    Column("may_see_money", Boolean, nullable=False),
    one_of("role", Role),
    sqlite_autoincrement=True,
)

budget = Table(
    "budget",
    metadata,
    _row_id(),
    Column("record_id", String(64), nullable=False, unique=True),
    _of_person(),
    Column("funder", String(16), nullable=False),
    Column("holding", String(16), nullable=False),
    Column("service", PersonsText, nullable=False),
    Column("hours_week_hundredths", Integer),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, index=True),
    Column("agreed_pence", Integer),
    Column("agreed_per", String(16)),
    Column("contribution_pence", Integer),
    Column("contribution_per", String(16)),
    Column("is_paid_net", Boolean),
    Column("committed_pence", Integer),
    Column("unpaid_tax_pence", Integer),
    Column("unpaid_holiday_pence", Integer),
    Column("as_of", Date, nullable=False),
    Column("source", PersonsText, nullable=False),
    Column("balance_pence", Integer),
    Column("balance_as_of", Date),
    Column("balance_source", PersonsText),
    Column("do_not_disclose", String(16)),
    Column("loaded_at", Moment, nullable=False),
    one_of("funder", Funder),
    one_of("holding", Holding),
    one_of("agreed_per", Period),
    one_of("contribution_per", Period),
    one_of("do_not_disclose", Reason),
    _both("agreed", "agreed_pence", "agreed_per"),
    _both("contribution", "contribution_pence", "contribution_per"),
    _both("balance", "balance_pence", "balance_as_of"),
    _between("agreed_pence", 0),
    _between("contribution_pence", 0),
    _between("committed_pence", 0),
    _between("unpaid_tax_pence", 0),
    _between("unpaid_holiday_pence", 0),
    _between("balance_pence", -MOST_PENCE),
    _between("hours_week_hundredths", 0, MOST_HOURS_HUNDREDTHS),
    CheckConstraint("ends_on >= starts_on", name="days"),
    sqlite_autoincrement=True,
)

entry = Table(
    "entry",
    metadata,
    _row_id(),
    Column("budget_id", Integer, ForeignKey("budget.id", ondelete="CASCADE"), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("record_id", String(100), nullable=False),
    Column("dated", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("pence", Integer, nullable=False),
    Column("status", String(8), nullable=False),
    Column("category", String(20), nullable=False),
    Column("loaded_at", Moment, nullable=False),
    one_of("origin", Origin),
    one_of("kind", EntryKind),
    one_of("status", EntryStatus),
    one_of("category", Category),
    _between("pence", 1),
    UniqueConstraint("origin", "record_id"),
    Index("ix_entry_budget_id_dated", "budget_id", "dated"),
    sqlite_autoincrement=True,
)

history = Table(
    "history",
    metadata,
    _row_id(),
    _of_person(),
    Column("run_id", Integer, ForeignKey("import_run.id", ondelete="SET NULL"), index=True),
    Column("kind", String(16), nullable=False),
    Column("row_id", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False, index=True),
    Column("was", JsonText, nullable=False),
    one_of("kind", Kind),
    Index("ix_history_kind_row_id", "kind", "row_id"),
    sqlite_autoincrement=True,
)
