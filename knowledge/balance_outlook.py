"""How long a budget lasts, and what something more each week would do to it. Estimates, with what they assume. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from common.budgets import Budget
from common.money import whole_pence
from knowledge.balance_sums import adds_up, free, left, lists_all, made, totals, weekly

LOOKED_AT = timedelta(weeks=12)
"""What was spent in so long before the record's day is taken for usual."""
LEAST_LOOKED_AT = timedelta(weeks=4)
A_YEAR = 52
"""Weeks, for a budget without an end."""

Payments = Literal["go_on", "stop", "once", "unknown"]
"""Whether more is taken to come in: as agreed; nothing while payments are held, or for a single sum; not known."""
Cannot = Literal["not_held", "stale", "not_begun", "ended", "no_balance", "no_spending", "does_not_add_up"]
"""Why there is no estimate."""


@dataclass(frozen=True)
class Usual:
    """What goes out in a usual week, in pence, and the days it was taken from (both inclusive)."""

    pence: int
    first: date
    last: date


@dataclass(frozen=True)
class Lasts:
    """How long a budget lasts. free: in pence, after what is known to be owed; coming: a week.

    verdict: `enough` where no more goes out than comes in; `gone` where nothing is left; `weeks` for so many whole
    weeks, to about `until`, which is never after the budget's own end.
    """

    verdict: Literal["enough", "gone", "weeks"]
    free: int
    usual: Usual
    coming: int
    payments: Payments
    weeks: int = 0
    until: date | None = None


@dataclass(frozen=True)
class Afford:
    """What something more would do. extra: a week; total: to the end of the budget, in `weeks` whole weeks.

    A budget without an end has no weeks: total is of a year, and share nought. share: what is free, spread over those
    weeks; spare: that, with what comes in and less what usually goes out, where both are known. All in pence.
    """

    extra: int
    weeks: int | None
    total: int
    free: int
    share: int
    spare: int | None
    usual: Usual | None
    coming: int
    payments: Payments


def is_fresh(budget: Budget, today: date, days: int) -> bool:
    """Whether the record tells of a day at most so many days ago."""
    return 0 <= (today - budget.as_of).days <= days


def usual_week(budget: Budget) -> Usual | None:
    """What was spent in a usual week of the last twelve; None where the record lists less than four weeks of it."""
    spent = [entry for entry in made(budget) if entry.kind == "spent"]
    if not spent:
        return None
    first = max(budget.as_of - LOOKED_AT + timedelta(1), budget.starts_on, min(entry.on for entry in made(budget)))
    days = (budget.as_of - first).days + 1
    if days < LEAST_LOOKED_AT.days:
        return None
    gone = sum(entry.pence for entry in spent if entry.on >= first)
    return Usual(whole_pence(Decimal(gone) * 7 / days), first, budget.as_of)


def payments(budget: Budget) -> tuple[int, Payments]:
    """What comes in a week from now on, in pence, and on what footing.

    The person's own part comes in too: where the funder pays the rest only, they pay theirs (F-money-22).
    """
    pending = [entry for entry in budget.entries if entry.kind == "paid_in"]
    if pending and pending[-1].status == "held":
        return 0, "stop"
    if budget.agreed_per == "once":
        return 0, "once"
    agreed = weekly(budget.agreed_pence, budget.agreed_per)
    return (0, "unknown") if agreed is None else (min(agreed, _still_to_come(budget, agreed)), "go_on")


def _still_to_come(budget: Budget, agreed: int) -> int:
    """What of a year's sum is still to come in, a week: it may have been paid ahead. Elsewhere as much as agreed."""
    weeks, sums = weeks_to_end(budget), totals(budget)
    if not weeks or budget.agreed_per != "year" or sums.paid_in is None or not lists_all(budget):
        return agreed
    covered = (budget.ends_on or budget.as_of) - budget.starts_on
    if not A_YEAR <= covered.days / 7 < A_YEAR + 1:
        return agreed
    left_to_pay = (budget.agreed_pence or 0) - sums.paid_in - (sums.contributed or 0)
    return max(whole_pence(Decimal(left_to_pay) / weeks), 0)


def cannot(budget: Budget, today: date, fresh_days: int) -> Cannot | None:
    """Why nothing can be said of the time to come, or None."""
    if budget.holding == "notional":
        return "not_held"
    if today < budget.starts_on:
        return "not_begun"
    if budget.ends_on and budget.ends_on < today:
        return "ended"
    if not is_fresh(budget, today, fresh_days):
        return "stale"
    if left(budget).pence is None:
        return "no_balance"
    return "does_not_add_up" if adds_up(budget) is False else None


def lasts(budget: Budget, today: date, fresh_days: int) -> Lasts | Cannot:
    """How long what is left lasts, if as much goes out each week as usual and payments go on as agreed."""
    why_not = cannot(budget, today, fresh_days)
    if why_not:
        return why_not
    usual, there = usual_week(budget), free(budget)
    if usual is None:
        return "no_spending"
    assert there is not None
    coming, footing = payments(budget)
    if there <= 0:
        return Lasts("gone", there, usual, coming, footing)
    if coming >= usual.pence:
        return Lasts("enough", there, usual, coming, footing, until=budget.ends_on)
    weeks = there // (usual.pence - coming)
    until = budget.as_of + timedelta(weeks=min(weeks, 520))
    if budget.ends_on and until >= budget.ends_on:
        return Lasts("enough", there, usual, coming, footing, weeks, budget.ends_on)
    return Lasts("weeks", there, usual, coming, footing, weeks, until)


def weeks_to_end(budget: Budget) -> int | None:
    """Whole weeks from the record's day to the budget's end; None where it has no end."""
    return None if budget.ends_on is None else max((budget.ends_on - budget.as_of).days // 7, 0)


def afford(budget: Budget, extra: int, today: date, fresh_days: int) -> Afford | Cannot | Literal["no_end"]:
    """What `extra` pence more each week would come to, beside what is there for it."""
    why_not = cannot(budget, today, fresh_days)
    if why_not:
        return why_not
    weeks, there = weeks_to_end(budget), free(budget)
    if weeks == 0:
        return "no_end"
    assert there is not None
    usual, (coming, footing) = usual_week(budget), payments(budget)
    share = there // weeks if weeks else 0
    spare = share + coming - usual.pence if usual and footing != "unknown" else None
    return Afford(extra, weeks, extra * (weeks or A_YEAR), there, share, spare, usual, coming, footing)
