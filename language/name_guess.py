"""Which words of a message are names, as far as capitals and the words before them tell."""

import re
from collections.abc import Sequence
from enum import Enum

_TITLES = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "doctor",
        "nurse",
        "sister",
        "prof",
        "professor",
        "sir",
        "lady",
        "auntie",
        "uncle",
        "councillor",
        "cllr",
    )
)
_NAMING = re.compile(r"\b(?:names?(?: is|'s)?|called|named|surname(?: is)?)(?: [^\W\d_]+)?$")
# "i live in ansty": a place, unless it is all but one of our own words.
_LIVING = frozenset(
    (
        "live",
        "lives",
        "lived",
        "living",
        "move",
        "moves",
        "moved",
        "moving",
        "based",
        "born",
        "stay",
        "staying",
        "stayed",
    )
)
_PLACING = frozenset(("in", "to", "from", "near", "at", "by"))
_SENTENCE_END = re.compile(r"[.!?:\n]\W*$")
_MOST = 0.7


class Name(Enum):
    """Whether a word is a name."""

    NO = "no"
    MAYBE = "maybe"
    CAPITAL = "capital"  # a capital where none is needed
    YES = "yes"


def guess_names(text: str, spans: Sequence[tuple[int, int]]) -> list[Name]:
    """For each span (start, end) of a word in the text, whether it is a name."""
    words = [text[start:end] for start, end in spans]
    letters = [word for word in words if word[:1].isalpha() and len(word) > 1]
    shouted = len(letters) > 1 and sum(word.isupper() for word in letters) >= _MOST * len(letters)
    titled = len(letters) > 2 and sum(word[0].isupper() for word in letters) >= _MOST * len(letters)
    found = []
    for index, (start, _) in enumerate(spans):
        before = text[max(0, start - 40) : start]
        if _is_introduced(words[max(0, index - 1)] if index else "", before):
            found.append(Name.YES)
        elif words[index][:1].islower() and index > 1 and _is_placed(words[index - 2], words[index - 1]):
            found.append(Name.MAYBE)
        elif shouted or not words[index][:1].isupper():
            found.append(Name.NO)
        elif titled or index == 0 or _SENTENCE_END.search(before):
            found.append(Name.MAYBE)
        else:
            found.append(Name.CAPITAL)
    return found


def _is_introduced(previous: str, before: str) -> bool:
    return previous.lower().rstrip(".") in _TITLES or bool(_NAMING.search(before.rstrip(" ").lower()))


def _is_placed(last_but_one: str, last: str) -> bool:
    return last.lower() in _PLACING and last_but_one.lower() in _LIVING
