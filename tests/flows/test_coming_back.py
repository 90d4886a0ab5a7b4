"""One walk over several channels with a code, what stays hidden, and who was not told, with the real model."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from actions import effects, turn
from actions.turn import Turn
from bot.running import Running
from casework import consent
from casework.coming_back import not_told
from casework.coming_back.tables import journey
from common.outcomes import Outcome
from knowledge.flow import Effect
from tests.flows.conftest import Person

WORD = "Marmalade sky"
_CODE = re.compile(r"\b[a-z]{4,7}(?:-[a-z]{4,7}){2}\b")

Meet = Callable[..., Person]


def words(person: Person) -> str:
    """All that was said in the last turn, in every register."""
    return "\n".join(text for reply in person.last.replies for text in vars(reply.words).values())


def code_of(person: Person) -> str:
    found = _CODE.search(words(person))
    assert found, words(person)
    return found[0]


def with_code(person: Person, word: str = "") -> str:
    """Walk to step 3 and keep the place there; returns the code."""
    person.says_all("go to step 2", "yes", "skip", "save my place", "yes")
    code = code_of(person)
    person.says_all("yes", word) if word else person.says("no")
    return code


def test_one_walk_on_the_web_by_text_with_an_adviser_and_back(meet: Meet) -> None:
    web, phone, adviser = meet(), meet(channel="sms"), meet(channel="adviser")
    code = with_code(web, WORD)
    assert (web.step, web.asked) == (3, "steps:step_3"), "keeping a place leads back to it"
    phone.says(code.upper().replace("-", " "))
    assert phone.asked == "coming_back:open"
    phone.says(WORD.lower())
    assert (phone.step, phone.asked) == (3, "steps:step_3")
    assert phone.place("steps")["answers"] == {"2": "yes"}  # type: ignore[index]
    phone.says_all("no", "1")
    assert phone.step == 4
    adviser.says(f"the code is {code}")
    adviser.says(WORD)
    assert adviser.place("steps")["answers"]["3"] == "no"  # type: ignore[index]
    adviser.says("skip")
    assert adviser.step == 5
    web.says("yes")
    assert "step 5" in web.sees, "the question that waited here was left behind elsewhere"
    assert (web.step, web.asked) == (5, "steps:step_5")
    assert web.place("steps")["answers"] == {"2": "yes", "3": "no"}  # type: ignore[index]


def test_the_code_alone_opens_the_step_and_nothing_else(meet: Meet) -> None:
    web, other = meet(), meet()
    code = with_code(web, WORD)
    other.says(code)
    other.says("go on without them")
    assert (other.step, other.asked) == (3, "steps:step_3")
    state = other.place("steps")
    assert state is not None
    assert (state["answers"], state["done"]) == ({}, [])
    other.says_all("not sure", "next step", "where was i")
    assert other.step == 4
    web.says("where was i")
    assert (web.step, web.place("steps")["answers"]) == (4, {"2": "yes"})  # type: ignore[index]


def test_answers_about_section_117_never_travel(meet: Meet) -> None:
    web, other = meet(), meet()
    web.says_all("check what i could ask for", "for me", "no", "none of these")
    assert web.asked == "eligibility:aftercare"
    web.says("yes")
    code = with_code(web, WORD)
    other.says_all(code, WORD)
    state = other.place("eligibility")
    assert state is not None
    assert state["answers"]["chc"] == "no"
    assert "aftercare" not in state["answers"]
    assert web.place("eligibility")["answers"]["aftercare"] == "yes"  # type: ignore[index]


def test_a_wrong_word_five_times_and_only_the_step_is_left(meet: Meet) -> None:
    web, other, third = meet(), meet(), meet()
    code = with_code(web, WORD)
    other.says(code)
    for word in ("marmelade", "sky", "jam and bread", "treacle"):
        other.says(word)
        assert other.asked == "coming_back:open"
    other.says("biscuits")
    assert (other.step, other.asked) == (3, "steps:step_3")
    assert other.place("steps")["answers"] == {}  # type: ignore[index]
    third.says_all(code, WORD)
    assert third.place("steps")["answers"] == {}, "the right word comes too late"  # type: ignore[index]
    web.says_all("new code please", "yes")
    new = code_of(web)
    assert new != code
    fourth = meet()
    fourth.says(code)
    assert "don't know that code" in fourth.sees
    fourth.says_all(new, WORD)
    assert fourth.place("steps")["answers"] == {"2": "yes"}  # type: ignore[index]


def test_codes_can_not_be_tried_out(meet: Meet) -> None:
    web, guesser = meet(), meet()
    code = with_code(web)
    for guess in (
        "apple tulip lantern",
        "cosmos bottle tripod",
        "urban pickle mellow",
        "jazz moon lemon",
        "zebra yoga wool",
    ):
        guesser.says(guess)
    guesser.says(code)
    assert guesser.step is None, "even the right one, once too many were wrong"
    assert guesser.last.replies[-1].choices[0].label == "Start the steps"


def test_expired_and_deleted_codes_open_nothing(meet: Meet, running: Running) -> None:
    web, deleted = meet(), meet()
    gone = with_code(deleted, WORD)
    deleted.says_all("delete my chat", "yes")
    old = with_code(web)
    late = meet()
    late.says(gone)
    assert late.step is None
    with running.services.database.write() as connection:
        connection.execute(update(journey).values(expires_at=running.clock.now()))
    late.says(old)
    assert late.step is None


def test_no_code_and_no_word_is_left_behind(meet: Meet) -> None:
    web, other = meet(), meet()
    code = with_code(web, WORD)
    other.says_all(code, "wrong words here", WORD)
    for person in (web, other):
        kept = repr([person.rows(table) for table in ("inbox", "tracker_event", "tracker_state")]).lower()
        kept += repr([person.place(flow) for flow in ("coming_back", "journey", "place", "steps")]).lower()
        for secret in (code, code.replace("-", " "), WORD.lower(), "wrong words"):
            assert secret not in kept
    understood = repr(other.rows("tracker_event"))
    assert "continue_with_code" in understood
    assert "score" not in understood, "what is near to a secret tells of it"
    texts = [row["text"] for row in other.rows("inbox")]
    assert texts == [None, None, None]
    assert "go to step 2" in [row["text"] for row in web.rows("inbox")], "nothing else is blanked"


def test_a_word_that_reads_like_an_option_or_an_act_is_a_word(meet: Meet) -> None:
    web, other = meet(), meet()
    code = with_code(web, "no worries mate")
    other.says_all(code, "no worries mate")
    assert other.place("steps")["answers"] == {"2": "yes"}  # type: ignore[index]


def test_saying_no_costs_nothing_and_is_noted(person: Person, running: Running) -> None:
    person.says_all("go to step 2", "save my place", "no")
    assert (person.step, person.asked) == (2, "steps:step_2")
    with running.services.database.read() as connection:
        assert consent.is_given(connection, person.conversation_id, "keep_my_place") is False
    assert person.place("journey") is None


def test_a_digression_while_a_code_is_asked_for_comes_back(person: Person) -> None:
    person.says("i have a code")
    assert person.asked == "coming_back:code"
    person.says("what is a direct payment?")
    assert (person.last.outcome, person.asked) == (Outcome.ANSWERED, "coming_back:code")
    person.says("talk to a person")
    assert person.asked == "hand_over:about"


@pytest.mark.parametrize("channel", ["web", "sms", "adviser"])
@pytest.mark.parametrize("leave", [("no", "no"), ("stop",), ("bye",)])
def test_a_code_is_offered_once_where_somebody_leaves(meet: Meet, channel: str, leave: tuple[str, ...]) -> None:
    person = meet(channel=channel)
    person.says_all("go to step 1", *leave)
    assert "code" in words(person)
    person.says_all("where was i", "stop")
    assert "come back anywhere" not in words(person)
    assert all(choice.intent != "save_my_place" for choice in person.choices)


def test_a_code_fits_into_one_text(meet: Meet) -> None:
    phone = meet(channel="sms")
    phone.says_all("start the steps", "stop", "SAVE", "1")
    assert code_of(phone)
    assert phone.asked == "coming_back:choose"


@pytest.mark.parametrize(("step", "options", "funder"), [("3", {"answers": {"money": "nhs"}}, "nhs"), ("4", None, "")])
def test_who_was_not_told_is_counted_once_and_without_them(
    person: Person, running: Running, step: str, options: dict[str, Any] | None, funder: str
) -> None:
    services = running.services
    told = Turn(services, person.conversation_id, "web", running.clock.now(), flows={"options": options})
    end = turn.begin(told)
    effects.carry_out(told, [Effect("not_told", {"step": step})] * 2)
    end()
    with services.database.read() as connection:
        before = {(each.step, each.funder) for each in not_told.report(connection)}
    with services.database.write() as connection:
        for write in told.writes():
            write(connection)
    with services.database.read() as connection:
        lines = not_told.report(connection)
    assert {(each.step, each.funder) for each in lines} - before == {(int(step), funder)}
    assert told.progress("not_told") == {"steps": [int(step)]}
