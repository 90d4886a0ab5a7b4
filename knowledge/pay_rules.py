"""The rules that fix single sums: minimum wage, employer National Insurance, pension, sick pay, redundancy. Pure.

Each gives the amount, the values of its formula for the workings, and the dated figures it used.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from knowledge.rates import Figure, Rates

Values = dict[str, Decimal | int]
Worked = tuple[Decimal, Values, tuple[Figure, ...]]

Age = Literal["16", "18", "21", "22", "pension_age"]
"""Bands by which the rules differ: 16 or 17; 18 to 20; 21; 22 to State Pension age; above it."""
AGES: tuple[Age, ...] = ("16", "18", "21", "22", "pension_age")
NOUGHT = Decimal("0.00")
_MINIMUM = {"16": "minimum-wage-16", "18": "minimum-wage-18"}


def minimum_wage(age: Age, rates: Rates, on: date) -> Figure:
    """The least an hour for an age band. Facts F-employing-20, F-employing-21. Raises RateNotKnown."""
    return rates.on(_MINIMUM.get(age, "minimum-wage-21"), on)


def employer_ni(pay: Decimal, age: Age, rates: Rates, on: date) -> Worked:
    """On a year's even pay, before the allowance. Facts F-employing-24 and F-employing-25 (under 21)."""
    share = rates.on("employer-ni", on)
    start = rates.on("employer-ni-from-under-21" if age in _MINIMUM else "employer-ni-from", on)
    over = max(NOUGHT, pay - start.value)
    return to_pence(over * share.share), {"share": share.value, "pay": pay, "start": start.value}, (share, start)


def employer_pension(pay: Decimal, age: Age, opted_in: bool, rates: Rates, on: date) -> Worked:
    """What an employer must pay in at least on a year's pay. Facts F-employing-36, F-employing-37, F-employing-39."""
    trigger, start, end = (rates.on(id, on) for id in ("pension-trigger", "pension-from", "pension-to"))
    share = rates.on("employer-pension", on)
    values: Values = {"share": share.value, "pay": pay, "start": start.value, "trigger": trigger.value}
    enrolled = age == "22" and pay > trigger.value
    if not enrolled and not (opted_in and pay > start.value):
        return NOUGHT, values, (trigger,)
    amount = to_pence((min(pay, end.value) - start.value) * share.share)
    return amount, values, (share, start, end) if opted_in and not enrolled else (trigger, share, start, end)


def statutory_sick_pay(weekly: Decimal, days_week: Decimal, days: Decimal, rates: Rates, on: date) -> Worked:
    """For `days` off sick of somebody who usually works `days_week` and earns `weekly` on average, in pounds.

    An absence that began before 6 April 2026 follows the rules of that day. Facts F-employing-33 to F-employing-35.
    """
    weekly = to_pence(weekly)
    flat, share = rates.on("sick-pay", on), rates.on("sick-pay-share", on)
    waiting, lowest = rates.on("sick-pay-waiting", on), rates.on("sick-pay-lowest", on)
    paid = max(Decimal(0), days - waiting.value)
    if days > 4 * days_week:  # a shorter time can't be too long, and the limit is not known for every day
        paid = min(paid, rates.on("sick-pay-weeks", on).value * days_week)
    a_week = min(flat.value, weekly * share.share) if weekly >= lowest.value else NOUGHT
    values: Values = {"week": a_week, "days_week": days_week, "days": paid, "pay": weekly}
    return to_pence(a_week / days_week * paid), values, (flat, share, waiting, lowest)


def redundancy_pay(age: int, years: int, weekly: Decimal, rates: Rates, on: date) -> Worked:
    """What the law gives somebody of this age after so many full years, for a job that ends on a day.

    weekly: pounds before tax. Fact F-employing-40: each year counts by the age at which it was worked.
    """
    cap, needed, most = (rates.on(id, on) for id in ("redundancy-cap", "redundancy-from", "redundancy-most"))
    young, middle, old = (rates.on(id, on) for id in ("redundancy-under-22", "redundancy-22", "redundancy-41"))
    weeks = Decimal(0)
    for back in range(1, min(years, int(most.value)) + 1):
        began = age - back
        weeks += (old if began >= 41 else middle if began >= 22 else young).value
    if years < needed.value:
        weeks = Decimal(0)
    a_week = min(weekly, cap.value)
    values: Values = {"weeks": weeks, "week": a_week, "years": years, "needed": needed.value}
    return to_pence(a_week * weeks), values, (cap, needed, most, young, middle, old)


def band_of(age: int) -> Age:
    """The band of an age in years, State Pension age apart."""
    return "16" if age < 18 else "18" if age < 21 else "21" if age < 22 else "22"


def to_pence(amount: Decimal) -> Decimal:
    """Rounded to the penny, half up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
