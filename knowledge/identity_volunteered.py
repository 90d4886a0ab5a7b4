"""Who somebody says they are before anybody asks: "my reference is ..., born ...". Nothing of it is kept here."""

import re
from datetime import date

from knowledge.identity_reading import AROUND, Typed, take_date, without_digits
from language.masking import LIKE_A_REFERENCE

_NAMES_A_REFERENCE = re.compile(r"\bref(?:erence)?\b(?:\s+(?:no|num|number|is|its|s))*\W*$", re.IGNORECASE)
_MOST_BESIDE = 4
_FOR_A_PERSON = frozenset(
    [
        "speak",
        "talk",
        "person",
        "someone",
        "somebody",
        "human",
        "adviser",
        "call",
        "ring",
        "complain",
        "complaint",
        "help",
    ]
)


def volunteered(text: str, today: date) -> Typed | None:
    """What a text gives of who somebody is although nobody asked: a reference, with a date of birth or named as one.

    None where it says much else: what else it says counts more.
    """
    dates, rest = take_date(text, today)
    found = LIKE_A_REFERENCE.search(rest)
    if found is None or not (dates or _NAMES_A_REFERENCE.search(rest[: found.start()])):
        return None
    words = re.findall(r"[^\W\d_]+", f"{rest[: found.start()]} {rest[found.end() :]}".lower())
    telling = [word for word in words if word not in AROUND]
    if len(telling) > _MOST_BESIDE or _FOR_A_PERSON.intersection(words):
        return None
    return Typed(reference=re.sub(r"[^A-Za-z0-9]", "", found[0]).upper(), dates=dates)


def beside_proof(text: str, today: date) -> str:
    """The words of a text beside a date of birth and numbers: what may be asked in the same message."""
    return without_digits(take_date(text, today)[1])
