"""Texts as people type them in haste: slips of the thumb, shorthand, no capitals, no stops."""

import random
import re

_KEYS = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}
_STOPS = re.compile(r"[.,?!']")


def hasty(text: str, short: dict[str, list[str]], rng: random.Random) -> str:
    """The text, four times in ten as typed in haste; more or less of each kind of slip."""
    if rng.random() > 0.4:
        return text
    if rng.random() < 0.05:
        return text.upper()
    look = rng.random()
    if look < 0.45:
        text = text.lower()
    if look < 0.6:
        text = _STOPS.sub("", text)
    rate = rng.choice((0, 0.1, 0.15, 0.35))
    words = []
    for word in text.split():
        if word.lower() in short and rng.random() < 0.35:
            words.append(rng.choice(short[word.lower()]))
        else:
            words.append(_slip(word, rng) if rng.random() < rate else word)
    return " ".join(words)


def _slip(word: str, rng: random.Random) -> str:
    if len(word) < 3:
        return word
    place = rng.randrange(len(word) - 1)
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    near = _KEYS.get(letter)
    return rng.choice(
        (
            head + tail[0] + letter + tail[1:],
            head + tail,
            head + letter * 2 + tail,
            head + (rng.choice(near) if near else letter) + tail,
        )
    )
