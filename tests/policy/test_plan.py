"""My plan so far: what comes from each conversation, what is left out, and that nothing hostile does any harm."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from common.replies import Contact, Words
from common.settings import Settings
from knowledge.eligibility import EligibilityFlow
from knowledge.flow import Flow, FlowContext, Move
from knowledge.flow_words import fill_text
from knowledge.gsm7 import strangers
from knowledge.helplines import Helplines
from knowledge.options_guide import OptionsFlow
from knowledge.plan import plan_of
from knowledge.plan_content import load_plan_words
from knowledge.plan_found import PlanContent
from knowledge.plan_reply import more_reply, plan_reply
from knowledge.plan_shape import Here, Plan, Promise
from knowledge.step_state import words_for
from knowledge.steps import StepsFlow
from knowledge.sums import SumsFlow
from knowledge.texting import fits_a_text, sms_text

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
SETTINGS = Settings.load(ROOT / "council.yml")
STEPS = StepsFlow.load(KNOWLEDGE / "steps")
CHECK = EligibilityFlow.load(KNOWLEDGE / "eligibility")
OPTIONS = OptionsFlow.load(KNOWLEDGE / "options")
SUMS = SumsFlow.load(KNOWLEDGE)
CONTENT = PlanContent(load_plan_words(KNOWLEDGE / "plan"), STEPS.walk, CHECK.check, OPTIONS, SUMS)
CONTEXT = FlowContext(datetime(2026, 11, 25, 10, tzinfo=UTC), "web", SETTINGS.names())
LINES = Helplines.load()
HERE = Here(CONTEXT, {key: LINES.contact(key, True, SETTINGS.contact_values()) for key in LINES.lines})
PROMISE = Promise("NAV-7KQ4XD", "Thursday 26 November at 5pm")
WALKED = {"1": "yes", "2": "no", "3": "help_me_ask", "4": "not_sure"}


def walked(answers: Mapping[str, str], step: int, finished: bool = False, **more: Any) -> dict[str, Any]:
    given = {
        "answers": dict(answers),
        "done": sorted(int(key) for key in answers if key.isdecimal()),
        "finished": finished,
    }
    return {"step": step, "phase": "question", "said": "", **given} | more


def finished(flow: Flow, *answers: tuple[str, str]) -> dict[str, Any]:
    """The state at the end of a guided conversation; what no answer is given to is skipped."""
    state = flow.move(None, Move("start"), CONTEXT).state
    while state is not None and not state["finished"]:
        state = flow.move(state, Move("answer", option=dict(answers).get(state["at"], "skip")), CONTEXT).state
    assert state is not None
    return dict(state)


CHC = finished(CHECK, ("who", "me"), ("chc", "yes"))
AFTERCARE = finished(CHECK, ("who", "me"), ("aftercare", "yes"), ("wheelchair", "yes"))
PRIVATE = finished(CHECK, ("who", "private"))
CHILD = finished(CHECK, ("who", "child"), ("childrens_care", "yes"))
CARER = finished(CHECK, ("who", "me"), ("carer", "yes"))
SUITS = finished(OPTIONS, ("money", "nhs"))


def plan(states: Mapping[str, Any], here: Here = HERE, with_private: bool = False) -> Plan:
    return plan_of(CONTENT, states, here, with_private)


def about(number: int) -> str:
    """What is still to ask about at a step, of somebody who asks for themselves."""
    return fill_text(STEPS.walk.steps[number - 1].ask_about, words_for(""))


def all_words(made: Plan) -> str:
    """Everything that a plan shows, in both registers."""
    said: list[str] = []
    for section in made.sections:
        words: list[Words | None] = [section.heading, section.intro, section.to_write, *section.lines]
        if section.table:
            words += [
                section.table.caption,
                *section.table.headings,
                *(cell for row in section.table.rows for cell in row),
            ]
        said += [text for each in words if each for text in (each.plain, each.simple)]
        said += [str(contact) for contact in section.contacts] + [" ".join(pair) for pair in section.letters]
    return "\n".join(said)


def ids(made: Plan) -> list[str]:
    return [section.id for section in made.sections]


def lines(made: Plan, section: str) -> list[str]:
    found = made.section(section)
    return [line.plain for line in found.lines] if found else []


def test_an_empty_plan_still_says_whom_to_ring_and_when_to_look_again() -> None:
    made = plan({})
    assert made.is_empty
    assert ids(made) == ["decisions", "ring", "dates"]
    assert made.look_again_on == date(2026, 12, 9)
    assert "999" in lines(made, "ring")[0]


@pytest.mark.parametrize(
    ("state", "where", "to_ask", "begun"),
    [
        (None, None, [], False),
        (walked({}, 1), None, [], False),
        (walked({"1": "yes"}, 2), "You are at step 2 of 7: know your options.", [], True),
        (walked({"1": "no"}, 1), "You are at step 1 of 7: know it exists.", [1], True),
        (walked({"1": "yes"}, 4), "You are at step 4 of 7: advice from someone independent.", [2, 3], True),
        (walked(WALKED, 5), "You are at step 5 of 7: people, not only websites.", [2, 3, 4], True),
        (walked(WALKED, 7, True), "You have been through all seven steps.", [2, 3, 4, 5, 6, 7], True),
    ],
)
def test_the_steps(state: Any, where: str | None, to_ask: list[int], begun: bool) -> None:
    made = plan({"steps": state})
    assert (made.where.plain if made.where else None) == where
    assert made.to_ask == tuple(about(number) for number in to_ask)
    assert made.is_empty is not begun
    assert len(lines(made, "questions")) == len(to_ask)


def test_what_was_said_stands_beside_what_was_asked() -> None:
    section = plan({"steps": walked(WALKED, 6)}).section("where")
    assert section is not None
    assert section.table is not None
    answers = [row[1].plain for row in section.table.rows]
    assert answers == ["Yes", "No", "Help me ask", "Not sure", "Not answered yet", "Still to come", "Still to come"]
    assert section.table.rows[2][0].plain.startswith("3. How much money. Have you been told")


def test_the_questions_are_the_words_that_the_step_gives() -> None:
    asked = lines(plan({"steps": walked({"1": "yes", "2": "yes", "3": "no"}, 3)}), "questions")
    assert len(asked) == 1
    assert asked[0].startswith("**Step 3: the figure, in writing.**")
    assert "What is my indicative budget?" in asked[0]


def test_a_step_that_somebody_says_is_done_is_not_asked_about_and_one_left_for_later_is() -> None:
    made = plan({"steps": walked({"1": "yes"}, 5, done=[1, 3], skipped=[2], start="helper")})
    assert made.to_ask == (about(2),)
    section = made.section("where")
    assert section is not None
    assert section.table is not None
    answers = [row[1].plain for row in section.table.rows]
    assert answers == ["Yes", "Not answered yet", "Done", "Still to come", *["Still to come"] * 3]
    assert "{" not in all_words(made)


def test_the_second_questions_of_steps_are_among_what_was_worked_out() -> None:
    made = plan({"steps": walked({"1": "yes", "employ": "no", "chc": "unheard of"}, 7)})
    assert lines(made, "decisions") == ["Will you have your own staff? **No**"]
    of_another = plan({"steps": walked({"employ": "no"}, 7, start="helper")})
    assert lines(of_another, "decisions") == ["Will they have their own staff? **No**"]


def test_steps_that_were_done_have_their_day() -> None:
    days = {"1": "2026-11-20", "2": "soon", "9": "2026-11-21", "3": "2026-11-19", "4": "2026-11-20", "6": "2026-11-20"}
    made = plan({"steps": walked(WALKED, 5, done_on=days)})
    assert lines(made, "dates")[:-1] == [
        "On 19 November 2026 you went through step 3.",
        "On 20 November 2026 you went through steps 1, 4 and 6.",
    ]


@pytest.mark.parametrize(
    ("state", "route", "letter", "ring"),
    [
        (CHC, "NHS Continuing Healthcare", "phb-right", "Beacon CHC"),
        (CHILD, "children's continuing care", "childrens-care", "Council children's services"),
        (CARER, "Help for you as a carer", "carers-assessment", "Carers UK"),
    ],
)
def test_the_routes_come_with_their_letter_and_whom_to_ring(state: Any, route: str, letter: str, ring: str) -> None:
    made = plan({"eligibility": state})
    assert route in " ".join(lines(made, "routes"))
    letters, numbers = made.section("letters"), made.section("ring")
    assert letters is not None
    assert letter in dict(letters.letters)
    assert numbers is not None
    assert ring in [contact.name for contact in numbers.contacts]
    assert not made.is_empty
    assert "eligible" not in all_words(made)


def test_a_check_that_is_half_done_leads_to_nothing_yet() -> None:
    begun = CHECK.move(None, Move("start"), CONTEXT).state
    half = CHECK.move(begun, Move("answer", option="me"), CONTEXT).state
    assert plan({"eligibility": half}).is_empty


def test_the_ways_to_hold_the_money_are_no_advice() -> None:
    made = plan({"options": SUITS})
    assert "may suit you" in lines(made, "decisions")[0]
    half = OPTIONS.move(None, Move("start"), CONTEXT).state
    assert lines(plan({"options": half}), "decisions") == []


@pytest.mark.parametrize("state", [AFTERCARE, PRIVATE])
def test_what_is_private_is_left_out_unless_asked_for(state: Any) -> None:
    shown = all_words(plan({"eligibility": state}))
    for word in ("117", "after-care", "in private", "A talk"):
        assert word not in shown
    asked_for = all_words(plan({"eligibility": state}, with_private=True))
    assert "117" in asked_for or "in private" in asked_for


def test_a_sum_that_was_finished_is_in_it_without_its_page() -> None:
    state = SUMS.move(None, Move("start", text="20 hours a week at £15 an hour"), CONTEXT).state
    while state is not None and not state["finished"]:
        state = SUMS.move(state, Move("skip"), CONTEXT).state
    made = plan({"sums": state})
    assert not made.is_empty
    assert "a week" in lines(made, "sums")[0]
    assert "/sums" not in all_words(made)
    assert "{" not in all_words(made)
    assert plan({"sums": {**(state or {}), "finished": False}}).is_empty


def test_whoever_was_asked_to_get_in_touch_is_named_with_the_reference() -> None:
    made = plan({}, replace(HERE, promises=(PROMISE,)))
    assert not made.is_empty
    assert "Thursday 26 November at 5pm" in lines(made, "dates")[0]
    assert "NAV-7KQ4XD" in lines(made, "dates")[0]


def test_a_number_that_the_council_has_not_set_is_not_there() -> None:
    nobody = Here(CONTEXT, {"council_asc": Contact("Council adult social care")})
    section = plan({}, nobody).section("ring")
    assert section is not None
    assert section.contacts == ()


HOSTILE = '#read("/etc/passwd") {step} <script>alert(1)</script> \\ $x$ @cite *b*'


@pytest.mark.parametrize(
    "state",
    [
        walked({"1": HOSTILE, "2": "maybe", "99": "yes"}, 3),
        {"step": 99, "answers": [HOSTILE], "done": None, "finished": False, "phase": "question", "said": ""},
        {"step": "3", "answers": None, "done": [], "done_on": [HOSTILE]},
        {},
    ],
)
def test_a_state_that_the_steps_do_not_know_is_passed_over(state: Any) -> None:
    assert HOSTILE not in all_words(plan({"steps": state}))


def test_answers_from_before_the_questions_changed_are_passed_over() -> None:
    old = {**CHC, "answers": {**CHC["answers"], "chc": HOSTILE}}
    ways = {**SUITS, "answers": {**SUITS["answers"], "money": HOSTILE}}
    assert plan({"eligibility": old, "options": ways}).is_empty


STATES = {
    "none": {},
    "half": {"steps": walked({"1": "no", "2": "no"}, 2)},
    "nothing left": {"steps": walked({"1": "yes"}, 2), "eligibility": CHC},
    "finished": {"steps": walked(WALKED, 7, True), "eligibility": CHILD, "options": SUITS},
    "skipped all": {"steps": walked({}, 7, True)},
}


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("channel", ["web", "sms", "adviser"])
def test_the_plan_is_said_in_each_channel(name: str, channel: str) -> None:
    made = plan(STATES[name], replace(HERE, promises=(PROMISE,) if name == "finished" else ()))
    for reply in (plan_reply(made, CONTENT.words, channel), more_reply(made, CONTENT.words)):
        assert fits_a_text([reply]), sms_text([reply])
        assert not strangers(sms_text([reply]))
        assert reply.choices
        for text in vars(reply.words).values():
            assert "{" not in text
            assert "  " not in text


def test_a_text_has_no_links_and_offers_more() -> None:
    made = plan(STATES["finished"])
    reply = plan_reply(made, CONTENT.words, "sms")
    assert reply.links == ()
    assert reply.choices[0].label == "More"
    assert "01632 960001" in sms_text([more_reply(made, CONTENT.words)])
    assert plan_reply(made, CONTENT.words, "web").links[0].page == "/chat/plan"
