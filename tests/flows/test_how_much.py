"""How much will I get, in the words of people who have no budget yet, and what it leads to."""

from collections.abc import Callable

import pytest

from tests.flows.conftest import Person

SAID = [
    "how much will i get",
    "how much do i get",
    "so how much are we talking",
    "whats it worth then, this budget",
    "ok but how much would they actually give me",
    "how much dosh would they be giving us",
    "roughly how much a week would it be",
    "hw much cud i get pls",
    "what kind of money do you get if they say yes",
    "give me a ballpark figure",
    "before i fill anything in, how much is it likely to be",
    "is it a fixed amount or does it depend",
]
CHILD = [
    "how much wud my lad get, hes 7 and on continuing care",
    "what would our daughter get through her ehcp",
    "how much money do you get for a disabled kid",
    "my son is autistic how much would his budget be",
]
NHS = [
    "mum's got chc how much will the nhs give her",
    "how much will the icb pay for my husband's care at home",
    "nhs budget how much would it come to",
]
COUNCIL = [
    "how much will the council give me for carers",
    "what will social services give dad a week",
    "how does the council come up with how much i get",
]
AFTERCARE = [
    "im on a 117, how much will i get",
    "how much for after-care following my section",
    "who says how much i get, the nhs or social services",
]
TOLD = [
    "they wont tell me how much there is",
    "nobody's said how much money my mum has and they want a plan",
    "when do they say how much it'll be",
]
GENERAL = {"how-much-will-i-get", "told-the-amount-first", "what-others-get"}
OF_NHS = {"how-the-amount-is-set", "how-much-will-i-get"}
OF_COUNCIL = {"council-amount", "how-much-will-i-get"}
CASES = [
    *((text, GENERAL) for text in SAID),
    *((text, {"amount-for-a-child", "how-much-will-i-get"}) for text in CHILD),
    *((text, OF_NHS) for text in NHS),
    *((text, OF_COUNCIL) for text in COUNCIL),
    *((text, {"whose-money-and-amount", "how-much-will-i-get"}) for text in AFTERCARE),
    *((text, {"told-the-amount-first"}) for text in TOLD),
]


def test_people_ask_it_in_their_own_words(meet: Callable[..., Person]) -> None:
    missed = {}
    for text, right in CASES:
        result = meet().says(text)
        if not set(result.answers) & right:
            missed[text] = (result.intent, result.answers)
    assert len(missed) <= 3, missed


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("How much from the NHS", "how-the-amount-is-set"),
        ("How much from the council", "council-amount"),
        ("How much for a child", "amount-for-a-child"),
        ("Not sure whose money it is", "whose-money-and-amount"),
    ],
)
def test_the_answer_depends_on_whose_money_it_is(person: Person, label: str, answer: str) -> None:
    person.says("how much will i get")
    assert person.taps(label).answers == (answer,)
    assert any(choice.intent == "write_letter" for choice in person.choices)
    assert person.choices[-1].intent == "talk_to_person"


def test_help_me_ask_leads_to_the_letter(person: Person) -> None:
    person.says("how much will the council give me")
    person.says("how much from the council")
    person.taps("Help me ask the council how much")
    assert "Ask the council for the amount in writing" in person.sees
    assert "/letters/amount-council.pdf" in [link.page for link in person.last.replies[0].links]


def test_the_ways_on_mean_the_same_when_they_are_typed_in_a_step(person: Person) -> None:
    """The question of the step comes last, so a button of the answer before it arrives as its words."""
    person.says_all("start the steps", "skip", "how much will i get")
    assert person.says("How much for a child").answers == ("amount-for-a-child",)
    person.says("Help me ask the council how much")
    assert "Ask the council for the amount in writing" in person.sees
    assert person.step == 1
