"""The ways to hold a budget: compared in tables, and every way through the questions of "which suits me"."""

import json
import re
from datetime import UTC, datetime
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from common.replies import Reply
from knowledge.check import known_words
from knowledge.check_words import SHORT, check_length, check_promises, check_public, check_simple, check_sms
from knowledge.content import load_answers
from knowledge.eligibility_content import holds
from knowledge.evidence import load_facts
from knowledge.flow import FlowContext, FlowResult, Move
from knowledge.options_guide import OptionsFlow, money_of
from knowledge.options_suits import every_answer
from knowledge.options_ways import MONEY, Money
from knowledge.reading_age import word_count
from knowledge.texting import fits_a_text, sms_text

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FLOW = OptionsFlow.load(KNOWLEDGE / "options")
COMPARISON, SUITS = FLOW.comparison, FLOW.suits
CONTEXT = FlowContext(now=datetime(2026, 11, 22, 12, tzinfo=UTC), channel="web")
SIDES = ("result", "how", "know", "why")
PAIRS = [
    f"{first},{other}"
    for first, other in permutations(COMPARISON.ways, 2)
    if ("wheelchair" in first) == ("wheelchair" in other)
]
OF_THE_NHS = re.compile(r"\bNHS\b|\bICB\b|notional|third[- ]party|health budget", re.IGNORECASE)
OF_THE_COUNCIL = re.compile(r"council|individual service fund|social worker|local authority", re.IGNORECASE)
PROMISE = re.compile(
    r"you will (?:get|have|be given)|you should (?:take|choose|have a)|best for you|recommend|guarantee|entitle",
    re.IGNORECASE,
)


@cache
def known() -> frozenset[str]:
    return known_words(KNOWLEDGE)


def faults(reply: Reply) -> list[object]:
    """What is wrong with the words of a reply, in any register."""
    words = reply.words
    found: list[object] = [
        *(check_public(words.plain, "plain", known()) if word_count(words.plain) >= SHORT else ()),
        *check_length(words.plain, "plain"),
        *check_simple(words.simple, known()),
        *check_sms(words.sms, known()),
        *(problem for text in vars(words).values() for problem in check_promises(text, "text")),
    ]
    found += [text for text in vars(words).values() if "{" in text or not text.strip()]
    found += [] if fits_a_text([reply]) else [sms_text([reply])]
    return found


def read_by_people(reply: Reply) -> str:
    """All that somebody may see of a reply, on the page or by text."""
    table = [*reply.table.headings, *(cell for row in reply.table.rows for cell in row)] if reply.table else []
    labels = [choice.label for choice in reply.choices]
    return "\n".join([reply.words.plain, reply.words.simple, reply.words.sms, *table, *labels])


def at_result(answers: dict[str, str], side: str = "result") -> Reply:
    """What a side of the result says to these answers."""
    state = {"at": side, "answers": answers, "finished": True}
    return FLOW.move(state, Move("repeat"), CONTEXT).replies[-1]


ALL = every_answer(SUITS.guide)


# The comparison.


@pytest.mark.parametrize("money", MONEY)
@pytest.mark.parametrize("what", [*COMPARISON.content.views, *PAIRS])
def test_a_comparison_keeps_to_the_limits_and_has_no_empty_cell(what: str, money: Money) -> None:
    reply = COMPARISON.reply(what, money)
    assert faults(reply) == []
    assert reply.table is not None
    assert len(reply.table.rows) >= 3
    assert all(len(row) == len(reply.table.headings) and all(map(str.strip, row)) for row in reply.table.rows)
    assert reply.table.caption
    assert reply.choices[-1].intent == "talk_to_person"
    assert len(reply.choices) <= 4
    assert reply.sources


def test_the_three_ways_are_compared_on_what_people_care_about() -> None:
    table = COMPARISON.reply("three").table
    assert table is not None
    assert table.headings == ("What matters", "Notional", "Third party", "Direct payment")
    assert [row[0] for row in table.rows] == [
        "Who holds the money", "Who employs staff", "How much paperwork", "How much say you have",
        "What to watch out for", "Who can help",
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["three", "others", "notional,third_party", "direct_payment,managed_account,mixture"])
def test_a_comparison_speaks_of_the_money_it_is_about(what: str) -> None:
    assert not OF_THE_NHS.search(read_by_people(COMPARISON.reply(what, "council")).replace("Wheelchair budgets", ""))
    assert not OF_THE_COUNCIL.search(read_by_people(COMPARISON.reply(what, "nhs")))


