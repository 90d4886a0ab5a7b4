"""What stands out in a budget's record. Said only to somebody who asks, and never as blame. Pure; money in pence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from common.budgets import Budget
from knowledge.balance_outlook import usual_week
from knowledge.balance_payments import payments_in
from knowledge.balance_sums import adds_up, left, made, totals, weekly

MANY_WEEKS = 8
"""Some funders let four to eight weeks of money build up (F-money-36)."""
QUIET = timedelta(weeks=8)
LONG_AGO = timedelta(weeks=9)
"""Longer than two months is long for a payment that comes every month or more often."""
BIG = 3
"""A single payment of so many usual weeks stands out."""

Kind = Literal[
    "overspent", "does_not_add_up", "held", "overdue", "no_payment", "no_part", "big_payment", "quiet", "built_up"
]  # fmt: skip


@dataclass(frozen=True)
class Unusual:
    """One thing that stands out, with its amount and day where it has them."""

    kind: Kind
    pence: int | None = None
    on: date | None = None


def unusual(budget: Budget) -> list[Unusual]:
    """All that stands out, the weightiest first; empty where nothing does."""
    return [*_of_the_account(budget), *_of_payments(budget), *_of_spending(budget)]


def can_tell(budget: Budget) -> bool:
    """Whether the record holds enough for anything to stand out."""
    return bool(budget.entries) or budget.balance_pence is not None


def _of_the_account(budget: Budget) -> Iterator[Unusual]:
    there = left(budget).pence
    if there is not None and there < 0:
        yield Unusual("overspent", -there)
    if adds_up(budget) is False:
        yield Unusual("does_not_add_up")


def _of_payments(budget: Budget) -> Iterator[Unusual]:
    paid = payments_in(budget)
    if paid.held:
        yield Unusual("held", paid.held.pence, paid.held.on)
    if paid.overdue:
        yield Unusual("overdue", paid.overdue.pence, paid.overdue.on)
    elif paid.last and not paid.held and _is_long_ago(budget, paid.last.on):
        yield Unusual("no_payment", on=paid.last.on)
    sums = totals(budget)
    if budget.is_paid_net and budget.contribution_pence and sums.spent is not None and sums.contributed is None:
        yield Unusual("no_part")


def _is_long_ago(budget: Budget, on: date) -> bool:
    """Of budgets that are agreed for a quarter or a year, no record says how often they are paid."""
    return budget.agreed_per in ("week", "four_weeks", "month") and budget.as_of - on > LONG_AGO


def _of_spending(budget: Budget) -> Iterator[Unusual]:
    spent = [entry for entry in made(budget) if entry.kind == "spent"]
    usual = usual_week(budget)
    if usual and len(spent) > BIG:
        biggest = max(
            (entry for entry in spent if entry.on >= usual.first), key=lambda entry: entry.pence, default=None
        )
        if biggest and biggest.pence >= BIG * usual.pence and biggest.pence > 2 * _middle([e.pence for e in spent]):
            yield Unusual("big_payment", biggest.pence, biggest.on)
    if spent and budget.as_of - spent[-1].on > QUIET:
        yield Unusual("quiet", on=spent[-1].on)
    there, agreed = left(budget).pence, weekly(budget.agreed_pence, budget.agreed_per)
    if there is not None and agreed and there > MANY_WEEKS * agreed:
        yield Unusual("built_up", there)


def _middle(amounts: list[int]) -> int:
    return sorted(amounts)[len(amounts) // 2]
