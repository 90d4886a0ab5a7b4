"""Which patterns can match a sentence at all: a pattern is tried only when a word that it can't do without is there."""

from collections.abc import Iterator, Mapping, Sequence

from language.safety.pattern import tokens_of

# Words that stand in most sentences say little: a pattern hangs on a rarer one where it can.
_COMMON_WRITTEN = (
    "i a an the my his her their our your he she they it we you me him them us this that to of for in on at is am are "
    "was be been being has have had do does did not and or with who no any all"
)
_COMMON = frozenset(_COMMON_WRITTEN.split())
_COMMON_WEIGHT = 40
Anchor = frozenset[str]


class Index:
    """Finds the patterns whose anchor is among the words of a sentence."""

    def __init__(self, anchors: Sequence[Anchor | None]) -> None:
        """anchors: of each pattern by its number; None for one that has to be tried always."""
        self._always = {number for number, anchor in enumerate(anchors) if anchor is None}
        self._words: dict[str, set[int]] = {}
        for number, anchor in enumerate(anchors):
            for word in anchor or ():
                self._words.setdefault(word, set()).add(number)
        self._stem_lengths = sorted({len(word) - 1 for word in self._words if word.endswith("*")})

    def candidates(self, sentence: str) -> set[int]:
        """The numbers of the patterns that may match " word word "."""
        found = set(self._always)
        for word in set(sentence.split()):
            found |= self._words.get(word, set())
            if word[0].isdigit():
                found |= self._words.get("#", set())
            for length in self._stem_lengths:
                found |= self._words.get(f"{word[:length]}*", set())
        return found


class Anchors:
    """Finds the anchors of patterns. Lists are looked through once each."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._lists = lists
        self._known: dict[str, Anchor | None] = {}

    def of(self, pattern: str) -> Anchor | None:
        """Words of which every match of a pattern holds at least one: "stem*" for a stem, "#" for a number."""
        return self._choice(iter(tokens_of(pattern)))[0]

    def _choice(self, parts: Iterator[str]) -> tuple[Anchor | None, str]:
        """The anchor of a choice up to its closing bracket (or the end), and that bracket."""
        alternatives: list[Anchor | None] = []
        best: Anchor | None = None
        closing = ""
        for part in parts:
            if part in (")", ")?"):
                closing = part
                break
            if part == "|":
                alternatives.append(best)
                best = None
            else:
                best = _rarer(best, self._element(part, parts))
        alternatives.append(best)
        words: set[str] = set()
        for alternative in alternatives:
            if alternative is None:
                return None, closing
            words |= alternative
        return frozenset(words), closing

    def _element(self, part: str, parts: Iterator[str]) -> Anchor | None:
        if part == "(":
            anchor, closing = self._choice(parts)
            return None if closing == ")?" else anchor
        if part.endswith("?") or part.startswith("..") or part in ("^", "$"):
            return None
        if part.startswith("{"):
            name = part.strip("{}")
            if name not in self._known:
                self._known[name] = self.of(self._lists[name])
            return self._known[name]
        return frozenset({"#" if part.startswith("#") else part})


def _rarer(one: Anchor | None, other: Anchor | None) -> Anchor | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=lambda anchor: sum(_COMMON_WEIGHT if word in _COMMON else 1 for word in anchor))