def test_every_way_rests_on_facts_and_leads_to_its_answer() -> None:
    facts, answers = load_facts(KNOWLEDGE), load_answers(KNOWLEDGE).answers
    for way in COMPARISON.ways.values():
        assert way.facts
        assert {facts[id].confidence for id in way.facts} <= {"high", "medium"}
        assert any(facts[id].basis != "K" for id in way.facts)
        assert way.answer in answers
        assert way.sources
    assert all(view.answer in answers for view in COMPARISON.content.views.values())


def test_every_way_is_in_some_view() -> None:
    shown = {way for view in COMPARISON.content.views.values() for way in view.ways}
    assert shown == set(COMPARISON.ways)


def test_no_name_means_two_ways() -> None:
    names = [name for way in COMPARISON.ways.values() for name in way.also]
    assert len(names) == len({*names})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("how does a notional budget differ from a direct payment", "notional,direct_payment"),
        ("Direct payments vs. managed accounts", "direct_payment,managed_account"),
        ("is an ISF better than a pre-paid card?", "third_party,prepaid_card"),
        ("compare council-managed with cash", "notional,direct_payment"),
        ("should i have a direct payment or let the nhs do it", "direct_payment,notional"),
        ("direct payment, third party or notional?", "three"),
        ("difference between managed account, card and a mix", "others"),
        ("whats the difference between the wheelchair options", "wheelchair"),
        ("nhs chair with extras or independent supplier", "wheelchair_extras,wheelchair_own"),
        ("notional or third party wheelchair budget", "wheelchair"),
        ("compare all three", "three"),
        ("is a managed account the same as a third party", "managed_account,third_party"),
        ("direct payment vs the nhs doing it", "direct_payment,notional"),
    ],
)
def test_what_a_comparison_is_asked_of(text: str, named: str) -> None:
    assert COMPARISON.asked.for_comparison(text)
    assert COMPARISON.asked.what(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "what is a notional budget",
        "can i change from notional to a direct payment",
        "can my direct payment be on a prepaid card",
        "can i get a different wheelchair",
        "can i get a better wheelchair with my budget",
        "is there a difference between council and nhs money",
        "who holds a third party budget",
        "",
    ],
)
def test_what_asks_for_no_comparison(text: str) -> None:
    assert not COMPARISON.asked.for_comparison(text)


@pytest.mark.parametrize(
    ("text", "helped"),
    [
        ("which way of holding it is best for my dad", True),
        ("Help me choose how it is held.", True),
        ("which of the ways has the least paperwork", False),
        ("which is easiest", False),
    ],
)
def test_who_wants_help_to_choose(text: str, helped: bool) -> None:
    assert COMPARISON.asked.for_help(text, "which-way-suits-me") is helped
    assert not COMPARISON.asked.for_help(text, "three-ways-to-hold-the-money")


def test_what_is_not_known_shows_the_three_ways() -> None:
    assert COMPARISON.reply("no_longer_there") == COMPARISON.reply("three")
    assert COMPARISON.reply("notional,no_longer_there") == COMPARISON.reply("three")


# Which suits me.


def test_all_ways_through_lead_to_one_or_two_ways() -> None:
    assert len(ALL) == 5 * 5 * 5 * 5 + 5 * 4
    for answers in ALL:
        found = SUITS.found(answers)
        assert 1 <= len(found) <= 2
        assert len({each.suit.way for each in found}) == len(found)


def test_reasons_match_the_answers() -> None:
    for answers in ALL:
        for suggested in SUITS.found(answers):
            assert suggested.reasons
            points = [point for point in suggested.suit.points if point.reason in suggested.reasons]
            assert all(
                any(holds(point.when, answers) for point in points if point.reason == reason)
                for reason in suggested.reasons
            )
            assert not any(holds(condition, answers) for condition in suggested.suit.unless)


