"""Reads a way to reach somebody from what they typed: a UK phone number, an email address, or a postal address."""

import re
from dataclasses import dataclass
from typing import Literal

from language.entities import read_entities

ContactKind = Literal["phone", "text", "email", "letter"]

_PHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)44[\s.-]*(?:\(0\))?|\(?0)((?:[\s().-]*\d){9,10})(?!\d)")
_SECOND_DIGITS = "1235789"
_FEWEST_WORDS = 4
"""A postal address has a number or a house, a street or a town, and the two halves of a postcode."""


@dataclass(frozen=True)
class Contact:
    """How to reach somebody: a number such as 01632 960001, an address, or both; `kind` is the way to use first."""

    value: str
    kind: ContactKind


def read_contact(text: str) -> Contact | None:
    """The way to reach somebody in a text, or None. A number is a UK one: 10 or 11 digits from 0, or from +44."""
    entities = read_entities(text)
    email = next((str(entity.value) for entity in entities if entity.kind == "email"), "")
    phone = _phone(text)
    if phone:
        by_text = phone.startswith("07") and re.search(r"\b(?:text|sms|txt)\b", text, re.IGNORECASE)
        return Contact(", ".join(filter(None, (phone, email))), "text" if by_text else "phone")
    if email:
        return Contact(email, "email")
    postcode = any(entity.kind == "postcode" for entity in entities)
    if postcode and len(text.split()) >= _FEWEST_WORDS:
        return Contact(" ".join(text.split()), "letter")
    return None


def without_ringing(value: str) -> ContactKind | None:
    """The way to write to somebody whose contact it is: by email, by text to a mobile, or None for a landline."""
    if "@" in value:
        return "email"
    return "text" if value.startswith("07") else None


def _phone(text: str) -> str:
    for found in _PHONE.finditer(text):
        digits = "0" + re.sub(r"\D", "", found.group(1))
        if digits[1] in _SECOND_DIGITS:
            return f"{digits[:5]} {digits[5:]}"
    return ""
