"""Which question about their own money a message asks: patterns over its folded words, no model. Pure.

It is asked of messages that are known to be about a person's own budget (the act `my_balance`), and of what follows a
balance that was shown. General questions are told from personal ones by the classifier, not here.
"""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from common.budgets import Category, Period
from knowledge.balance_patterns import CATEGORIES, FIRM, GENERAL, KINDS, SPENT, WHICH
from knowledge.balance_topic import Topic, Which
from knowledge.balance_when import days_asked
from language.entity_numbers import hours, money

_SPENT_ON = re.compile(r"\b(?:on|for|to|about)\b|^(?:and |just |only )*[\w ]{2,25}$")

_YEAR = re.compile(r"\b(?:tax|financial) year\b")
_MORE = re.compile(r"\b(more|extra|additional|xtra|another|further) (?=(?:hours?|hrs?|h)\b)|\b(?:of|an|a) (?=extra\b)")
_ANOTHER_HOUR = re.compile(r"\b(?:an(?:other)?|one more|1 more|extra) (?:extra )?(?:hour|hr)\b")
_EACH_DAY = re.compile(r"\b(?:hours?|hrs?) (?:a|per|each|every) day\b")
_BARE_RATE = re.compile(
    r"\b(?:at|@|for|on|its|is|pay|paying|rate(?: is| of)?) ?£? ?(\d{1,2}(?:\.\d{1,2})?)"
    r"(?: ?(?:an|a|per|/|p) ?(?:hour|hr|h))?$"
)
_JUST_A_RATE = re.compile(
    r"^(?:(?:its|it is|about|at|i pay|we pay|around|the rate is|rate is|say|maybe|ok) )*£?(\d{1,2}(?:\.\d{1,2})?)"
    r"(?: ?(?:pounds?|quid|p/?h|ph))?(?: ?(?:an|a|per|/) ?(?:hour|hr|h))?$"
)
_PERIODS: dict[str, Period] = {"week": "week", "month": "month", "year": "year"}
_DAYS_A_WEEK = 7

_FOLLOWS = re.compile(
    r"^(?:make (?:it|that)|try|and|so|ok|but|also|what about|how about|wot about|what abt|then|now|whats|what is|hows|"
    r"how much)\b"
)
_MOST_ELLIPTICAL = 6


def topic_asked(text: str, today: date, before: Topic | None = None) -> Topic:
    """What a message about somebody's own money asks; the balance where it names nothing else.

    before: what was asked last, whose missing part a short message fills in ("and in june", "£15 an hour").
    """
    return read_topic(text, today, before) or Topic()


def follow_up(text: str, today: date, before: Topic) -> Topic | None:
    """What a message asks after a balance was shown, or None where it is about something else."""
    folded = fold(text)
    if not folded or GENERAL.search(folded):
        return None
    return read_topic(text, today, before)


def read_topic(text: str, today: date, before: Topic | None = None) -> Topic | None:
    """The question that a message asks by its own words, or as a short follow-up; None where it asks none."""
    folded = fold(text)
    if before is not None and (short := _elliptical(folded, today, before)) is not None:
        return short
    kind = next((kind for kind, pattern in KINDS if pattern.search(folded)), None)
    which, days = _which(folded), days_asked(folded, today)
    if kind in ("balance", "paid") and days and SPENT.search(folded):
        kind = "spent_in"
    if kind is None:
        return Topic("balance", which=which) if which else None
    topic = Topic(kind, which=which)
    if kind == "spent_in":
        return _with_days(replace(topic, category=_category(folded)), days)
    if kind == "afford":
        return _with_more(topic, folded)
    return topic


def fold(text: str) -> str:
    """Lower case, apostrophes out, all but letters, digits and £ . / @ as single spaces."""
    lowered = re.sub(r"['’‘]", "", text.lower())
    return " ".join(re.sub(r"[^\w£./@]+|\.(?!\d)", " ", lowered).split())


def _elliptical(folded: str, today: date, before: Topic) -> Topic | None:
    """A message too short to stand alone, read as a part of the question before it."""
    if before.kind == "afford" and _FOLLOWS.match(folded):
        more = _with_more(Topic("afford", rate=before.rate, which=before.which), folded)
        if more.hours is not None or more.amount is not None:
            return more
    words = folded.split()
    if before.kind == "afford" and before.hours is not None and (rate := _just_a_rate(folded)):
        return replace(before, rate=rate)
    if (
        not words
        or len(words) > _MOST_ELLIPTICAL
        or any(kind in FIRM and pattern.search(folded) for kind, pattern in KINDS)
    ):
        return None
    which = _which(folded)
    if which and len(words) <= 4 + bool(_FOLLOWS.match(folded)):
        return replace(before, which=which)
    days, category = days_asked(folded, today), _category(folded)
    if days or (category and (_FOLLOWS.match(folded) or before.kind == "spent_in")):
        kept = before if before.kind == "spent_in" else Topic("spent_in", which=before.which)
        kept = replace(kept, category=category or kept.category)
        return _with_days(kept, days) if days else kept
    return None


def _which(folded: str) -> Which | None:
    return next((which for which, pattern in WHICH if pattern.search(folded)), None)


def _category(folded: str) -> Category | None:
    if not _SPENT_ON.search(folded):
        return None
    said = _YEAR.sub("", folded)
    return next((category for category, pattern in CATEGORIES if pattern.search(said)), None)


def _with_days(topic: Topic, days: tuple[date, date] | None) -> Topic:
    return replace(topic, first=days[0], last=days[1]) if days else topic


def _with_more(topic: Topic, folded: str) -> Topic:
    """The hours, rate or amount that somebody would like to add."""
    plain = _MORE.sub("", folded)
    found = next(iter(hours(plain)), None)
    asked = Decimal(str(found.value)) if found else Decimal(1) if _ANOTHER_HOUR.search(folded) else None
    if asked is not None and ((found and found.period == "day") or _EACH_DAY.search(folded)):
        asked *= _DAYS_A_WEEK
    rate, amount = topic.rate, None
    per: Period = "week"
    for each in money(plain):
        if each.period == "hour" or (asked is not None and each.period is None and each.value < 10_000):  # type: ignore[operator]
            rate = int(each.value)
        elif asked is None:
            amount, per = int(each.value), _PERIODS.get(each.period or "week", "week")
    bare = _BARE_RATE.search(folded)
    if asked is not None and rate == topic.rate and bare:
        rate = int(Decimal(bare[1]) * 100)
    return replace(topic, hours=asked, rate=rate, amount=amount, amount_per=per)


def _just_a_rate(folded: str) -> int | None:
    found = _JUST_A_RATE.match(folded)
    return int(Decimal(found[1]) * 100) if found else None
