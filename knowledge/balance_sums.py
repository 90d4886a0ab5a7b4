"""What a budget's record adds up to: per week, in and out, left, and whether it agrees with itself. Pure.

Money is integer pence. None means that the record does not say, and is never taken for nought.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from common.budgets import Budget, Entry, EntryKind, Period
from common.money import whole_pence

WEEKS: dict[Period, Decimal] = {
    "week": Decimal(1),
    "four_weeks": Decimal(4),
    "month": Decimal(52) / 12,
    "quarter": Decimal(13),
    "year": Decimal(52),
}
"""So many weeks each period counts for: a year has 52, leap year or not. A single sum has none."""


FIRST_PAYMENT = timedelta(weeks=5)
"""By then the first payment to a new budget has come: most come every four weeks or every month."""


def weekly(pence: int | None, per: Period) -> int | None:
    """What an amount comes to a week, to the nearest penny; None for a single sum or where none is known."""
    return None if pence is None or per not in WEEKS else whole_pence(pence / WEEKS[per])


@dataclass(frozen=True)
class Totals:
    """What has moved up to the end of the day that the record tells of. None: no entry of that kind is in the record.

    paid_in: by the funder; contributed: by the person; returned: given or taken back. due, held: payments to the budget
    that are agreed and not made, or stopped.
    """

    opening: int | None
    paid_in: int | None
    contributed: int | None
    spent: int | None
    returned: int | None
    due: int | None
    held: int | None


def totals(budget: Budget) -> Totals:
    """The sums of a budget's entries by kind."""
    done = made(budget)
    pending = [entry for entry in budget.entries if entry.kind == "paid_in" and entry.status != "done"]
    return Totals(
        opening=_sum_of(done, "opening"),
        paid_in=_sum_of(done, "paid_in"),
        contributed=_sum_of(done, "contribution"),
        spent=_sum_of(done, "spent"),
        returned=_sum_of(done, "returned"),
        due=add(entry.pence for entry in pending if entry.status == "due"),
        held=add(entry.pence for entry in pending if entry.status == "held"),
    )


def made(budget: Budget) -> list[Entry]:
    """The movements that have happened by the end of the record's day."""
    return [entry for entry in budget.entries if entry.status == "done" and entry.on <= budget.as_of]


def known_to(budget: Budget) -> date:
    """The last day of which the record tells anything that happened; a payment may be newer than the balance."""
    return max([budget.as_of, *(entry.on for entry in budget.entries if entry.status == "done")])


def add(amounts: Iterable[int | None]) -> int | None:
    """The sum of the amounts that are known, or None when none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


@dataclass(frozen=True)
class Left:
    """What is left, in pence. stated: the record gives it; worked_out: in less out, where it lists both; unknown."""

    pence: int | None
    basis: Literal["stated", "worked_out", "unknown"]


def left(budget: Budget) -> Left:
    """What is left of a budget at the end of the record's day, before anything that is promised."""
    if budget.balance_pence is not None:
        return Left(budget.balance_pence, "stated")
    listed = listed_balance(budget)
    return Left(None, "unknown") if listed is None else Left(listed, "worked_out")


def listed_balance(budget: Budget) -> int | None:
    """What the listed movements leave; None unless the record lists both what came in and what went out.

    Nor where the list begins in the middle: without what was there before, it leaves nothing that could be compared.
    """
    sums = totals(budget)
    came = add((sums.opening, sums.paid_in, sums.contributed))
    if came is None or sums.spent is None or not lists_all(budget):
        return None
    return came - sums.spent - (sums.returned or 0)


def lists_all(budget: Budget) -> bool:
    """Whether the record lists what was there at the start, or the first money that came in."""
    came = [entry.on for entry in made(budget) if entry.kind in ("paid_in", "contribution")]
    has_opening = any(entry.kind == "opening" for entry in budget.entries)
    return has_opening or (bool(came) and min(came) <= budget.starts_on + FIRST_PAYMENT)


def adds_up(budget: Budget) -> bool | None:
    """Whether the stated balance is what the listed movements leave; None where that can't be told."""
    listed = listed_balance(budget)
    return None if listed is None or budget.balance_pence is None else listed == budget.balance_pence


@dataclass(frozen=True)
class Owed:
    """What is to come out of what is left. known: the sum of what the record has, or None where it has nothing.

    unknown: of promised, tax and holiday, what the record does not say.
    """

    known: int | None
    unknown: tuple[Literal["promised", "tax", "holiday"], ...]


def owed(budget: Budget) -> Owed:
    """What is promised and what tax and holiday pay are still to be paid, as far as the record says."""
    parts: dict[Literal["promised", "tax", "holiday"], int | None] = {
        "promised": budget.committed_pence,
        "tax": budget.unpaid_tax_pence,
        "holiday": budget.unpaid_holiday_pence,
    }
    return Owed(add(parts.values()), tuple(name for name, amount in parts.items() if amount is None))


def free(budget: Budget) -> int | None:
    """What is left after everything that the record knows is owed; None where it doesn't say what is left."""
    there = left(budget).pence
    return None if there is None else there - (owed(budget).known or 0)


def net_weekly(budget: Budget) -> int | None:
    """What the funder pays in a week: the agreed amount, less the person's part where it is known to be paid net.

    None where the record leaves it open.
    """
    agreed = weekly(budget.agreed_pence, budget.agreed_per)
    if agreed is None or budget.is_paid_net is None:
        return None
    part = weekly(budget.contribution_pence, budget.contribution_per)
    if not budget.is_paid_net:
        return agreed
    return None if part is None else agreed - part


def _sum_of(entries: Iterable[Entry], kind: EntryKind) -> int | None:
    return add(entry.pence for entry in entries if entry.kind == kind)
