"""What a record adds up to, a table for each sum; and that what it doesn't say is never taken for nought."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.budgets import Budget, Entry, Period
from common.days import day_in_words, span_in_words
from common.money import in_pounds
from knowledge.balance_outlook import Afford, Lasts, afford, cannot, is_fresh, lasts, payments, usual_week, weeks_to_end
from knowledge.balance_payments import payments_in, reasons_for_less, spent_in
from knowledge.balance_sums import adds_up, free, left, listed_balance, net_weekly, owed, totals, weekly
from knowledge.balance_unusual import unusual
from tests.money_records import a_budget, months, notional

TODAY = date(2026, 11, 23)
FRESH = 35


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        (0, "£0.00"),
        (5, "£0.05"),
        (123_450, "£1,234.50"),
        (100_000_000, "£1,000,000.00"),
        (-1_200, "-£12.00"),
        (-5, "-£0.05"),
    ],
)
def test_money_in_words(pence: int, said: str) -> None:
    assert in_pounds(pence) == said


def test_days_in_words() -> None:
    assert day_in_words(date(2026, 11, 3)) == "3 November 2026"
    assert span_in_words(date(2028, 2, 1), date(2028, 2, 29)) == "February 2028"
    assert span_in_words(date(2026, 2, 1), date(2026, 2, 27)) == "1 February 2026 to 27 February 2026"


@pytest.mark.parametrize(
    ("pence", "per", "week"),
    [
        (10_000, "week", 10_000),
        (10_000, "four_weeks", 2_500),
        (10_000, "month", 2_308),  # 52 weeks to 12 months
        (13_001, "quarter", 1_000),
        (1_248_000, "year", 24_000),  # a leap year has 52 weeks too
        (26, "year", 1),  # half a penny goes up
        (25, "year", 0),
        (0, "week", 0),
        (5_000, "once", None),
        (None, "week", None),
    ],
)
def test_a_week(pence: int | None, per: Period, week: int | None) -> None:
    assert weekly(pence, per) == week


@pytest.mark.parametrize(
    ("different", "net"),
    [
        ({}, 22_000),
        ({"is_paid_net": False}, 24_000),
        ({"is_paid_net": None}, None),
        ({"contribution_pence": None}, None),
        ({"contribution_pence": 0}, 24_000),
        ({"agreed_pence": None}, None),
        ({"contribution_pence": 8_000, "contribution_per": "four_weeks"}, 22_000),
    ],
)
def test_paid_in_a_week_after_the_persons_part(different: dict[str, object], net: int | None) -> None:
    assert net_weekly(a_budget(**different)) == net


def test_totals_of_what_has_moved() -> None:
    sums = totals(a_budget())
    assert (sums.opening, sums.paid_in, sums.spent, sums.due) == (50_000, 768_000, 712_000, 96_000)
    assert (sums.contributed, sums.returned, sums.held) == (None, None, None)


def test_what_is_held_due_or_later_than_the_record_has_not_moved() -> None:
    more = (
        Entry(date(2026, 11, 2), "paid_in", 1, "held"),
        Entry(date(2026, 11, 2), "spent", 1, "due"),
        Entry(date(2026, 11, 25), "spent", 1),
    )
    budget = a_budget(entries=(*months(), *more))
    assert totals(budget).spent == 712_000
    assert totals(budget).paid_in == 768_000
    assert totals(budget).held == 1
    assert adds_up(budget)


@pytest.mark.parametrize(
    ("different", "pence", "basis", "agrees"),
    [
        ({}, 106_000, "stated", True),
        ({"balance_pence": None}, 106_000, "worked_out", None),
        ({"balance_pence": 100_000}, 100_000, "stated", False),
        ({"balance_pence": 0, "entries": ()}, 0, "stated", None),
        ({"balance_pence": None, "entries": ()}, None, "unknown", None),
        ({"balance_pence": None, "entries": (Entry(date(2026, 5, 1), "paid_in", 100),)}, None, "unknown", None),
        ({"balance_pence": None, "entries": (Entry(date(2026, 5, 1), "spent", 100),)}, None, "unknown", None),
        ({"balance_pence": -4_000}, -4_000, "stated", False),
        (
            {"balance_pence": 91_000, "entries": (*months(), Entry(date(2026, 11, 19), "returned", 15_000))},
            91_000,
            "stated",
            True,
        ),
        (
            {"balance_pence": 108_000, "entries": (*months(), Entry(date(2026, 11, 19), "contribution", 2_000))},
            108_000,
            "stated",
            True,
        ),
    ],
)
def test_left(different: dict[str, object], pence: int | None, basis: str, agrees: bool | None) -> None:
    budget = a_budget(**different)
    assert (left(budget).pence, left(budget).basis, adds_up(budget)) == (pence, basis, agrees)


@pytest.mark.parametrize(
    ("different", "known", "unknown", "is_free"),
    [
        ({}, 34_000, ("holiday",), 72_000),
        ({"unpaid_holiday_pence": 6_000}, 40_000, (), 66_000),
        ({"committed_pence": None, "unpaid_tax_pence": None}, None, ("promised", "tax", "holiday"), 106_000),
        ({"committed_pence": 0, "unpaid_tax_pence": 0, "unpaid_holiday_pence": 0}, 0, (), 106_000),
        ({"balance_pence": None, "entries": ()}, 34_000, ("holiday",), None),
    ],
)
def test_owed(different: dict[str, object], known: int | None, unknown: tuple[str, ...], is_free: int | None) -> None:
    budget = a_budget(**different)
    assert (owed(budget).known, owed(budget).unknown, free(budget)) == (known, unknown, is_free)


@pytest.mark.parametrize(("as_of", "fresh"), [(0, True), (35, True), (36, False), (-1, False)])
def test_fresh(as_of: int, fresh: bool) -> None:
    assert is_fresh(a_budget(as_of=TODAY - timedelta(as_of)), TODAY, FRESH) is fresh


@pytest.mark.parametrize(
    ("budget", "why"),
    [
        (notional(), "not_held"),
        (a_budget(starts_on=date(2027, 4, 1), ends_on=None), "not_begun"),
        (a_budget(ends_on=date(2026, 11, 22)), "ended"),
        (a_budget(as_of=date(2026, 9, 1)), "stale"),
        (a_budget(balance_pence=None, entries=()), "no_balance"),
        (a_budget(balance_pence=1), "does_not_add_up"),
        (a_budget(entries=()), None),
        (a_budget(ends_on=TODAY), None),
    ],
)
def test_when_nothing_can_be_said_of_the_time_to_come(budget: Budget, why: str | None) -> None:
    assert cannot(budget, TODAY, FRESH) == why


def test_a_usual_week_is_that_of_the_last_twelve() -> None:
    usual = usual_week(a_budget())
    assert usual is not None
    assert (usual.first, usual.last) == (date(2026, 8, 29), date(2026, 11, 20))
    assert usual.pence == 22_250  # three months of £890.00 in twelve weeks
    assert usual_week(a_budget(entries=months()[:4])) is not None
    assert usual_week(a_budget(entries=())) is None
    begun = date(2026, 11, 1)
    late = (Entry(begun, "paid_in", 100), Entry(date(2026, 11, 10), "spent", 50))
    assert usual_week(a_budget(starts_on=begun, entries=late)) is None


def test_a_list_that_begins_in_the_middle_is_not_held_against_the_balance() -> None:
    from_october = tuple(entry for entry in months() if entry.on >= date(2026, 10, 1))
    assert adds_up(a_budget(entries=from_october)) is None
    assert left(a_budget(entries=from_october, balance_pence=None)).basis == "unknown"
    begun = date(2026, 9, 28)
    assert adds_up(a_budget(entries=from_october, starts_on=begun)) is False  # a budget whose first payment it lists


@pytest.mark.parametrize(
    ("different", "verdict", "weeks", "until"),
    [
        ({}, "enough", 0, date(2027, 3, 31)),
        # Not to the end of 32 weeks, but to the budget's. Of a year's sum, only what was not paid ahead is to come.
        ({"agreed_pence": 20_000, "agreed_per": "week"}, "enough", 32, date(2027, 3, 31)),
        ({"agreed_pence": 15_000, "agreed_per": "week"}, "weeks", 9, date(2027, 1, 22)),
        ({"agreed_pence": 52 * 20_000}, "weeks", 10, date(2027, 1, 29)),
        ({"agreed_pence": 52 * 14_000}, "weeks", 3, date(2026, 12, 11)),
        ({"agreed_per": "once"}, "weeks", 3, date(2026, 12, 11)),
        ({"agreed_pence": None}, "weeks", 3, date(2026, 12, 11)),
        ({"committed_pence": 110_000}, "gone", 0, None),
        ({"entries": (*months(), Entry(date(2026, 12, 2), "paid_in", 1, "held"))}, "weeks", 3, date(2026, 12, 11)),
    ],
)
def test_lasts(different: dict[str, object], verdict: str, weeks: int, until: date | None) -> None:
    found = lasts(a_budget(**different), TODAY, FRESH)
    assert isinstance(found, Lasts)
    assert (found.verdict, found.weeks, found.until) == (verdict, weeks, until)


def test_no_estimate_without_spending() -> None:
    assert lasts(a_budget(entries=()), TODAY, FRESH) == "no_spending"


@pytest.mark.parametrize(
    ("different", "footing"),
    [
        ({}, (24_000, "go_on")),
        ({"agreed_per": "once"}, (0, "once")),
        ({"agreed_pence": None}, (0, "unknown")),
        ({"entries": (*months(), Entry(date(2026, 12, 2), "paid_in", 1, "held"))}, (0, "stop")),
    ],
)
def test_what_comes_in(different: dict[str, object], footing: tuple[int, str]) -> None:
    assert payments(a_budget(**different)) == footing


def test_affording() -> None:
    found = afford(a_budget(), 3_000, TODAY, FRESH)
    assert isinstance(found, Afford)
    assert (found.weeks, found.total, found.free, found.share) == (18, 54_000, 72_000, 4_000)
    assert found.spare == 4_000 + 24_000 - 22_250
    open_ended = afford(a_budget(ends_on=None), 3_000, TODAY, FRESH)
    assert isinstance(open_ended, Afford)
    assert (open_ended.weeks, open_ended.total, open_ended.share) == (None, 156_000, 0)
    assert open_ended.usual
    assert open_ended.spare == open_ended.coming - open_ended.usual.pence
    assert afford(a_budget(ends_on=date(2026, 11, 25)), 3_000, TODAY, FRESH) == "no_end"
    unknown = afford(a_budget(entries=()), 3_000, TODAY, FRESH)
    assert isinstance(unknown, Afford)
    assert unknown.spare is None


def test_weeks_to_the_end_over_a_leap_day() -> None:
    assert weeks_to_end(a_budget(as_of=date(2028, 2, 22), ends_on=date(2028, 3, 7))) == 2
    assert weeks_to_end(a_budget(as_of=date(2027, 2, 22), ends_on=date(2027, 3, 7))) == 1
    assert weeks_to_end(a_budget(as_of=date(2027, 5, 1), ends_on=date(2027, 3, 7))) == 0


def test_payments_in() -> None:
    paid = payments_in(a_budget())
    assert paid.last is not None
    assert paid.next is not None
    assert (paid.last.on, paid.next.on, paid.overdue, paid.held) == (date(2026, 11, 1), date(2026, 12, 1), None, None)
    late = payments_in(a_budget(entries=(*months(10), Entry(date(2026, 11, 1), "paid_in", 5, "due"))))
    assert late.overdue == Entry(date(2026, 11, 1), "paid_in", 5, "due")
    newer = Entry(date(2026, 11, 22), "paid_in", 7)
    assert payments_in(a_budget(entries=(*months(), newer))).last == newer  # after the balance, and paid all the same


@pytest.mark.parametrize(
    ("first", "last", "category", "kind", "pence"),
    [
        (date(2026, 5, 1), date(2026, 5, 31), None, "known", 89_000),
        (date(2026, 5, 1), date(2026, 5, 31), "agency", "known", 9_000),
        (date(2026, 5, 1), date(2026, 5, 31), "travel", "none_listed", None),
        (date(2026, 5, 11), date(2026, 5, 17), None, "none_listed", None),
        (date(2026, 3, 1), date(2026, 3, 31), None, "before", None),
        (date(2026, 12, 1), date(2026, 12, 31), None, "after", None),
        (date(2026, 11, 1), date(2026, 11, 30), None, "known", 89_000),
    ],
)
def test_spent(first: date, last: date, category: str | None, kind: str, pence: int | None) -> None:
    found = spent_in(a_budget(), first, last, category)  # type: ignore[arg-type]
    assert (found.kind, found.pence) == (kind, pence)
    assert found.part == (kind == "known" and last > date(2026, 11, 20))


def test_a_record_without_spending_says_nothing_of_spending() -> None:
    assert spent_in(a_budget(entries=months()[:2]), date(2026, 5, 1), date(2026, 5, 31)).kind == "not_listed"


@pytest.mark.parametrize(
    ("different", "kinds"),
    [
        ({}, ["net"]),
        ({"is_paid_net": None}, []),
        ({"contribution_pence": 0}, []),
        (
            {"is_paid_net": False, "entries": (*months(), Entry(date(2026, 11, 19), "paid_in", 90_000))},
            ["lower_payment"],
        ),
        ({"is_paid_net": None, "entries": (*months(), Entry(date(2026, 11, 19), "returned", 5))}, ["returned"]),
        ({"is_paid_net": None, "entries": (Entry(date(2026, 11, 19), "paid_in", 5, "held"),)}, ["held"]),
        ({"is_paid_net": None, "starts_on": date(2026, 9, 1)}, ["part_year"]),
        ({"is_paid_net": None, "starts_on": date(2027, 4, 1), "ends_on": date(2028, 3, 31)}, []),
    ],
)
def test_why_less(different: dict[str, object], kinds: list[str]) -> None:
    assert [reason.kind for reason in reasons_for_less(a_budget(**different))] == kinds


@pytest.mark.parametrize(
    ("different", "kinds"),
    [
        ({}, ["no_part"]),
        ({"is_paid_net": None}, []),
        ({"is_paid_net": None, "balance_pence": -100}, ["overspent", "does_not_add_up"]),
        ({"is_paid_net": None, "entries": (*months(), Entry(date(2026, 11, 19), "paid_in", 5, "held"))}, ["held"]),
        (
            {"is_paid_net": None, "entries": (*months(10), Entry(date(2026, 11, 1), "paid_in", 5, "due"))},
            ["does_not_add_up", "overdue"],
        ),
        ({"is_paid_net": None, "entries": (), "balance_pence": 200_000}, ["built_up"]),
        (
            {
                "is_paid_net": None,
                "entries": (*months(), Entry(date(2026, 11, 19), "spent", 250_000)),
                "balance_pence": -144_000,
            },
            ["overspent", "big_payment"],
        ),
        ({"is_paid_net": None, "entries": months(8), "balance_pence": 85_000}, ["quiet"]),
        (
            {
                "is_paid_net": None,
                "agreed_per": "month",
                "agreed_pence": 96_000,
                "entries": months(8),
                "balance_pence": 85_000,
            },
            ["no_payment", "quiet"],
        ),
        ({"is_paid_net": None, "entries": (), "balance_pence": None}, []),
    ],
)
def test_unusual(different: dict[str, object], kinds: list[str]) -> None:
    assert [each.kind for each in unusual(a_budget(**different))] == kinds


AMOUNTS = st.none() | st.integers(0, 10**9)
ENTRIES = st.lists(
    st.builds(
        Entry,
        on=st.dates(date(2026, 4, 1), date(2026, 12, 31)),
        kind=st.sampled_from(["opening", "paid_in", "contribution", "spent", "returned"]),
        pence=st.integers(1, 10**7),
        status=st.sampled_from(["done", "due", "held"]),
        category=st.sampled_from(["agency", "unknown"]),
    ),
    max_size=12,
).map(lambda entries: tuple(sorted(entries, key=lambda entry: entry.on)))
BUDGETS = st.builds(
    a_budget,
    holding=st.sampled_from(["notional", "third_party", "direct_payment"]),
    funder=st.sampled_from(["nhs", "council", "joint"]),
    agreed_pence=AMOUNTS,
    agreed_per=st.sampled_from(["week", "four_weeks", "month", "quarter", "year", "once"]),
    contribution_pence=AMOUNTS,
    is_paid_net=st.sampled_from([None, True, False]),
    balance_pence=st.none() | st.integers(-(10**9), 10**9),
    committed_pence=AMOUNTS,
    unpaid_tax_pence=AMOUNTS,
    unpaid_holiday_pence=AMOUNTS,
    ends_on=st.none() | st.dates(date(2026, 10, 1), date(2028, 12, 31)),
    entries=ENTRIES,
)


@given(BUDGETS)
def test_what_the_record_does_not_say_is_never_nought(budget: Budget) -> None:
    done = [entry for entry in budget.entries if entry.status == "done" and entry.on <= budget.as_of]
    sums = totals(budget)
    for kind, total in (("paid_in", sums.paid_in), ("spent", sums.spent), ("returned", sums.returned)):
        assert (total is None) == (not any(entry.kind == kind for entry in done))
        assert total != 0
    nothing_known = (budget.committed_pence, budget.unpaid_tax_pence, budget.unpaid_holiday_pence) == (None,) * 3
    assert (owed(budget).known is None) == nothing_known
    if budget.balance_pence is None and (sums.spent is None or listed_balance(budget) is None):
        assert left(budget).pence is None
        assert free(budget) is None
        assert not isinstance(lasts(budget, TODAY, FRESH), Lasts)
    assert spent_in(budget, TODAY, TODAY).pence != 0


@given(BUDGETS)
def test_parts_add_up(budget: Budget) -> None:
    there, spare = left(budget).pence, free(budget)
    if there is not None and spare is not None:
        owing = (budget.committed_pence, budget.unpaid_tax_pence, budget.unpaid_holiday_pence)
        assert spare + sum(amount for amount in owing if amount is not None) == there
    whole = spent_in(budget, date(2026, 4, 1), date(2026, 12, 31)).pence
    first = spent_in(budget, date(2026, 4, 1), date(2026, 8, 31)).pence
    second = spent_in(budget, date(2026, 9, 1), date(2026, 12, 31)).pence
    if whole is not None:
        assert whole == sum(part for part in (first, second) if part is not None)


@given(BUDGETS, st.integers(1, 10**6))
def test_something_more_never_leaves_more(budget: Budget, extra: int) -> None:
    found, less = afford(budget, extra, TODAY, FRESH), afford(budget, extra - 1, TODAY, FRESH)
    if isinstance(found, Afford) and isinstance(less, Afford):
        assert found.total == extra * (found.weeks or 52) > less.total
        assert found.spare == less.spare


@given(BUDGETS)
def test_nothing_lasts_beyond_its_end(budget: Budget) -> None:
    found = lasts(budget, TODAY, FRESH)
    if isinstance(found, Lasts) and found.until and budget.ends_on:
        assert found.until <= budget.ends_on
    owed_more = replace(budget, committed_pence=(budget.committed_pence or 0) + 10_000)
    fewer = lasts(owed_more, TODAY, FRESH)
    if isinstance(found, Lasts) and isinstance(fewer, Lasts) and found.verdict == fewer.verdict == "weeks":
        assert fewer.weeks <= found.weeks
