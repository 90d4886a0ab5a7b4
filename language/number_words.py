"""Numbers written in words, up to thousands: "two hundred and fifty", "a grand" is not one, "twenty-five" is."""

import re

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
VALUES = {
    **{word: value for value, word in enumerate((*_ONES, *_TEENS))},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    "fourty": 40,
}
_ONE = "|".join(sorted(VALUES, key=len, reverse=True))
NUMBER = rf"(?:(?:a|{_ONE})(?: (?:hundred|thousand))|(?:{_ONE}))(?:[ -](?:and )?(?:{_ONE}|hundred|thousand))*"
"""A pattern for a number in words: at least one of its words, or "a hundred"."""


def number_of(words: str) -> int:
    """The number that words of the pattern NUMBER stand for. Raises KeyError for other words."""
    total = current = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "and":
            continue
        if word == "hundred":
            current = max(current, 1) * 100
        elif word == "thousand":
            total, current = total + max(current, 1) * 1000, 0
        else:
            current += 1 if word == "a" else VALUES[word]
    return total + current
