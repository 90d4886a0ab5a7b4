"""Seeded phone-text noise for tests and benchmarks: what thumbs and haste do to a sentence."""

import random
import re

from language.word_lists import shorthand as shorthand_table

_NEIGHBOURS = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}
_WORD = re.compile(r"[A-Za-z']+")
_SHORTEST = 4


def typos(text: str, rate: float, rng: random.Random) -> str:
    """The text with about `rate` (0 to 1) of its words of four letters and more misspelt by one slip each."""
    return _WORD.sub(lambda match: _slip(match[0], rng) if _is_hit(match[0], rate, rng) else match[0], text)


def shorthand(text: str, rng: random.Random) -> str:
    """The text as hastily texted: shorthand for words that have it, small letters, few apostrophes, no full stop."""
    short: dict[str, list[str]] = {}
    for typed, meaning in shorthand_table().words.items():
        short.setdefault(meaning.lower(), []).append(typed)
    texted = _WORD.sub(lambda match: rng.choice(short.get(match[0], [match[0]])), text.lower())
    return texted.rstrip(".?! ")


def _is_hit(word: str, rate: float, rng: random.Random) -> bool:
    return rng.random() < rate and len(word) >= _SHORTEST


def _slip(word: str, rng: random.Random) -> str:
    """One of: two letters swapped, one left out, one doubled, one from the key beside it. Its first letter stays."""
    place = rng.randrange(1, len(word) - 1)
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    kind = rng.choice(("swap", "drop", "double", "neighbour"))
    if kind == "swap":
        return head + tail[0] + letter + tail[1:]
    if kind == "drop":
        return head + tail
    if kind == "double":
        return head + letter * 2 + tail
    return head + rng.choice(_NEIGHBOURS.get(letter.lower(), letter)) + tail