@pytest.mark.parametrize("side", SIDES)
def test_all_results_keep_to_the_limits_and_promise_nothing(side: str) -> None:
    for answers in ALL:
        reply = at_result(answers, side)
        assert faults(reply) == [], answers
        assert not PROMISE.search(read_by_people(reply))
        assert reply.choices[-1].intent == "talk_to_person"
        assert len(reply.choices) <= 5


def test_the_result_names_each_way_with_each_reason_and_who_decides() -> None:
    for answers in ALL:
        said = at_result(answers).words
        money = money_of(answers)
        for suggested in SUITS.found(answers):
            assert COMPARISON.values(suggested.suit.way, money)["Name"] in said.plain
            for reason in suggested.reasons:
                assert reason.plain[1:] in said.plain
                assert reason.sms[1:] in said.sms
        if answers["money"] != "wheelchair":
            assert SUITS.decides[money].plain in said.plain
            assert "change later" in said.plain


def test_money_of_the_council_meets_no_words_of_the_nhs_nor_the_other_way_round() -> None:
    for answers in ALL:
        for side in SIDES:
            seen = read_by_people(at_result(answers, side))
            if answers["money"] == "council":
                assert not OF_THE_NHS.search(seen), seen
            if answers["money"] in ("nhs", "wheelchair"):
                assert not re.search(r"individual service fund|social worker|local authority", seen), seen
            if answers["money"] == "nhs":
                assert not OF_THE_COUNCIL.search(seen), seen


def test_what_to_know_is_a_table_of_the_ways_named() -> None:
    for answers in ALL:
        table = at_result(answers, "know").table
        assert table is not None
        assert len(table.headings) == 1 + len(SUITS.found(answers))
        assert all(all(map(str.strip, row)) for row in table.rows)


@pytest.mark.parametrize(
    ("run", "people", "helper", "ways"),
    [
        ("most", "employ", "yes", ["direct_payment"]),
        ("most", "employ", "no", ["direct_payment", "managed_account"]),
        ("most", "no", "skip", ["mixture", "direct_payment"]),
        ("most", "skip", "no", ["managed_account", "direct_payment"]),
        ("some", "choose", "skip", ["third_party"]),
        ("little", "no", "no", ["notional"]),
        ("little", "choose", "not_sure", ["third_party", "notional"]),
        ("little", "employ", "myself", ["mixture", "direct_payment"]),
        ("little", "employ", "no", ["mixture", "managed_account"]),
        ("skip", "skip", "skip", ["notional"]),
        ("not_sure", "not_sure", "no", ["notional", "third_party"]),
    ],
)
def test_the_table_of_ways(run: str, people: str, helper: str, ways: list[str]) -> None:
    answers = {"money": "nhs", "run": run, "people": people, "helper": helper}
    assert [each.suit.way for each in SUITS.found(answers)] == ways


@pytest.mark.parametrize(
    ("chair", "repairs", "first"),
    [
        ("nhs_chair", "nhs_repairs", "wheelchair_nhs"),
        ("extras", "me", "wheelchair_extras"),
        ("other", "me", "wheelchair_own"),
        ("other", "nhs_repairs", "wheelchair_own"),
        ("skip", "skip", "wheelchair_nhs"),
    ],
)
def test_the_table_of_wheelchairs(chair: str, repairs: str, first: str) -> None:
    found = SUITS.found({"money": "wheelchair", "chair": chair, "repairs": repairs})
    assert found[0].suit.way == first


def test_somebody_who_wants_no_work_is_never_pointed_to_the_most() -> None:
    for answers in ALL:
        if answers.get("run") == "little" and answers["people"] != "employ":
            assert not {"direct_payment", "managed_account"} & {each.suit.way for each in SUITS.found(answers)}


# Moves.


def walked(moves: str) -> FlowResult:
    state: Any = None
    result = None
    for word in moves.split():
        kind, _, option = word.partition(":")
        result = FLOW.move(state, Move(kind, option=option or None), CONTEXT)  # type: ignore[arg-type]
        state = json.loads(json.dumps(result.state))
    assert result is not None
    return result


