"""Payments into a budget and spending from it, as a record lists them. Pure; money in pence."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.budgets import Budget, Category, Entry
from knowledge.balance_sums import add, known_to


@dataclass(frozen=True)
class Payments:
    """last: the newest payment made; before: the one before it; next: the first that is agreed and not made yet.

    overdue: agreed for a day that the record has passed; held: stopped by the funder. None: the record has none.
    """

    last: Entry | None
    before: Entry | None
    next: Entry | None
    overdue: Entry | None
    held: Entry | None


def payments_in(budget: Budget) -> Payments:
    """The funder's payments to a budget."""
    paid = [entry for entry in budget.entries if entry.kind == "paid_in" and entry.status == "done"]
    pending = [entry for entry in budget.entries if entry.kind == "paid_in"]
    due = [entry for entry in pending if entry.status == "due"]
    held = [entry for entry in pending if entry.status == "held"]
    return Payments(
        last=paid[-1] if paid else None,
        before=paid[-2] if len(paid) > 1 else None,
        next=next((entry for entry in due if entry.on > known_to(budget)), None),
        overdue=next((entry for entry in due if entry.on <= known_to(budget)), None),
        held=held[-1] if held else None,
    )


@dataclass(frozen=True)
class Spent:
    """What was spent in some days (both inclusive).

    kind: `known`; `none_listed`: the record lists spending, and none then; `not_listed`: it lists no spending at all;
    `before`, `after`: the days lie outside what the record tells of. part: only the days up to `last` are known.
    """

    kind: Literal["known", "none_listed", "not_listed", "before", "after"]
    pence: int | None
    first: date
    last: date
    part: bool = False


def spent_in(budget: Budget, first: date, last: date, category: Category | None = None) -> Spent:
    """What was spent from `first` to `last`, of one category or of all."""
    done, until = [entry for entry in budget.entries if entry.status == "done"], known_to(budget)
    spent = [entry for entry in done if entry.kind == "spent"]
    if not spent:
        return Spent("not_listed", None, first, last)
    if first > until:
        return Spent("after", None, first, last)
    begins = min(entry.on for entry in done)
    if last < begins:
        return Spent("before", None, first, last)
    chosen = [entry for entry in spent if first <= entry.on <= last and category in (None, entry.category)]
    sum_of = add(entry.pence for entry in chosen)
    return Spent("none_listed" if sum_of is None else "known", sum_of, first, min(last, until), part=until < last)


def knows_categories(budget: Budget) -> bool:
    """Whether the record says what any of the money was spent on."""
    return any(entry.kind == "spent" and entry.category != "unknown" for entry in budget.entries)


@dataclass(frozen=True)
class Reason:
    """Why less may come in than was agreed, or than before. Money in pence, where the record has it."""

    kind: Literal["net", "held", "returned", "lower_payment", "part_year"]
    pence: int | None = None
    before: int | None = None
    on: date | None = None


def reasons_for_less(budget: Budget) -> list[Reason]:
    """Every reason that the record shows, the likeliest first; empty where it shows none."""
    found: list[Reason] = []
    if budget.is_paid_net and budget.contribution_pence:
        found.append(Reason("net", budget.contribution_pence))
    paid = payments_in(budget)
    if paid.held:
        found.append(Reason("held", paid.held.pence, on=paid.held.on))
    if paid.last and paid.before and paid.last.pence < paid.before.pence:
        found.append(Reason("lower_payment", paid.last.pence, paid.before.pence, paid.last.on))
    returned = [entry for entry in budget.entries if entry.kind == "returned" and entry.status == "done"]
    if returned:
        found.append(Reason("returned", sum(entry.pence for entry in returned), on=returned[-1].on))
    if budget.agreed_per == "year" and budget.ends_on and (budget.ends_on - budget.starts_on).days < 363:
        found.append(Reason("part_year", on=budget.starts_on))
    return found
