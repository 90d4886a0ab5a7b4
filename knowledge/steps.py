"""The walk through the seven steps: a pure step function over the words in knowledge/steps/.

Each step is something that people should be given. Its state is described in `knowledge.step_state`.
The steps come from the seven suggestions of a three-year study (facts F-process-01 to F-process-22).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.flow import FlowContext, FlowResult, Move, MoveKind
from knowledge.step_answers import answer
from knowledge.step_beginnings import begin, change, come_again, start_over
from knowledge.step_content import Walk
from knowledge.step_explaining import more, repeat, simpler, why
from knowledge.step_jumps import go, mark_done
from knowledge.step_loading import load_walk
from knowledge.step_moves import go_back, go_next, skip, where
from knowledge.step_places import remind
from knowledge.step_reader import read_number, read_step
from knowledge.step_state import NAME, State, whole
from knowledge.step_words import StepWords
from language.choices import fold

_MOVES: dict[MoveKind, Callable[[State, Move, StepWords], FlowResult]] = {
    "start": come_again,
    "answer": answer,
    "next": go_next,
    "skip": skip,
    "back": go_back,
    "repeat": repeat,
    "more": more,
    "why": why,
    "where": where,
    "simpler": simpler,
    "change": change,
    "start_over": start_over,
    "go": go,
    "done": mark_done,
}


@dataclass
class StepsFlow:
    """Implements `knowledge.flow.Flow`."""

    walk: Walk
    name: str = NAME

    @staticmethod
    def load(folder: Path) -> "StepsFlow":
        """Read knowledge/steps. Raises ContentError (file, line, problem, mend)."""
        return StepsFlow(load_walk(folder))

    def named(self, text: str, only_by_number: bool = False) -> str | None:
        """The step that a text names, as the option of a move "go", "done" or "change"; None when it names none."""
        number = read_number(text) if only_by_number else read_step(text, self.walk.steps)
        return str(number) if number else None

    def beginning(self, text: str) -> str | None:
        """The beginning that a text tells of ("ive been offered a budget what now"), as the option of a "start"."""
        said = f" {fold(text)} "
        found = [
            (len(phrase), option.key)
            for option in self.walk.start_options
            for phrase in map(fold, option.accepts)
            if f" {phrase} " in said and " " in phrase
        ]
        return max(found)[1] if found else None

    def move(self, state: Mapping[str, Any] | None, move: Move, context: FlowContext) -> FlowResult:
        """Take a move. A state of None begins the walk. `option` of a start is a beginning, of go and done a step."""
        words = StepWords(self.walk, context)
        if state is None:
            return begin(move, words)
        return _MOVES[move.kind](whole(state), move, words)

    def reminder(self, state: Mapping[str, Any], context: FlowContext) -> FlowResult:
        """One line that says where we were, with the pending question."""
        return remind(whole(state), StepWords(self.walk, context))