DONE = "start answer:council answer:some answer:choose answer:yes"


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("start", "money"),
        ("answer:yes", "money"),  # whatever the first move is, the questions begin
        ("start answer:nhs", "run"),
        ("start answer:wheelchair", "chair"),
        ("start answer:wheelchair answer:extras", "repairs"),
        ("start skip", "run"),
        ("start answer:purple", "money"),
        ("start back", "money"),
        ("start why", "money"),
        ("start more", "money"),
        ("start answer:nhs answer:most", "people"),
        ("start answer:nhs answer:most where", "people"),
        ("start answer:nhs answer:most simpler", "people"),
        ("start answer:nhs answer:most repeat", "people"),
        ("start answer:nhs answer:most back", "run"),
        ("start answer:nhs answer:most change", "run"),
        ("start answer:nhs answer:most change:money", "money"),
        ("start answer:nhs answer:most start", "resume"),
        ("start answer:nhs answer:most start answer:yes", "people"),
        ("start answer:nhs answer:most start answer:purple", "resume"),
        ("start answer:nhs answer:most start back", "resume"),
        ("start answer:nhs answer:most start why", "resume"),
        ("start answer:nhs answer:most start answer:start_again", "money"),
        ("start answer:nhs answer:most start_over", "money"),
        ("start skip skip skip skip", "result"),
        (DONE, "result"),
        (f"{DONE} answer:how", "how"),
        (f"{DONE} answer:know answer:why", "why"),
        (f"{DONE} answer:purple", "result"),
        (f"{DONE} more", "know"),
        (f"{DONE} why", "why"),
        (f"{DONE} next", "result"),
        (f"{DONE} where", "result"),
        (f"{DONE} why simpler", "why"),
        (f"{DONE} answer:how back", "result"),
        (f"{DONE} back", "helper"),
        (f"{DONE} answer:change", "which"),
        (f"{DONE} change back", "result"),
        (f"{DONE} change more", "know"),
        (f"{DONE} change answer:people", "people"),
        (f"{DONE} change answer:purple", "which"),
        (f"{DONE} change answer:people answer:employ", "result"),  # what was answered is not asked again
        (f"{DONE} change answer:money answer:wheelchair", "chair"),  # but what was never asked is
        (f"{DONE} start", "resume"),
        (f"{DONE} start answer:yes", "result"),
        (f"{DONE} start_over", "money"),
    ],
)
def test_what_follows(moves: str, expected: str) -> None:
    result = walked(moves)
    assert result.pending is not None
    assert result.pending.question == expected
    assert result.replies[-1].choices
    assert [fault for reply in result.replies for fault in faults(reply)] == []


def test_a_changed_answer_forgets_only_what_no_longer_applies() -> None:
    result = walked(f"{DONE} change answer:money answer:wheelchair")
    assert result.state is not None
    assert result.state["answers"] == {"money": "wheelchair"}


def test_the_reminder_is_the_question_or_the_result() -> None:
    for moves, asked in (("start answer:nhs", "run"), (DONE, "result")):
        state = walked(moves).state
        assert state is not None
        result = FLOW.reminder(state, CONTEXT)
        assert result.pending is not None
        assert (result.pending.question, len(result.replies)) == (asked, 1)


def test_what_does_not_suit_the_question_is_no_more_than_asked_for() -> None:
    """Nothing about health, offences or what somebody owns."""
    for question in SUITS.guide.questions:
        assert {"not_sure", "skip"} <= {option.key for option in question.options}
        for text in vars(question.ask.words).values():
            assert not re.search(r"offen[cs]e|crim|drug|alcohol|savings|diagnos|illness|dying|capacity", text, re.I)


@pytest.mark.parametrize(
    "old",
    [
        {"at": "no_longer_asked", "answers": {"money": "nhs"}, "finished": False},
        {"at": "run", "answers": {"money": "no_longer_there"}, "finished": False},
        {"at": "result", "answers": {"no_longer_asked": "yes"}, "finished": True},
    ],
)
def test_a_state_from_before_a_change_of_questions_begins_again(old: dict[str, Any]) -> None:
    result = FLOW.move(old, Move("answer", option="yes"), CONTEXT)
    assert result.pending is not None
    assert result.pending.question == "money"
    assert FLOW.reminder(old, CONTEXT).pending == result.pending
