"""Many patterns, of which only those are tried whose words are there."""

import re
from collections.abc import Iterator, Mapping, Sequence

from language.safety.anchors import Anchors, Index
from language.safety.pattern import compile_pattern
from language.safety.text import fold


class Patterns:
    """Patterns by number, and quick knowledge of which of them may match.

    Each is compiled when it is first tried: all together would cost every start two seconds. A test compiles them all.
    """

    def __init__(self, written: Sequence[str], lists: Mapping[str, str], anchors: Anchors) -> None:
        """Raises KeyError for a list that is not there."""
        self._written = [fold(pattern) for pattern in written]
        self._lists = lists
        self._compiled: list[re.Pattern[str] | None] = [None] * len(written)
        self._index = Index([anchors.of(pattern) for pattern in self._written])

    def __len__(self) -> int:
        return len(self._written)

    def __getitem__(self, number: int) -> re.Pattern[str]:
        """A pattern, compiled. Raises PatternError when it is malformed, IndexError after the last one."""
        compiled = self._compiled[number]
        if compiled is None:
            compiled = self._compiled[number] = compile_pattern(self._written[number], self._lists)
        return compiled

    def __iter__(self) -> Iterator[re.Pattern[str]]:
        return (self[number] for number in range(len(self)))

    def that_may_match(self, sentence: str) -> Iterator[tuple[int, re.Pattern[str]]]:
        """Number and pattern, in order, of those whose words are there."""
        for number in sorted(self._index.candidates(sentence)):
            yield number, self[number]

    def any_in(self, text: str) -> bool:
        """Whether one of them matches."""
        return any(pattern.search(text) for _, pattern in self.that_may_match(text))
