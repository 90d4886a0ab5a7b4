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

SAY_SO = frozenset(ALIKE[ELSEWHERE])
"""Answers that themselves say where else to turn: they are no wrong ones."""


@dataclass(frozen=True)
class Turned:
    """A message from elsewhere, and what became of it."""

    message: Elsewhere
    said: Said

    @property
    def is_answered(self) -> bool:
        """Whether a reviewed answer was given."""
        return is_answered(self.said)

    @property
    def is_wrong(self) -> bool:
        """Whether that answer was a wrong one: all are, but those that say where else to turn."""
        return self.is_answered and not set(self.said.answers) & SAY_SO

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
    turned = []
    for message in messages:
        turned.append(Turned(message, assistant.says(message.text)))
        step()
    return turned
