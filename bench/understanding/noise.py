"""What haste, phones and dictation do to a message, the same for the same seed. The protocol stands in the docs.

The shorthand is a list of its own, so that the product's table (language/shorthand.yml) is not simply undone.
"""

import random
import re
from collections.abc import Callable
from enum import StrEnum

_WORD = re.compile(r"[A-Za-z']+")
_SHORTEST = 3
_BESIDE = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}
_SHORT = {
    "you": "u",
    "your": "ur",
    "are": "r",
    "please": "pls",
    "thanks": "thx",
    "because": "cos",
    "for": "4",
    "to": "2",
    "before": "b4",
    "people": "ppl",
    "about": "abt",
    "with": "wiv",
    "tomorrow": "2moro",
    "today": "2day",
    "though": "tho",
    "what": "wot",
    "something": "sumthin",
    "someone": "sum1",
    "and": "n",
    "have": "av",
    "know": "kno",
    "message": "msg",
    "weeks": "wks",
    "months": "mths",
}
LIGHT_RATE, HEAVY_RATE, JOINED_RATE = 0.15, 0.35, 0.10


class Noise(StrEnum):
    """The kinds, as the report calls them."""

    NONE = "as written"
    LIGHT = "T"
    HEAVY = "H"
    CAPITALS = "capitals"
    DICTATED = "no punctuation"
    JOINED = "run together or split"


def noisy(text: str, kind: Noise, seed: int) -> str:
    """The text with noise of that kind. What happens to it follows from the text, the kind and the seed alone."""
    return _MAKE[kind](text, random.Random(f"{seed} {kind} {text}"))


def _light(text: str, rng: random.Random) -> str:
    return _slips(text, LIGHT_RATE, (_swap, _drop), rng)


def _heavy(text: str, rng: random.Random) -> str:
    short = _WORD.sub(lambda match: _SHORT.get(match[0].lower(), match[0]), text)
    return _slips(short, HEAVY_RATE, (_swap, _drop, _double, _beside), rng)


def _dictated(text: str, rng: random.Random) -> str:
    return " ".join(re.sub(r"[^\w\s£%]|_", "", text).lower().split())


def _joined(text: str, rng: random.Random) -> str:
    words = text.split()
    out: list[str] = []
    glue = False
    for word in words:
        if glue:
            out[-1] += word
            glue = False
            continue
        hit = rng.random() < JOINED_RATE
        if hit and rng.random() < 0.5 and len(word) > 2 * _SHORTEST - 2:
            place = rng.randrange(2, len(word) - 1)
            out.append(f"{word[:place]} {word[place:]}")
        else:
            out.append(word)
            glue = hit
    return " ".join(out)


def _slips(text: str, rate: float, slips: tuple[Callable[[str, random.Random], str], ...], rng: random.Random) -> str:
    def mistype(match: "re.Match[str]") -> str:
        word = match[0]
        return rng.choice(slips)(word, rng) if rng.random() < rate and len(word) >= _SHORTEST else word

    return _WORD.sub(mistype, text)


def _swap(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _drop(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word))
    return word[:place] + word[place + 1 :]


def _double(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word))
    return word[: place + 1] + word[place:]


def _beside(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word))
    return word[:place] + rng.choice(_BESIDE.get(word[place].lower(), word[place])) + word[place + 1 :]


_MAKE: dict[Noise, Callable[[str, random.Random], str]] = {
    Noise.NONE: lambda text, rng: text,
    Noise.LIGHT: _light,
    Noise.HEAVY: _heavy,
    Noise.CAPITALS: lambda text, rng: text.upper(),
    Noise.DICTATED: _dictated,
    Noise.JOINED: _joined,
}
