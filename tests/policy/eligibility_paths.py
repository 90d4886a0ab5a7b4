"""Every way through the eligibility check at once: one row a path, one column a question, worked out with numpy.

It is a second reading of the table, written apart from knowledge/eligibility_table.py; a test compares the two.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.eligibility import EligibilityFlow
from knowledge.eligibility_table import WORTHS, Condition, DecisionTable, Found, Route
from knowledge.flow import FlowContext

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FLOW = EligibilityFlow.load(KNOWLEDGE / "eligibility")
CHECK = FLOW.check
CONTEXT = FlowContext(
    now=datetime(2026, 11, 25, 12, tzinfo=UTC),
    channel="web",
    values={"council": "Exampleshire Council", "icb_name": "NHS Exampleshire Integrated Care Board"},
)
NOT_ASKED = -1
NO_CASE = -1

Mask = NDArray[np.bool_]
Column = NDArray[np.int8]


@dataclass
class Paths:
    """All paths. columns: by question, the number of the option taken on each path, or NOT_ASKED."""

    table: DecisionTable
    columns: dict[str, Column]
    count: int = 1

    @staticmethod
    def of(table: DecisionTable) -> "Paths":
        """Goes through the questions in order: a path on which one is asked becomes as many as it has options."""
        paths = Paths(table, {})
        for question in table.questions:
            asked = paths.holds(question.asked_if) & ~paths.touches(question.unless)
            times = np.where(asked, len(question.options), 1)
            first = np.repeat(np.cumsum(times) - times, times)
            paths.count = int(times.sum())
            taken = np.where(np.repeat(asked, times), np.arange(paths.count) - first, NOT_ASKED).astype(np.int8)
            paths.columns = {key: np.repeat(column, times) for key, column in paths.columns.items()}
            paths.columns[question.id] = taken
        return paths

    def questions_asked(self) -> NDArray[np.int64]:
        """How many questions are asked on each path."""
        return np.sum([column != NOT_ASKED for column in self.columns.values()], axis=0)

    def took(self, question: str, *options: str) -> Mask:
        """On which paths one of these options was taken."""
        keys = [option.key for option in self.table.question(question).options]
        return np.isin(self.columns[question], [keys.index(option) for option in options])

    def holds(self, condition: Condition) -> Mask:
        """On which paths a condition holds."""
        found = np.ones(self.count, dtype=bool)
        for question, options in condition.items():
            found &= self.took(question, *options)
        return found

    def touches(self, condition: Condition) -> Mask:
        """On which paths at least one part of a condition holds."""
        found = np.zeros(self.count, dtype=bool)
        for question, options in condition.items():
            found |= self.took(question, *options)
        return found

    def outcomes(self) -> dict[str, Column]:
        """By route, the number of the case that is shown on each path. A route that is alone hides the others."""
        cases = {route.id: self._cases(route) for route in self.table.routes}
        alone = np.zeros(self.count, dtype=bool)
        for route in self.table.routes:
            alone |= (cases[route.id] != NO_CASE) & route.alone
        for route in self.table.routes:
            if not route.alone:
                cases[route.id][alone] = NO_CASE
        return cases

    def _cases(self, route: Route) -> Column:
        found = np.full(self.count, NO_CASE, dtype=np.int8)
        for number, case in reversed([*enumerate(route.cases)]):
            found[self.holds(case.when)] = number
        return found

    def answers(self, row: int) -> dict[str, str]:
        """The answers of one path, as the flow keeps them."""
        taken = {question.id: int(self.columns[question.id][row]) for question in self.table.questions}
        return {
            question.id: question.options[taken[question.id]].key
            for question in self.table.questions
            if taken[question.id] != NOT_ASKED
        }


@cache
def all_paths() -> Paths:
    """All paths through the check."""
    return Paths.of(CHECK)


@cache
def all_outcomes() -> dict[str, Column]:
    """What all paths lead to."""
    return all_paths().outcomes()


def found_on(row: int) -> Found:
    """The routes of a path in the order in which they are shown."""
    numbers = {route: int(cases[row]) for route, cases in all_outcomes().items()}
    found = [(route, route.cases[numbers[route.id]]) for route in CHECK.routes if numbers[route.id] != NO_CASE]
    return sorted(found, key=lambda each: WORTHS.index(each[1].worth))


@cache
def different_outcomes() -> list[int]:
    """One path for each different outcome: the routes found, with their cases."""
    code = np.zeros(all_paths().count, dtype=np.int64)
    for route in CHECK.routes:
        code = code * (len(route.cases) + 1) + (all_outcomes()[route.id] + 1)
    _, rows = np.unique(code, return_index=True)
    return [int(row) for row in rows]
