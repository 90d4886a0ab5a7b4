"""Telephone numbers in one form, and what kind of number one is."""

import re
from typing import Literal

PhoneKind = Literal["mobile", "landline", "abroad", "short", "name"]
"""short: a number of a few digits; name: letters in the place of a number. Neither can be answered."""

_MOBILE = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})")
"""Not 070, which is passed on at a price, nor pagers (076) but for 07624, which is the Isle of Man."""
_SHORTEST, _LONGEST = 8, 15
"""Digits of a whole number, the country's with it (ITU-T E.164)."""


def international(number: str) -> str | None:
    """A number as +447700900123; None when it is none: a short code, or the name of a sender.

    Takes what providers send (447700900123, +44 7700 900123) and what people write (07700 900123, 0044 7700 900123).
    """
    if re.search(r"[^\W\d_]", number):
        return None
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+") or not digits.startswith("0"):
        whole = digits
    elif digits.startswith("00"):
        whole = digits[2:]
    else:
        whole = "44" + digits[1:]
    if whole.startswith("440"):  # +44 (0)7700 ...
        whole = "44" + whole[3:]
    return f"+{whole}" if _SHORTEST <= len(whole) <= _LONGEST else None


def kind_of(number: str) -> PhoneKind:
    """What kind of number a text came from. Only a mobile here, and one abroad, can be sent a text."""
    whole = international(number)
    if whole is None:
        return "name" if re.search(r"[^\W\d_]", number) else "short"
    if not whole.startswith("+44"):
        return "abroad"
    return "mobile" if _MOBILE.fullmatch(whole) else "landline"
