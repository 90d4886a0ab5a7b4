"""What stands in one cell of a council's file, as a value. Whatever is not plain is refused, never guessed.

Each reader takes the trimmed, non-empty text of a cell. It raises Unfit, which says what is wrong and how to mend it
without quoting the cell: it may be personal.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from casework.budgets.references import is_reference, normalised
from casework.budgets.tables import MOST_PENCE

_AMOUNT = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?\Z", re.ASCII)
_BELOW_NOUGHT = re.compile(r"(?:[-\u2212]\s*(?P<before>.+)|\((?P<inside>.+)\)|(?P<after>.+)-)\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\Z", re.ASCII)
_MONTHS = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?\Z")
_MOBILE = re.compile(r"(?:\+44|0044|0)?(7\d{9})\Z", re.ASCII)
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\".]+(?:\.[^@\s,;<>\".]+)+\Z")
_RECORD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:#-]{0,63}\Z")
_HOURS = re.compile(r"(\d{1,3})(?:\.(\d{1,2})0*)?\Z", re.ASCII)
_MOST_HOURS = 16_800
_LONGEST_WORDS = 60

Reader = Callable[[str], Any]


class Unfit(ValueError):
    """A cell, or a row, can't be taken. The message is for whoever mends the file; `column`: whose cell, if known."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


def money(text: str) -> int:
    """Pence of "£1,234.50", "1234.5" or "1234". Not below nought, and in no form that has passed through a float."""
    if _BELOW_NOUGHT.match(text):
        raise Unfit("is below nought. Write the amount without a sign: its column or kind says which way it goes")
    found = _AMOUNT.match(text)
    if found is None:
        raise Unfit("is not an amount of pounds. Write it as 1234.50")
    pounds, fraction = found[1].replace(",", ""), (found[2] or "").rstrip("0")
    if len(fraction) > 2:
        raise Unfit("has parts of a penny. Round it in the system that it comes from, to two places")
    pence = int(pounds) * 100 + int(fraction.ljust(2, "0"))
    if pence > MOST_PENCE:
        raise Unfit("is more than ten million pounds. Mend the amount")
    return pence


def money_moved(text: str) -> int:
    """Pence of an amount that was paid: above nought."""
    if (pence := money(text)) == 0:
        raise Unfit("is nought. Leave the row out")
    return pence


def balance(text: str) -> int:
    """Pence of what an account holds, the only amount that may be below nought: "-12.50", "(12.50)", "12.50-"."""
    found = _BELOW_NOUGHT.match(text.removeprefix("£").strip())
    if found is None:
        return money(text)
    return -money(next(filter(None, found.groups())).strip())


def day(text: str) -> date:
    """A day written as 2026-04-01, 01/04/2026 or 1 Apr 2026, with or without a time behind it, which is dropped."""
    plain = _TIME.sub("", text)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII):
        return _in_our_time(*map(int, plain.split("-")))
    if found := _DAY_FIRST.match(plain):
        return _in_our_time(int(found[3]), int(found[2]), int(found[1]))
    for form in _MONTHS:
        try:
            parsed = datetime.strptime(plain, form)  # noqa: DTZ007
        except ValueError:
            continue
        return _in_our_time(parsed.year, parsed.month, parsed.day)
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        raise Unfit("is a spreadsheet's number of a day. Format the column as a date, 2026-04-01, and save again")
    raise Unfit("is not a day. Write it as 2026-04-01 or 01/04/2026, the day first and the year in full")


def _in_our_time(year: int, month: int, number: int) -> date:
    if not 1900 <= year <= 2100:
        raise Unfit("is not between 1900 and 2100. Write the year in full")
    try:
        return date(year, month, number)
    except ValueError:
        raise Unfit("is no day of the calendar. Write it as 2026-01-31 or 31/01/2026, the day first") from None


def reference(text: str) -> str:
    """A person's reference, in the one form that is stored."""
    if not is_reference(found := normalised(text)):
        raise Unfit("is not a reference. It needs 4 to 32 letters and digits")
    return found


def record_id(text: str) -> str:
    """Your system's own key of a record. It stays as it is written."""
    if not _RECORD_ID.match(text):
        raise Unfit("is not a record id. Use up to 64 letters, digits and . _ / : # -, without spaces")
    return text


def mobile(text: str) -> str:
    """A UK mobile number as +447700900123. A landline gets no text, and so no code."""
    found = _MOBILE.match(re.sub(r"[\s()\-.]", "", text).replace("+440", "+44"))
    if found is None:
        raise Unfit("is not a UK mobile number. Leave it empty if there is none")
    return "+44" + found[1]


def email(text: str) -> str:
    """One email address."""
    if len(text) > 254 or not _EMAIL.match(text):
        raise Unfit("is not one email address. Leave it empty if there is none")
    return text


def hours(text: str) -> int:
    """Hundredths of an hour a week, of "12" or "12.5"."""
    found = _HOURS.match(text)
    hundredths = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else _MOST_HOURS + 1
    if hundredths > _MOST_HOURS:
        raise Unfit("is not hours in a week. Write them as 12.5")
    return hundredths


def yes_or_no(text: str) -> bool:
    """Yes or no, in the ways that systems write it."""
    small = text.casefold()
    if small in ("yes", "y", "true", "1"):
        return True
    if small in ("no", "n", "false", "0"):
        return False
    raise Unfit("is neither yes nor no")


def words(text: str) -> str:
    """A few words that a person will read: no digits, so that no number of theirs slips in."""
    if len(text) > _LONGEST_WORDS:
        raise Unfit(f"is longer than {_LONGEST_WORDS} characters. Say it in a few words")
    if re.search(r"\d{4,}|@", text):
        raise Unfit("holds a number or an address. Say only what kind of care or source it is")
    return re.sub(r"\s+", " ", text)


def one_of(ways: Mapping[str, Any]) -> Reader:
    """A reader of a closed list. ways: how each value may be written, in small letters and single spaces."""
    values = sorted({str(value) for value in ways.values()})

    def read(text: str) -> Any:
        key = re.sub(r"[\s_\-]+", " ", text).strip().casefold()
        if key not in ways:
            raise Unfit("is none of " + ", ".join(values))
        return ways[key]

    return read
