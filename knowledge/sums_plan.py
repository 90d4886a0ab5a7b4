"""From answers to a plan that can be worked out, with what is taken where somebody skipped a question. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from knowledge.eligibility_table import SKIP
from knowledge.pay import EXTRAS, Group, Plan
from knowledge.pay_budget import YEARLY
from knowledge.pay_rules import Age, minimum_wage, to_pence
from knowledge.rates import Rates

Answers = Mapping[str, str]
DEFAULTS = {
    "hours": "10", "age": "22", "people": "1", "cover": "yes", "budget": "100", "budget_per": "week",
    "days_week": "5", "sick_days": "5", "years": "2", "years_old": "40",
}  # fmt: skip
"""What is taken for a question that was skipped (knowledge/sums/words.yml, `assumed`, says so to the person)."""


@dataclass(frozen=True)
class Asked:
    """Answers with the defaults in their places. taken: ids of questions whose default is used, in the order asked."""

    values: Mapping[str, str]
    taken: tuple[str, ...]

    def number(self, id: str) -> Decimal:
        """A number as answered or taken."""
        return Decimal(self.values[id])

    @property
    def budget_year(self) -> Decimal | None:
        """The budget in pounds a year of 52 weeks; None where there is none."""
        return to_pence(self.number("budget") * YEARLY[self.values["budget_per"]]) if "budget" in self.values else None


def asked(answers: Answers, path: tuple[str, ...]) -> Asked:
    """The answers to the questions of a path, and what is taken for the others of it. Other answers are kept too."""
    taken = tuple(id for id in path if answers.get(id, SKIP) == SKIP and (id in DEFAULTS or id in ("rate", "pay")))
    if "budget" in taken:
        taken = tuple(id for id in taken if id != "budget_per")
    given = {id: value for id, value in answers.items() if value != SKIP}
    if "budget" in given or "budget" in taken:
        given.setdefault("budget_per", DEFAULTS["budget_per"])
    return Asked({**{id: DEFAULTS[id] for id in taken if id in DEFAULTS}, **given}, taken)


def plan_of(given: Asked, rates: Rates, on: date) -> Plan:
    """The plan, at the lowest legal pay where none was given. The page form gives more than the conversation asks:
    varies, opted_in, allowance, the extras and contingency_weeks. Raises RateNotKnown."""
    values = given.values
    age = cast(Age, values.get("age", DEFAULTS["age"]))
    rate = Decimal(values["rate"]) if "rate" in values else minimum_wage(age, rates, on).value
    group = Group(
        hours_week=Decimal(values.get("hours", DEFAULTS["hours"])),
        rate=rate,
        age=age,
        count=int(Decimal(values.get("people", "1"))),
        varies=values.get("varies") == "yes",
        opted_in=values.get("opted_in") == "yes",
    )
    return Plan(
        (group,),
        cover=values.get("cover", "yes") == "yes",
        claims_allowance=values.get("allowance", "yes") == "yes",
        extras={key: Decimal(values[key]) for key in EXTRAS if key in values},
        contingency_weeks=Decimal(values.get("contingency_weeks", "0")),
    )
