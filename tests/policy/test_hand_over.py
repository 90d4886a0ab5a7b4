"""The way to a person: which question follows, what is accepted, and that nothing is passed on without a yes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from casework.schema import ContactKind, ReferralKind
from knowledge.contact import read_contact
from knowledge.flow import FlowContext, FlowResult, Move
from knowledge.hand_over import HandOverFlow

FLOW = HandOverFlow.load(Path(__file__).parents[2] / "knowledge" / "hand_over")
VALUES = {
    "council": "Testshire Council",
    "open_now": "yes",
    "opens_at": "Monday 23 November at 9am",
    "hours": "Monday to Friday 9am to 5pm",
    "promised_by": "Tuesday 24 November at 5pm",
    "adult_social_care_phone": "01632 960001",
    "slot_1": "2026-11-23T09:00:00+00:00/2026-11-23T12:00:00+00:00",
    "slot_2": "2026-11-23T12:00:00+00:00/2026-11-23T17:00:00+00:00",
    "slot_3": "2026-11-24T09:00:00+00:00/2026-11-24T12:00:00+00:00",
    "texts": "yes",
}
CONTEXT = FlowContext(now=datetime(2026, 11, 22, 12, tzinfo=UTC), channel="web", values=VALUES)
TOLD = ["start", "answer:budgets", "answer=Asha", "answer=07700 900123", "answer=mornings", "answer:interpreter"]
TOLD += ["answer:none"]
SLOT = [*TOLD[:4], "answer:slot_2", "answer:nothing", "answer:voicemail"]


def walked(*moves: str, context: FlowContext = CONTEXT) -> FlowResult:
    """The result of moves such as "answer:yes" (an option) and "answer=Asha" (what was typed)."""
    state: dict[str, Any] | None = None
    result = None
    for word in moves:
        typed = "=" in word
        kind, _, value = word.partition("=" if typed else ":")
        move = Move(kind, text=value) if typed else Move(kind, option=value or None)  # type: ignore[arg-type]
        result = FLOW.move(state, move, context)
        state = json.loads(json.dumps(result.state))
    assert result is not None
    return result


def question(result: FlowResult) -> str | None:
    return result.pending.question if result.pending else None


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        (["start"], "about"),
        (["start:call_back"], "about"),
        (["start:complaint"], "complaint"),
        (["start", "answer:money"], "name"),
        (["start", "answer=my hours were cut"], "name"),
        (["start", "answer:complaint"], "complaint"),
        (["start", "answer:complaint", "answer:nhs"], "name"),
        (["start", "answer:complaint", "back"], "about"),
        (["start", "answer:complaint", "back", "answer:money"], "name"),
        (["start:complaint", "answer=the care stopped"], "name"),
        (["start", "skip"], "name"),
        (["start", "answer:yes"], "about"),  # no option of this question
        (["start", "back"], "about"),
        (["start", "why"], "about"),
        (["start", "answer:money", "answer=Asha"], "contact"),
        (["start", "answer:money", "answer:skip"], "contact"),
        (["start", "answer:money", "skip"], "contact"),
        (["start", "answer:money", "skip", "skip"], "contact"),  # nobody can answer without one
        (["start", "answer:money", "skip", "next"], "contact"),
        (["start", "answer:money", "skip", "answer=12345"], "contact"),
        (["start", "answer:money", "skip", "answer=01632 960123"], "when"),
        (["start", "answer:money", "skip", "answer=asha@mail.example"], "consent"),
        (["start", "answer:money", "skip", "answer=text me on 07700 900123"], "consent"),
        (["start", "answer:money", "skip", "answer:ring"], None),
        (TOLD, "consent"),
        ([*TOLD, "answer:what"], "consent"),
        ([*TOLD, "answer=maybe"], "consent"),
        ([*TOLD, "skip"], "consent"),
        ([*TOLD, "repeat"], "consent"),
        ([*TOLD, "where"], "consent"),
        ([*TOLD, "simpler"], "consent"),
        ([*TOLD, "more"], "consent"),
        ([*TOLD, "back"], "missed"),
        ([*TOLD, "back", "back"], "needs"),
        ([*TOLD, "back", "back", "back"], "when"),
        ([*TOLD, "back", "back", "back", "back"], "contact"),
        ([*TOLD, "back", "back", "back", "back", "skip"], "when"),
        ([*TOLD[:-1], "skip"], "consent"),
        ([*TOLD[:-2], "skip"], "missed"),
        ([*TOLD[:-1], "answer=no voicemail, my husband listens"], "consent"),
        (SLOT, "consent"),
        ([*TOLD[:4], "answer:slot_9"], "when"),
        ([*TOLD, "change:name"], "name"),
        ([*TOLD, "change:name", "answer=Ash"], "consent"),
        ([*TOLD, "start"], "consent"),
        ([*TOLD, "answer:yes"], None),
        ([*TOLD, "answer:no"], None),
        ([*TOLD, "start_over"], None),
    ],
)
def test_which_question_follows(moves: list[str], expected: str | None) -> None:
    result = walked(*moves)
    assert question(result) == expected
    assert result.replies[-1].choices


@pytest.mark.parametrize(
    "last", ["answer:no", "start_over", "answer:what", "skip", "next", "answer:purple", "start", "why"]
)
def test_nothing_but_a_yes_passes_anything_on(last: str) -> None:
    assert walked(*TOLD, last).effects == ()


@pytest.mark.parametrize("last", ["answer:no", "start_over"])
def test_a_no_keeps_nothing_and_tells_the_number(last: str) -> None:
    result = walked(*TOLD, last)
    assert result.state is None
    assert VALUES["adult_social_care_phone"] in result.replies[-1].words.plain


def test_a_yes_makes_one_referral_with_what_was_told() -> None:
    result = walked(*TOLD, "answer:yes")
    assert result.state is None
    (effect,) = result.effects
    assert effect.kind == "create_referral"
    assert effect.values == {
        "kind": "referral",
        "name": "Asha",
        "contact": "07700 900123",
        "contact_kind": "phone",
        "about": "A question about budgets",
        "when": "mornings",
        "category": "budgets",
        "needs": "An interpreter",
        "missed": "No voicemail",
        "voicemail": "no",
    }


def test_a_time_for_a_call_is_promised_and_passed_on() -> None:
    asked = walked(*TOLD[:4])
    assert [choice.label for choice in asked.replies[-1].choices] == [
        *("Mon 23 Nov 9am to midday", "Mon 23 Nov midday to 5pm", "Tue 24 Nov 9am to midday"),
        *("Any time", "Only text or email me"),
    ]
    assert "2 Mon 23 Nov midday to 5pm" in asked.replies[-1].words.sms
    promised = "on Monday 23 November, midday to 5pm"
    for result in (walked(*SLOT), walked(*SLOT, "answer:yes")):
        assert all(promised in text for text in vars(result.replies[-1].words).values())
    (effect,) = walked(*SLOT, "answer:yes").effects
    assert effect.values["slot"] == VALUES["slot_2"]
    assert effect.values["when"] == "Monday 23 November, midday to 5pm"
    assert effect.values["voicemail"] == "yes"


def test_a_time_that_has_passed_is_asked_for_again() -> None:
    late = FlowContext(datetime(2026, 11, 23, 13, tzinfo=UTC), "web", VALUES)
    result = FLOW.move(walked(*SLOT).state, Move("answer", option="yes"), late)
    assert (question(result), result.effects) == ("when", ())


def test_a_time_that_others_have_filled_is_asked_for_again_and_the_next_one_can_be_had() -> None:
    ends = VALUES["slot_2"].partition("/")[2]
    left = {key: value for key, value in VALUES.items() if key != "slot_2"}
    full = FlowContext(CONTEXT.now, "web", {**left, "full": ends})
    result = FLOW.move(walked(*SLOT).state, Move("answer", option="yes"), full)
    assert (question(result), result.effects) == ("when", ())
    assert "Others have just taken the last calls" in result.replies[0].words.plain
    assert "midday to 5pm" not in " ".join(choice.label for choice in result.replies[-1].choices)
    for option in ("slot_1", "yes"):
        result = FLOW.move(result.state, Move("answer", option=option), full)
    (effect,) = result.effects
    assert effect.values["slot"] == VALUES["slot_1"]


@pytest.mark.parametrize(
    ("answer", "voicemail", "second"),
    [
        ("answer:voicemail", "yes", None),
        ("answer:none", "no", None),
        ("answer=my sister's, 07700 900456", "no", "07700 900456"),
        ("answer=only after six", "no", None),
        ("skip", None, None),
    ],
)
def test_no_voicemail_without_a_yes(answer: str, voicemail: str | None, second: str | None) -> None:
    (effect,) = walked(*TOLD[:-1], answer, "answer:yes").effects
    assert (effect.values.get("voicemail"), effect.values.get("second")) == (voicemail, second)


@pytest.mark.parametrize(
    ("contact", "texts", "channel", "expected"),
    [
        ("07700 900123", "yes", "web", True),
        ("01632 960001", "yes", "web", False),  # a landline
        ("07700 900123", "", "web", False),  # this council sends no texts
        ("07700 900123", "yes", "sms", False),  # they get it by text anyway
    ],
)
def test_the_reference_by_text_is_for_those_who_want_it(contact: str, texts: str, channel: str, expected: bool) -> None:
    context = FlowContext(CONTEXT.now, channel, {**VALUES, "texts": texts})
    moves = [*TOLD[:3], f"answer={contact}", *TOLD[4:]]
    offers = [choice.label for choice in walked(*moves, context=context).replies[-1].choices]
    assert ("Yes and text me the reference" in offers) is expected
    effects = walked(*moves, "answer:yes_text", context=context).effects
    assert [effect.values.get("text_reference") for effect in effects] == (["yes"] if expected else [])


def test_the_last_words_wait_for_the_reference_and_the_promise() -> None:
    words = walked(*TOLD, "answer:yes").replies[-1].words
    for text in vars(words).values():
        assert "{reference}" in text
        assert "{promised_by}" in text
        assert text.replace("{reference}", "").replace("{promised_by}", "").count("{") == 0


@pytest.mark.parametrize(
    ("begun", "kind"),
    [
        (["start"], "referral"),
        (["start:call_back"], "call_back"),
        (["start:complaint"], "complaint"),
        (["start", "answer:complaint"], "complaint"),
        (["start:complaint", "answer:nhs", "start:call_back"], "complaint"),  # to be rung about it
        (["start", "answer:care", "start:call_back"], "call_back"),
        (["start:call_back", "answer:complaint", "back"], "call_back"),
    ],
)
def test_the_kind_of_request(begun: list[str], kind: str) -> None:
    state = walked(*begun).state
    assert state is not None
    assert state["kind"] == kind
    assert kind in get_args(ReferralKind)


def test_what_was_typed_is_kept() -> None:
    moves = ["start", "answer=they cut {reference} my hours", "answer=Asha", "answer=07700 900123"]
    for last in ("start", "start:call_back", "back", "why", "where", "more", "repeat", "simpler", "answer:purple"):
        state = walked(*moves, last).state
        assert state is not None
        assert state["draft"]["about"] == "they cut {reference} my hours"
        assert state["draft"]["contact"] == "07700 900123"
    state = walked(*moves, "back", "back", "skip").state
    assert state is not None
    assert state["draft"]["name"] == "Asha"


def test_a_no_to_what_it_is_about_or_to_a_name_is_no_text_to_pass_on() -> None:
    state = walked("start", "answer=no", "answer=no thanks").state
    assert state is not None
    assert (state["at"], state["draft"]["about"], state["draft"]["name"]) == ("contact", "", "")
    assert question(walked("start", "answer=yes")) == "about"


def test_what_they_will_see_is_all_that_is_passed_on() -> None:
    table = walked(*TOLD, "answer:what").replies[0].table
    assert table is not None
    (effect,) = walked(*TOLD, "answer:yes").effects
    passed_on = {
        value for key, value in effect.values.items() if key not in ("kind", "contact_kind", "category", "voicemail")
    }
    assert {row[1] for row in table.rows} == passed_on


def test_three_misses_end_with_the_number_to_ring() -> None:
    misses = ["start", "skip", "skip", "answer=12", "answer=ask my mum", "answer=999", "answer=no idea"]
    said = [walked(*misses[: count + 1]).replies[-1].words.plain for count in range(3, 7)]
    assert len(set(said[:3])) == 3
    assert said[2] == said[3]
    assert "11 digits" in said[1]
    assert VALUES["adult_social_care_phone"] in said[2]


@pytest.mark.parametrize(
    ("typed", "contact", "kind"),
    [
        ("07700900123", "07700 900123", "phone"),
        ("07700 900 123", "07700 900123", "phone"),
        ("its 07700-900-123 thanks", "07700 900123", "phone"),
        ("+44 7700 900123", "07700 900123", "phone"),
        ("+44 (0)7700 900123", "07700 900123", "phone"),
        ("0044 7700 900123", "07700 900123", "phone"),
        ("(01632) 960 001", "01632 960001", "phone"),
        ("0163 296 001", "01632 96001", "phone"),
        ("text me on 07700 900123", "07700 900123", "text"),
        ("text 01632 960001", "01632 960001", "phone"),  # a landline
        ("Asha.K+phb@mail.example", "asha.k+phb@mail.example", "email"),
        ("07700 900123 or asha@mail.example", "07700 900123, asha@mail.example", "phone"),
        ("12 High Street, Testham, TE1 2ST", "12 High Street, Testham, TE1 2ST", "letter"),
        ("TE1 2ST", None, None),
        ("12345", None, None),
        ("077009001234567", None, None),
        ("9434765919", None, None),  # ten digits, but no number begins with 9
        ("0000 000000", None, None),
        ("asha@", None, None),
        ("ring me", None, None),
        ("", None, None),
    ],
)
def test_ways_to_be_reached(typed: str, contact: str | None, kind: str | None) -> None:
    found = read_contact(typed)
    assert (found.value if found else None) == contact
    assert (found.kind if found else None) == kind
    assert kind is None or kind in get_args(ContactKind)


@pytest.mark.parametrize(
    ("contact", "then", "expected", "kind"),
    [
        ("07700 900123", [], "consent", "text"),
        ("07700 900123 or asha@mail.example", [], "consent", "email"),
        ("01632 960001", [], "contact", "phone"),
        ("01632 960001", ["answer=07700 900123"], "consent", "text"),
        ("01632 960001", ["answer=01632 960002"], "contact", "phone"),
        ("01632 960001", ["answer=asha@mail.example"], "consent", "email"),
    ],
)
def test_who_wants_no_calls_is_written_to(contact: str, then: list[str], expected: str, kind: str) -> None:
    result = walked("start", "skip", "skip", f"answer={contact}", "answer:text_only", *then)
    assert question(result) == expected
    assert result.state is not None
    assert result.state["draft"]["contact_kind"] == kind


@pytest.mark.parametrize(("open_now", "told"), [("yes", "hours"), ("no", "opens_at")])
def test_the_opening_tells_when_people_are_there(open_now: str, told: str) -> None:
    context = FlowContext(CONTEXT.now, "web", {**VALUES, "open_now": open_now})
    opening = walked("start", context=context).replies[0].words.plain
    assert VALUES[told] in opening
    assert "automated" in opening


def test_a_council_without_a_number_promises_none() -> None:
    context = FlowContext(CONTEXT.now, "web", {**VALUES, "adult_social_care_phone": ""})
    for moves in (["start"], [*TOLD, "answer:no"], [*TOLD, "answer:yes"], ["start", "skip", "skip", "answer:ring"]):
        words = walked(*moves, context=context).replies[0].words
        assert "website" in words.plain
        assert "ring  (" not in words.plain


def test_free_text_is_asked_for_only_where_it_is_meant() -> None:
    asked = {key: each.free_text for key, each in FLOW.words.questions.items()}
    assert asked == {
        "about": "text", "complaint": "text", "way": "", "name": "name", "contact": "contact", "when": "text",
        "needs": "text", "missed": "text", "consent": "", "live_consent": "",
    }  # fmt: skip


LIVE = FlowContext(CONTEXT.now, "web", {**VALUES, "live": "yes", "queue": "You would be first."})
LIVE_TOLD = ("start", "answer:money", "answer:live", "answer=Asha")


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        (["start", "answer:money"], "way"),
        (["start", "answer:complaint", "answer:nhs"], "name"),  # a complaint is written down
        (["start:call_back", "answer:money"], "name"),
        (["start", "answer:money", "answer:contact"], "name"),
        (["start", "answer:money", "answer:contact", "skip"], "contact"),
        (["start", "answer:money", "skip", "skip"], "contact"),
        (["start", "answer:money", "answer:live"], "name"),
        ([*LIVE_TOLD], "live_consent"),
        ([*LIVE_TOLD, "skip"], "live_consent"),
        ([*LIVE_TOLD, "answer:what"], "live_consent"),
        ([*LIVE_TOLD, "back", "back", "answer:contact"], "name"),
        ([*LIVE_TOLD, "answer:no"], None),
        ([*LIVE_TOLD, "answer:yes"], None),
    ],
)
def test_a_chat_now_is_offered_only_when_somebody_is_there(moves: list[str], expected: str | None) -> None:
    assert question(walked(*moves, context=LIVE)) == expected
    assert "way" not in str(walked(*moves[:2]).pending)


def test_a_yes_to_a_chat_joins_the_queue() -> None:
    result = walked(*LIVE_TOLD, "answer:yes", context=LIVE)
    (effect,) = result.effects
    assert (effect.kind, dict(effect.values)) == (
        "start_live",
        {"name": "Asha", "about": "Money or payments", "category": "money"},
    )
    assert "{queue}" in result.replies[-1].words.plain  # the place that was really got, known once it is


def test_when_the_last_adviser_has_gone_nobody_waits() -> None:
    state = walked(*LIVE_TOLD, context=LIVE).state
    result = FLOW.move(state, Move("answer", option="yes"), CONTEXT)
    assert (question(result), result.effects) == ("contact", ())
