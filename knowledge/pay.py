"""What it costs to employ personal assistants, line by line. Pure; every figure comes from knowledge/rates by day.

Decimal pounds throughout, each line rounded to the penny, half up. A year is 52 weeks at the rates of one day.
Formulas: facts pack, employing.md, section F. Examples: F-employing-55 to F-employing-58 (tests/policy/pay_cases.yml).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge.pay_rules import (
    NOUGHT,
    Age,
    Values,
    employer_ni,
    employer_pension,
    minimum_wage,
    statutory_sick_pay,
    to_pence,
)
from knowledge.rates import Figure, Rates

WEEKS = Decimal(52)
EXTRAS = ("insurance", "payroll", "training", "recruitment")


class BelowMinimum(ValueError):
    """The rate is below the minimum wage; `minimum`: what the law asks for at that age."""

    def __init__(self, rate: Decimal, minimum: Figure) -> None:
        super().__init__(f"{rate} an hour is below {minimum.value}: {minimum.title}")
        self.rate = rate
        self.minimum = minimum


@dataclass(frozen=True)
class Group:
    """Assistants who are paid alike. hours_week: of each of them; rate: pounds an hour.

    varies: their hours change from week to week, so that holiday is paid with each payslip (F-employing-31);
    hours_week is then the average worked. opted_in: they asked to be in the pension (F-employing-37).
    """

    hours_week: Decimal
    rate: Decimal
    age: Age = "22"
    count: int = 1
    varies: bool = False
    opted_in: bool = False


@dataclass(frozen=True)
class Plan:
    """Who is employed, and what is to be counted. Money is pounds a year.

    cover, cover_rate: whether holidays are covered by a relief assistant, and at what rate (None: that of the group);
    claims_allowance: Employment Allowance (F-employing-27, F-employing-28); sick_days: days off sick of each assistant
    in a year, of days_week that they work; extras: any of EXTRAS; contingency_weeks: so many weeks' cost on top.
    """

    groups: tuple[Group, ...]
    cover: bool = True
    cover_rate: Decimal | None = None
    claims_allowance: bool = True
    sick_days: Decimal = Decimal(0)
    days_week: Decimal = Decimal(5)
    extras: Mapping[str, Decimal] = field(default_factory=dict)
    contingency_weeks: Decimal = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One line of the workings. `key`: which one (knowledge/sums/lines.yml puts it into words with `values`).

    amount: pounds a year; figures: the dated figures it used; counts: whether it is part of the total.
    """

    key: str
    amount: Decimal
    values: Mapping[str, Decimal | int] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    counts: bool = True


