"""How soon a request for a person has to be dealt with. Pure; the table stands in docs/councils/desk.md.

Nobody is put off by it: a request that reads as routine has the promise that every request has.
"""

import re
from typing import Literal

Priority = Literal["routine", "soon", "urgent"]
Reason = Literal[
    "asked",
    "crisis",
    "misses",
    "upset",
    "complaint",
    "locked",
    "money_or_care",
    "always_offer",
    "high_stakes",
    "not_helped",
]
"""Why somebody was brought to a person. `asked`: they asked by themselves."""

_MONEY = r"(?:money|budgets?|payments?|direct payments?|dp|phb|funds?|funding|account|card|wages?)"
_GONE = (
    r"(?:(?:has|have|had|is|was|were|been|just|all|suddenly|completely)\s+)*"
    r"(?:run out|ran out|running out|gone|stopped|been stopped|cut off|frozen|suspended|empty|not arrived|"
    r"not come|not been paid|didn'?t (?:come|arrive)|hasn'?t (?:come|arrived|been paid)|blocked|declined)"
)
_CARE = r"(?:care|carers?|pas?|personal assistants?|care workers?|agency|support workers?|support|help|visits?)"
_STOPPED = (
    r"(?:(?:has|have|had|is|was|were|been|just|all|suddenly)\s+)*"
    r"(?:stopped|been stopped|quit|walked out|left me|cut off|cancelled|been cancelled|not turned up|"
    r"(?:didn'?t|hasn'?t|haven'?t|not|never|no longer) (?:turn(?:ed)? up|com(?:e|ing)|show(?:ed)? up)|"
    r"(?:won'?t|will not) come)"
)
_POSSESSIVE = (
    r"(?:my|our|his|her|their|the|(?:mum|dad|mother|father|son|daughter|brother|sister|wife|husband|partner)'?s?)"
)
_URGENT = re.compile(
    "|".join(
        (
            rf"\b{_POSSESSIVE}\s+(?:\w+\s+)?{_MONEY}\s+{_GONE}\b",
            rf"\b{_POSSESSIVE}\s+(?:\w+\s+)?{_CARE}\s+{_STOPPED}\b",
            r"\b(?:run|ran|running)\s+out\s+of\s+(?:money|funds|budget)\b",
            r"\b(?:they|council|nhs|icb)\s+(?:(?:have|has|just)\s+)*(?:stopped|cut off|frozen|froze|suspended)\s+"
            rf"{_POSSESSIVE}\s+(?:\w+\s+)?(?:{_MONEY}|{_CARE})\b",
            r"\b(?:no|not any|nobody|no one)\s+(?:left\s+)?(?:to\s+)?(?:care|look after|look after me|carer|carers)"
            r"\s*(?:(?:for )?(?:me|him|her|them))?\s*(?:today|tonight|tomorrow|now|this weekend|left)\b",
            r"\bcan(?:'?t|not| not)\s+pay\s+(?:my|our|the|her|his|their)\s+"
            r"(?:carers?|pas?|personal assistants?|staff|wages)\b",
        )
    ),
    re.IGNORECASE,
)
_ASKS_THE_RULE = re.compile(r"^\s*(?:what (?:happens|if)|could|would|if|what would|suppose)\b", re.IGNORECASE)
_URGENT_REASONS = ("crisis", "money_or_care")
_SOON_REASONS = ("complaint", "upset", "locked", "high_stakes")
_SOON_CATEGORIES = ("care",)


def money_or_care_stopped(text: str) -> bool:
    """Whether somebody tells that their money has run out or that care has stopped, now and not as a what-if."""
    said = " ".join(text.replace("’", "'").split())
    return bool(_URGENT.search(said)) and not _ASKS_THE_RULE.match(said)


def priority_of(kind: str, category: str, about: str, reason: str = "asked") -> Priority:
    """How soon it has to be dealt with.

    kind: referral, call_back or complaint; category: the key of what it is about; about: in the person's words.
    urgent: money has run out or care has stopped, or there was danger. soon: a complaint, care, somebody upset, locked
    out, or unsure about something that has deadlines. routine: everything else.
    """
    if reason in _URGENT_REASONS or money_or_care_stopped(about):
        return "urgent"
    if kind == "complaint" or category in ("complaint", *_SOON_CATEGORIES) or reason in _SOON_REASONS:
        return "soon"
    return "routine"


def weighs_as_much(reason: Reason, other: Reason) -> bool:
    """Whether a later reason takes the place of an earlier one, which `asked` is too."""
    return _weight(reason) >= _weight(other)


def _weight(reason: Reason) -> int:
    if reason == "crisis":
        return 3
    return {"urgent": 2, "soon": 1, "routine": 0}[priority_of("referral", "other", "", reason)]
