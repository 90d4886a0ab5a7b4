"""What the guided conversations came to, once they are finished: routes to ask about, ways to hold the money, sums.

States may be old: one that a conversation no longer knows is passed over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from common.replies import Words
from knowledge.eligibility_content import Check
from knowledge.eligibility_place import is_known
from knowledge.eligibility_table import Route
from knowledge.flow import FlowContext
from knowledge.guided import RESULT
from knowledge.letters import Letter
from knowledge.options_guide import OptionsFlow, money_of
from knowledge.plan_content import PlanWords
from knowledge.step_content import Walk
from knowledge.sums import SumsFlow

_PAGE = "/sums"


@dataclass(frozen=True)
class PlanContent:
    """What a plan is made from: its own words and those of the guided conversations."""

    words: PlanWords
    walk: Walk
    check: Check
    options: OptionsFlow
    sums: SumsFlow

    @property
    def letters(self) -> Mapping[str, Letter]:
        """All letters by id."""
        return self.check.letters


def routes_in(content: PlanContent, state: Mapping[str, Any] | None, with_private: bool) -> tuple[Route, ...]:
    """The routes of a check that was finished; what is private only for who asks for it."""
    if not state or not state.get("finished") or not is_known(content.check, state):
        return ()
    found = (route for route, _ in content.check.found(state["answers"]))
    return tuple(route for route in found if with_private or route.id not in content.words.private_routes)


def ways_in(content: PlanContent, state: Mapping[str, Any] | None) -> str:
    """The ways to hold the money that the guide led to, in words; empty before its result."""
    options = content.options
    if not state or not state.get("finished") or not options.is_known(state):
        return ""
    answers = state["answers"]
    return " or ".join(_names(options, answers))


def _names(options: OptionsFlow, answers: Mapping[str, str]) -> Iterator[str]:
    for each in options.suits.found(answers):
        name = options.comparison.values(each.suit.way, money_of(answers))["name"]
        yield f"{'an' if name[0] in 'aeiou' or name.startswith('NHS') else 'a'} {name}"


def sums_in(content: PlanContent, state: Mapping[str, Any] | None, context: FlowContext) -> tuple[Words, ...]:
    """What the last sum came to, at today's rates; empty before its result."""
    if not state or not state.get("finished") or not content.sums.is_known(state):
        return ()
    said = content.sums.shown(RESULT, state["answers"], context).words
    return (Words(plain=_on_paper(said.plain), simple=_on_paper(said.simple)),)


def _on_paper(text: str) -> str:
    """Without the line that leads to the page of the sums, and without empty ones."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip() and _PAGE not in line)
