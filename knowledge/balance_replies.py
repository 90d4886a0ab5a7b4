"""What is said of the money in a record: left, agreed, paid in, the person's part, spent. A saying with lines each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from common.budgets import Budget, Entry
from common.days import day_in_words, span_in_words
from common.money import in_pounds
from knowledge.balance_content import BalanceWords, Line, listed
from knowledge.balance_outlook import is_fresh
from knowledge.balance_payments import knows_categories, payments_in, reasons_for_less, spent_in
from knowledge.balance_sums import add, adds_up, free, known_to, left, listed_balance, net_weekly, owed, totals, weekly
from knowledge.balance_table import care_of
from knowledge.balance_topic import Topic


@dataclass(frozen=True)
class Asked:
    """One budget and what is asked of it. today: in London; fresh_days: how old a record may be to look ahead from."""

    words: BalanceWords
    budget: Budget
    topic: Topic
    today: date
    fresh_days: int


@dataclass(frozen=True)
class Said:
    """A saying of sayings.yml with its own values and the lines that follow. is_short: said without the table."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    is_short: bool = True


def of_balance(asked: Asked) -> Said:
    """What is left of a direct payment; of any other budget, what is agreed and the care that it buys."""
    budget, times = asked.budget, times_of(asked)
    if budget.holding != "direct_payment":
        said = _of_agreed(asked, "held_for")
        return Said(said.key, said.values, (*said.lines, *times, Line("looks_wrong")), is_short=False)
    there, sums = left(budget), totals(budget)
    figures = {
        "agreed": _text(budget.agreed_pence, asked.words.names["per"][budget.agreed_per]),
        "paid in": _text(sums.paid_in),
        "spent": _text(sums.spent),
    }
    listing = ", ".join(f"{name} {figure}" for name, figure in figures.items() if figure)
    in_short = [Line("sums", {"sums": f"{listing[:1].upper()}{listing[1:]}."})] if listing else []
    if there.pence is None:
        return Said("left_unknown", {}, (*times, *in_short, Line("looks_wrong")), is_short=False)
    lines = [*times]
    if there.basis == "worked_out":
        lines.append(Line("worked_out"))
    if adds_up(budget) is False:
        lines.append(Line("does_not_add_up", {"listed": in_pounds(listed_balance(budget) or 0)}))
    check = [] if adds_up(budget) is False else [Line("looks_wrong")]
    lines += [*in_short, *owing(asked), *check]
    if there.pence < 0:
        return Said("below", {"below": in_pounds(-there.pence)}, tuple(lines), is_short=False)
    return Said("left", {"left": in_pounds(there.pence)}, tuple(lines), is_short=False)


def of_agreed(asked: Asked) -> Said:
    """What is agreed, what that is a week, and what it buys."""
    return _of_agreed(asked, "agreed")


def _of_agreed(asked: Asked, key: str) -> Said:
    budget, care = asked.budget, care_of(asked.budget)
    buys = [Line("care", {"care": care})] if care else []
    if budget.agreed_pence is None:
        return Said(f"{key}_unknown", {}, tuple(buys))
    values = {"agreed": in_pounds(budget.agreed_pence), "per": asked.words.names["per"][budget.agreed_per]}
    week, net = weekly(budget.agreed_pence, budget.agreed_per), net_weekly(budget)
    lines = buys
    if budget.agreed_per == "once":
        values["per"], lines = asked.words.single["in_all"], [*lines, Line("once")]
    elif week is not None and budget.agreed_per != "week":
        lines = [*lines, Line("week", {"week": in_pounds(week)})]
    if net is not None and net != week:
        lines = [*lines, Line("net_week", {"net": in_pounds(net)})]
    return Said(key, values, tuple(lines))


def of_payments(asked: Asked) -> Said:
    """The last payment in, the next, and any that is late or on hold."""
    budget, paid = asked.budget, payments_in(asked.budget)
    lines = [
        Line(name, {name: in_pounds(entry.pence), f"{name}_on": day_in_words(entry.on)})
        for name, entry in (("held", paid.held), ("overdue", paid.overdue), ("next", paid.next))
        if entry
    ]
    lines = [*lines, *times_of(asked)]
    newest = {"as_of": day_in_words(known_to(budget))}
    if paid.last:
        values = {**newest, "last": in_pounds(paid.last.pence), "last_on": day_in_words(paid.last.on)}
        return Said("paid", values, tuple(lines))
    if any(entry.kind == "paid_in" for entry in budget.entries):
        return Said("paid_none", newest, tuple(lines))
    return Said("paid_unknown" if budget.holding == "direct_payment" else "paid_held")


def of_part(asked: Asked) -> Said:
    """What the person pays in themselves."""
    budget = asked.budget
    if budget.contribution_pence is None:
        return Said("part_nhs" if budget.funder == "nhs" else "part_unknown")
    if budget.contribution_pence == 0:
        return Said("part_nothing")
    per = budget.contribution_per
    week = weekly(budget.contribution_pence, per)
    lines = [Line("week", {"week": in_pounds(week)})] if week is not None and per != "week" else []
    lines.append(Line({True: "part_net", False: "part_gross", None: "part_open"}[budget.is_paid_net]))
    contributed = totals(budget).contributed
    if contributed is not None:
        lines.append(Line("part_paid", {"contributed": in_pounds(contributed)}))
    values = {"part": in_pounds(budget.contribution_pence), "part_per": asked.words.names["per"][per]}
    return Said("part", values, tuple(lines))


