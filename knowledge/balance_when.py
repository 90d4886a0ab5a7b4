"""The days that a question about money spent or paid names: always behind us ("in may" is the May that was). Pure."""

import re
from datetime import date, timedelta

from language.number_words import NUMBER, number_of

_MONTHS = tuple(f"{date(2000, number, 1):%B}".lower() for number in range(1, 13))
_SHORT = (*(name[:3] for name in _MONTHS), "sept")
_NAMES = "|".join([*_MONTHS, *_SHORT])
_MONTH = re.compile(
    rf"\b(?P<before>in|during|for|of|since|from|about|and|through|last|this past|whole of|all of|end of|start of)?\s*"
    rf"\b(?P<month>{_NAMES})\b(?: (?P<year>20\d\d))?"
)
_ALONE = re.compile(
    rf"^(?:and|so|ok|what about|how about|wot about|then|now|or)?\s*(?:{_NAMES})(?: (?:20\d\d|then|pls|please))?$"
)
_SPAN = re.compile(rf"\b(?:(?:from|between) )?(?P<a>{_NAMES})(?: (?:to|till|until|and|-)) (?P<b>{_NAMES})\b")
_LAST = re.compile(
    rf"\b(?:last|past|previous) (?P<count>\d{{1,2}}|{NUMBER}|couple of|few) "
    r"(?P<unit>days?|weeks?|wks?|months?|mnths?)\b"
)
_COUNTS = {"couple of": 2, "few": 3}
_NOT_MAY = re.compile(r"\bmay (?:i|we|be|have|not|need|get|she|he|they|it|you)\b")

Days = tuple[date, date]


def days_asked(text: str, today: date) -> Days | None:
    """The first and last day that a folded text names, both inclusive and at most today; None where it names none."""
    text = _NOT_MAY.sub(" ", text)
    for read in (_span, _relative, _month):
        found = read(text, today)
        if found:
            return found
    return None


def month_of(year: int, month: int) -> Days:
    """The first and last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(1)


def _span(text: str, today: date) -> Days | None:
    found = _SPAN.search(text)
    if not found:
        return None
    first, last = _latest(_number(found["a"]), today), _latest(_number(found["b"]), today)
    if first > last:
        first = first.replace(year=first.year - 1)
    return first, min(month_of(last.year, last.month)[1], today)


def _relative(text: str, today: date) -> Days | None:
    monday = today - timedelta(today.weekday())
    month = today.replace(day=1)
    before = month - timedelta(1)
    if found := _LAST.search(text):
        said = found["count"]
        count = int(said) if said.isdigit() else _COUNTS.get(said) or number_of(said)
        days = {"d": 1, "w": 7, "m": 0}[found["unit"][0]] * count
        if days:
            return today - timedelta(days - 1), today
        months = today.year * 12 + today.month - 1 - count
        return date(months // 12, months % 12 + 1, 1), before
    choices: dict[str, Days] = {
        r"\b(?:this|current) (?:month|mnth|mth)\b": (month, today),
        r"\b(?:last|previous) (?:month|mnth|mth)\b": (before.replace(day=1), before),
        r"\b(?:this|current) (?:week|wk)\b": (monday, today),
        r"\b(?:last|previous) (?:week|wk)\b": (monday - timedelta(7), monday - timedelta(1)),
        r"\b(?:yesterday|yday)\b": (today - timedelta(1), today - timedelta(1)),
        r"\btoday\b": (today, today),
        r"\blast year\b": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        r"\b(?:financial|tax) year\b": (_april(today), today),
        r"\b(?:this|current) year\b|\bso far\b.*\byear\b": (date(today.year, 1, 1), today),
    }
    return next((days for pattern, days in choices.items() if re.search(pattern, text)), None)


def _month(text: str, today: date) -> Days | None:
    for found in _MONTH.finditer(text):
        name = found["month"]
        if (
            not found["before"]
            and not found["year"]
            and not _ALONE.match(text)
            and name in ("may", "mar", "march", "sep", "dec")
        ):
            continue
        number = _number(name)
        first = date(int(found["year"]), number, 1) if found["year"] else _latest(number, today)
        if first > today:
            return None
        last = today if found["before"] in ("since", "from") else min(month_of(first.year, first.month)[1], today)
        return first, last
    return None


def _latest(month: int, today: date) -> date:
    return date(today.year - (month > today.month), month, 1)


def _number(name: str) -> int:
    return next(number for number, whole in enumerate(_MONTHS, 1) if whole.startswith(name[:3]))


def _april(today: date) -> date:
    starts = date(today.year, 4, 6)
    return starts if starts <= today else date(today.year - 1, 4, 6)
