"""How soon a request for a person has to be dealt with."""

from typing import get_args

import pytest

from bot.desk.wording import WHY
from knowledge.hand_over_priority import Reason, money_or_care_stopped, priority_of, weighs_as_much

STOPPED = [
    "my payment stopped",
    "my money has run out",
    "our direct payment hasn't come this month",
    "mum's budget has gone",
    "the card was declined",
    "my pa has walked out",
    "her carer didn't turn up",
    "the agency has just stopped coming, my carers have not turned up",
    "my care has been cut off",
    "we have run out of money for the carers",
    "they have stopped my payments",
    "the council just froze our account",
    "i can’t pay my carer",
    "there is nobody to look after her tonight",
    "my brothers payments stopped in may",
]
NOT_STOPPED = [
    "what happens if my money runs out",
    "what if my carer stops coming",
    "can i stop my direct payment",
    "how do payments work",
    "is there a limit to the money",
    "i want to pay my carer",
    "my carer is great",
    "what does care mean",
    "would my benefits be stopped",
    "my money is held by the council",
    "",
]


@pytest.mark.parametrize("text", STOPPED)
def test_money_run_out_or_care_stopped(text: str) -> None:
    assert money_or_care_stopped(text)
    assert priority_of("referral", "other", text) == "urgent"


@pytest.mark.parametrize("text", NOT_STOPPED)
def test_not_stopped(text: str) -> None:
    assert not money_or_care_stopped(text)


@pytest.mark.parametrize(
    ("kind", "category", "about", "reason", "expected"),
    [
        ("referral", "budgets", "a question", "asked", "routine"),
        ("call_back", "other", "a question", "misses", "routine"),
        ("call_back", "budgets", "a question", "always_offer", "routine"),
        ("complaint", "other", "the form", "asked", "soon"),
        ("referral", "complaint", "A complaint", "asked", "soon"),
        ("referral", "care", "My care", "asked", "soon"),
        ("referral", "budgets", "a question", "upset", "soon"),
        ("referral", "budgets", "a question", "locked", "soon"),
        ("referral", "budgets", "an appeal", "high_stakes", "soon"),
        ("referral", "budgets", "a question", "money_or_care", "urgent"),
        ("referral", "budgets", "a question", "crisis", "urgent"),
        ("complaint", "complaint", "they have stopped my payments", "asked", "urgent"),
    ],
)
def test_the_table(kind: str, category: str, about: str, reason: str, expected: str) -> None:
    assert priority_of(kind, category, about, reason) == expected


@pytest.mark.parametrize(
    ("later", "earlier", "takes_its_place"),
    [
        ("crisis", "money_or_care", True),
        ("money_or_care", "crisis", False),
        ("always_offer", "money_or_care", False),
        ("not_helped", "money_or_care", False),
        ("not_helped", "upset", False),
        ("not_helped", "asked", True),
        ("money_or_care", "upset", True),
        ("misses", "always_offer", True),
    ],
)
def test_what_weighs_more_stays(later: Reason, earlier: Reason, takes_its_place: bool) -> None:
    assert weighs_as_much(later, earlier) is takes_its_place


def test_staff_read_every_reason_in_words() -> None:
    assert set(WHY) == set(get_args(Reason))
