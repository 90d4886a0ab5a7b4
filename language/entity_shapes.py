"""Finds of a fixed shape: ways to reach somebody, and numbers that stand for somebody. Linear patterns."""

import re
from collections.abc import Iterator

from language.found import Found

_PHONE = re.compile(r"(?<![\d£])(?:\+44[ -]?(?:\(0\)[ -]?)?|0)(?:\d[ -]?){8,9}\d(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?![\w-])")
_POSTCODE = re.compile(r"\b(?:[A-Za-z]{1,2}\d[A-Za-z\d]?) ?\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}\b")
_NHS_NUMBER = re.compile(r"(?<![\d+-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])")
_REFERENCE = re.compile(
    r"\b(?P<ours>NAV[- ]?(?=[A-Z-]{0,8}\d)[A-Z\d]{3,8}(?:-[A-Z\d]{2,8}){0,3})\b"
    r"|\b(?:ref|reference|case|claim|client|patient|customer)(?: ?(?:no|number|num|id|is|#|:|\.)){1,3} {0,2}"
    r"(?P<theirs>(?=[a-z/-]{0,8}\d)[a-z\d][a-z\d/-]{3,19})\b",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[Found]:
    """Email addresses, in small letters."""
    return (Found("email", match.group().lower(), *match.span()) for match in _EMAIL.finditer(text))


def phones(text: str) -> Iterator[Found]:
    """UK phone numbers, as digits that begin with 0."""
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group().replace("(0)", ""))
        yield Found("phone", "0" + digits[2:] if digits.startswith("44") else digits, *match.span())


def nhs_numbers(text: str) -> Iterator[Found]:
    """Ten digits with a fitting check digit."""
    for match in _NHS_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if is_nhs_number(digits):
            yield Found("nhs_number", digits, *match.span())


def postcodes(text: str) -> Iterator[Found]:
    """What has the shape of a postcode, with one space, in capitals. Whether it exists is not looked up."""
    for match in _POSTCODE.finditer(text):
        letters = match.group().replace(" ", "").upper()
        yield Found("postcode", f"{letters[:-3]} {letters[-3:]}", *match.span())


def references(text: str) -> Iterator[Found]:
    """Our own references, and what people call a reference, case or claim number; as written, in capitals."""
    for match in _REFERENCE.finditer(text):
        group = "ours" if match["ours"] else "theirs"
        yield Found("reference", match[group].upper(), *match.span(group))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry a fitting check digit (modulus 11)."""
    if len(digits) != 10 or not digits.isdigit():
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) and check != 10
