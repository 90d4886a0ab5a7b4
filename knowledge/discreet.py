"""What may stand in a text to a phone that others may read: no topic, no figure, no reference."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.fields import Fields
from knowledge.located import read_yaml

_FIGURE = re.compile(r"£|\d\s?%|\b\d+p\b")
_REFERENCE = re.compile(r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{4,}\b|\b[Rr]eference\b")


@dataclass(frozen=True)
class Discreet:
    """Knows the words that give a topic away."""

    topics: re.Pattern[str]
    harmless: re.Pattern[str]

    @staticmethod
    def load(knowledge: Path) -> "Discreet":
        """Read private_topics.yml. Raises ContentError (file, line, problem, mend)."""
        return _load(knowledge)

    def tells(self, text: str) -> str | None:
        """What in a text gives something away to whoever reads it; None when nothing does."""
        read = self.harmless.sub(" ", text)
        for pattern in (self.topics, _FIGURE, _REFERENCE):
            if found := pattern.search(read):
                return found.group()
        return None


@lru_cache(maxsize=4)
def _load(knowledge: Path) -> Discreet:
    read = Fields(read_yaml(knowledge / "private_topics.yml"))
    return Discreet(_any_of(read.texts("topics")), _any_of(read.texts("harmless")))


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{either})(?:s|es|'s)?\b", re.IGNORECASE)
