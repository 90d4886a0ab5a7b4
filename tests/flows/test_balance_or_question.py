"""What somebody asks of their own money reaches it; what is asked of money in general stays a question."""

import pytest

from bot.running import Running
from common.outcomes import Outcome
from tests.flows.conftest import Person
from tests.money_records import a_budget, keep_person

PERSONAL = """
    how much money have i got left|whats my balance|hav they paid me yet|has my money gone in this month
    when is my next payment due|what did i spend in may|how much did i spend on my carer last month
    wot did i spend on taxis in june|what must i pay in each week|whats my contribution|why did i get less this month
    how come my payment went down|are you going to take back what ive got left|can i afford two more hours
    can i afford 3 more hours at £14 an hour|how long will my money last|when will my money run out
    is anything odd on my account|does anything look strange in my spending|how much was i awarded
    how much is left on mums budget|check my account please|what have i spent so far|is my payment late
    show me my spending for september|have i got enough left for another day a week|what's on my card
    how much have i paid the agency so far|am i overspending|my balance looks wrong
""".replace("\n", "|")
GENERAL = """
    will the council take money back if its not spent|can the council claw back a direct payment
    what happens to money left over at the end of the year|how often are direct payments paid
    do i have to pay for council care|how is the contribution worked out|what is a personal budget
    how is the amount set|why do budgets get cut|what can i spend a direct payment on|can i spend it on a gym
    how much do people usually get|what is the minimum income guarantee|how do i keep receipts
    is a direct payment taxed|does it affect my benefits|can i top up my budget|what if the budget is not enough
    what if my money runs out|can i save some of it for emergencies|do savings count|what is a prepaid card
    who checks how i spend it|what happens if i overspend|can i be asked to pay money back
    what if a payment is late|net or gross payment|how much does a pa cost|what is an indicative budget
    can i appeal the amount
""".replace("\n", "|")


def phrases(block: str) -> list[str]:
    return [text.strip() for text in block.split("|") if text.strip()]


@pytest.fixture(scope="module")
def with_records(running: Running) -> Running:
    """Somebody's records are there; none of those who ask is known."""
    with running.services.database.write() as connection:
        keep_person(connection, "T-THERE", a_budget())
    return running


def test_there_are_thirty_each() -> None:
    assert len(phrases(PERSONAL)) == len(phrases(GENERAL)) == 30


@pytest.mark.parametrize("text", phrases(PERSONAL))
def test_about_ones_own_money(with_records: Running, text: str) -> None:
    assert Person(with_records).says(text).outcome is Outcome.IDENTITY_NEEDED


@pytest.mark.parametrize("text", phrases(GENERAL))
def test_about_money_in_general(with_records: Running, text: str) -> None:
    result = Person(with_records).says(text)
    assert result.intent != "my_balance"
    assert result.outcome is not Outcome.IDENTITY_NEEDED
