"""The kinds of files: their columns, and what a row of each becomes. docs/councils/budgets.md is compared with this."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from casework.budgets.importing import cells, lists, rows

ProfileName = Literal[
    "people", "representatives", "budgets", "payments", "spending", "finance-extract", "prepaid-card", "audit"
]
Target = Literal["person", "representative", "budget", "balance", "entry"]
Values = Mapping[str, Any]
Made = Iterator[tuple[Target, dict[str, Any]]]


@dataclass(frozen=True)
class Column:
    """One column of a file. aliases: other headings it may have, in small letters with underscores.

    needed: the file must have it and every row must fill it; a column that is not needed may be left out of the file,
    which leaves what is on record as it is, while an empty cell empties it.
    """

    name: str
    read: cells.Reader
    needed: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A kind of file. make: what a row becomes, from the values of its columns (None: empty) and the day of the load;
    raises cells.Unfit."""

    name: ProfileName
    columns: tuple[Column, ...]
    make: Callable[[Values, "rows.Load"], Made]
    targets: tuple[Target, ...]

    @property
    def needed(self) -> frozenset[str]:
        """Names of the columns without which a file is none of this kind."""
        return frozenset(column.name for column in self.columns if column.needed)


_REFERENCE = Column("reference", cells.reference, True, ("person_reference", "person", "client_reference", "client_id"))
_CONTACT = (
    Column("date_of_birth", cells.day, True, ("dob", "birth_date")),
    Column("mobile", cells.mobile, False, ("mobile_phone", "mobile_number")),
    Column("email", cells.email, False, ("email_address",)),
    Column("contact_changed_on", cells.day),
)
_DO_NOT_DISCLOSE = Column("do_not_disclose", cells.one_of(lists.REASONS), False, ("withhold",))
_RECORD = Column("record_id", cells.record_id, True, ("id",))
_BUDGET = Column("budget", cells.record_id, True, ("budget_id", "budget_record_id", "account_id"))
_CARE = (
    Column("funder", cells.one_of(lists.FUNDERS), True, ("funded_by",)),
    Column("kind", cells.one_of(lists.HOLDINGS), True, ("holding", "payment_type")),
    Column("service", cells.words, True, ("service_type",)),
    Column("start_date", cells.day, True, ("starts_on", "start")),
    Column("end_date", cells.day, False, ("ends_on", "end")),
)
_AS_OF = (Column("as_of", cells.day), Column("source", cells.words), _DO_NOT_DISCLOSE)
_AMOUNT = Column("amount", cells.money_moved, True)
_CATEGORY = Column("category", cells.one_of(lists.CATEGORIES))
_STATUS = cells.one_of(lists.STATUSES)

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("people", (_REFERENCE, *_CONTACT, _DO_NOT_DISCLOSE), rows.person, ("person",)),
        Profile(
            "representatives",
            (
                _REFERENCE,
                Column("acts_for", cells.reference, True, ("acts_for_reference",)),
                Column("role", cells.one_of(lists.ROLES), True),
                Column("may_see_money", cells.yes_or_no, True),
                *_CONTACT,
            ),
            rows.representative,
            ("representative",),
        ),
        Profile(
            "budgets",
            (
                _RECORD,
                _REFERENCE,
                *_CARE,
                Column("agreed", cells.money, False, ("agreed_amount",)),
                Column("agreed_per", cells.one_of(lists.PERIODS)),
                Column("hours_week", cells.hours, False, ("hours_per_week",)),
                Column("contribution", cells.money),
                Column("contribution_per", cells.one_of(lists.PERIODS)),
                Column("paid_net", cells.yes_or_no),
                Column("balance", cells.balance),
                Column("committed", cells.money),
                Column("unpaid_tax", cells.money),
                Column("unpaid_holiday", cells.money),
                *_AS_OF,
            ),
            rows.budget,
            ("budget", "balance"),
        ),
        Profile(
            "payments",
            (
                _RECORD,
                _BUDGET,
                Column("date", cells.day, True, ("payment_date",)),
                _AMOUNT,
                Column("type", cells.one_of(lists.PAYMENTS), True),
                Column("status", _STATUS, True, ("payment_status",)),
            ),
            rows.payment,
            ("entry",),
        ),
        Profile(
            "spending",
            (_RECORD, _BUDGET, Column("spent_on", cells.day, True, ("spend_date",)), _AMOUNT, _CATEGORY),
            rows.spending,
            ("entry",),
        ),
        Profile(
            "finance-extract",
            (
                _RECORD,
                _REFERENCE,
                *_CARE,
                Column("frequency", cells.one_of(lists.PERIODS), True),
                Column("gross", cells.money, True, ("gross_amount",)),
                Column("contribution", cells.money, True, ("client_contribution",)),
                Column("net", cells.money, True, ("net_amount",)),
                Column("payment_status", _STATUS, True),
                Column("payment_date", cells.day, True),
                *_AS_OF,
            ),
            rows.finance,
            ("budget", "entry"),
        ),
        Profile(
            "prepaid-card",
            (
                Column("transaction_id", cells.record_id, True),
                _BUDGET,
                Column("transaction_date", cells.day, True),
                Column("transaction_type", cells.one_of(lists.CARD), True),
                _AMOUNT,
                Column("balance", cells.balance, True, ("balance_after",)),
                Column("merchant_category_code", str, False, ("mcc",)),
                _CATEGORY,
            ),
            rows.card,
            ("entry", "balance"),
        ),
        Profile(
            "audit",
            (
                _BUDGET,
                Column("period_start", cells.day, True),
                Column("period_end", cells.day, True),
                Column("opening", cells.money, True, ("opening_balance",)),
                Column("receipts", cells.money, True),
                Column("spend", cells.money, True),
                Column("closing", cells.balance, True, ("closing_balance",)),
            ),
            rows.audit,
            ("entry", "balance"),
        ),
    )
}


def recognise(headings: frozenset[str]) -> list[Profile]:
    """The kinds of files that a header fits: all that are needed are there. Of two, the one that needs more."""
    fitting = [profile for profile in PROFILES.values() if profile.needed <= {*_names(profile, headings)}]
    return [profile for profile in fitting if not any(profile.needed < other.needed for other in fitting)]


def _names(profile: Profile, headings: frozenset[str]) -> Iterator[str]:
    for column in profile.columns:
        if headings & {column.name, *column.aliases}:
            yield column.name
