"""A budget's figures as a table, and as a chart that says the same."""

from common.budgets import Budget
from common.money import in_pounds
from common.replies import Chart, Part, Table
from knowledge.balance_content import BalanceWords, Values, listed
from knowledge.balance_sums import free, left, owed, totals, weekly
from knowledge.flow_words import fill_text

_ASKED_OF_PAYMENTS = ("agreed", "part", "paid_in", "spent", "left", "promised")
"""Rows of a direct payment that are there even where the record doesn't say."""


def table_of(words: BalanceWords, budget: Budget, values: Values) -> Table:
    """What the record says of a budget. Rows that few records have are left out where this one hasn't."""
    sums, known, per = totals(budget), owed(budget), words.names["per"]
    is_paid = budget.holding == "direct_payment"
    figures: dict[str, str | None] = {
        "agreed": _amount(budget.agreed_pence, per[budget.agreed_per]),
        "week": _amount(weekly(budget.agreed_pence, budget.agreed_per)) if budget.agreed_per != "week" else None,
        "care": care_of(budget),
        "part": _amount(budget.contribution_pence, per[budget.contribution_per]),
        "opening": _amount(sums.opening),
        "paid_in": _amount(sums.paid_in),
        "contributed": _amount(sums.contributed),
        "spent": _amount(sums.spent),
        "returned": _amount(sums.returned),
        "held": _amount(sums.held),
        "left": _amount(left(budget).pence),
        "promised": _amount(budget.committed_pence),
        "tax": _amount(budget.unpaid_tax_pence),
        "holiday": _amount(budget.unpaid_holiday_pence),
        "free": _amount(free(budget)) if known.known is not None else None,
    }
    names, table = words.names["rows"], words.names["table"]
    kept = {
        name: figure or table["unknown"]
        for name, figure in figures.items()
        if figure is not None or (is_paid and name in _ASKED_OF_PAYMENTS) or name == "agreed"
    }
    return Table(
        headings=(table["heading"], table["amount"]),
        rows=tuple((fill_text(names[name], values), figure) for name, figure in kept.items()),
        caption=fill_text(table["caption"], values),
    )


def chart_of(words: BalanceWords, budget: Budget, values: Values) -> Chart | None:
    """Paid in, spent, promised and left as bars; None unless the record has what was spent and what is left."""
    sums, names, there = totals(budget), words.names["rows"], left(budget).pence
    if sums.spent is None or there is None or there < 0:
        return None
    amounts = {
        "paid_in": sums.paid_in,
        "contributed": sums.contributed,
        "spent": sums.spent,
        "returned": sums.returned,
        "left": there,
        "promised": budget.committed_pence,
    }
    parts = tuple(
        Part(fill_text(names[name], values), pence, in_pounds(pence))
        for name, pence in amounts.items()
        if pence is not None
    )
    said = listed([f"{part.label}: {part.words}" for part in parts])
    chart = words.names["chart"]
    return Chart(fill_text(chart["label"], values), parts, fill_text(chart["alternative"], {**values, "parts": said}))


def care_of(budget: Budget) -> str | None:
    """The care that a budget buys, with its hours where the record has them; None where it names none."""
    if budget.hours_week is None:
        return budget.service or None
    count = f"{budget.hours_week.normalize():f}"
    hours = f"{count} {'hour' if count == '1' else 'hours'} a week"
    return f"{budget.service}, {hours}" if budget.service else hours


def _amount(pence: int | None, per: str = "") -> str | None:
    return None if pence is None else f"{in_pounds(pence)} {per}".strip()
