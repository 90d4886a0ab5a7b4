"""Answers about a person's own budgets: which budget is meant, what is said of it, and the ways on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from common.budgets import Budget
from common.days import day_in_words
from common.money import in_pounds
from common.replies import Choice, Reply, Words
from knowledge.balance_ahead import of_affording, of_lasting, of_unusual
from knowledge.balance_content import BalanceWords, Line
from knowledge.balance_replies import (
    Asked,
    Said,
    known_amount,
    of_a_fault,
    of_agreed,
    of_balance,
    of_less,
    of_part,
    of_payments,
    of_spending,
    of_taking_back,
)
from knowledge.balance_table import chart_of, table_of
from knowledge.balance_topic import Kind, Topic

INTENT = "my_balance"
TOPIC = "topic"
"""The entity of a choice: the topic that it asks, as `Topic.to_text` writes it."""
PERSON = "talk_to_person"

_ANSWERS: dict[Kind, Callable[[Asked], Said]] = {
    "balance": of_balance,
    "paid": of_payments,
    "contribution": of_part,
    "why_less": of_less,
    "take_back": of_taking_back,
    "spent_in": of_spending,
    "afford": of_affording,
    "lasts": of_lasting,
    "unusual": of_unusual,
    "agreed": of_agreed,
    "weekly": of_agreed,
    "wrong": of_a_fault,
}
_WAYS_ON: dict[str, tuple[Kind, ...]] = {
    "direct_payment": ("paid", "spent_in", "lasts"),
    "third_party": ("balance", "wrong"),
    "notional": ("balance", "wrong"),
}
_MOST_WAYS_ON = 3


@dataclass(frozen=True)
class Answer:
    """What is said, and what was asked in the end: with the number of the budget that it was about, if it was one."""

    reply: Reply
    topic: Topic


class BalanceAnswers:
    """Says what records say. Holds words only, no record."""

    def __init__(self, words: BalanceWords) -> None:
        self.words = words

    @staticmethod
    def load(folder: Path) -> "BalanceAnswers":
        """With the words of knowledge/balance. Raises ContentError (file, line, problem, mend)."""
        return BalanceAnswers(BalanceWords.load(folder))

    def plainly(self, key: str, **values: str) -> Words:
        """A saying that is about no budget (not_shown, not_by_text, shown_here)."""
        return self.words.say(key, {**self.words.names["self"], **values})

    def with_a_person(self, words: Words) -> Reply:
        """Words with a person as the way on."""
        return Reply(words=words, choices=(self._person(),))

    def answer(
        self,
        budgets: Sequence[Budget],
        topic: Topic,
        before: int | None,
        speaking_as: str,
        today: date,
        fresh_days: int,
    ) -> Answer:
        """The reply to a question about somebody's budgets, of which there is at least one.

        before: the number (from 1) of the budget that was spoken of last; speaking_as: `self` or `representative`;
        today: in London; fresh_days: how old a record may be to look ahead from.
        """
        chosen = _chosen(budgets, topic, before, today)
        if chosen is None:
            return Answer(self._overview(budgets, topic, speaking_as), topic)
        budget = budgets[chosen - 1]
        asked = Asked(self.words, budget, topic, today, fresh_days)
        values = self.words.of(budget, speaking_as)
        if len(budgets) == 1 and topic.which == "other":
            return Answer(self._with_ways(self.words.say("no_other", values), topic, ("balance",)), Topic(which="1"))
        kind: Kind = "balance" if topic.kind == "which_budget" else topic.kind
        said = _ANSWERS[kind](asked)
        words = self.words.say(said.key, {**values, **said.values}, said.lines)
        ways = [way for way in _WAYS_ON[budget.holding] if way != kind]
        settled = replace(topic, kind=kind, which=str(chosen))
        reply = self._with_ways(words, settled, ways, has_other=len(budgets) > 1)
        if not said.is_short:
            reply = replace(
                reply, table=table_of(self.words, budget, values), chart=chart_of(self.words, budget, values)
            )
        return Answer(reply, settled)

    def _overview(self, budgets: Sequence[Budget], topic: Topic, speaking_as: str) -> Reply:
        lines = []
        for number, budget in enumerate(budgets, 1):
            values, known = self.words.of(budget, speaking_as), known_amount(budget)
            own = {**values, "number": str(number), "as_of": day_in_words(budget.as_of)}
            if known is None:
                lines.append(Line("of_several_unknown", own))
                continue
            name, pence = known
            per = self.words.names["per"][budget.agreed_per]
            lines.append(Line(f"of_several_{name}", {**own, name: in_pounds(pence), "per": per}))
        values = {**self.words.names[speaking_as], "count": str(len(budgets))}
        words = self.words.say("several", values, lines, follow=False)
        kind: Kind = "balance" if topic.kind == "which_budget" else topic.kind
        choices = tuple(
            Choice(
                f"{number}: {self.words.of(budget, speaking_as)['Label_short']}",
                INTENT,
                {TOPIC: replace(topic, kind=kind, which=str(number)).to_text()},
            )
            for number, budget in enumerate(budgets, 1)
        )
        return Reply(words=words, choices=(*choices, self._person()))

    def _with_ways(self, words: Words, topic: Topic, ways: Sequence[Kind], has_other: bool = False) -> Reply:
        names = self.words.names["choices"]
        choices = [Choice(names[way], INTENT, {TOPIC: Topic(way, which=topic.which).to_text()}) for way in ways]
        other = [Choice(names["other"], INTENT, {TOPIC: Topic(which="other").to_text()})] if has_other else []
        return Reply(words=words, choices=(*choices[: _MOST_WAYS_ON - len(other)], *other, self._person()))

    def _person(self) -> Choice:
        return Choice(self.words.names["choices"]["person"], PERSON)


def _chosen(budgets: Sequence[Budget], topic: Topic, before: int | None, today: date) -> int | None:
    """The number of the budget that is meant, from 1; None where more than one may be."""
    numbers = range(1, len(budgets) + 1)
    current = [number for number in numbers if _is_current(budgets[number - 1], today)]
    if topic.which and topic.which.isdigit():
        return min(int(topic.which), len(budgets))
    if topic.which == "other":
        others = [number for number in numbers if number != before]
        return 1 if len(budgets) == 1 else others[0] if before and len(others) == 1 else None
    if topic.kind == "which_budget" and len(budgets) > 1:
        return None
    fitting = [number for number in numbers if topic.which is None or _fits(budgets[number - 1], topic.which)]
    if topic.which is None and before in numbers:
        return before
    narrowed = [number for number in fitting if number in current] or fitting
    return narrowed[0] if len(narrowed) == 1 else None


def _is_current(budget: Budget, today: date) -> bool:
    return budget.starts_on <= today and (budget.ends_on is None or today <= budget.ends_on)


def _fits(budget: Budget, which: str) -> bool:
    """Joint money is the NHS's and the council's."""
    if which in ("nhs", "council"):
        return budget.funder in (which, "joint")
    return budget.holding == which
