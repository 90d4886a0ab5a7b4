"""What belongs elsewhere after all, and what does not: the last word on it, once act and answers are known. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu.decision import ASK, ELSEWHERE, FALLBACK, Intent

LANGUAGE = "language"
NATION_ANSWERS = {"scotland": "scotland", "wales": "wales", "northern_ireland": "northern-ireland"}
"""Answers for people in the other nations of the UK."""
SEVERAL_NATIONS = "living-outside-england"

_OURS = frozenset(
    {
        "care_assessment",
        "care_plan",
        "carers_assessment",
        "childrens_continuing_care",
        "continuing_healthcare",
        "direct_payment",
        "direct_support",
        "ehc_plan",
        "fast_track",
        "financial_assessment",
        "individual_service_fund",
        "managed_account",
        "nursing_contribution",
        "personal_assistant",
        "personal_budget",
        "personal_health_budget",
        "respite",
        "section_117",
        "wheelchair_service",
    }
)
"""Services (values of the entity) that this assistant is about: who names one does not ask about bins."""
_OUR_WORDS = re.compile(r"\b(?:budgets?|carers?|care money|care package|pa|pas|payroll|phb)\b", re.IGNORECASE)
_MAY_BE_OF_A_NATION = frozenset(
    {ASK, FALLBACK, "check_eligibility", "compare_options", "which_suits_me", "speaking_for_someone", "work_out_cost"}
)
_PASSING = re.compile(
    r"\b(?:holidays?|trips?|visit(?:ing|s)?|travel(?:ling)?|trains?|flights?|ferry|weekend|day out|breaks?|caravan|"
    r"respite|go(?:ing)? to|went to|weather|football|rugby|speaks?|speaking|language|used to live|born in|coming from|"
    r"moved (?:here )?from|moving (?:here )?from|come from|originally)\b",
    re.IGNORECASE,
)
"""A nation beside these is where somebody goes, or comes from, not whose rules count."""

_LIVES = re.compile(
    r"\b(?:liv(?:e|es|ing|in)|based|mov(?:e|es|ed|ing)|i ?'?a?m|we ?'?a?re|"
    r"(?:he|she|who|mum|mam|dad|nan)(?: is|'?s)) (?:\w+ ){0,2}?"
    r"(?:in|to)\b",
    re.IGNORECASE,
)
"""Somebody lives there: then it is their nation that matters, whatever else the message looked like."""
_ADJECTIVES = frozenset({"english", "scottish", "welsh", "northern irish"})
_OF_A_NATION = re.compile(
    r"[ -](?:councils?|nhs|governments?|rules?|laws?|health|systems?|social|direct|care|"
    r"patients?|borders|local|budgets?|gp|"
    r"side|trusts?|version)\b",
    re.IGNORECASE,
)
"""What makes "Scottish" say whose rules are asked about: a Scottish carer does not."""


@dataclass(frozen=True)
class Pointed:
    """The intent, its kind for what belongs elsewhere ("" where it is not clear), and the answer to give first."""

    intent: Intent
    kind: str = ""
    answer: str = ""


def point(
    text: str,
    intent: Intent,
    kind: str,
    entities: Sequence[Mapping[str, Any]],
    retrieval: str,
    language: str,
) -> Pointed:
    """The last word on a message.

    kind: what the reader of kinds takes it for, if it belongs elsewhere; entities: those found; retrieval: sure, unsure
    or nothing; language: of the message, or empty for English.
    """
    if language:
        return Pointed(Intent(ELSEWHERE, 1.0), LANGUAGE)
    nation = nation_asked_about(text, entities)
    if nation and (intent.name in _MAY_BE_OF_A_NATION or (intent.name == ELSEWHERE and _LIVES.search(text))):
        return Pointed(Intent(ASK, 1.0), answer=nation)
    if intent.name != ELSEWHERE:
        return Pointed(intent)
    if retrieval != "nothing" and is_ours(text, entities):
        return Pointed(Intent(ASK, intent.confidence))
    return Pointed(intent, kind)


def nation_asked_about(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """The id of the answer for the nation whose rules a message is about; empty for England and for no nation."""
    nations = list(dict.fromkeys(str(entity["value"]) for entity in entities if _is_a_place(text, entity)))
    others = [nation for nation in nations if nation in NATION_ANSWERS]
    if not others or _PASSING.search(text):
        return ""
    return NATION_ANSWERS[others[0]] if len(nations) == 1 else SEVERAL_NATIONS


def _is_a_place(text: str, entity: Mapping[str, Any]) -> bool:
    if entity["entity"] != "nation":
        return False
    said = text[entity["start"] : entity["end"]].lower()
    return said not in _ADJECTIVES or bool(_OF_A_NATION.match(text, entity["end"]))


def is_ours(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a message names something that this assistant is about."""
    return not _OURS.isdisjoint(_values(entities, "service")) or bool(_OUR_WORDS.search(text))


def _values(entities: Sequence[Mapping[str, Any]], name: str) -> Collection[str]:
    return [str(entity["value"]) for entity in entities if entity["entity"] == name]
