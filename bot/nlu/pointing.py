"""What belongs elsewhere after all, and what does not: the last word on it, once act and answers are known. Pure.

The words are in pointing.yml.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.decision import ASK, ELSEWHERE, Intent

LANGUAGE = "language"
NATION_ANSWERS = {"scotland": "scotland", "wales": "wales", "northern_ireland": "northern-ireland"}
"""Answers for people in the other nations of the UK."""
SEVERAL_NATIONS = "living-outside-england"

_FILE = Path(__file__).with_suffix(".yml")
_WORDS: Mapping[str, Sequence[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def _any_of(name: str) -> str:
    return f"(?:{'|'.join(_WORDS[name])})"


_OURS = frozenset(_WORDS["our_services"])
_OUR_WORDS = re.compile(rf"\b{_any_of('our_words')}\b", re.IGNORECASE)
_MAY_BE_OF_A_NATION = frozenset(_WORDS["may_be_of_a_nation"])
_PASSING = re.compile(rf"\b{_any_of('passing')}\b", re.IGNORECASE)
_LIVES = re.compile(rf"\b{_any_of('lives')} (?:\w+ ){{0,2}}?(?:in|to)\b", re.IGNORECASE)
_ADJECTIVES = frozenset(_WORDS["adjectives"])
_OF_A_NATION = re.compile(rf"[ -]{_any_of('of_a_nation')}\b", re.IGNORECASE)


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
