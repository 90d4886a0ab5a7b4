"""The way to a person: nothing leaves it without a yes, and what a yes passes on is there."""

import logging
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.running import Running
from casework import schema
from common.outcomes import Outcome
from tests.flows.conftest import Person

NAME, NUMBER, TOLD = "Philippa Grimsdyke", "07700 900123", "my brothers payments stopped in may"
TO_CONSENT = ("i want to talk to a person", TOLD, NAME, NUMBER, "mornings", "nothing needed")


def test_a_yes_makes_a_request_with_the_reference_that_was_told(person: Person) -> None:
    person.says_all(*TO_CONSENT)
    assert person.asked == "hand_over:consent"
    assert person.rows("referral") == []
    result = person.says("yes")
    assert result.outcome is Outcome.HANDED_OVER
    referral = person.rows("referral")[0]
    assert re.findall(r"NAV-\w+", result.replies[0].words.plain) == [referral["reference"]]
    assert all(referral["reference"] in result.replies[0].words.register(name) for name in ("simple", "sms", "adviser"))
    assert (referral["name"], referral["contact"], referral["contact_kind"]) == (NAME, NUMBER, "phone")
    assert (referral["about"], referral["when_suits"], referral["kind"]) == (TOLD, "Mornings", "referral")
    assert referral["promised_by"] > person.running.clock.now()
    assert [(row["purpose"], row["given"]) for row in person.rows("consent")] == [("pass_on_to_adviser", True)]
    assert person.place("hand_over") is None, "the draft is gone"


@pytest.mark.parametrize("no", ["no", "no thanks", "please dont", "2", "stop", "start again"])
def test_without_a_yes_nothing_is_kept(person: Person, no: str) -> None:
    person.says_all(*TO_CONSENT, no)
    assert (person.rows("referral"), person.rows("consent")) == ([], [])
    assert person.place("hand_over") is None
    assert person.slots["flow"] == "none"
    assert person.asked is None


@pytest.mark.parametrize(
    ("opening", "kind"),
    [("call me back please", "call_back"), ("i want to make a complaint", "complaint"), ("i need a human", "referral")],
)
def test_the_kind_of_request(person: Person, opening: str, kind: str) -> None:
    person.says(opening)
    assert person.last.outcome is Outcome.HANDED_OVER
    assert (person.place("hand_over") or {})["kind"] == kind


@pytest.mark.parametrize("bad", ["0123", "077009", "sam at example", "ring me", "12345678901234567890"])
def test_a_number_that_cannot_be_read_is_asked_for_again(person: Person, bad: str) -> None:
    person.says_all("talk to a person", "money", "skip", bad)
    assert person.asked == "hand_over:contact"
    assert not (person.place("hand_over") or {})["draft"].get("contact")
    person.says("01632 960001")
    assert (person.place("hand_over") or {})["draft"]["contact"] == "01632 960001"


def test_what_they_will_see_is_shown_before_the_yes(person: Person) -> None:
    person.says_all(*TO_CONSENT, "what will they see?")
    table = person.last.replies[0].table
    assert table is not None
    shown = " ".join(cell for row in table.rows for cell in row)
    assert all(told in shown for told in (NAME, NUMBER, TOLD))
    assert (person.asked, person.rows("referral")) == ("hand_over:consent", [])


def test_whoever_would_rather_ring_gets_the_number(person: Person) -> None:
    person.says_all("talk to a person", "money", "skip", "ill ring instead")
    assert person.running.services.settings.contact_values()["adult_social_care_phone"] in person.sees
    assert (person.place("hand_over"), person.rows("referral")) == (None, [])


@pytest.mark.parametrize("end", [("yes",), ("no",)])
def test_the_walk_goes_on_after_it(person: Person, end: tuple[str, ...]) -> None:
    person.says_all("go to step 4", *TO_CONSENT, *end)
    assert (person.step, person.asked, person.slots["flow"]) == (4, "steps:step_4", "steps")
    person.says("yes")
    assert person.step == 5


def test_back_from_the_first_question_leads_to_the_walk(person: Person) -> None:
    person.says_all("go to step 4", "talk to a person", "go back")
    assert (person.asked, person.place("hand_over")) == ("steps:step_4", None)


def test_a_walk_that_was_stopped_does_not_come_back_by_itself(person: Person) -> None:
    person.says_all("go to step 4", "stop", *TO_CONSENT, "yes")
    assert (person.asked, person.slots["flow"]) == (None, "none")
    person.says("where was i")
    assert person.asked == "steps:step_4"


@pytest.mark.parametrize("said", ["just text me please", "please only text"])
def test_ones_own_words_are_kept_beside_the_option_they_mean(person: Person, said: str) -> None:
    person.says_all("talk to a person", TOLD, "skip", NUMBER, said)
    assert (person.asked, (person.place("hand_over") or {})["draft"]["contact_kind"]) == ("hand_over:consent", "text")


def test_asking_again_keeps_what_was_typed(person: Person) -> None:
    person.says_all("talk to a person", TOLD, NAME, "i want to speak to a human")
    assert person.asked == "hand_over:contact"
    assert (person.place("hand_over") or {})["draft"] == {"about": TOLD, "name": NAME, "category": "money"}


def test_thanks_is_no_refusal(person: Person) -> None:
    person.says_all(*TO_CONSENT, "thanks")
    assert person.asked == "hand_over:consent"


def test_nobody_is_promised_at_night(running: Running) -> None:
    night = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
    moment = running.clock.now()
    running.clock.move_to(night)  # type: ignore[attr-defined]
    try:
        person = Person(running)
        person.says("i need a person")
        assert "Nobody is there now" in person.sees
    finally:
        running.clock.move_to(moment)  # type: ignore[attr-defined]


def test_no_name_or_number_outside_the_request(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        person.says_all(*TO_CONSENT, "what will they see", "yes", f"i am {NAME}, ring {NUMBER}")
    with person.running.services.database.read() as connection:
        unanswered = connection.execute(select(schema.unanswered)).all()
    kept = repr([*person.rows("tracker_event"), *person.rows("tracker_state"), *unanswered])
    logged = caplog.text + "".join(repr(record.__dict__) for record in caplog.records)
    for secret in (NUMBER, NUMBER.replace(" ", ""), "Grimsdyke", "Philippa"):
        assert secret not in kept
        assert secret not in logged


def test_references_are_unlike(running: Running) -> None:
    for _ in range(3):
        Person(running).says_all(*TO_CONSENT, "yes")
    with running.services.database.read() as connection:
        references = connection.execute(select(schema.referral.c.reference)).scalars().all()
    assert len(references) == len(set(references)) >= 3
