"""Which of some known things does a text name? By lists of names, the longest first. Pure."""

import re
from collections.abc import Mapping, Sequence

from language.choices import fold


class Names:
    """Things by key, each with the ways in which people name it."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._key = {fold(name): key for key, group in names.items() for name in group}
        longest_first = sorted(self._key, key=len, reverse=True)
        self._any = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b") if self._key else None

    def in_text(self, text: str) -> list[str]:
        """The keys of what a text names, each once, in the order in which they are named."""
        if self._any is None:
            return []
        return list(dict.fromkeys(self._key[found] for found in self._any.findall(fold(text))))

    def without(self, text: str, mark: str) -> str:
        """The folded text with a mark in the place of each name."""
        return self._any.sub(mark, fold(text)) if self._any else fold(text)
