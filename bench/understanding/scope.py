"""Messages that belong elsewhere: how many got an answer all the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.understanding.assistant import Assistant
from bench.understanding.sets import Elsewhere, mark_of
from bench.understanding.turns import Said
from bench.understanding.verdicts import is_answered
from bot.nlu.decision import ELSEWHERE
from bot.nlu.tuning import ALIKE
from common.outcomes import Outcome

HERE = "england"

REFER_ON = frozenset({*ALIKE[ELSEWHERE], "benefits-advice"})
"""Answers that say "not here" and where else to turn. So do those about other nations, which are not listed."""


@dataclass(frozen=True)
class Turned:
    """A message from elsewhere, and what became of it."""

    message: Elsewhere
    said: Said
    refers_on: bool = False
    """Whether the answer given is one that says where else to turn."""

    @property
    def is_answered(self) -> bool:
        """Whether a reviewed answer was given."""
        return is_answered(self.said)

    @property
    def is_wrong(self) -> bool:
        """Whether that answer was a wrong one: all are, but those that say where else to turn."""
        return self.is_answered and not self.refers_on

    @property
    def is_offered(self) -> bool:
        """Whether answers were offered to choose from."""
        return self.said.outcome == Outcome.CLARIFIED

    @property
    def mark(self) -> str:
        """A name for the message that does not show it."""
        return mark_of(self.message.text)


def ask(assistant: Assistant, messages: Sequence[Elsewhere], step: Callable[[], None]) -> list[Turned]:
    """Say them all; `step` is called after each."""
    answers = assistant.running.services.search.content.answers
    refer_on = REFER_ON | {id for id, answer in answers.items() if HERE not in answer.nations}
    turned = []
    for message in messages:
        said = assistant.says(message.text)
        turned.append(Turned(message, said, bool(refer_on.intersection(said.answers))))
        step()
    return turned
