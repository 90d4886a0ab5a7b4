"""Which question about their own money a message asks: patterns over its folded words, no model. Pure.

It is asked of messages that are known to be about a person's own budget (the act `my_balance`), and of what follows a
balance that was shown. General questions are told from personal ones by the classifier, not here.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from common.budgets import Category, Period
from knowledge.balance_topic import Kind, Topic, Which
from knowledge.balance_when import days_asked
from language.entity_numbers import hours, money

_ODD = r"odd|strange|unusual|weird|funny|fishy|dodgy|out of the ordinary|stand(?:s|ing)? out|not right|suspicious|surpris\w+"
_SPENT = (
    r"spen[dt]\w*|spnt|spnd|speant|gone out|went out|goes out|going out|paid out|payed out|cost me|used up|got through"
)
_PAYMENT = r"payments?|paymnt|paymt|pymt|money|dosh|instal?ments?|funds|dp|direct payment"
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "wrong",
        r"\b(?:(?:that|this|it|figures?|balance|numbers?|amount|record|sum)s?(?: is| are| isnt| looks?| seems?| cant be| does ?nt| dont)"
        r"(?: look| seem| be| not)?(?: all| really)? (?:wrong|right|correct|incorrect|out|off|true)|"
        r"(?:thats|its|is) (?:wrong|not right|not correct|incorrect|not true|rubbish)|dont (?:agree|believe)|"
        r"not what (?:i|my)|doesnt match|dont match|mistake|wrong figures?)\b",
    ),
    ("unusual", rf"\b(?:any ?thing|something|some thing|anythin|nothing|owt|is it|spot|look|check)\b.*\b(?:{_ODD}|wrong)\b"),
    ("unusual", rf"\b(?:{_ODD})\b|\bred flags?\b|\b(?:everything|all) (?:ok|okay|alright|in order|looking ok)\b"),
    ("take_back", r"\b(?:tak\w*|claw\w*|claim\w*|want\w*|ask\w*(?: for)?|get\w*|have|hav) .{0,30}\bback\b(?! to)|\bclaw ?back\b"),
    ("take_back", r"\b(?:(?:pay|give|hand|send|return)\w* .{0,25}\bback\b|(?:keep|kept) (?:it|what|the (?:rest|money)|whats|any)|"
     r"lose (?:it|the|what|my|any)|what happens to (?:what|whats|the (?:rest|money)|any)|returned|reclaim\w*|recoup\w*|recover\w*)\b"),
    ("why_less", r"\b(?:why|how come|y|what reason|reason)\b.*\b(?:less|lower|down|drop\w*|cut|reduc\w*|short\w*|gone down|small\w*|only|differen\w+|not (?:the )?full|fell|"
     r"changed?|taken off|missing)\b"),
    ("why_less", r"\b(?:got|get|getting|received?|paid|came|come|was|is|its)\b.{0,30}\b(?:less (?:than|this|money)|short(?:er)? (?:this|than|of)|lower than|"
     r"not (?:the )?full)\b|\b(?:gone|went|been) (?:down|cut|reduced)\b|\bless (?:money |than )?(?:this|last|usual|before|expected|i thought|normal)\b"),
    ("afford", r"\b(?:afford|afrd|aford|stretch to|run to|enough (?:for|to (?:pay|cover|get|have|add|take|buy|give))|room for|have (?:more|extra)|"
     r"cover (?:the|an?|another|more|extra|\d)|(?:add|take on|increase|up) .{0,20}\bhours?)\b"),
    ("afford", r"\b(?:what if|if i|if we|can i|could i|can we|could we)\b.{0,40}\b(?:more|extra|another|additional)\b.{0,20}\b(?:hours?|hrs?|h|day|visit|a week)\b"),
    ("lasts", r"\b(?:las+t(?:s|ing)?\b(?! (?:payment|month|week|year|time|\d|few|couple|night|paid|one))|run(?:ning|s)? (?:out|short|low|dry)|see me through|"
     r"(?:get|make|stretch)\w* (?:me |us |it |to )*(?:through|till|til|until)|be enough (?:till|until|to the end|for (?:the )?(?:rest|year|month))|enough (?:till|until|left (?:till|until|for))|"
     r"be ?(?:all )?gone|how many (?:weeks|months)|when (?:does|will|is) (?:it|the money|my money|my budget) (?:run|be|end|go|finish)|on track|overspend\w*|over spend\w*)\b"),
    ("contribution", r"\b(?:contribut\w*|contrib|my (?:share|part|bit|charge)|(?:do|must|should|have|need|shall|got|supposed|meant|much)\b.{0,20}\b(?:i|we|me|mum|dad|she|he|to)\b.{0,20}\b(?:pay|put|add|top)\w* (?:in|towards|toward|into|up|myself|extra)|"
     r"(?:i|we) (?:pay|put|have to pay|have to put|need to pay|must pay|owe)\b(?! (?:for|my|the (?:carer|pa)))|pay towards|topp?(?:ing)? ?up|client charge|assessed charge|what am i charged|am i charged)\b"),
    ("paid", rf"\b(?:(?:has|have|hav|did|was|were|is|are|hasnt|havent|when|wen|whens|not|next|last|late|where|wheres|any|my)\b.{{0,45}}\b(?:paid|payed|{_PAYMENT}|pay ?day|gone in|go in|goes in|come in|came in|comes in|arrived?|landed|due|put (?:it |the money )?in)|"
     r"paid (?:in|me|yet|into)|gone in|come through|came through|come in yet|arrived|missed payment|late payment)\b"),
    ("spent_in", rf"\b(?:{_SPENT})\b|\bspending\b|\bwhere (?:has|did|does) (?:it|my money|the money|all)\b.*\bgo(?:ne)?\b|\bwhat (?:has|did|have) .*\b(?:go|gone) on\b|\bbreakdown\b|\bwhat (?:did|has|have) .{{0,30}}\bcost\b"),
    ("weekly", r"\b(?:per|a|each|every|by the|in a|p) ?(?:week|wk|w)\b|\bweekly\b|\bpw\b"),
    ("agreed", r"\b(?:agreed|awarded?|granted|allocat\w*|entitle\w*|what was i (?:given|offered)|budget (?:figure|amount|total)|personal budget figure|total budget|full budget|"
     r"(?:how (?:much|big)|what) (?:is|was|s|are)(?: the| my| our| her| his)* (?:whole |full |total )?(?:budget|phb|personal budget|package|award|amount)\b|how much (?:do|did|am|was|should|will) (?:i|we|she|he|they) (?:get|given|agreed)\b(?! left)|how much have (?:i|we) been given|"
     r"how many hours|what (?:care )?does it (?:buy|pay for|cover)|what (?:is|s) it for|whats it for)\b"),
    ("which_budget", r"\b(?:which (?:budget|one|pot)|how many budgets|what budgets|(?:all|both|list) (?:of )?(?:my |the )?(?:budgets|pots)|other budgets?|two budgets)\b"),
    ("balance", r"\b(?:left|lft|balance|bal|balence|ballance|remain\w*|statement|in (?:my|the|his|her) (?:account|pot|budget)|on (?:my|the|his|her) card|figures|"
     r"how (?:are we doing|am i doing)|look (?:up|at) my|show (?:me )?my|my (?:money|budget)|got in)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)

_CATEGORIES: tuple[tuple[Category, str], ...] = (
    ("agency", r"agency|agencies|care company"),
    ("tax_and_pension", r"tax|hmrc|paye|national insurance|ni|pension|nest"),
    ("payroll", r"payroll"),
    ("insurance", r"insurance"),
    ("respite", r"respite|short breaks?|breaks?"),
    ("day_activities", r"day ?(?:care|centre|activities|trips?|opportunities)|activities|clubs?|classes"),
    ("equipment", r"equipment|aids|kit"),
    ("travel", r"travel|taxis?|transport|bus(?:es)?|petrol|mileage|fares?"),
    ("training", r"training|courses?"),
    ("personal_assistant", r"pas?|pa s|carers?|wages?|personal assistants?|staff|helpers?|support workers?|salary"),
)
_CATEGORY = tuple((category, re.compile(rf"\b(?:{words})\b")) for category, words in _CATEGORIES)
_SPENT_ON = re.compile(r"\b(?:on|for|to|about)\b|^(?:and |just |only )*[\w ]{2,25}$")

_WHICH: tuple[tuple[Which, str], ...] = (
    ("other", r"\bother (?:one|budget|pot|1|payment)\b|\bthe other\b|\bsecond (?:one|budget)\b|\banother (?:one|budget)\b"),
    ("nhs", r"\b(?:nhs|phb|health|chc|continuing health ?care)\b"),
    ("council", r"\b(?:council|local authority|social care|social services)(?:s)? (?:one|budget|money|pot|dp|direct payment|payments?)\b"),
    ("notional", r"\bnotional\b"),
    ("third_party", r"\bthird party\b|\bmanaged (?:one|budget|account)\b"),
    ("direct_payment", r"\b(?:direct payments?|dp|dps)\b"),
)  # fmt: skip
_WHICH_COMPILED = tuple((which, re.compile(pattern)) for which, pattern in _WHICH)

_MORE = re.compile(r"\b(more|extra|additional|xtra|another|further) (?=(?:hours?|hrs?|h)\b)|\b(?:of|an|a) (?=extra\b)")
_ANOTHER_HOUR = re.compile(r"\b(?:an(?:other)?|one more|1 more|extra) (?:extra )?(?:hour|hr)\b")
_BARE_RATE = re.compile(
    r"\b(?:at|@|for|on|its|is|pay|paying|rate(?: is| of)?)\s*£?\s*(\d{1,2}(?:\.\d{1,2})?)(?:\s*(?:an|a|per|/|p)\s*(?:hour|hr|h))?\s*$"
)
_JUST_A_RATE = re.compile(
    r"^(?:(?:its|it is|about|at|i pay|we pay|around|the rate is|rate is|say|maybe|ok) )*£?(\d{1,2}(?:\.\d{1,2})?)(?: ?(?:pounds?|quid|p/?h|ph))?(?: ?(?:an|a|per|/) ?(?:hour|hr|h))?$"
)
_PERIODS: dict[str, Period] = {"week": "week", "month": "month", "year": "year"}
_DAYS_A_WEEK = 7

_FOLLOWS = re.compile(
    r"^(?:and|so|ok|but|also|what about|how about|wot about|what abt|then|now|whats|what is|hows|how much)\b"
)
_MOST_ELLIPTICAL = 6
_GENERAL = re.compile(
    r"\b(?:rules?|people|somebody|someone|anyone|in general|generally|usually|normally|do they all|the law|legal\w*|if (?:i|she|he|they|you|mum|dad) die[sd]?|"
    r"what (?:is|are|does) an?\b|whats an?\b|mean|means|allowed)\b"
)


def topic_asked(text: str, today: date, before: Topic | None = None) -> Topic:
    """What a message about somebody's own money asks; the balance where it names nothing else.

    before: what was asked last, whose missing part a short message fills in ("and in june", "£15 an hour").
    """
    return read_topic(text, today, before) or Topic()


def follow_up(text: str, today: date, before: Topic) -> Topic | None:
    """What a message asks after a balance was shown, or None where it is about something else."""
    folded = fold(text)
    if not folded or _GENERAL.search(folded):
        return None
    return read_topic(text, today, before)


def read_topic(text: str, today: date, before: Topic | None = None) -> Topic | None:
    """The question that a message asks by its own words, or as a short follow-up; None where it asks none."""
    folded = fold(text)
    if before is not None and (short := _elliptical(folded, today, before)) is not None:
        return short
    kind = next((kind for kind, pattern in _COMPILED if pattern.search(folded)), None)
    which, days = _which(folded), days_asked(folded, today)
    if kind in ("balance", "paid") and days and re.search(rf"\b(?:{_SPENT})\b", folded):
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
    words = folded.split()
    if before.kind == "afford" and before.hours is not None and (rate := _just_a_rate(folded)):
        return replace(before, rate=rate)
    if not words or len(words) > _MOST_ELLIPTICAL or any(pattern.search(folded) for pattern in _firm()):
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


def _firm() -> Iterable[re.Pattern[str]]:
    """Patterns that say by themselves what is asked, however short the message."""
    return (
        pattern
        for kind, pattern in _COMPILED
        if kind in ("wrong", "unusual", "take_back", "why_less", "afford", "lasts", "contribution", "paid", "spent_in")
    )


def _which(folded: str) -> Which | None:
    return next((which for which, pattern in _WHICH_COMPILED if pattern.search(folded)), None)


def _category(folded: str) -> Category | None:
    if not _SPENT_ON.search(folded):
        return None
    return next((category for category, pattern in _CATEGORY if pattern.search(folded)), None)


def _with_days(topic: Topic, days: tuple[date, date] | None) -> Topic:
    return replace(topic, first=days[0], last=days[1]) if days else topic


def _with_more(topic: Topic, folded: str) -> Topic:
    """The hours, rate or amount that somebody would like to add."""
    plain = _MORE.sub("", folded)
    found = next(iter(hours(plain)), None)
    asked = Decimal(str(found.value)) if found else Decimal(1) if _ANOTHER_HOUR.search(folded) else None
    if found and found.period == "day" and asked is not None:
        asked *= _DAYS_A_WEEK
    rate = amount = None
    per: Period = "week"
    for each in money(plain):
        if each.period == "hour" or (asked is not None and each.period is None and each.value < 10_000):  # type: ignore[operator]
            rate = int(each.value)
        elif asked is None:
            amount, per = int(each.value), _PERIODS.get(each.period or "week", "week")
    bare = _BARE_RATE.search(folded)
    if asked is not None and rate is None and bare:
        rate = int(Decimal(bare[1]) * 100)
    return replace(topic, hours=asked, rate=rate, amount=amount, amount_per=per)


def _just_a_rate(folded: str) -> int | None:
    found = _JUST_A_RATE.match(folded)
    return int(Decimal(found[1]) * 100) if found else None
