"""What a message names: contact details, money, ages, hours, days, people, conditions, services, places.

Shapes and figures are linear patterns (`entity_shapes`, `entity_numbers`, `entity_dates`); words are spaCy's rules
(`entity_words`).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from language.entity_dates import dates
from language.entity_numbers import ages, hours, money
from language.entity_shapes import emails, is_nhs_number, nhs_numbers, phones, postcodes, references
from language.entity_words import named
from language.found import Found

__all__ = ["Found", "is_nhs_number", "name_in", "read_entities"]

PAID = re.compile(
    r"\b(?:pay(?:ing|s)?|paid|employ(?:ing|s)?|hir(?:e|ing)|giv(?:e|ing) (?:money|a job|work) to|tak(?:e|ing) on|"
    r"us(?:e|ing)|recruit(?:ing)?)(?: \w+){0,2} $",
    re.IGNORECASE,
)
"""What stands before somebody who is to be paid, and whom the message is therefore not about."""
_NAME = re.compile(
    r"^(?:(?:hi|hello|hey|yes|ok|sure|its|it's|it is|i am|i'm|im|(?:my|the) names?(?: is)?|(?:my|the) name's|"
    r"(?:they )?call me|this is|name:?|name is)[,:]? +)+",
    re.IGNORECASE,
)
_FOR_ME = re.compile(r"\b(?:for|about) me\b", re.IGNORECASE)
_LIE_ACROSS = ("about", "place")
"""Kinds that may lie across another: "my 7 year old", and a town that tells the nation."""


def read_entities(text: str, today: date | None = None) -> list[Found]:
    """Everything found in a text, in order of place.

    Kinds: email, phone, nhs_number, reference, postcode, date and weekday (only where `today`, in London, is given),
    amount, hours, sessions, age, condition, service, nation, place, about. Of overlapping finds the first kind of this
    list wins; `about` and `place` may lie across others. `about` is one only: the first person named who is not merely
    somebody to be paid.
    """
    found: list[Found] = []
    words = named(text)
    readers: tuple[Callable[[str], Iterator[Found]], ...] = (
        emails,
        phones,
        nhs_numbers,
        references,
        postcodes,
        lambda text: dates(text, today) if today else iter(()),
        money,
        hours,
        ages,
        lambda text: (each for each in words if each.kind not in _LIE_ACROSS),
    )
    for reader in readers:
        for entity in reader(text):
            if not any(entity.start < other.end and other.start < entity.end for other in found):
                found.append(entity)
    found += [each for each in words if each.kind == "place"]
    found += _about(text, [each for each in words if each.kind == "about"])
    return sorted(found, key=lambda entity: entity.start)


def name_in(text: str) -> str:
    """The name in an answer to "what is your name": without "my name is" and the like, as typed otherwise."""
    name = _NAME.sub("", text.strip()).strip(" .,!")
    return name or text.strip()


def _about(text: str, people: list[Found]) -> list[Found]:
    others = [
        each for each in people if each.value != "self" and not PAID.search(text[max(0, each.start - 40) : each.start])
    ]
    oneself = [each for each in people if each.value == "self"]
    for_me = _FOR_ME.search(text)
    return (others or oneself or ([Found("about", "self", *for_me.span())] if for_me else []))[:1]
