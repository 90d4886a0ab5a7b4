"""All paths through the eligibility check: each leads somewhere, none contradicts itself, each reason has its facts."""

import json
import random
from typing import Any

import numpy as np
import pytest

from common.replies import Reply
from common.settings import LocalSchemes
from knowledge.eligibility_table import NOT_SURE, Case, Route
from knowledge.evidence import load_facts
from knowledge.flow import FlowContext, Move
from tests.policy.eligibility_paths import (
    CHECK,
    CONTEXT,
    FLOW,
    KNOWLEDGE,
    NO_CASE,
    Mask,
    all_outcomes,
    all_paths,
    different_outcomes,
    found_on,
)

MOST_QUESTIONS = 9
NATIONS = ("scotland", "wales", "northern_ireland", "other_nation")
FULL_NHS_CARE = ("chc", "fast_track", "chc_decision", "chc_review", "chc_checklist")
FOR_ADULTS = (*FULL_NHS_CARE, "council", "carer", "maternity")
FOR_CHILDREN = ("childrens_care", "turning_18", "ehc_plan", "parent_carer", "young_carer")
OFFERS = ("learning_disability", "mental_health", "maternity", "discharge", "long_term", "one_off")
CASES = [
    pytest.param(route, case, id=f"{route.id}-{n}") for route in CHECK.routes for n, case in enumerate(route.cases)
]


def shown(*routes: str) -> Mask:
    """The paths on which at least one of these routes is shown."""
    return np.any([all_outcomes()[route] != NO_CASE for route in routes], axis=0)


def how_many(*routes: str) -> Any:
    """How many of these routes are shown on each path."""
    return np.sum([all_outcomes()[route] != NO_CASE for route in routes], axis=0)


def said(question: str, *options: str) -> Mask:
    """The paths on which one of these options was taken."""
    return all_paths().took(question, *options)


EVERY_ROUTE = tuple(route.id for route in CHECK.routes)
NEVER = {
    "an adult's route for a child": lambda: shown(*FOR_ADULTS) & said("who", "child"),
    "a child's route for an adult": lambda: shown(*FOR_CHILDREN) & ~said("who", "child"),
    "turning 18 for somebody who is not 16 or 17": lambda: shown("turning_18") & ~said("age", "age_16_17"),
    "English rights outside England": lambda: (
        said("who", "elsewhere") & shown(*(route for route in EVERY_ROUTE if route not in NATIONS))
    ),
    "another nation in England": lambda: shown(*NATIONS) & ~said("who", "elsewhere"),
    "two nations": lambda: how_many(*NATIONS) > 1,
    "two stages of full NHS care": lambda: how_many(*FULL_NHS_CARE) > 1,
    "full NHS care in place and help from the council": lambda: shown("council") & said("chc", "yes"),
    "a Checklist where Fast Track was mentioned": lambda: shown("chc_checklist") & said("chc_stage", "fast_track"),
    "more than Fast Track, help with the money and a person": lambda: (
        said("chc_stage", "fast_track")
        & shown(*({*EVERY_ROUTE} - {"fast_track", "private", "acting", "other_ways", "carer", "local"}))
    ),
    "acting for somebody who can decide": lambda: (
        shown("acting") & (said("own_say", "self") | said("their_say", "self") | said("young_say", "self"))
    ),
    "other ways for somebody who was told nothing": lambda: (
        shown("other_ways")
        & ~(said("own_say", "told_no") | said("their_say", "told_no") | said("young_say", "told_no"))
    ),
    "a local offer that was not picked": lambda: shown(*OFFERS) & ~(
        said("local", "learning_disability", "mental_health", "maternity", "discharge", "long_term")
        | said("child_needs", "learning_disability", "mental_health", "discharge", "long_term")
    ),
    "a parent's route for a young carer": lambda: shown("parent_carer") & shown("young_carer"),
    "a private talk for somebody who did not ask": lambda: (
        shown("private") & ~(said("who", "private") | said("own_say", "other"))
    ),
    "questions after asking for a private way": lambda: (
        said("who", "private") & (all_paths().questions_asked() > 1)
    ),
    "no word on local offers in England": lambda: ~shown("local") & ~said("who", "elsewhere"),
}  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_no_path_shows(name: str) -> None:
    wrong = np.flatnonzero(NEVER[name]())
    assert [all_paths().answers(int(row)) for row in wrong[:3]] == []