def of_less(asked: Asked) -> Said:
    """Why less came in than was agreed, as far as the record shows."""
    reasons = reasons_for_less(asked.budget)
    if not reasons:
        return Said("why_less_unknown")
    part_per = asked.words.names["per"][asked.budget.contribution_per]
    lines = [
        Line(
            f"less_{reason.kind}",
            {
                "part": _text(reason.pence),
                "part_per": part_per,
                "amount": _text(reason.pence),
                "before": _text(reason.before),
                "on": day_in_words(reason.on) if reason.on else "",
            },
        )
        for reason in reasons
    ]
    return Said("why_less", {}, tuple(lines))


def of_taking_back(asked: Asked) -> Said:
    """Whether money will be asked back: never promised; what the record shows of it."""
    budget, lines = asked.budget, []
    due: list[Entry] = [entry for entry in budget.entries if entry.kind == "returned" and entry.status != "done"]
    if due:
        lines.append(Line("back_due", {"amount": in_pounds(due[0].pence), "on": day_in_words(due[0].on)}))
    there, returned = left(budget).pence, totals(budget).returned
    if returned is not None:
        lines.append(Line("back_so_far", {"returned": in_pounds(returned)}))
    if there is not None and there > 0:
        lines.append(Line("back_left", {"left": in_pounds(there)}))
    return Said("take_back", {}, tuple(lines))


def of_spending(asked: Asked) -> Said:
    """What was spent in some days, on some kind of thing, or in all."""
    budget, topic = asked.budget, asked.topic
    begins = min((entry.on for entry in budget.entries if entry.status == "done"), default=budget.starts_on)
    first, last = topic.first or begins, topic.last or known_to(budget)
    category, names = topic.category, asked.words.names["category"]
    values = {"on_what": f" {names[category]}" if category else "", "when": _when(first, last)}
    values["as_of"] = day_in_words(known_to(budget))
    found = spent_in(budget, first, last, category)
    if found.kind == "not_listed":
        return Said("spent_unknown" if budget.holding == "direct_payment" else "spent_held", values)
    if found.kind in ("before", "after"):
        return Said("spent_outside", values)
    if category and not knows_categories(budget):
        return Said("spent_no_kinds", values)
    lines = (Line("to_date"),) if found.part else ()
    if found.pence is None:
        return Said("spent_none", values, lines)
    return Said("spent", {**values, "spent": in_pounds(found.pence)}, lines)


def of_a_fault(asked: Asked) -> Said:
    """What to do if the figures look wrong."""
    return Said("wrong")


def times_of(asked: Asked) -> list[Line]:
    """Whether the budget is over or has not begun, and whether the record is old."""
    budget = asked.budget
    if budget.starts_on > asked.today:
        return [Line("not_begun", {"starts": day_in_words(budget.starts_on)})]
    lines = []
    if budget.ends_on and budget.ends_on < asked.today:
        lines.append(Line("ended", {"ends": day_in_words(budget.ends_on)}))
    elif not is_fresh(budget, asked.today, asked.fresh_days):
        lines.append(Line("old", {"days": str((asked.today - budget.as_of).days)}))
    return lines


def owing(asked: Asked) -> list[Line]:
    """What is to come out of what is left, and what of it the record leaves open."""
    budget, known = asked.budget, owed(asked.budget)
    spare, lines = free(budget), []
    if known.known is not None and spare is not None:
        below = spare + known.known < 0
        key = "owed_too" if below else "free_below" if spare < 0 else "free"
        values = {"owed": in_pounds(known.known), "free": in_pounds(spare), "gap": in_pounds(-spare)}
        lines.append(Line(key, values))
    if known.unknown:
        names, short = asked.words.names["missing"], asked.words.names["missing_short"]
        missing = " or ".join(
            filter(None, (", ".join(names[key] for key in known.unknown[:-1]), names[known.unknown[-1]]))
        )
        lines.append(
            Line("owed_unknown", {"missing": missing, "missing_short": listed([short[key] for key in known.unknown])})
        )
    return lines


def known_amount(budget: Budget) -> tuple[str, int] | None:
    """What stands for a budget beside others: what is left, or else what is agreed; None where neither is known."""
    there = left(budget).pence if budget.holding == "direct_payment" else None
    if there is not None:
        return "left", there
    agreed = add((budget.agreed_pence,))
    return None if agreed is None else ("agreed", agreed)


def _text(pence: int | None, per: str = "") -> str:
    return "" if pence is None else f"{in_pounds(pence)} {per}".strip()


def _when(first: date, last: date) -> str:
    span = span_in_words(first, last)
    if first == last:
        return f"on {span}"
    return f"from {span}" if " to " in span else f"in {span}"
