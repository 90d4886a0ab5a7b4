"""The walk through the seven steps as a plan reads it: answers, what is still to ask, days on which steps were done."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.replies import Words
from knowledge.flow_words import fill, fill_text
from knowledge.step_content import HELP_ME_ASK, Step, Walk
from knowledge.step_state import words_for

_QUOTED = re.compile(r'"[^"]+"')


@dataclass(frozen=True)
class Steps:
    """A state of the walk, read. Whatever in it the walk does not know (it may be old) is passed over."""

    walk: Walk
    state: Mapping[str, Any]

    @property
    def is_begun(self) -> bool:
        """Whether anything was answered, skipped or done."""
        return bool(self._answers or self._done or self.is_finished or self._number > 1)

    @property
    def is_finished(self) -> bool:
        """Whether the end was reached."""
        return bool(self.state.get("finished"))

    @property
    def at(self) -> int | None:
        """The number of the step that the person is at; None at the end."""
        return None if self.is_finished else self._number

    def answer(self, step: Step) -> str:
        """What was said at a step, as its button had it; empty when nothing was."""
        given = self._answers.get(str(step.number))
        return next((option.label for option in step.options if option.key == given), "")

    def is_done(self, step: Step) -> bool:
        """Whether the step was answered, or the person said that it is done."""
        return step.number in self._done

    def is_behind(self, step: Step) -> bool:
        """Whether the person left a step out."""
        skipped = self.state.get("skipped")
        left_out = step.number in skipped if isinstance(skipped, list) else step.number < self._number
        return (self.is_finished or left_out) and not self.is_done(step)

    def ask_about(self, step: Step) -> str:
        """What there is still to ask about, in a few words."""
        return fill_text(step.ask_about, self._spoken)

    def question(self, step: Step) -> str:
        """The question of a step in a few words: its simple words, without the line that says where we were."""
        return fill_text(_questions_of(step.question.words.simple), self._spoken)

    @property
    def to_ask(self) -> tuple[Step, ...]:
        """The steps that are still to ask about: answered so, or left out on the way."""
        return tuple(step for step in self.walk.steps if self._is_to_ask(step))

    def words_to_ask(self, step: Step) -> Words:
        """The questions that the step gives to ask with, as quoted there; empty where it gives none."""
        reaction = step.reactions.get(HELP_ME_ASK)
        if reaction is None:
            return Words(plain="")
        said = fill(reaction.says.words, self._spoken)
        return Words(plain=" ".join(_quoted(said.plain)), simple="\n".join(_quoted(said.simple)))

    @property
    def further(self) -> tuple[tuple[str, str], ...]:
        """What was said to the second questions of steps: pairs of the question in a few words and the answer."""
        found = []
        for step in self.walk.steps:
            asked = step.further.asked if step.further else None
            given = self._answers.get(step.further.id) if step.further else None
            label = next((option.label for option in asked.options if option.key == given), "") if asked else ""
            if asked and label:
                found.append((fill_text(_questions_of(asked.ask.words.simple), self._spoken), label))
        return tuple(found)

    @property
    def done_on(self) -> tuple[tuple[Step, date], ...]:
        """The days on which steps were done, where the walk noted them (ISO days by step in `done_on`)."""
        days = self.state.get("done_on")
        noted = days if isinstance(days, Mapping) else {}
        found = ((step, _day(noted.get(str(step.number)))) for step in self.walk.steps)
        return tuple((step, day) for step, day in found if day is not None)

    def _is_to_ask(self, step: Step) -> bool:
        reaction = step.reactions.get(self._answers.get(str(step.number), ""))
        if reaction is not None:
            return reaction.to_ask
        return self.is_behind(step)

    @property
    def _spoken(self) -> Mapping[str, str]:
        """How the person with the budget is spoken of."""
        return words_for(str(self.state.get("start") or ""))

    @property
    def _answers(self) -> dict[str, str]:
        given = self.state.get("answers")
        pairs = given.items() if isinstance(given, Mapping) else ()
        return {key: value for key, value in pairs if isinstance(value, str)}

    @property
    def _done(self) -> tuple[int, ...]:
        return tuple(self.state.get("done") or ())

    @property
    def _number(self) -> int:
        number = self.state.get("step")
        return number if isinstance(number, int) and 1 <= number <= len(self.walk.steps) else 1


def read_steps(walk: Walk, state: Mapping[str, Any] | None) -> Steps:
    """The walk with a state as the flow `steps` keeps it, or None when it was not begun."""
    return Steps(walk, state or {})


def _questions_of(text: str) -> str:
    """The lines of simple words that ask."""
    return " ".join(line.strip() for line in text.splitlines() if line.strip().endswith("?"))


def _quoted(text: str) -> Iterator[str]:
    return (" ".join(found.split()) for found in _QUOTED.findall(text))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