ALWAYS_FIRST = [
    ("chc", "yes", "chc"),
    ("chc_stage", "fast_track", "fast_track"),
    ("chc_stage", "waiting", "chc_decision"),
    ("chc_stage", "checklist", "chc_checklist"),
    ("chc_stage", "turned_down", "chc_review"),
    ("childrens_care", "yes", "childrens_care"),
    ("aftercare", "yes", "aftercare"),
    ("wheelchair", "yes", "wheelchair"),
    ("ehc_plan", "yes", "ehc_plan"),
    ("council", "gets_help", "council"),
    ("council", "needs_help", "council"),
    ("carer", "yes", "carer"),
    ("family", "parent", "parent_carer"),
    ("family", "young_carer", "young_carer"),
    ("their_say", "cannot", "acting"),
    ("own_say", "told_no", "other_ways"),
    ("own_say", "other", "private"),
    ("who", "private", "private"),
    ("nation", "wales", "wales"),
]


@pytest.mark.parametrize(("question", "option", "route"), ALWAYS_FIRST)
def test_whoever_says_so_is_shown_the_route_among_the_first(question: str, option: str, route: str) -> None:
    firsts = [n for n, case in enumerate(_route(route).cases) if case.worth == "first"]
    assert np.isin(all_outcomes()[route][said(question, option)], firsts).all()


def _route(route_id: str) -> Route:
    return next(route for route in CHECK.routes if route.id == route_id)


def test_every_path_leads_to_a_route_and_asks_no_more_than_nine_questions() -> None:
    assert all_paths().count > 500_000
    assert shown(*EVERY_ROUTE).all()
    asked = all_paths().questions_asked()
    assert (asked.min(), asked.max()) == (1, MOST_QUESTIONS)
    assert CHECK.most({}) == MOST_QUESTIONS


def test_every_question_is_asked_and_every_case_happens() -> None:
    assert all((column >= 0).any() for column in all_paths().columns.values())
    never = [
        f"{route.id}-{n}"
        for route in CHECK.routes
        for n in range(len(route.cases))
        if not (all_outcomes()[route.id] == n).any()
    ]
    assert never == []


def test_an_answer_that_makes_others_pointless_makes_it_short() -> None:
    asked = all_paths().questions_asked()
    for question, option, most in (("chc_stage", "fast_track", 5), ("chc", "yes", 6), ("who", "elsewhere", 2)):
        assert asked[said(question, option)].max() <= most


def test_the_flow_and_the_columns_agree() -> None:
    rows = random.Random(3).sample(range(all_paths().count), 4000)
    for row in rows:
        answers = all_paths().answers(row)
        assert [question.id for question in CHECK.path(answers)] == [*answers]
        assert CHECK.given(answers) == answers
        assert [(route.id, case) for route, case in CHECK.found(answers)] == [(r.id, case) for r, case in found_on(row)]


def test_no_route_is_named_twice_on_a_path() -> None:
    labels = [route.label for route in CHECK.routes]
    assert len(set(labels)) == len(labels)
    for row in different_outcomes()[::50]:
        routes = [route.id for route, _ in found_on(row)]
        assert len(set(routes)) == len(routes)


@pytest.mark.parametrize(("route", "case"), CASES)
def test_each_reason_has_facts_that_are_there_and_not_of_low_confidence(route: Route, case: Case) -> None:
    facts = load_facts(KNOWLEDGE)
    assert case.facts
    assert all(facts[fact].confidence != "low" for fact in case.facts)
    assert set(case.facts) <= set(route.facts)
    assert any(facts[fact].basis != "K" for fact in route.facts), "a route rests on more than somebody's knowledge"


