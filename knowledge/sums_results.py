"""What a sum comes to, as a reply: the words, the workings line by line, and where its figures come from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from common.replies import Reply, Table, Words
from knowledge.flow_words import fill_text
from knowledge.pay import Cost, Line, cost_of
from knowledge.pay_budget import beside_agency, first_of_tax_year_after, hours_for, next_april
from knowledge.pay_rules import minimum_wage, redundancy_pay, statutory_sick_pay
from knowledge.rates import Figure, RateNotKnown, Rates
from knowledge.sums_content import SumsContent
from knowledge.sums_plan import DEFAULTS, Asked, plan_of
from knowledge.sums_says import Says, filled
from knowledge.sums_workings import (
    exact_pounds,
    figures_table,
    in_words,
    number,
    pounds,
    rows_of,
    sources_of,
    value_of,
    workings,
)

_MOST_FIGURES = 4
_ROOM = 200
"""Characters of a text for figures."""


@dataclass(frozen=True)
class Result:
    """The words, the table of workings, and the figures that were used."""

    words: Words
    table: Table | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class SumsResults:
    """Works sums out and puts them into words. links: whether these name the page form."""

    content: SumsContent
    rates: Rates
    links: bool = True

    def reply(self, given: Asked, on: date) -> Reply:
        """The result in words, with workings and sources. Raises BelowMinimum, RateNotKnown."""
        found = self._result(given, on)
        return Reply(words=found.words, sources=sources_of(found.figures), table=found.table)

    def figures(self, given: Asked, on: date) -> Reply:
        """The figures that the result used, each with its days. Raises BelowMinimum, RateNotKnown."""
        figures = self._result(given, on).figures
        most = [f"{each.title} {value_of(each)}, from {in_words(each.since)}" for each in figures[:_MOST_FIGURES]]
        listed = Words(*("; ".join(most),) * 2, sms=_briefly(figures), adviser="; ".join(most))
        words = self._filled("figures", {"figures": listed})
        return Reply(words=words, sources=sources_of(figures), table=figures_table(self.content, figures))

    @property
    def _says(self) -> Says:
        return Says(self.content, self.links)

    def _result(self, given: Asked, on: date) -> Result:
        makers = {
            "hours": self._hours,
            "agency": self._agency,
            "april": self._april,
            "sick": self._sick,
            "redundancy": self._redundancy,
        }
        return makers.get(given.values.get("what", ""), self._cost)(given, on)

    def _cost(self, given: Asked, on: date) -> Result:
        plan = plan_of(given, self.rates, on)
        cost = cost_of(plan, self.rates, on)
        values = self._says.common(given, plan.groups[0], cost, on) | {"budget": self._says.budget(given, cost)}
        return self._of(cost, "result", values)

    def _hours(self, given: Asked, on: date) -> Result:
        plan, budget = plan_of(given, self.rates, on), given.budget_year
        assert budget is not None, "a sum of hours has a budget, if only the one that is taken"
        bought = hours_for(budget, plan, self.rates, on)
        values = self._says.common(given, plan.groups[0], bought.cost, on) | {
            "hours": number(bought.hours_week),
            "left": pounds(bought.left),
            "budget_said": self._says.budget_said(given),
        }
        return self._of(bought.cost, "result_hours" if bought.hours_week else "result_none", values)

    def _agency(self, given: Asked, on: date) -> Result:
        plan = plan_of(given, self.rates, on)
        if "agency" not in given.values:
            cost = cost_of(plan, self.rates, on)
            return self._of(cost, "result_no_agency", self._says.common(given, plan.groups[0], cost, on))
        found = beside_agency(plan, given.number("agency"), self.rates, on)
        values = self._says.common(given, plan.groups[0], found.cost, on) | {
            "agency": pounds(found.agency_rate),
            "agency_year": pounds(found.agency_year),
            "dearer": self._says.difference(found.dearer),
        }
        made = self._of(found.cost, "result_agency", values)
        assert made.table is not None
        rows = (*self.compared(found.cost, found.agency_rate, found.agency_year), *made.table.rows)
        return replace(made, table=replace(made.table, rows=rows))

    def compared(self, cost: Cost, agency_rate: Decimal, agency_year: Decimal) -> tuple[tuple[str, ...], ...]:
        """A helper, an agency and a notional budget, a row each. What the NHS pays an hour is not for us to know."""
        lines, hours = self.content.lines, number(cost.hours)
        helper = fill_text(lines["helper"].formula, {"hours": hours})
        agency = fill_text(lines["agency"].formula, {"hours": hours, "rate": pounds(agency_rate).lstrip("£")})
        return (
            (lines["helper"].label, helper, exact_pounds(cost.year)),
            (lines["agency"].label, agency, exact_pounds(agency_year)),
            (lines["notional"].label, lines["notional"].formula, "-"),
        )

    def _april(self, given: Asked, on: date) -> Result:
        plan = plan_of(given, self.rates, on)
        cost = cost_of(plan, self.rates, on)
        values = self._says.common(given, plan.groups[0], cost, on)
        try:
            found = next_april(plan, self.rates, on)
        except RateNotKnown as unknown:
            values |= {"title": unknown.title, "day": in_words(first_of_tax_year_after(on))}
            return self._of(cost, "april_not_known", values)
        values |= {
            "then_day": in_words(found.then.on),
            "then_week": pounds(found.then.week),
            "then_year": pounds(found.then.year),
            "then_rate": pounds(found.rate),
            "more": pounds(found.then.year - cost.year),
            "raised": self._says.raised(found.raised),
        }
        return self._of(found.then, "result_april", values)

    def _sick(self, given: Asked, on: date) -> Result:
        plan = plan_of(given, self.rates, on)
        cost_of(plan, self.rates, on)  # refuses pay below the minimum
        pay = plan.groups[0].hours_week * plan.groups[0].rate
        days_week, days = given.number("days_week"), given.number("sick_days")
        amount, worked, figures = statutory_sick_pay(pay, days_week, days, self.rates, on)
        values = self._says.taken(given) | {
            "year": pounds(amount),
            "days": number(days),
            "days_week": number(days_week),
            "pay": pounds(pay),
            "day": in_words(on),
        }
        line = Line("sick", amount, {**worked, "count": 1}, figures)
        return Result(self._filled("result_sick", values), self._table(line), figures)

    def _redundancy(self, given: Asked, on: date) -> Result:
        lowest = minimum_wage("22", self.rates, on).value * Decimal(DEFAULTS["hours"])
        weekly = given.number("pay") if "pay" in given.values else lowest
        age, years = int(given.number("years_old")), int(given.number("years"))
        amount, worked, figures = redundancy_pay(age, years, weekly, self.rates, on)
        values = self._says.taken(given) | {
            "year": pounds(amount),
            "weeks": number(worked["weeks"]),
            "pay": pounds(Decimal(worked["week"])),
            "needed": number(worked["needed"]),
            "day": in_words(on),
        }
        words = self._filled("result_redundancy" if amount else "result_no_redundancy", values)
        return Result(words, self._table(Line("redundancy", amount, worked, figures)) if amount else None, figures)

    def _of(self, cost: Cost, saying: str, values: Mapping[str, str | Words]) -> Result:
        return Result(self._filled(saying, values), workings(self.content, cost), cost.figures)

    def _filled(self, saying: str, values: Mapping[str, str | Words]) -> Words:
        return filled(self.content.guide.sayings[saying].words, values)

    def _table(self, line: Line) -> Table:
        headings, caption = self.content.headings("headings"), self.content.heading("caption")
        return Table(headings, tuple(rows_of(self.content, [line])), caption)


def _briefly(figures: tuple[Figure, ...]) -> str:
    """As many figures as a text has room for."""
    said: list[str] = []
    for each in figures:
        line = f"{each.title} {value_of(each)} from {each.since:%d/%m/%y}"
        if len("; ".join([*said, line])) <= _ROOM:
            said.append(line)
    return "; ".join(said)
