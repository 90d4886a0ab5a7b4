"""Days and months in a message, as people write them, resolved from today. Linear patterns.

A day or month without a year is the next one, or with "last" the one before. "Next Tuesday" is the Tuesday of next
week; "Tuesday" and "this Tuesday" are the coming one.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from language.found import Found
from language.number_words import NUMBER, number_of

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAY = "mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_LONG_WEEKDAY = "monday|tuesday|wednesday|wednsday|thursday|friday|saturday|sunday"
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y>20\d{2})-(?P<m>\d{2})-(?P<d>\d{2})"
    r"|(?P<day>\d{1,2})(?P<by>[/.-])(?P<month>\d{1,2})(?P=by)(?P<year>20\d{2}|\d{2}))(?![\d/-])"
)
_WRITTEN = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
    rf"|(?P<before>{_MONTH}) (?P<after>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?![\d:])(?:,? (?P<year>20\d{2}))?\b(?! ?(?:hours?|hrs?|pounds?|%))",
    re.IGNORECASE,
)
_IN_MONTH = re.compile(
    rf"\b(?P<which>in|next|this|last|by|since|from|until|till|end of|start of) (?P<month>{_MONTH})(?! i\b| we\b| be\b)"
    r"(?: (?P<year>20\d{2}))?\b",
    re.IGNORECASE,
)
_ON_WEEKDAY = re.compile(
    rf"\b(?:(?P<week>a week on|week on) (?P<later>{_WEEKDAY})"
    rf"|(?P<which>next|this|last|on|by|from|until|til|till) (?P<said>{_WEEKDAY})"
    rf"|(?P<bare>{_LONG_WEEKDAY}))\b(?! (?:to|and|or) )(?P<again> week\b)?",
    re.IGNORECASE,
)
_EVERY = re.compile(rf"\b(?:every (?P<each>{_WEEKDAY})|(?P<plural>{_LONG_WEEKDAY})s)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    rf"\b(?:(?P<word>today|tonight|tomorrow|tomoz|2moro|yesterday|day after tomorrow)"
    rf"|in (?P<count>\d{{1,2}}|{NUMBER}) (?P<unit>days?|weeks?|months?|years?)(?: time|')?"
    rf"|(?P<past>\d{{1,2}}|an?|{NUMBER}) (?P<ago>days?|weeks?|months?|years?) ago"
    r"|(?P<which>next|last) (?P<whole>week|month|year)"
    r"|(?P<feast>(?:the )?new year|(?:at |after |before )?(?:christmas|xmas)))\b",
    re.IGNORECASE,
)
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1, "tomoz": 1, "2moro": 1, "yesterday": -1, "day after tomorrow": 2}


def dates(text: str, today: date) -> Iterator[Found]:
    """Days (2026-12-01) and months (2027-03) as `date`; what comes back each week as `weekday` (tuesday)."""
    yield from (_found("date", _numeric(match), match) for match in _NUMERIC.finditer(text) if _numeric(match))
    for match in _WRITTEN.finditer(text):
        yield from _some("date", _written(match, today), match)
    for match in _EVERY.finditer(text):
        yield _found("weekday", _WEEKDAYS[_weekday(match["each"] or match["plural"])], match)
    for match in _ON_WEEKDAY.finditer(text):
        yield _found("date", _on_weekday(match, today).isoformat(), match)
    for match in _IN_MONTH.finditer(text):
        yield _found("date", _in_month(match, today), match)
    for match in _RELATIVE.finditer(text):
        yield _found("date", _relative(match, today), match)


def _found(kind: str, value: str, match: re.Match[str]) -> Found:
    return Found(kind, value, *match.span())


def _some(kind: str, value: str, match: re.Match[str]) -> Iterator[Found]:
    if value:
        yield _found(kind, value, match)


def _day(year: int, month: int, day: int) -> str:
    """The day as written in ISO, or nothing where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _numeric(match: re.Match[str]) -> str:
    if match["y"]:
        return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    year = int(match["year"])
    return _day(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))


def _written(match: re.Match[str], today: date) -> str:
    month, day = _month(match["month"] or match["before"]), int(match["day"] or match["after"])
    if match["year"]:
        return _day(int(match["year"]), month, day)
    this_year = _day(today.year, month, day)
    return this_year if this_year >= today.isoformat() else _day(today.year + 1, month, day)


def _on_weekday(match: re.Match[str], today: date) -> date:
    wanted = _weekday(match["later"] or match["said"] or match["bare"])
    ahead = (wanted - today.weekday() - 1) % 7 + 1
    which = (match["which"] or "").lower()
    if which == "last":
        return today - timedelta((today.weekday() - wanted - 1) % 7 + 1)
    if which == "next":
        return today + timedelta(7 - today.weekday() + wanted)
    return today + timedelta(ahead + (7 if match["week"] or match["again"] else 0))


def _in_month(match: re.Match[str], today: date) -> str:
    month, which = _month(match["month"]), match["which"].lower()
    if match["year"]:
        return f"{match['year']}-{month:02d}"
    past = which in ("last", "since")
    year = today.year
    if past and month >= today.month:
        year -= 1
    elif not past and (month < today.month or (which == "next" and month == today.month)):
        year += 1
    return f"{year}-{month:02d}"


def _relative(match: re.Match[str], today: date) -> str:
    if match["word"]:
        return (today + timedelta(_NEAR[match["word"].lower()])).isoformat()
    if match["feast"]:
        return f"{today.year + 1}-01-01" if "year" in match["feast"].lower() else _christmas(today)
    sign, unit = -1 if match["ago"] or (match["which"] or "").lower() == "last" else 1, match["unit"] or match["ago"]
    count = sign * _counted(match["count"] or match["past"] or "1")
    kind = (unit or match["whole"]).lower().rstrip("s")
    if kind == "day":
        return (today + timedelta(count)).isoformat()
    if kind == "week":
        monday = today - timedelta(today.weekday()) if match["whole"] else today
        return (monday + timedelta(7 * count)).isoformat()
    if kind == "month":
        months = today.year * 12 + today.month - 1 + count
        return f"{months // 12}-{months % 12 + 1:02d}"
    return f"{today.year + count}"


def _christmas(today: date) -> str:
    return date(today.year + (today > date(today.year, 12, 25)), 12, 25).isoformat()


def _counted(said: str) -> int:
    if said.isdigit():
        return int(said)
    return 1 if said.lower() in ("a", "an") else number_of(said)


def _weekday(said: str) -> int:
    return next(place for place, name in enumerate(_WEEKDAYS) if name.startswith(said.lower()[:3]))


def _month(said: str) -> int:
    return next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(said.lower()[:3]))
