"""Which step a text names: "step 3", "the third step", "skip to employing", "the one about people". Pure.

It reads numbers beside the word step, and what a step is called (its title and `called`), misspelt too.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from language.choice_words import SAYS_NOT
from language.choices import Option, fold

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("1", "one", "first", "1st"),
            ("2", "two", "second", "2nd"),
            ("3", "three", "third", "3rd"),
            ("4", "four", "fourth", "4th"),
            ("5", "five", "fifth", "5th"),
            ("6", "six", "sixth", "6th"),
            ("7", "seven", "seventh", "7th", "last", "final"),
        ),
        1,
    )
    for word in words
}
_COUNTS = {"one", "two", "three", "four", "five", "six", "seven"}
_BEFORE_STEP = frozenset(_NUMBERS) - _COUNTS - {str(number) for number in range(1, 8)}
_GOES_ON = re.compile(r"^(?:ok |yes |and |now )*(?:go on|carry on|continue|keep going|move on)(?: then)?$")
_BETWEEN = {"number", "no", "nr", "num"}
_NEAR = 85.0
_FEWEST_LETTERS = 5
_MOST_WORDS = 6
_LEFT = re.compile(
    r"^(?:so |ok |and )*(?:whats|what is|what steps are|which steps are|how many are) (?:still )?left(?: to do| now)?$"
)
_GO = re.compile(
    r"^(?:(?:go|skip|jump|move|back|take me|bring me|get me)(?: on| back| ahead)* to )?(?:the )?[\w ]{1,16}$"
)
_DONE = re.compile(r"^(?:i have|ive|i|we have|weve|we)? ?(?:already )?(?:done|did|finished|completed) .{1,24}$")
_WHOLE_JUMP = re.compile(
    r"^(?:go|skip|jump|back|take me|move|get|bring me)?\s*(?:on |back )?(?:to )?(?:number )?(\w+)$"
)


class Named(Protocol):
    """A step with its number and what people call it."""

    @property
    def number(self) -> int: ...

    @property
    def called(self) -> Sequence[str]: ...


def read_number(text: str) -> int | None:
    """The number of the step that a text names by number or place ("stpe 3", "the third step"), or None."""
    words = fold(text).split()
    for place, word in enumerate(words):
        if not _is_step(word):
            continue
        after = next((each for each in words[place + 1 : place + 3] if each not in _BETWEEN), "")
        before = words[place - 1] if place else ""
        if after in _NUMBERS:
            return _NUMBERS[after]
        if before in _BEFORE_STEP:
            return _NUMBERS[before]
    joined = re.search(r"\bstep([1-7])\b", " ".join(words))
    return int(joined.group(1)) if joined else None


def read_act(text: str, options: Sequence[Option] = ()) -> str | None:
    """What a text that is about the walk and nothing else asks for: the intent's name, or None.

    Only whole messages in which nothing else can be meant: "whats left", "step 3", "skip to step 5", "ive done step 3".
    "Go on" is no yes to "has anyone told you?": it asks for what comes next, unless one of the options takes it.
    """
    said = re.sub(r" (?:please|pls|plz|now|then)$", "", fold(text))
    if _GOES_ON.match(said) and not any(fold(text) in map(fold, option.accepts) for option in options):
        return "next_step"
    if _LEFT.match(said):
        return "where_was_i"
    if "?" in text or SAYS_NOT & {*said.split()} or read_number(said) is None:
        return None
    if _DONE.match(said):
        return "mark_done"
    return "go_to_step" if _GO.match(said) and len(said.split()) <= _MOST_WORDS else None


def read_step(text: str, steps: Sequence[Named]) -> int | None:
    """The number of the step that a text names in any way. None when it names none, or two."""
    number = read_number(text)
    if number is not None:
        return number
    folded = fold(text)
    alone = _WHOLE_JUMP.match(folded)
    if alone and alone.group(1) in _NUMBERS:
        return _NUMBERS[alone.group(1)]
    found = [(phrase, step.number) for step in steps for phrase in map(fold, step.called) if _says(folded, phrase)]
    # "managing the money" is no word for "the money".
    whole = {number for phrase, number in found if not any(phrase != o and f" {phrase} " in f" {o} " for o, _ in found)}
    return whole.pop() if len(whole) == 1 else None


def _is_step(word: str) -> bool:
    return word in ("step", "steps") or (len(word) in (3, 4, 5) and word[0] == "s" and _off_by_one(word))


def _off_by_one(word: str) -> bool:
    return word != "stop" and int(OSA.distance(word, "step")) <= 1


def _says(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text, each longer word of it perhaps misspelt."""
    if f" {phrase} " in f" {text} ":
        return True
    words, wanted = text.split(), phrase.split()
    windows = (words[start : start + len(wanted)] for start in range(len(words) - len(wanted) + 1))
    return any(all(map(_alike, window, wanted)) for window in windows)


def _alike(typed: str, word: str) -> bool:
    if len(word) < _FEWEST_LETTERS or typed[0] != word[0]:
        return typed == word
    return float(ratio(typed, word)) >= _NEAR or int(OSA.distance(typed, word)) <= 1
