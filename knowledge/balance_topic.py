"""What somebody asks about their money: a closed list, with what they named. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from common.budgets import Category, Period

Kind = Literal[
    "balance", "paid", "contribution", "why_less", "take_back", "spent_in", "afford", "lasts", "unusual", "agreed",
    "weekly", "wrong", "which_budget",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Which = Literal["other", "nhs", "council", "notional", "third_party", "direct_payment"]
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Topic:
    """One question about a budget.

    first, last: the days asked about, both inclusive; category: what was bought; hours: how many more a week; rate:
    pence an hour; amount: pence for each amount_per; which: the budget meant, or its number from 1 ("2").
    """

    kind: Kind = "balance"
    first: date | None = None
    last: date | None = None
    category: Category | None = None
    hours: Decimal | None = None
    rate: int | None = None
    amount: int | None = None
    amount_per: Period = "week"
    which: str | None = None

    def to_text(self) -> str:
        """Written as one word ("spent_in;first=2026-05-01;last=2026-05-31"), so that it can wait for a code."""
        plain = Topic()
        said = ((field.name, getattr(self, field.name)) for field in fields(self) if field.name != "kind")
        return ";".join([self.kind, *(f"{name}={value}" for name, value in said if value != getattr(plain, name))])

    @staticmethod
    def from_text(text: str) -> "Topic":
        """What `to_text` wrote. Anything else, or a part that can't be read, asks for the balance."""
        kind, *parts = text.split(";")
        values: dict[str, Any] = {}
        for part in parts:
            name, _, value = part.partition("=")
            if name in _READERS and (read := _READERS[name](value)) is not None:
                values[name] = read
        return Topic(next((known for known in KINDS if known == kind), "balance"), **values)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _pence(said: str) -> int | None:
    return int(said) if re.fullmatch(r"\d{1,9}", said, re.ASCII) else None


_READERS: dict[str, Callable[[str], Any]] = {
    "first": _day,
    "last": _day,
    "category": lambda said: said if said in get_args(Category) else None,
    "hours": lambda said: Decimal(said) if _NUMBER.fullmatch(said) else None,
    "rate": _pence,
    "amount": _pence,
    "amount_per": lambda said: said if said in get_args(Period) else None,
    "which": lambda said: said if said in get_args(Which) or re.fullmatch(r"[1-9]", said) else None,
}
