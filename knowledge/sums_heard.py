"""What somebody says of a sum in their own words: hours, money, how many people, what it is for. Pure.

Gives answers by the ids of the questions in knowledge/sums/questions.yml, as text: "15", "13.50", "week".
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from knowledge.pay import WEEKS
from language.entities import Found, read_entities
from language.number_words import NUMBER
from language.quantities import number_in

HIGHEST_RATE = 80_00
"""Pence: an amount without a period beside hours is an hourly rate up to here, and a budget above."""
_AT = re.compile(r"(?:\bat|@|\bfor|\bon|\bpa(?:y|id)(?:ing)?(?: (?:her|him|them|my pa|each))?) ?$", re.IGNORECASE)
_BARE_RATE = re.compile(
    r"(?:\bat|@|\bon) ?£?(\d{1,2}(?:\.\d{1,2})?)"
    r"(?![\d.]| ?(?:hours?|hrs?|h|days?|weeks?|%|am|pm|people|pas|carers|years?)\b)",
    re.IGNORECASE,
)
_SPAN = re.compile(r"^[ ,]*(?:(?:every|per|each|for) )?(?:4|four)[ -]?week", re.IGNORECASE)
_FORTNIGHT = re.compile(r"^[ ,]*(?:(?:every|per|each|a) )?(?:fortnight|2 weeks|two weeks)", re.IGNORECASE)
_DAYS = re.compile(rf"\b(\d|{NUMBER}) days?\b(?! off)", re.IGNORECASE)
_PEOPLE_WORDS = (
    r"(?:pas|p\.?a\.?'?s|carers|personal assistants|assistants|helpers|members of staff|staff|workers|people)"
)
_PEOPLE = re.compile(rf"\b(\d{{1,2}}|{NUMBER}) (?:different |live[- ]in )?{_PEOPLE_WORDS}\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:(?:a|one|1|my|her|his|the|mums?|dads?) (?:live[- ]in )?(?:pa|carer|personal assistant|helper|assistant)"
    r"|her|him|she|he)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:pa|carer|assistant|helper)\b[^.?!\d]{0,24}?\b(?:is|s|aged?|whos|who is|thats)\b ?(?:only |just )?"
    r"(\d{2})\b(?! ?(?:hours|hrs|h\b|an hour|pounds?|days))",
    re.IGNORECASE,
)
_WHAT = (
    ("redundancy", re.compile(r"\bredundan|\blet(?:ting)? (?:her|him|them|my pa|my carer) go\b", re.IGNORECASE)),
    ("sick", re.compile(r"\b(?:sick(?:ness)? pay|ssp|off sick|is sick|sick days?|goes sick)\b", re.IGNORECASE)),
    ("agency", re.compile(r"\bagenc(?:y|ies)\b", re.IGNORECASE)),
    (
        "april",
        re.compile(r"\b(?:next|from|in|this|after) april\b|\bnew rates\b|\bnext year'?s? rates\b", re.IGNORECASE),
    ),
    (
        "hours",
        re.compile(
            r"\bhow many (?:\w+ ){0,2}?(?:hours|hrs)\b|\bhow far\b|\bwhat hours\b"
            r"|\b(?:budget|money|£\S+)\b.*\b(?:buy|get me|stretch|last)\b",
            re.IGNORECASE,
        ),
    ),
    ("cost", re.compile(r"\bcosts?\b|\bprice\b|\bcome to\b|\bafford\b|\bpay for\b|\bemploy", re.IGNORECASE)),
)
_HOW_MUCH = re.compile(r"\bhow much\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow (?:many|far)\b", re.IGNORECASE)
_BARE_BUDGET = re.compile(
    r"(?<![\d.£,])(\d{1,3},\d{3}|\d{2,6})(?:\.\d{2})? ?(?:an?|per|each|every|/) ?"
    r"(week|wk|month|mth|year|fortnight|(?:4|four) weeks)\b",
    re.IGNORECASE,
)
_PERIODS = {"wk": "week", "mth": "month", "4 weeks": "four_weeks", "four weeks": "four_weeks"}
_AGENCY = re.compile(r"\bagenc(?:y|ies)\b[^.?!\d£]{0,30}$", re.IGNORECASE)
_A_YEAR = {"day": Decimal(365), "week": WEEKS, "month": Decimal(12), "year": Decimal(1)}


def heard(text: str) -> dict[str, str]:
    """The answers that a text holds; empty when it holds none."""
    found = read_entities(text)
    hours = next(_hours(text, found), None)
    answers = {"hours": _plain(hours)} if hours else {}
    answers |= _money(text, found, bool(hours))
    if people := _PEOPLE.search(text):
        answers["people"] = _plain(number_in(people[1]) or Decimal(1))
    elif _ONE.search(text):
        answers["people"] = "1"
    if age := _AGE.search(text):
        answers["age"] = band(int(age[1]))
    what = next((key for key, pattern in _WHAT if pattern.search(text)), None)
    has_budget, has_hours = "budget" in answers, "hours" in answers
    if what == "cost" and has_budget and not has_hours:
        what = "hours"
    if what == "hours" and has_budget and has_hours and not _HOW_MANY.search(text):
        what = "cost"  # "can my 350 stretch to 24 hours"
    return {**answers, **({"what": what} if what else {})}


def guess(answers: Mapping[str, str]) -> dict[str, str]:
    """What the sum is for, from the figures alone, where nothing was said of it."""
    if answers.get("what"):
        return {}
    if "hours" in answers or "rate" in answers:
        return {"what": "cost"}
    return {"what": "hours"} if "budget" in answers else {}


def asks_for_a_sum(text: str, has_answer: bool) -> bool:
    """Whether a question holds what a sum needs: hours, with pay or with words that ask what they come to.

    has_answer: whether there is a reviewed answer for sure; then it must hold all three.
    """
    said = heard(text)
    asks, pay = said.get("what") in ("cost", "hours", "agency") or bool(_HOW_MUCH.search(text)), "rate" in said
    return "hours" in said and (asks and pay if has_answer else asks or pay)


def band(age: int) -> str:
    """The band of an age in years. Above 65 it depends on the birthday, which is not asked: taken as below."""
    return "16" if age < 18 else "18" if age < 21 else "21" if age < 22 else "22"


def _hours(text: str, found: list[Found]) -> Iterator[Decimal]:
    """Hours a week. Of hours a day, for so many days as are named, or all seven."""
    for each in found:
        if each.kind != "hours":
            continue
        count, period = Decimal(str(each.value)), each.period or "week"
        if period == "night":
            continue
        if period == "day":
            named = _DAYS.search(text[: each.start] + " " + text[each.end :])
            yield count * (number_in(named[1]) or 7) if named else count * 7
        else:
            yield (count * _A_YEAR[period] / WEEKS).quantize(Decimal("0.01"))


def _money(text: str, found: list[Found], has_hours: bool) -> dict[str, str]:
    """The hourly rate, an agency's rate, and a budget with how often it comes."""
    answers: dict[str, str] = {}
    for each in found:
        if each.kind != "amount":
            continue
        pence, after = int(each.value), text[each.end :]
        said = f"{Decimal(pence) / 100:.2f}"
        if each.period == "hour" or (each.period is None and pence <= HIGHEST_RATE and _is_rate(text, each, has_hours)):
            answers["agency" if _AGENCY.search(text[: each.start]) else "rate"] = said
        elif "budget" not in answers:
            answers["budget"] = said
            if per := _per(each.period, after):
                answers["budget_per"] = per
    if "budget" not in answers and (plain := _BARE_BUDGET.search(text)):
        period = plain[2].lower()
        answers |= {"budget": f"{Decimal(plain[1].replace(',', '')):.2f}", "budget_per": _PERIODS.get(period, period)}
    if "rate" not in answers and has_hours and (bare := _BARE_RATE.search(text)):
        answers["rate"] = f"{Decimal(bare[1]):.2f}"
    return answers


def _is_rate(text: str, amount: Found, has_hours: bool) -> bool:
    return has_hours or bool(_AT.search(text[: amount.start]))


def _per(period: str | None, after: str) -> str | None:
    if _SPAN.match(after):
        return "four_weeks"
    if _FORTNIGHT.match(after):
        return "fortnight"
    return period if period in ("week", "month", "year") else None


def _plain(number: Decimal) -> str:
    """Without trailing noughts: "15", "15.5"."""
    return f"{number.normalize():f}"
