"""What somebody wants to have compared, or wants help to choose from. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.options_compare import Compare
from knowledge.options_ways import Way
from language.choices import fold
from language.naming import Names

WHEELCHAIR = "wheelchair"
_MOST = 3
_A_WAY = "SOME_WAY"
_BETWEEN = "a|an|the|is|should|do|can|i|we|let|letting|have|having"
_ONE_OR_THE_OTHER = re.compile(rf"{_A_WAY} or (?:(?:{_BETWEEN}) )*{_A_WAY}")


@dataclass(frozen=True)
class Asked:
    """Reads questions with the names of ways.yml and the words of compare.yml."""

    ways: Mapping[str, Way]
    content: Compare

    def what(self, text: str) -> str | None:
        """What a text that wants a comparison names: a view, or ways with commas between; None for neither."""
        named = self._names.in_text(text)
        ways = [key for key in named if key in self.ways]
        if any(WHEELCHAIR in key for key in named):
            only = len(ways) > 1 and all(WHEELCHAIR in key for key in named)
            return self._together(ways) if only else WHEELCHAIR
        if len(ways) > 1:
            return self._together(ways)
        return next((key for key in named if key in self.content.views), None)

    def for_comparison(self, text: str) -> bool:
        """Whether a question asks how ways differ: it names two or more, or a view, and has a word for it."""
        named, words = self._names.in_text(text), set(fold(text).split())
        if self.content.strong & words and any(key in self.content.views for key in named):
            return True
        if sum(key in self.ways for key in named) < 2:
            return False
        either = _ONE_OR_THE_OTHER.search(self._names.without(text, _A_WAY))
        return bool(either or (self.content.strong | self.content.weak) & words)

    def for_help(self, text: str, answer_id: str) -> bool:
        """Whether a question, to which this answer was found, asks which way is right for somebody."""
        return answer_id == self.content.choosing_answer and bool(self.content.choosing & set(fold(text).split()))

    @cached_property
    def _names(self) -> Names:
        ways = {way.id: way.also for way in self.ways.values()}
        return Names({**ways, **{key: (*view.called, *ways.get(key, ())) for key, view in self.content.views.items()}})

    def _together(self, ways: Sequence[str]) -> str:
        same = (key for key, view in self.content.views.items() if set(view.ways) == set(ways))
        return next(same, ",".join(ways[:_MOST]))
