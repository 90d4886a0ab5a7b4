"""The sums of what personal assistants cost: the facts pack's worked examples to the penny, and what always holds."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.paths import ROOT
from knowledge.pay import BelowMinimum, Cost, Group, Plan, cost_of
from knowledge.pay_budget import STEP, YEARLY, beside_agency, first_of_tax_year_after, hours_for, next_april
from knowledge.pay_rules import AGES, Age, minimum_wage, redundancy_pay, statutory_sick_pay
from knowledge.rates import RateNotKnown, Rates

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "pay_cases.yml").read_text())
RATES = Rates.load(ROOT / "knowledge")
ON = date(2026, 11, 22)
D = Decimal


def plan_of(case: dict[str, Any]) -> Plan:
    groups = tuple(
        Group(**{**each, "hours_week": D(each["hours_week"]), "rate": D(each["rate"])}) for each in case["assistants"]
    )
    return Plan(
        groups,
        cover=case.get("cover", True),
        claims_allowance=case.get("claims_allowance", True),
        extras={key: D(value) for key, value in case.get("extras", {}).items()},
        contingency_weeks=D(case.get("contingency_weeks", "0")),
    )


def named(case: dict[str, Any]) -> str:
    return str(case["case"])


@pytest.mark.parametrize("case", CASES["costs"], ids=named)
def test_costs(case: dict[str, Any]) -> None:
    cost = cost_of(plan_of(case), RATES, case["day"])
    found = {key: str(cost.amount(key).quantize(D("0.01"))) for key in case["lines"]}
    assert found == case["lines"]
    assert str(cost.year) == case.get("year", str(cost.year))
    assert str(cost.an_hour) == case.get("an_hour", str(cost.an_hour))


@pytest.mark.parametrize("case", CASES["sick"], ids=named)
def test_sick_pay(case: dict[str, Any]) -> None:
    weekly, days_week, days = (D(case[name]) for name in ("weekly", "days_week", "days"))
    paid, _, figures = statutory_sick_pay(weekly, days_week, days, RATES, case["day"])
    assert str(paid) == case["pay"]
    assert all(figure.sources for figure in figures)


@pytest.mark.parametrize("case", CASES["redundancy"], ids=named)
def test_redundancy(case: dict[str, Any]) -> None:
    assert str(redundancy_pay(case["age"], case["years"], D(case["weekly"]), RATES, case["day"])[0]) == case["pay"]


@pytest.mark.parametrize("case", CASES["budgets"], ids=named)
def test_hours_that_a_budget_buys(case: dict[str, Any]) -> None:
    plan = Plan((Group(D(0), D(case["rate"])),))
    assert (
        str(hours_for(D(case["budget"]) * YEARLY[case["every"]], plan, RATES, case["day"]).hours_week) == case["hours"]
    )


def test_the_first_example_shows_what_was_used_and_since_when() -> None:
    cost = cost_of(Plan((Group(D(20), D("13.50")),)), RATES, ON)
    used = {figure.id: (str(figure.value), str(figure.since)) for figure in cost.figures}
    assert used["minimum-wage-21"] == ("12.71", "2026-04-01")
    assert used["employer-ni-from"] == ("5000", "2025-04-06")
    assert used["holiday-share"] == ("12.07", "2024-04-01")
    assert used["employment-allowance"][0] == "10500"


@pytest.mark.parametrize(
    ("age", "rate", "minimum"),
    [("22", "12.70", "12.71"), ("21", "12.70", "12.71"), ("18", "10.84", "10.85"), ("16", "7.99", "8.00"),
     ("pension_age", "12.70", "12.71")],
)  # fmt: skip
def test_less_than_the_minimum_wage_is_refused(age: Age, rate: str, minimum: str) -> None:
    with pytest.raises(BelowMinimum) as refused:
        cost_of(Plan((Group(D(10), D(rate), age),)), RATES, ON)
    assert str(refused.value.minimum.value) == minimum
    cost_of(Plan((Group(D(10), D(minimum), age),)), RATES, ON)


def test_cover_may_not_be_paid_less_either() -> None:
    with pytest.raises(BelowMinimum):
        cost_of(Plan((Group(D(10), D(14)),), cover_rate=D(12)), RATES, ON)


def test_an_agency_for_the_same_hours() -> None:
    found = beside_agency(Plan((Group(D(20), D("13.50")),)), D(25), RATES, ON)
    assert (found.agency_year, found.dearer) == (D("26000.00"), D("10031.50"))
    assert found.same_money_hours == D("12.25")
    assert beside_agency(Plan((Group(D(20), D("13.50")),)), D(15), RATES, ON).dearer == D("-368.50")


def test_next_april_where_it_is_known() -> None:
    found = next_april(Plan((Group(D(20), D("12.21")),)), RATES, date(2025, 11, 22))
    assert (found.rate, found.raised, found.then.on) == (D("12.71"), True, date(2026, 4, 6))
    assert found.then.amount("wages") - found.now.amount("wages") == D("520.00")
    assert not next_april(Plan((Group(D(20), D("13.50")),)), RATES, date(2025, 11, 22)).raised


def test_next_april_is_refused_where_it_is_not_known() -> None:
    with pytest.raises(RateNotKnown, match="ends on 2027-03-31"):
        next_april(Plan((Group(D(20), D("13.50")),)), RATES, ON)


@pytest.mark.parametrize(
    ("day", "april"),
    [("2026-04-05", "2026-04-06"), ("2026-04-06", "2027-04-06"), ("2026-01-01", "2026-04-06")],
)
def test_the_next_tax_year(day: str, april: str) -> None:
    assert first_of_tax_year_after(date.fromisoformat(day)) == date.fromisoformat(april)


hours = st.integers(min_value=1, max_value=240).map(lambda quarters: quarters * STEP)
rates_an_hour = st.integers(min_value=800, max_value=4000).map(lambda pence: D(pence) / 100)
groups = st.builds(
    Group,
    hours,
    rates_an_hour,
    st.sampled_from(AGES),
    st.integers(min_value=1, max_value=6),
    st.booleans(),
    st.booleans(),
)
plans = st.builds(
    Plan,
    st.lists(groups, min_size=1, max_size=3).map(tuple),
    cover=st.booleans(),
    claims_allowance=st.booleans(),
    sick_days=st.integers(min_value=0, max_value=30).map(Decimal),
    contingency_weeks=st.integers(min_value=0, max_value=8).map(Decimal),
)


def costed(plan: Plan) -> Cost | None:
    """The cost, or None where a rate is below the minimum wage."""
    try:
        return cost_of(plan, RATES, ON)
    except BelowMinimum:
        return None


@settings(max_examples=150, deadline=None)
@given(plans)
def test_lines_sum_to_the_total_and_nobody_is_paid_less_than_the_law(plan: Plan) -> None:
    cost = costed(plan)
    below = any(group.rate < minimum_wage(group.age, RATES, ON).value for group in plan.groups)
    assert (cost is None) == below
    if cost is None:
        return
    assert cost.year == sum(line.amount for line in cost.lines if line.counts)
    assert all(line.amount == line.amount.quantize(D("0.01")) for line in cost.lines)
    assert all(line.amount >= 0 for line in cost.lines if line.key != "allowance")
    assert cost.amount("ni") + cost.amount("cover_ni") + cost.amount("allowance") >= 0
    assert cost.amount("wages") == sum(
        (group.hours_week * group.rate * 52).quantize(D("0.01")) * group.count for group in plan.groups
    )


@settings(max_examples=100, deadline=None)
@given(groups, st.booleans(), st.booleans())
def test_more_hours_never_cost_less(group: Group, cover: bool, claims: bool) -> None:
    less = costed(Plan((group,), cover=cover, claims_allowance=claims))
    more = costed(Plan((Group(**{**vars(group), "hours_week": group.hours_week + STEP}),), cover, None, claims))
    if less and more:
        assert more.year >= less.year


@settings(max_examples=60, deadline=None)
@given(groups, st.integers(min_value=0, max_value=200_000).map(Decimal), st.booleans())
def test_what_a_budget_buys_is_the_most_that_fits(group: Group, budget: Decimal, cover: bool) -> None:
    if costed(Plan((group,))) is None:
        return
    bought = hours_for(budget, Plan((group,), cover=cover), RATES, ON)
    assert bought.cost.year <= budget
    assert bought.left == budget - bought.cost.year
    dearer = costed(Plan((Group(**{**vars(group), "hours_week": bought.hours_week + STEP}),), cover=cover))
    assert bought.hours_week == 168 or (dearer is not None and dearer.year > budget)


@settings(max_examples=60, deadline=None)
@given(hours, rates_an_hour.filter(lambda rate: rate >= D("12.71")), st.booleans())
def test_the_cost_of_hours_buys_these_hours(hours_week: Decimal, rate: Decimal, cover: bool) -> None:
    plan = Plan((Group(hours_week, rate),), cover=cover)
    assert hours_for(cost_of(plan, RATES, ON).year, plan, RATES, ON).hours_week == hours_week
