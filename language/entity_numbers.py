"""Money, ages and hours, in digits and in words. Linear patterns."""

import re
from collections.abc import Iterator

from language.found import Found
from language.number_words import NUMBER, number_of

_SUM = r"\d{1,3}(?:,\d{3})+|\d{1,9}"
_PER = r"(?: ?(?:an?|per|each|every|/|p) ?(?P<period>hour|hr|h|day|night|week|wk|w|month|mth|m|year|yr|y|annum)\b)"
_MONEY = re.compile(
    rf"(?:£ ?(?P<pounds>{_SUM})(?P<pence>\.\d{{1,2}})?(?P<thousands> ?k\b)?"
    rf"|(?<![\d.£,])(?P<plain>{_SUM})(?P<cents>\.\d{{1,2}})? ?(?P<unit>k? ?(?:pounds?|quid)|grand|k|p(?:ence)?)\b(?!/)"
    rf"|\b(?P<words>{NUMBER}) ?(?P<worded>pounds?|quid|grand|pence)\b"
    r"|\b(?P<one>an?) (?P<alone>grand|quid|fiver|tenner)\b)"
    rf"{_PER}?"
    r"|(?<![\d.£,/])(?P<rate>\d{1,3})(?P<rest>\.\d{2})? ?(?:an?|per|/|p/?) ?(?P<hourly>hour|hr|h)\b",
    re.IGNORECASE,
)
_ALONE = {"grand": 100_000, "quid": 100, "fiver": 500, "tenner": 1000}
_PERIODS = {"h": "hour", "d": "day", "n": "night", "w": "week", "m": "month", "y": "year", "a": "year"}

_NO_AGE = (
    r"(?! ?(?:%|[.,]\d|hours?|hrs?|days?|weeks?|months?|miles?|steps?|pounds?|quid|"
    r"minutes?|mins?|stone|kg|st\b|th\b|of\b|"
    r"and a half|carers?|kids|children|people|k\b|pm\b|am\b|grand\b|times\b))"
)
_PEOPLE = (
    "she|he|who|they|mum|mam|dad|mother|father|nan|gran|grandad|son|daughter|lad|wife|husband|partner|brother|sister|"
    "boy|girl"
)
_SAID = rf"(?P<{{0}}>\d{{{{1,3}}}}|{NUMBER})\b{_NO_AGE}"
_AGE = re.compile(
    rf"\b(?:(?:aged?|turn(?:s|ed|ing)?|age is|age of) {_SAID.format('after')}"
    r"|(?P<before>\d{1,3}) ?-?(?:(?:years?|yrs?|yr)[ -]?olds?|y/?o)\b"
    rf"|(?:i ?'?a?m|(?:{_PEOPLE}) ?'?i?s|they ?'?re|(?:will|ll|'ll) be) "
    r"(?:only |nearly |almost |now |just |about |over )?"
    rf"{_SAID.format('being')}"
    rf"|(?:{_PEOPLE}),? ?\((?P<bracketed>\d{{1,3}})\)"
    r"|(?P<birthday>\d{1,3})(?:st|nd|rd|th) birthday\b)",
    re.IGNORECASE,
)
_OLDEST = 120

_UNITS = "hours?|hrs?|h"
_COUNT = rf"(?P<count>\d{{1,3}}(?:\.\d)?|{NUMBER})"
_HOURS = re.compile(
    rf"(?<![\d.£:])(?<!within )(?<!in )(?<!after )(?<!every )(?<!last )(?<!next )"
    rf"\b{_COUNT}(?P<half> and a half| ?½)?[ -]?(?:{_UNITS})\b"
    r"(?! (?:ago|notice|wait|delay|late|left|time)\b)"
    r"(?: (?:of )?(?:care|support|help|cover|respite))?"
    r"(?: ?(?:an?|per|each|every|/|p) ?(?P<period>day|night|week|wk|w|month|mth|m|year|yr|y)\b"
    r"|(?P<weekly> ?pw\b| weekly)|(?P<daily> daily))?",
    re.IGNORECASE,
)
_SESSIONS = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{NUMBER}) (?P<part>mornings?|afternoons?|evenings?|nights?|"
    r"sleep[- ]?ins?|visits?|calls?|days?)"
    r"(?: of (?:care|help|support|respite))? (?:an?|per|each|every) (?P<period>day|week|month|year)\b"
    rf"|\b(?P<few>\d{{1,2}}|{NUMBER}) (?P<half>mornings|afternoons|evenings|nights)\b",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"\b24 ?/ ?7\b|\bround the clock\b", re.IGNORECASE)


def money(text: str) -> Iterator[Found]:
    """Amounts, in pence, with the period that they are for."""
    for match in _MONEY.finditer(text):
        period = match["period"] or match["hourly"]
        yield Found("amount", _pence(match), *match.span(), period=_PERIODS[period[0].lower()] if period else None)


def _pence(match: re.Match[str]) -> int:
    if match["rate"]:
        return int(match["rate"]) * 100 + round(float(match["rest"] or 0) * 100)
    if match["alone"]:
        return _ALONE[match["alone"].lower()]
    unit = (match["unit"] or match["worded"] or "").lower()
    whole = number_of(match["words"]) if match["words"] else int((match["pounds"] or match["plain"]).replace(",", ""))
    pence = whole * 100 + round(float(match["pence"] or match["cents"] or 0) * 100)
    if unit.startswith("p") and not unit.startswith("pound"):
        return whole
    return pence * 1000 if match["thousands"] or unit.startswith("k") or unit == "grand" else pence


def ages(text: str) -> Iterator[Found]:
    """How old somebody is, or turns, in years."""
    for match in _AGE.finditer(text):
        said = next(filter(None, (match[name] for name in ("after", "before", "being", "bracketed", "birthday"))))
        age = int(said) if said.isdigit() else number_of(said)
        if age <= _OLDEST:
            yield Found("age", age, *match.span())


def hours(text: str) -> Iterator[Found]:
    """Hours of care (kind hours), and mornings, nights or visits (kind sessions), with what they are for.

    The period of hours is day, night, week, month or year; that of sessions is the part of the day or the visit.
    """
    for match in _HOURS.finditer(text):
        count = _count(match["count"]) + (0.5 if match["half"] else 0)
        period = _PERIODS[match["period"][0].lower()] if match["period"] else None
        period = "week" if match["weekly"] else "day" if match["daily"] else period
        yield Found("hours", int(count) if count == int(count) else count, *match.span(), period=period)
    for match in _SESSIONS.finditer(text):
        part = (match["part"] or match["half"]).lower().removesuffix("s").replace("-", " ")
        yield Found("sessions", int(_count(match["count"] or match["few"])), *match.span(), period=part)
    for match in _ALWAYS.finditer(text):
        yield Found("hours", 168, *match.span(), period="week")


def _count(said: str) -> float:
    return float(said) if said[0].isdigit() else float(number_of(said))
