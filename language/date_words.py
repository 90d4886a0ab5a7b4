"""Dates in words, or with a slip in the month: "third of march nineteen fifty six", "3rd marhc". Pure."""

import re

from rapidfuzz.distance import OSA

_ONES = {
    name: number
    for number, name in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)
}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = {
    name: 10 * number
    for number, name in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SMALL = {**_ONES, **{name: number for number, name in enumerate(_TEENS.split(), 10)}}
_FIRSTS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = {name: number for number, name in enumerate(_FIRSTS.split(), 1)} | {"thirtieth": 30}
_FULL_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = "|".join(
    (*_FULL_MONTHS, *["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"])
)
_LONG_MONTHS = tuple(month for month in _FULL_MONTHS if len(month) > 4)
_SHORTEST_SLIP = 5
_NO_SLIPS = ("match", "marsh", "starch", "larch", "parch")
"""Words of their own."""

_TEN, _UNDER_TWENTY = "|".join(_TENS), "|".join(_SMALL)
_ONE = "|".join(_ONES)
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_CARDINAL = rf"(?:{_TEN}|{_UNDER_TWENTY})(?:[ -](?:{_ONE}))?"
_DAY = rf"(?:(?P<tens>twenty|thirty)[ -])?(?P<ordinal>{_ORDINAL})|(?P<number>{_CARDINAL})"
_DAY_BEFORE = re.compile(rf"\b(?:{_DAY})(?= (?:day )?(?:of )?(?:{_MONTHS})\b)", re.IGNORECASE)
_DAY_AFTER = re.compile(rf"\b(?P<month>(?:{_MONTHS}) (?:the )?)(?:{_DAY})\b", re.IGNORECASE)
_HAS_DAY = re.compile(rf"\d(?:st|nd|rd|th)?[ ,.-]*(?:of )?(?:{_MONTHS})\b", re.IGNORECASE)
_YEAR = re.compile(
    r"\b(?:(?P<century>nineteen(?: hundred)?(?: and)?|twenty|two thousand(?: and)?)[ -])?"
    rf"(?:(?P<oh>oh?|nought|zero)[ -](?P<unit>{_ONE})"
    rf"|(?P<tens>{_TEN})(?:[ -](?P<ones>{_ONE}))?|(?P<small>{_UNDER_TWENTY}))\b",
    re.IGNORECASE,
)
_CENTURIES = {"nineteen": "19", "twenty": "20", "two": "20"}
_AFTER_A_MONTH = re.compile(rf"\b(?:{_MONTHS})\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


def with_figures(text: str) -> str:
    """The text with the day and the year of a date in figures, and its month spelled right, where it names a month.

    Anything else stays as it is.
    """
    text = re.sub(r"[^\W\d_]+", _month_meant, text) if any(map(str.isdigit, text)) else text
    text = _DAY_BEFORE.sub(lambda found: str(_day(found)), text)
    if not _HAS_DAY.search(text):
        text = _DAY_AFTER.sub(lambda found: f"{found['month']}{_day(found)}", text)
    month = _AFTER_A_MONTH.search(text)
    if month is None:
        return text
    return text[: month.start("rest")] + _YEAR.sub(_year, month["rest"], count=1)


def _month_meant(found: re.Match[str]) -> str:
    """A word that is one slip away from the name of a month becomes it; "marked" and "august" stay."""
    word = found.group()
    said = word.lower()
    if len(said) < _SHORTEST_SLIP or said in _FULL_MONTHS:
        return word
    near = [month for month in _LONG_MONTHS if OSA.distance(said, month, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 and said not in _NO_SLIPS else word


def _day(found: re.Match[str]) -> int:
    if found["ordinal"]:
        return {"twenty": 20, "thirty": 30}.get((found["tens"] or "").lower(), 0) + _ORDINALS[found["ordinal"].lower()]
    return sum(_TENS.get(word, 0) or _SMALL[word] for word in re.split("[ -]", found["number"].lower()))


def _year(found: re.Match[str]) -> str:
    part = {name: (value or "").lower() for name, value in found.groupdict().items()}
    if part["oh"]:
        low = _ONES[part["unit"]]
    elif part["tens"]:
        low = _TENS[part["tens"]] + _ONES.get(part["ones"], 0)
    else:
        low = _SMALL[part["small"]]
    century = _CENTURIES.get(part["century"].partition(" ")[0], "")
    return f"{century}{low:02}"
