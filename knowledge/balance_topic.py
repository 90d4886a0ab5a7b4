"""What somebody asks about their money: a closed list, with what they named. Pure."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from common.budgets import Category, Period

Kind = Literal[
    "balance", "paid", "contribution", "why_less", "take_back", "spent_in", "afford", "lasts", "unusual", "agreed",
    "weekly", "wrong", "which_budget",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Which = Literal["other", "nhs", "council", "notional", "third_party", "direct_payment"]
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,2})?")


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
        topic = Topic(next((known for known in KINDS if known == kind), "balance"))
        for part in parts:
            name, _, value = part.partition("=")
            if name in ("first", "last") and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                topic = replace(topic, **{name: date.fromisoformat(value)})
            elif name == "hours" and _NUMBER.fullmatch(value):
                topic = replace(topic, hours=Decimal(value))
            elif name in ("rate", "amount") and value.isdecimal() and value.isascii():
                topic = replace(topic, **{name: int(value)})
            elif name == "category" and value in get_args(Category):
                topic = replace(topic, category=value)
            elif name == "amount_per" and value in get_args(Period):
                topic = replace(topic, amount_per=value)
            elif name == "which" and (value in get_args(Which) or re.fullmatch(r"[1-9]", value)):
                topic = replace(topic, which=value)
        return topic