@pytest.mark.parametrize(("route", "case"), CASES)
def test_each_reason_says_what_was_answered(route: Route, case: Case) -> None:
    """ "Not sure" is said of those who are not sure, and of nobody else."""
    text = case.reason.plain
    assert text.startswith("- **")
    unsure = any(options <= {NOT_SURE, "skip"} and NOT_SURE in options for options in case.when.values())
    assert ("not sure" in text) == unsure
    assert case.worth != "first" or not unsure or route.alone


class SomebodyWhoWavers:
    """Answers in any order, changes answers, asks why, leaves and comes back; ends with the answers in `wanted`."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.wanted = {q.id: self.dice.choice(q.options).key for q in CHECK.questions}
        self.state: Any = None

    def does(self, kind: str, option: str | None = None) -> Reply:
        """Take a move; the state is kept as casework would, as JSON."""
        result = FLOW.move(self.state, Move(kind, option=option), CONTEXT)  # type: ignore[arg-type]
        self.state = json.loads(json.dumps(result.state))
        return result.replies[-1]

    def answers_straight(self) -> Reply:
        """From the first question to the last."""
        reply = self.does("start")
        while not self.state["finished"]:
            reply = self.does("answer", self.wanted[self.state["at"]])
        return reply

    def answers_somehow(self) -> Reply:
        """With detours, and then with every wrong answer put right, the last ones first as often as not."""
        self.does("start")
        for _ in range(200):
            self._wander()
            wrong = [key for key, answer in self.state["answers"].items() if answer != self.wanted[key]]
            if self.state["finished"] and not wrong:
                return self.does("repeat")
            if self.state["finished"]:
                key = self.dice.choice(wrong)
                self.does("change", key)
                self.does("answer", self.wanted[key])
        raise AssertionError("never done")

    def _wander(self) -> None:
        while not self.state["finished"]:
            if self.state["at"] == "resume":
                self.does("answer", "yes")
                continue
            turn = self.dice.random()
            if turn < 0.25:
                self.does(self.dice.choice(["why", "more", "where", "simpler", "repeat", "start", "back"]))
            elif turn < 0.3:
                self.does("answer", "purple")
            elif turn < 0.35 and self.state["answers"]:
                self.does("change", self.dice.choice([*self.state["answers"]]))
            elif turn < 0.5:
                self.does("answer", self.dice.choice(CHECK.question(self.state["at"]).options).key)
            else:
                self.does("answer", self.wanted[self.state["at"]])


@pytest.mark.parametrize("seed", range(200))
def test_the_same_answers_lead_to_the_same_result_whatever_the_order(seed: int) -> None:
    straight, wavering = SomebodyWhoWavers(seed), SomebodyWhoWavers(seed)
    assert wavering.answers_somehow() == straight.answers_straight()
    assert wavering.state["answers"] == straight.state["answers"]
    assert wavering.does("why") == straight.does("why")


def test_every_local_scheme_has_its_route_and_its_setting() -> None:
    assert {route.scheme for route in CHECK.routes} - {""} == set(LocalSchemes.__fields__)


def test_a_scheme_that_is_switched_on_changes_the_words_and_not_the_routes() -> None:
    state = {"at": "result", "answers": {"who": "me", "local": "maternity"}, "finished": True}
    on = FlowContext(CONTEXT.now, "web", CONTEXT.values, frozenset({"maternity_budgets"}))
    off = FLOW.move({**state, "at": "how", "route": "maternity"}, Move("repeat"), CONTEXT).replies[0]
    here = FLOW.move({**state, "at": "how", "route": "maternity"}, Move("repeat"), on).replies[0]
    assert "depends on where you live" in off.words.plain
    assert "NHS Exampleshire Integrated Care Board offers this" in here.words.plain
    for words in (off.words, here.words):
        assert "not a legal right" in words.plain
