"""A number said in answer to a question for one: "about 20", "£13.50", "fifteen and a half". Linear patterns."""

import re
from decimal import Decimal

from language.entities import read_entities
from language.number_words import NUMBER, number_of

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,3})?|\.\d{1,2}"
_NUMBER = re.compile(
    rf"(?<![\w.,/])(?:£ ?)?(?P<digits>{_DIGITS})(?P<thousands> ?k\b)?(?P<half> ?(?:½|and a half\b|1/2))?(?![\d/])"
    rf"|\b(?P<words>{NUMBER})(?P<worded> and a half\b)?(?: point (?P<point>{NUMBER}))?"
    r"|\b(?P<part>half|quarter)\b|\b(?P<dozen>a dozen)\b|(?P<sign>½)",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"\b(?:one of|no one|someone|anyone|this one|that one|which one|at once|for one)\b", re.IGNORECASE
)
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_SAYS_UNIT = ("amount", "hours")


def number_in(text: str) -> Decimal | None:
    """The first number of a text, in digits or in words; None when there is none."""
    found = _NUMBER.search(_NOT_ONE.sub(" ", text))
    if found is None:
        return None
    if found["digits"]:
        value = Decimal(found["digits"].replace(",", ""))
        value = value * 1000 if found["thousands"] else value
        return value + Decimal("0.5") if found["half"] else value
    if found["words"]:
        value = Decimal(number_of(found["words"]))
        if found["point"]:
            value += Decimal(number_of(found["point"])) / (100 if number_of(found["point"]) > 9 else 10)
        return value + Decimal("0.5") if found["worded"] else value
    if found["dozen"]:
        return Decimal(12)
    return _PARTS.get((found["part"] or "half").lower())


def has_unit(text: str) -> bool:
    """Whether a text names hours or an amount of money as such: "25 hours", "£14", "12 an hour"."""
    return any(found.kind in _SAYS_UNIT for found in read_entities(text))
