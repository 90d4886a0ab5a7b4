"""The walk through the seven steps: which question follows which move, from which state."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.flows import step_move
from knowledge.flow import Effect, FlowResult, Move, Option
from knowledge.step_reader import read_act, read_step
from tests.policy.walking import (
    ADULT,
    CONTEXT,
    FINISHED,
    FLOW,
    HELPLINES,
    context,
    every_turn,
    kind_of,
    moves_in,
    plain,
    question,
    walked,
)

ALONE = context(contacts=HELPLINES)


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ("start", "start"),
        ("next", "start"),  # whatever the first move is, the walk begins
        ("go:5", "step_5"),  # unless it names a step
        ("done:3", "step_1"),
        ("go", "start"),
        ("start skip", "step_1"),
        ("start next", "step_1"),
        ("start answer:yes", "step_1"),
        ("start answer:purple", "start"),
        ("start more", "start"),
        ("start back", "start"),
        ("start change", "start"),
        ("start done", "start"),
        ("start where", "start"),
        ("start start", "start"),
        ("start start:offered", "step_2"),
        ("start answer:just_heard", "step_1"),
        ("start answer:offered", "step_2"),
        ("start answer:helper", "step_1"),
        ("start answer:professional", "step_1"),
        ("start answer:trouble", "after_6"),
        ("start:trouble answer:yes", "step_6"),
        ("start:trouble next", "step_6"),
        ("start:trouble repeat", "after_6"),
        ("start:trouble change", "start"),  # a slip at the start can be put right
        ("start:trouble next skip skip skip", "step_4"),  # 6, 7, 3, 4, 5, 2: step 1 is known
        ("start:trouble next skip skip skip skip skip skip", None),
        ("start skip answer:yes", "further_1"),
        ("start skip answer:no", "after_1"),
        ("start skip answer:not_sure", "after_1"),
        ("start skip answer:help_me_ask", "after_1"),
        ("start skip answer:no answer:yes", "further_1"),
        ("start skip answer:no next", "further_1"),
        ("start skip answer:no answer:no", "after_1"),  # not ready yet
        ("start skip answer:no answer:help_me_ask", "after_1"),
        ("start skip answer:no answer:not_sure", "after_1"),
        ("start skip answer:yes answer:no", "step_2"),
        ("start skip answer:yes skip", "step_2"),
        ("start skip answer:yes back", "step_1"),
        ("start skip answer:yes more", "further_1"),
        ("start skip answer:yes answer:purple", "further_1"),
        ("start skip answer:no back", "step_1"),
        ("start skip answer:no change", "step_1"),
        ("start skip answer:no repeat", "after_1"),
        ("start skip answer:no more", "after_1"),
        ("start skip answer:no simpler", "after_1"),
        ("start skip answer", "step_1"),
        ("start skip answer:purple", "step_1"),
        ("start skip back", "step_1"),
        ("start skip skip", "step_2"),
        ("start skip next", "step_2"),
        ("start skip why", "step_1"),
        ("start skip start", "step_1"),  # nothing answered yet: nothing to come back to
        ("start skip next next back", "step_2"),
        ("start skip next next change:2", "step_2"),
        ("start skip answer:yes answer:no start", "resume"),
        ("start skip answer:yes answer:no start answer:yes", "step_2"),
        ("start skip answer:yes answer:no start answer:start_again", "step_1"),
        ("start skip answer:yes answer:no start answer:purple", "resume"),
        ("start skip answer:no start answer:yes", "step_2"),  # what is answered is not asked again
        ("go:2 answer:yes", "further_2"),
        ("go:2 answer:yes answer:direct_payment", "step_3"),
        ("go:2 answer:yes answer:direct_payment change", "step_2"),
        ("go:3 answer:yes", "after_3"),
        ("go:5 answer:yes", "after_5"),
        ("go:5 answer:not_now", "after_5"),
        ("go:5 answer:not_now answer:yes", "step_6"),
        ("go:6 answer:yes", "further_6"),
        ("go:6 answer:yes answer:yes", "after_6"),
        ("go:6 answer:yes answer:yes change", "further_6"),
        ("go:6 answer:yes answer:yes answer:all_parts", "list_6"),
        ("go:6 answer:yes answer:yes answer:all_parts answer:payroll", "part_6"),
        ("go:6 answer:yes answer:yes answer:all_parts answer:payroll next", "part_6"),
        ("go:6 answer:yes answer:yes answer:all_parts answer:cover next", "step_7"),
        ("go:6 answer:yes answer:yes answer:all_parts answer:payroll back", "list_6"),
        ("go:6 answer:yes answer:yes answer:all_parts answer:payroll answer:yes", "step_7"),
        ("go:6 answer:yes answer:yes answer:all_parts next", "step_7"),
        ("go:7 answer:sign_off", "part_7"),
        ("go:7 answer:sign_off answer:start", "part_7"),
        ("go:7 answer:start next", None),
        ("go:7 answer:not_sure answer:yes", None),
        ("go:7 next", None),
        ("go:7 next back", "step_7"),
        ("go:7 next next", None),
        ("go:7 next go:3", "step_3"),
        ("go:7 next start_over", "step_1"),
        ("start skip go", "which"),
        ("start skip go answer:go_5", "step_5"),
        ("start skip go answer:purple", "which"),
        ("start skip go next", "step_1"),
        ("start skip done", "step_2"),
        ("start skip done:4", "step_1"),
        ("start skip done:2 next", "step_3"),  # done already: not asked
        ("start:professional next", "step_2"),
        ("start:professional answer:words", "step_1"),
        ("start:professional answer:words answer:yes", "step_2"),
        ("start:professional go:7 answer:all_parts", "list_7"),
        ("start:professional go:6 answer:all_parts answer:dbs", "part_6"),
    ],
)
def test_which_question_follows(moves: str, expected: str | None) -> None:
    assert question(walked(moves)) == expected


def state_of(moves: str) -> dict[str, Any]:
    state = walked(moves).state
    assert state is not None
    return dict(state)


def test_the_whole_walk_notes_each_answer() -> None:
    whole = (
        "start answer:just_heard answer:no next answer:no answer:yes answer:mixture answer:no next skip "
        "answer:someone next answer:not_sure next answer:yes next answer:plan answer:yes"
    )
    state = state_of(whole)
    assert state["answers"] == {
        "1": "no", "chc": "no", "2": "yes", "way": "mixture", "3": "no", "5": "someone", "6": "not_sure",
        "employ": "yes", "7": "plan",
    }  # fmt: skip
    assert (state["done"], state["skipped"], state["start"]) == ([1, 2, 3, 5, 6, 7], [4], "just_heard")
    assert (state["finished"], walked(whole).pending) == (True, None)


def test_the_end_tells_what_was_noted_and_what_is_still_to_ask() -> None:
    reply = walked("go:1 answer:yes answer:no done:2 go:3 answer:no go:4 skip answer:someone go:7 next").replies[-1]
    assert reply.table is not None
    assert [row[1] for row in reply.table.rows] == [
        "Yes", "Done", "No", "Left for later", "Somebody I know", "Not answered", "Not answered",
    ]  # fmt: skip
    titles = [step.ask_about.replace("{you}", "you") for step in FLOW.walk.steps]
    still = [title for title in titles if f"- {title}" in reply.words.plain]
    assert still == [titles[2], titles[3], titles[5], titles[6]]
    first = reply.choices[0]
    assert (first.intent, first.entities) == ("go_to_step", {"option": "3"})
    assert "talk_to_person" in [choice.intent for choice in reply.choices]


def test_the_end_when_nothing_is_left_to_ask() -> None:
    reply = walked("start skip " + " ".join(f"done:{number}" for number in range(2, 8)) + " done").replies[-1]
    assert [choice.intent for choice in reply.choices] == ["talk_to_person", "my_plan", "save_my_place"]


@pytest.mark.parametrize(
    ("moves", "effects"),
    [
        ("go:1 answer:no", ["1"]),
        ("go:2 answer:no", ["2"]),
        ("go:3 answer:no", ["3"]),
        ("go:4 answer:no", []),
        ("go:6 answer:no", []),
        ("go:1 answer:yes", []),
        ("go:1 answer:not_sure", []),
        ("go:1 answer:no back answer:no", []),  # counted once
        ("go:1 answer:yes change answer:no", ["1"]),
    ],
)
def test_not_told_is_counted(moves: str, effects: list[str]) -> None:
    assert walked(moves).effects == tuple(Effect("not_told", {"step": step}) for step in effects)


@pytest.mark.parametrize(
    ("said", "moves", "asked", "answers"),
    [
        ({"eligibility": ADULT}, "go:1 answer:yes", "step_2", {"1": "yes", "chc": "yes"}),
        ({"eligibility": {"answers": {"chc": "no"}}}, "go:1 answer:no next", "step_2", {"1": "no", "chc": "no"}),
        ({"eligibility": {"answers": {"chc": "not_sure"}}}, "go:1 answer:yes", "further_1", {"1": "yes"}),
        ({"options": FINISHED}, "go:2 answer:yes", "step_3", {"2": "yes", "way": "finished"}),
        ({"options": {"answers": {}, "finished": False}}, "go:2 answer:yes", "further_2", {"2": "yes"}),
    ],
)
def test_what_was_said_elsewhere_is_not_asked_again(
    said: dict[str, Any], moves: str, asked: str, answers: dict[str, str]
) -> None:
    result = walked(moves, in_context=context(said))
    assert result.state is not None
    assert (question(result), result.state["answers"]) == (asked, answers)
    if asked != f"further_{result.state['step']}":
        assert "before" in plain(result) or "been through" in plain(result), "it says so"


def test_somebody_who_checked_for_another_person_is_a_helper() -> None:
    result = walked("start", in_context=context({"eligibility": ADULT}))
    assert (question(result), result.state and result.state["start"]) == ("step_1", "helper")
    assert "talked to them" in plain(result)


def test_a_helper_hears_of_the_other_person() -> None:
    for number in range(1, 8):
        asks = walked(f"start answer:helper go:{number}").replies[-1].words
        for register in (asks.plain, asks.simple, asks.sms):
            assert {"they", "them", "their", "They", "Their"} & set(register.replace("?", "").replace(".", "").split())
    assert "you" not in walked("start answer:helper go:3").replies[-1].words.simple.split()


def test_a_professional_hears_what_to_give_and_words_to_say() -> None:
    for number in range(1, 8):
        result = walked(f"start answer:professional go:{number}")
        assert result.replies[-1].words.plain.startswith(f"**Step {number} of 7:")
        assert question(result) == f"step_{number}"
        assert "Say:" in walked(f"start answer:professional go:{number} answer:words").replies[-1].words.plain


def test_trouble_names_reviews_and_complaints() -> None:
    reply = walked("start answer:trouble").replies[-1]
    assert {"ask_question", "complain", "talk_to_person"} <= {choice.intent for choice in reply.choices}
    assert "review" in reply.words.plain


def test_step_2_opens_options_and_step_3_sums() -> None:
    assert {"compare_options", "which_suits_me"} <= {c.intent for c in walked("go:2 answer:no").replies[-1].choices}
    assert {"compare_options", "which_suits_me"} <= {c.intent for c in walked("go:2 answer:yes").replies[-1].choices}
    assert {"work_out_cost", "my_balance"} <= {c.intent for c in walked("go:3 answer:yes").replies[-1].choices}


def test_steps_4_and_5_name_people_and_do_without() -> None:
    for moves in ("go:4 answer:no", "go:4 answer:not_sure"):
        reply = walked(moves).replies[-1]
        assert "Exampleshire Independent Advice" in reply.words.plain
        assert {"Beacon CHC"} <= {contact.name for contact in reply.contacts}
    for option in ("budget_holder", "someone", "yes", "not_now"):
        reply = walked(f"go:5 answer:{option}").replies[-1]
        assert "Exampleshire Budget Holders' Circle, 01632 960005" in reply.words.plain
        introduce = next(choice for choice in reply.choices if choice.intent == "talk_to_person")
        assert introduce.entities["about"].startswith("An introduction to Exampleshire Budget Holders' Circle")
        alone = walked(f"go:5 answer:{option}", in_context=ALONE).replies[-1]
        assert "adviser at Exampleshire Council" in alone.words.plain
        assert "talk_to_person" in {choice.intent for choice in alone.choices}
    assert "bot" in walked("go:5").replies[-1].words.plain


def test_parts_open_one_by_one_and_lead_through() -> None:
    for number, count in ((6, 10), (7, 7)):
        parts = FLOW.walk.steps[number - 1].parts
        assert parts is not None
        assert len(parts.options) == count
        state = state_of(f"start:professional go:{number} answer:all_parts answer:{parts.options[0].key}")
        opened = [state["part"]]
        while question(result := walked("next", state)) == f"part_{number}":
            state = dict(result.state or {})
            opened.append(state["part"])
        assert opened == [option.key for option in parts.options]


def test_words_to_ask_with_do_not_change_the_answer_given() -> None:
    assert state_of("go:1 answer:no answer:help_me_ask")["answers"] == {"1": "no"}


def test_where_tells_the_step_what_is_done_and_what_is_left() -> None:
    result = walked("start skip answer:yes answer:no skip where")
    assert "step 3 of 7" in plain(result)
    assert "Done: 1. Left for later: 2. Still to come: 4, 5, 6, 7." in plain(result)
    assert result.replies[0].table is not None


def test_start_over_forgets_the_answers_but_not_the_beginning() -> None:
    state = state_of("start answer:helper answer:yes answer:no start_over")
    assert (state["step"], state["answers"], state["start"]) == (1, {}, "helper")


def test_more_and_why_say_something_and_lead_back() -> None:
    for kind in ("more", "why"):
        result = walked(f"go:2 {kind}")
        assert len(result.replies) == 2
        assert not result.replies[0].choices
        assert result.replies[0].sources
        labels = [choice.label for choice in result.replies[1].choices]
        assert labels == ["Yes", "No", "Not sure", "Help me ask", "More about this", "Skip for now", "I've done this"]


def test_simpler_says_the_simple_words_on_the_web() -> None:
    assert walked("go:4 simpler").replies[0].words.plain == walked("go:4").replies[0].words.simple


def test_step_7_shows_the_seven_stages_and_promises_no_time() -> None:
    reply = walked("go:7").replies[-1]
    assert reply.table is not None
    assert len(reply.table.rows) == 7
    assert "no national time limit" in reply.words.plain.replace("\n", " ")


OLD: list[dict[str, Any]] = [
    {"step": 2, "phase": "question", "answers": {"1": "yes"}, "done": [1], "said": "yes", "finished": False},
    {"step": 5, "phase": "after", "answers": {"5": "budget_holder"}, "done": [5], "said": "budget_holder",
     "finished": False},
    {"step": 7, "phase": "after", "answers": {"7": "no"}, "done": [7], "said": "no", "finished": False},
    {"step": 7, "phase": "question", "answers": {"7": "yes"}, "done": [7], "said": "yes", "finished": True},
    {"step": 3, "phase": "resume", "answers": {"1": "no"}, "done": [1], "said": "no", "finished": False},
]  # fmt: skip


@pytest.mark.parametrize("old", OLD)
def test_states_of_before_still_go_on(old: dict[str, Any]) -> None:
    for move in moves_in(old):
        result = FLOW.move(old, move, CONTEXT)
        assert result.state is not None
        assert result.replies[-1].choices
        if move.kind not in ("start_over", "answer", "start"):
            assert result.state["answers"].items() >= old["answers"].items()


@cache
def moves_made() -> list[tuple[Any, Move, FlowResult]]:
    return [*every_turn()]


def turns() -> list[FlowResult]:
    return [result for _, _, result in moves_made()]


def test_every_phase_is_reached() -> None:
    reached = Counter(str(result.state["phase"]) for result in turns() if result.state)
    assert set(reached) == {"start", "question", "further", "after", "list", "part", "which", "resume"}


def test_no_move_leaves_a_dead_end() -> None:
    """From every kind of state, every move says something and leaves a way on."""
    for before, move, result in moves_made():
        assert result.replies, (before, move)
        assert result.replies[-1].choices, (before, move)
        assert json.loads(json.dumps(result.state)) == result.state
        if result.pending:
            labels = [choice.label for choice in result.replies[-1].choices]
            assert result.pending.options[0].label == labels[0], (before, move)


def test_all_values_are_filled() -> None:
    for result in [*turns(), *(result for _, _, result in every_turn(ALONE))]:
        for reply in result.replies:
            assert "{" not in "".join(vars(reply.words).values())
            assert not any("{" in text for choice in reply.choices for text in choice.entities.values())


def test_a_person_is_within_two_choices() -> None:
    """From whatever is offered last: a choice that asks for a person, or one that leads to such a choice."""
    for result in turns():
        assert _offers_a_person(result) or any(
            _offers_a_person(FLOW.move(result.state, move, CONTEXT)) for move in _taps(result)
        ), kind_of(result.state or {})


def _offers_a_person(result: FlowResult) -> bool:
    return any(choice.intent in ("talk_to_person", "complain") for choice in result.replies[-1].choices)


def _taps(result: FlowResult) -> list[Move]:
    kinds = {"give_answer": "answer", "go_to_step": "go", "skip": "skip", "tell_more": "more", "mark_done": "done"}
    return [
        Move(kinds[choice.intent], option=choice.entities.get("option"))  # type: ignore[arg-type]
        for choice in result.replies[-1].choices
        if choice.intent in kinds
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=40), st.booleans())
def test_random_walks_never_stick(picks: list[int], knows: bool) -> None:
    """Whatever is done in whatever order: a way on, plain data, answers kept until they are changed or begun anew."""
    where = context({"eligibility": ADULT, "options": FINISHED} if knows else {})
    state: dict[str, Any] | None = None
    for pick in picks:
        moves = moves_in(state, where)
        move = moves[pick % len(moves)]
        result = FLOW.move(state, move, where)
        assert result.replies[-1].choices
        after = json.loads(json.dumps(result.state))
        assert after == result.state
        assert after["step"] in range(1, 8)
        begun_anew = move.kind in ("start_over", "start") or (move.kind, move.option) == ("answer", "start_again")
        if state is not None and not begun_anew and after["start"] == state["start"]:
            assert set(after["answers"]) >= set(state["answers"])
            assert set(after["done"]) >= set(state["done"])
        state = after
    for _ in range(40):  # going on always comes to the end
        if state and state["finished"]:
            break
        state = dict(FLOW.move(state, Move("next"), where).state or {})
    assert state
    assert state["finished"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("step 3", 3), ("go to step 5", 5), ("stpe 3", 3), ("step4", 4), ("step number 2", 2), ("setp six", 6),
        ("the third step", 3), ("the last step", 7), ("I've done step three", 3), ("go to 5", 5), ("5", 5),
        ("the money step", 3), ("the one about people", 5), ("skip to employing", 6), ("skip to emploing", 6),
        ("go to how much mony", 3), ("the pitfalls", 7), ("back to my options", 2), ("the advocate bit", 4),
        ("start the steps", None), ("7 steps", None), ("the seven steps", None), ("what are the steps", None),
        ("step 9", None), ("step by step", None), ("next step", None), ("skip this step", None), ("stop", None),
        ("money or people", None), ("do the steps with me", None), ("", None),
    ],
)  # fmt: skip
def test_which_step_a_text_names(text: str, number: int | None) -> None:
    assert read_step(text, FLOW.walk.steps) == number


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("whats left", "where_was_i"), ("What's left?", "where_was_i"), ("what is left to do", "where_was_i"),
        ("step 3", "go_to_step"), ("go to step 5 please", "go_to_step"), ("skip to stpe 4", "go_to_step"),
        ("the third step", "go_to_step"), ("ive done step 3", "mark_done"), ("done step two", "mark_done"),
        ("what happens in step 3?", None), ("step 3 says that i should be told but nobody told me", None),
        ("how much is left", None), ("i did not do step 3", None),
        ("not step 3", None), ("yes", None), ("3", None), ("next step", None), ("skip this step", None),
    ],
)  # fmt: skip
def test_what_can_only_be_about_the_walk(text: str, act: str | None) -> None:
    assert read_act(text) == act


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("ive been offered a budget what now", "offered"),
        ("I help my mum with this, where do we start?", "helper"),
        ("we have one and it goes wrong, walk me through", "trouble"),
        ("im a social worker, take me through the steps", "professional"),
        ("I've just heard of it, walk me through", "just_heard"),
        ("i look after my mum, can you take me through it", "helper"),
        ("walk me through it", None),
        ("start the steps", None),
    ],
)
def test_how_somebody_comes_to_the_walk(text: str, start: str | None) -> None:
    assert FLOW.beginning(text) == start


def test_the_day_on_which_a_step_was_done_is_noted_once() -> None:
    first = walked("start answer:just_heard answer:yes done:3").state
    assert first is not None
    assert first["done_on"] == {"1": "2026-11-25", "3": "2026-11-25"}
    late_in_the_evening = replace(CONTEXT, now=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))  # already 1 July in London
    again = walked("go:1 answer:no done:2", first, late_in_the_evening).state
    assert again is not None
    assert again["done_on"] == {"1": "2026-11-25", "2": "2026-07-01", "3": "2026-11-25"}


def test_going_on_is_no_yes_unless_the_question_takes_it_for_an_answer() -> None:
    yes, ready = Option("yes", "Yes"), Option("yes", "Next step", ("go on", "carry on"))
    asked = [
        (text, read_act(text, (yes,))) for text in ("go on", "Carry on please", "ok continue", "go on then", "yes")
    ]
    assert [act for _, act in asked] == ["next_step", "next_step", "next_step", "next_step", None]
    assert read_act("go on", (ready,)) is None


def test_who_says_again_how_they_come_to_it_begins_that_way() -> None:
    assert step_move(FLOW, "change_answer", "i have one and it goes wrong", Move("change")) == Move("start", "trouble")
    assert step_move(FLOW, "change_answer", "change step 2", Move("change")) == Move("change", "2")
