"""What one row of each kind of file becomes: values of the tables, after the sums in it were checked.

Each function takes the values of a row by column (None: an empty cell, or no such column) and the load it is part of,
and yields pairs of the target and its values. It raises cells.Unfit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from casework.budgets.importing import lists
from casework.budgets.importing.cells import Unfit
from common.clock import LONDON

Values = Mapping[str, Any]
Made = Iterator[tuple[Any, dict[str, Any]]]


@dataclass(frozen=True)
class Load:
    """today: the day of the load in London; as_of: the day a file tells of, for rows that don't say it themselves."""

    today: date
    as_of: date | None


def person(row: Values, load: Load) -> Made:
    """Somebody with a budget."""
    yield "person", {**_somebody(row, load), "do_not_disclose": row.get("do_not_disclose")}


def representative(row: Values, load: Load) -> Made:
    """Somebody who acts for a person."""
    if row["reference"] == row["acts_for"]:
        raise Unfit("is the same as reference. A representative needs a reference of their own", "acts_for")
    yield (
        "representative",
        {
            **_somebody(row, load),
            "person": row["acts_for"],
            "role": row["role"],
            "may_see_money": row["may_see_money"],
        },
    )


def budget(row: Values, load: Load) -> Made:
    """A budget, with what its account held where that is known."""
    for amount, per in (("agreed", "agreed_per"), ("contribution", "contribution_per")):
        if (row.get(amount) is None) != (row.get(per) is None):
            raise Unfit(f"goes together with {per}. Fill both or neither", amount)
    if row.get("paid_net") and row.get("contribution") is None:
        raise Unfit("says yes, and contribution is empty. Fill contribution, or say no", "paid_net")
    yield (
        "budget",
        {
            **_care(row, load, "the council's records"),
            "agreed_pence": row.get("agreed"),
            "agreed_per": row.get("agreed_per"),
            "hours_week_hundredths": row.get("hours_week"),
            "contribution_pence": row.get("contribution"),
            "contribution_per": row.get("contribution_per"),
            "is_paid_net": row.get("paid_net"),
            "committed_pence": row.get("committed"),
            "unpaid_tax_pence": row.get("unpaid_tax"),
            "unpaid_holiday_pence": row.get("unpaid_holiday"),
        },
    )
    if row.get("balance") is not None:
        yield _balance(
            row["record_id"], row["balance"], _as_of(row, load), row.get("source") or "the council's records"
        )


def payment(row: Values, load: Load) -> Made:
    """Money that went in, came from the person, or went back."""
    _not_ahead(row, load, "date", is_done=row["status"] == "done")
    yield _entry("payments", row["record_id"], row["budget"], row["date"], row["type"], row["amount"], row["status"])


def spending(row: Values, load: Load) -> Made:
    """Money that was spent."""
    _not_ahead(row, load, "spent_on")
    category = row.get("category") or "unknown"
    entry = _entry("spending", row["record_id"], row["budget"], row["spent_on"], "spent", row["amount"])
    entry[1]["category"] = category
    yield entry


def finance(row: Values, load: Load) -> Made:
    """A line of the payment system: what was agreed, and one payment of it."""
    if row["net"] != row["gross"] - row["contribution"]:
        raise Unfit("is not gross less contribution. Mend the three amounts", "net")
    _not_ahead(row, load, "payment_date", is_done=row["payment_status"] == "done")
    yield (
        "budget",
        {
            **_care(row, load, "the council's payment system"),
            "agreed_pence": row["gross"],
            "agreed_per": row["frequency"],
            "contribution_pence": row["contribution"],
            "contribution_per": row["frequency"],
            "is_paid_net": row["contribution"] > 0,
        },
    )
    if row["net"]:
        key = f"{row['record_id']}/{row['payment_date']}"
        paid = (row["payment_date"], "paid_in", row["net"], row["payment_status"])
        yield _entry("finance_extract", key, row["record_id"], *paid)


def card(row: Values, load: Load) -> Made:
    """A movement on a prepaid card, and what the card held after it. The merchant is left where it was."""
    _not_ahead(row, load, "transaction_date")
    dated, kind = row["transaction_date"], row["transaction_type"]
    entry = _entry("prepaid_card", row["transaction_id"], row["budget"], dated, kind, row["amount"])
    if kind == "spent":
        code = row.get("merchant_category_code") or ""
        entry[1]["category"] = row.get("category") or lists.MERCHANT_CODES.get(code, "unknown")
    yield entry
    yield _balance(row["budget"], row["balance"], dated, "the prepaid card's statement")


def audit(row: Values, load: Load) -> Made:
    """A check of an account over a period."""
    _in_order(row["period_start"], row["period_end"], "period_end")
    _not_ahead(row, load, "period_end")
    if row["opening"] + row["receipts"] - row["spend"] != row["closing"]:
        raise Unfit("is not opening and receipts less spend. Mend the four amounts", "closing")
    start, end, key = row["period_start"], row["period_end"], row["budget"]
    moved = (("opening", start, "opening"), ("receipts", end, "paid_in"), ("spend", end, "spent"))
    for column, dated, kind in moved:
        if row[column]:
            yield _entry("audit", f"{key}/{start}/{kind}", key, dated, kind, row[column])
    yield _balance(key, row["closing"], end, "the last check of your account")


def _somebody(row: Values, load: Load) -> dict[str, Any]:
    _not_ahead(row, load, "date_of_birth")
    changed: date | None = row.get("contact_changed_on")
    if changed is not None:
        _not_ahead(row, load, "contact_changed_on")
    return {
        "reference": row["reference"],
        "date_of_birth": row["date_of_birth"],
        "mobile": row.get("mobile"),
        "email": row.get("email"),
        "contact_changed_at": None if changed is None else datetime.combine(changed, time(), LONDON),
    }


def _care(row: Values, load: Load, source: str) -> dict[str, Any]:
    _in_order(row["start_date"], row.get("end_date"), "end_date")
    return {
        "record_id": row["record_id"],
        "person": row["reference"],
        "funder": row["funder"],
        "holding": row["kind"],
        "service": row["service"],
        "starts_on": row["start_date"],
        "ends_on": row.get("end_date"),
        "as_of": _as_of(row, load),
        "source": row.get("source") or source,
        "do_not_disclose": row.get("do_not_disclose"),
    }


def _as_of(row: Values, load: Load) -> date:
    found: date | None = row.get("as_of") or load.as_of
    if found is None:
        raise Unfit("is empty. Fill it, or give --as-of with the day that the file tells of", "as_of")
    if found > load.today:
        raise Unfit("is still to come. Give the day that the file tells of", "as_of")
    return found


def _in_order(start: date, end: date | None, column: str) -> None:
    if end is not None and end < start:
        raise Unfit("is before the start. Mend one of the two days", column)


def _not_ahead(row: Values, load: Load, column: str, is_done: bool = True) -> None:
    if is_done and row[column] > load.today:
        raise Unfit("is still to come. Mend the day; a payment that is still to come has the status due", column)


def _entry(
    origin: str, record_id: str, budget_id: str, dated: date, kind: str, pence: int, status: str = "done"
) -> tuple[Any, dict[str, Any]]:
    return "entry", {
        "origin": origin,
        "record_id": record_id,
        "budget": budget_id,
        "dated": dated,
        "kind": kind,
        "pence": pence,
        "status": status,
        "category": "unknown",
    }


def _balance(record_id: str, pence: int, as_of: date, source: str) -> tuple[Any, dict[str, Any]]:
    return "balance", {
        "record_id": record_id,
        "balance_pence": pence,
        "balance_as_of": as_of,
        "balance_source": source,
    }