@dataclass(frozen=True)
class Cost:
    """What a plan costs in a year, with its workings. hours: of support in a year."""

    lines: tuple[Line, ...]
    hours: Decimal
    on: date

    @property
    def year(self) -> Decimal:
        """Pounds a year: the sum of the lines that count."""
        return sum((line.amount for line in self.lines if line.counts), NOUGHT)

    @property
    def week(self) -> Decimal:
        """Pounds a week."""
        return to_pence(self.year / WEEKS)

    @property
    def an_hour(self) -> Decimal:
        """Pounds for each hour of support; nought where there is none."""
        return to_pence(self.year / self.hours) if self.hours else NOUGHT

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All dated figures that were used, each once, in the order of the lines."""
        return tuple({figure.id: figure for line in self.lines for figure in line.figures}.values())

    def amount(self, key: str) -> Decimal:
        """The sum of the lines of a key."""
        return sum((line.amount for line in self.lines if line.key == key), NOUGHT)


def cost_of(plan: Plan, rates: Rates, on: date) -> Cost:
    """The cost of a plan at the rates of a day. Raises BelowMinimum, RateNotKnown."""
    for group in plan.groups:
        minimum = minimum_wage(group.age, rates, on)
        for rate in filter(None, (group.rate, plan.cover_rate if plan.cover else None)):
            if rate < minimum.value:
                raise BelowMinimum(rate, minimum)
    staff = [each for group in plan.groups for each in _staff(group, plan, rates, on)]
    cover = list(_cover(plan, rates, on)) if plan.cover else []
    national_insurance = [line for line in (*staff, *cover) if line.key in ("ni", "cover_ni")]
    lines = [*staff, *cover, *_allowance(plan, national_insurance, rates, on), *_extras(plan)]
    return Cost((*lines, *_contingency(plan, lines)), _hours(plan, rates, on), on)


def yearly_pay(group: Group, rates: Rates, on: date) -> Decimal:
    """What one assistant of a group is paid in a year, holiday pay included."""
    wages = to_pence(group.hours_week * group.rate * WEEKS)
    return wages + to_pence(wages * rates.on("holiday-share", on).share) if group.varies else wages


def _staff(group: Group, plan: Plan, rates: Rates, on: date) -> Iterator[Line]:
    """Wages with holiday, National Insurance before the allowance, pension and sick pay of a group."""
    wages, pay, count = to_pence(group.hours_week * group.rate * WEEKS), yearly_pay(group, rates, on), group.count
    minimum = minimum_wage(group.age, rates, on)
    said: Values = {"count": count, "hours": group.hours_week, "rate": group.rate, "weeks": WEEKS}
    yield Line("wages", wages * count, said, (minimum,))
    if group.varies:
        share = rates.on("holiday-share", on)
        values: Values = {
            "share": share.value,
            "wages": wages,
            "count": count,
            "hours": group.hours_week * WEEKS * share.share,
        }
        yield Line("rolled_up", (pay - wages) * count, values, (share,))
    else:
        weeks = rates.on("holiday-weeks", on)
        hours = weeks.value * group.hours_week
        values = {"weeks": weeks.value, "hours": hours * count, "rate": group.rate}
        yield Line("holiday", to_pence(hours * group.rate) * count, values, (weeks,), counts=False)
    ni, ni_values, ni_figures = employer_ni(pay, group.age, rates, on)
    yield Line("ni", ni * count, {**ni_values, "count": count}, ni_figures)
    pension, pension_values, pension_figures = employer_pension(pay, group.age, group.opted_in, rates, on)
    key = "pension" if pension else "no_pension"
    yield Line(key, pension * count, {**pension_values, "count": count}, pension_figures)
    if plan.sick_days:
        sick, sick_values, sick_figures = statutory_sick_pay(pay / WEEKS, plan.days_week, plan.sick_days, rates, on)
        yield Line("sick", sick * count, {**sick_values, "count": count}, sick_figures)


def _cover(plan: Plan, rates: Rates, on: date) -> Iterator[Line]:
    """One relief assistant for everybody's holidays, whose hours vary: pay, holiday on it, tax and pension."""
    weeks, share = rates.on("holiday-weeks", on), rates.on("holiday-share", on)
    regular = [group for group in plan.groups if not group.varies]
    pay = NOUGHT
    for group in regular:
        hours, rate = weeks.value * group.hours_week * group.count, plan.cover_rate or group.rate
        amount = to_pence(hours * rate)
        pay += amount
        yield Line("cover", amount, {"weeks": weeks.value, "hours": hours, "rate": rate}, (weeks,))
    if not regular:
        return
    accrual = to_pence(pay * share.share)
    yield Line("cover_holiday", accrual, {"share": share.value, "cover": pay}, (share,))
    age = regular[0].age
    ni, ni_values, ni_figures = employer_ni(pay + accrual, age, rates, on)
    pension, pension_values, pension_figures = employer_pension(pay + accrual, age, False, rates, on)
    if ni:
        yield Line("cover_ni", ni, ni_values, ni_figures)
    if pension:
        yield Line("cover_pension", pension, pension_values, pension_figures)


def _allowance(plan: Plan, due: list[Line], rates: Rates, on: date) -> Iterator[Line]:
    """One allowance for each employer, not for each assistant; what is not used is lost (F-employing-27)."""
    owed = sum((line.amount for line in due), NOUGHT)
    if not owed or not plan.claims_allowance:
        return
    allowance = rates.on("employment-allowance", on)
    yield Line("allowance", -min(owed, allowance.value), {"owed": owed, "allowance": allowance.value}, (allowance,))


def _extras(plan: Plan) -> Iterator[Line]:
    for key in EXTRAS:
        if plan.extras.get(key):
            yield Line(key, to_pence(plan.extras[key]))


def _contingency(plan: Plan, lines: list[Line]) -> Iterator[Line]:
    """So many weeks' cost to build up for emergencies. What is usual differs by funder (F-money-36)."""
    if plan.contingency_weeks:
        so_far = sum((line.amount for line in lines if line.counts), NOUGHT)
        values = {"so_far": so_far, "weeks": plan.contingency_weeks}
        yield Line("contingency", to_pence(so_far / WEEKS * plan.contingency_weeks), values)


def _hours(plan: Plan, rates: Rates, on: date) -> Decimal:
    """Hours of support in a year: without cover, nobody comes in the holidays."""
    weeks = WEEKS - rates.on("holiday-weeks", on).value
    return sum(
        (group.hours_week * group.count * (WEEKS if plan.cover or group.varies else weeks) for group in plan.groups),
        Decimal(0),
    )
