"""What a budget buys, what an agency would cost, and what next April changes. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from knowledge.pay import WEEKS, Cost, Plan, cost_of
from knowledge.pay_rules import NOUGHT, minimum_wage, to_pence
from knowledge.rates import Rates

STEP = Decimal("0.25")
"""Hours a week are found to the quarter of an hour."""
ALL_WEEK = Decimal(168)
YEARLY = {"week": WEEKS, "fortnight": WEEKS / 2, "four_weeks": WEEKS / 4, "month": Decimal(12), "year": Decimal(1)}
"""How often a sum comes in a year of 52 weeks."""


@dataclass(frozen=True)
class Bought:
    """The most hours a week that a budget pays for, of each assistant; the cost of these; what is left in a year."""

    hours_week: Decimal
    cost: Cost
    left: Decimal


@dataclass(frozen=True)
class BesideAgency:
    """A plan beside an agency, for the same hours of support.

    agency_year: pounds; dearer: how much more the agency is (negative: less); same_money_hours: hours of an agency in a
    week that the plan's cost would pay for; even: the agency's rate at which both cost the same.
    """

    cost: Cost
    agency_rate: Decimal
    agency_year: Decimal

    @property
    def dearer(self) -> Decimal:
        """Pounds a year."""
        return self.agency_year - self.cost.year

    @property
    def same_money_hours(self) -> Decimal:
        """In quarters of an hour, rounded down."""
        return self.cost.year / WEEKS / self.agency_rate // STEP * STEP


@dataclass(frozen=True)
class NextApril:
    """A plan now and from the next 6 April. raised: whether the wage had to go up to the new minimum."""

    now: Cost
    then: Cost
    rate: Decimal
    raised: bool


def hours_for(budget_year: Decimal, plan: Plan, rates: Rates, on: date) -> Bought:
    """What a budget (pounds a year) buys of a plan with one group; its own hours_week is not looked at.

    The cost never falls as hours rise, so the most hours that fit are found by halving. Raises BelowMinimum,
    RateNotKnown; ValueError for a plan of several groups.
    """
    (group,) = plan.groups

    def cost(steps: int) -> Cost:
        return cost_of(replace(plan, groups=(replace(group, hours_week=steps * STEP),)), rates, on)

    low, high = 0, int(ALL_WEEK / STEP)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cost(middle).year <= budget_year else (low, middle - 1)
    found = cost(low)
    return Bought(low * STEP, found, max(NOUGHT, to_pence(budget_year - found.year)))


def beside_agency(plan: Plan, agency_rate: Decimal, rates: Rates, on: date) -> BesideAgency:
    """The same hours of support from an agency, whose rate has holidays, National Insurance and the rest in it."""
    cost = cost_of(plan, rates, on)
    return BesideAgency(cost, agency_rate, to_pence(cost.hours * agency_rate))


def next_april(plan: Plan, rates: Rates, on: date) -> NextApril:
    """A plan of one group now and from next 6 April. Raises RateNotKnown where that year's figures are not known."""
    (group,) = plan.groups
    day = first_of_tax_year_after(on)
    least = minimum_wage(group.age, rates, day).value
    then = replace(
        plan,
        groups=(replace(group, rate=max(group.rate, least)),),
        cover_rate=max(plan.cover_rate, least) if plan.cover_rate else None,
    )
    return NextApril(cost_of(plan, rates, on), cost_of(then, rates, day), then.groups[0].rate, least > group.rate)


def first_of_tax_year_after(day: date) -> date:
    """The next 6 April after a day: by then the minimum wage of 1 April holds as well."""
    this_year = date(day.year, 4, 6)
    return this_year if day < this_year else date(day.year + 1, 4, 6)
