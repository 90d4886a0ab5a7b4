"""Reads a reference, a date of birth or a code from what somebody typed. Nothing of it is kept or logged here."""

import re
from dataclasses import dataclass, field
from datetime import date

from language.date_words import with_figures

REFERENCE, BIRTH, CODE = "reference", "birth", "code"

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SEPARATOR = r"[\s./,\-\u2010-\u2015\\]{1,3}"
_NAMED = re.compile(
    rf"(?<!\d)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?(?:{_SEPARATOR})?(?P<month>{_MONTH})\.?"
    rf"|(?P<month_first>{_MONTH})\.?(?:{_SEPARATOR})?(?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?)"
    rf"(?:{_SEPARATOR})?'?(?P<year>\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}}){_SEPARATOR}(?P<month>\d{{1,2}}){_SEPARATOR}(?P<day>\d{{1,2}})(?!\d)"
)
_NUMBERS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}}){_SEPARATOR}(?P<month>\d{{1,2}}){_SEPARATOR}'?(?P<year>\d{{4}}|\d{{2}})(?!\d)"
)
_SOLID = re.compile(r"(?<!\d)(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})(?!\d)")
_BORN = re.compile(rf"\b(?:i was born|born on|my birthday|{_MONTH})\b", re.IGNORECASE)
_OLDEST = 120
"""Years. Nobody is older, so a year of two digits can mean one of two centuries at most."""

_AROUND_WRITTEN = """
    a all and at be believe birth born budget called can card care cheers code council date dob do dont for from get
    gives goes got have hello hi here i id im in is it its just letter letters mate me mine money mum mums my no number
    num ok okay on one please pls plz read reads ref reference refs says see sure ta thank thanks that thats the then
    there think this to try um was well with yes yeah yep you your
"""
AROUND = frozenset(_AROUND_WRITTEN.split())
_NOT_IN_ONE_WRITTEN = "what whats why how hows who whos when where which call ring phone text email plus not cant"
_NOT_IN_ONE = frozenset(_NOT_IN_ONE_WRITTEN.split())
_SHORTEST, _LONGEST = 4, 20
_LETTERS_IN_WORDS, _LETTERS_IN_PARTS = re.compile(r"[A-Z]{7}"), re.compile(r"[A-Z]{11}")
"""So many letters in a row are words and no reference. One with dashes, or in one word, may have more of them."""
_MOST_PARTS = 4
_PUT_RIGHT = re.compile(
    r"\W*(?:no|nope|wait|sorry|oops|wrong|i meant|i mean|meant)\b.*\b(?:(?:19|20)\d{2}|date|year|birthday|born)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Typed:
    """What was read. reference: letters and digits only, in capitals; dates: what the date can mean; code: digits.

    puts_right: a date given before was wrong, and this one takes its place.
    """

    reference: str = field(default="", repr=False)
    dates: tuple[date, ...] = field(default=(), repr=False)
    code: str = field(default="", repr=False)
    puts_right: bool = field(default=False, repr=False)


def read_typed(asked: str, text: str, today: date) -> Typed | None:
    """What a text gives in answer to the question asked, or None when it gives no such thing.

    asked: reference, birth or code. A reference may have the date of birth behind it.
    """
    if asked == CODE:
        return _read_at_code(text, today)
    dates, rest = take_date(text, today)
    if asked == BIRTH:
        return Typed(dates=dates) if dates or _is_like_a_date(text) else None
    reference = read_reference(rest if dates else text)
    if not reference and dates:  # eight digits in a row can be either: here a reference was asked for
        reference, dates = read_reference(text), ()
    return Typed(reference=reference, dates=dates) if reference else None


def _read_at_code(text: str, today: date) -> Typed | None:
    """A code; or a date, where somebody puts their date of birth right ("no, 3/3/1956", "i meant 1965")."""
    code = read_code(text)
    if re.search(r"(?<!\d)\d{6}(?!\d)", text):
        return Typed(code=code)
    dates = read_dates(text, today)
    if dates or _PUT_RIGHT.match(text):
        return Typed(dates=dates, puts_right=True)
    return Typed(code=code) if code else None


def read_reference(text: str) -> str:
    """The reference in a text, without spaces and dashes, or an empty text. It has a digit, and 4 to 20 characters."""
    words = [word for word in re.findall(r"[^\W_]+", text.replace("'", "").replace("\u2019", "")) if word.isascii()]
    telling = [word for word in words if word.lower() not in AROUND]
    joined = "".join(telling).upper()
    if "?" in text or _NOT_IN_ONE.intersection(word.lower() for word in words):
        return ""
    is_one = len(telling) <= _MOST_PARTS and _SHORTEST <= len(joined) <= _LONGEST and any(map(str.isdigit, joined))
    letters = _LETTERS_IN_PARTS if _is_in_parts(text, telling) else _LETTERS_IN_WORDS
    return joined if is_one and not letters.search(joined) else ""


def _is_in_parts(text: str, telling: list[str]) -> bool:
    """Whether the words that tell are one word of the text, with or without dashes, and end in two digits."""
    one = re.search(r"[-/._\u2010-\u2015]?".join(map(re.escape, telling)), text) if telling else None
    return one is not None and bool(re.search(r"\d{2}$", one[0]))


def read_dates(text: str, today: date) -> tuple[date, ...]:
    """The dates that a date of birth in a text can mean: one, or one in each century. British order: the day first."""
    return take_date(text, today)[0]


def read_code(text: str) -> str:
    """The digits of a code in a text, without spaces and dashes between them. Empty where there are under four."""
    found = re.findall(r"\d(?:[\s.\-\u2010-\u2015]{0,3}\d){3,11}", text)
    return re.sub(r"\D", "", found[-1]) if found else ""


def without_digits(text: str) -> str:
    """The text without every word that has a digit: what may be understood beside a question about who you are."""
    return " ".join(word for word in text.split() if not any(map(str.isdigit, word)))


def take_date(text: str, today: date) -> tuple[tuple[date, ...], str]:
    """What a date of birth in a text can mean, and the rest of the text."""
    text = with_figures(text)
    for pattern in (_NAMED, _YEAR_FIRST, _NUMBERS, _SOLID):
        for found in pattern.finditer(text):
            dates = _dates_of(found.groupdict(), today)
            if dates:
                return dates, f"{text[: found.start()]} {text[found.end() :]}"
    return (), text


def _dates_of(parts: dict[str, str | None], today: date) -> tuple[date, ...]:
    day = int(parts.get("day") or parts.get("day_last") or 0)
    named = parts.get("month_first") or parts["month"] or ""
    month = _MONTHS.get(named.lower()) or int(named)
    if month > 12 >= day:  # cannot be a month, so somebody wrote the month first
        day, month = month, day
    year = parts["year"] or ""
    years = [int(year)] if len(year) == 4 else [today.year // 100 * 100 + int(year) - back for back in (0, 100)]
    possible = (_day(each, month, day) for each in years)
    return tuple(each for each in possible if each and each <= today and today.year - each.year <= _OLDEST)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_like_a_date(text: str) -> bool:
    """Whether somebody tried to give a date: two numbers, a month, or "born", and little else."""
    tried = len(re.findall(r"\d+", text)) >= 2 or bool(_BORN.search(text))
    return tried and "?" not in text and len(text.split()) <= 8
