"""Act or question? Decides between what the classifier and the search made of a message. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from language.choice_words import PHRASES
from language.choices import fold

ASK = "ask_question"
ELSEWHERE = "out_of_scope"
FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Thresholds:
    """act: likelier than this, an act is taken at its word; margin: and so far ahead of the next act.

    certain, firm: an answer that scores `certain` wins over an act less likely than `firm`; elsewhere: so likely must
    "not for me" be; courtesies: acts that give way to a question or another act in the same message.
    """

    act: float = 0.35
    margin: float = 0.05
    firm: float = 0.7
    certain: float = 0.9
    elsewhere: float = 0.4
    courtesies: tuple[str, ...] = ("greet", "thanks", "small_talk", "goodbye")


@dataclass(frozen=True)
class Intent:
    """The intent chosen, and how sure it is (0 to 1)."""

    name: str
    confidence: float


def decide_intent(
    text: str,
    ranking: Sequence[Mapping[str, Any]],
    answers: Sequence[Mapping[str, Any]],
    retrieval: str,
    parts: Sequence[Mapping[str, Any]],
    thresholds: Thresholds,
) -> Intent:
    """The intent of a message.

    ranking: intents by confidence; answers: by score; retrieval: sure, unsure or nothing; parts: the sentences of a
    longer message, each with intent and retrieval. A likely act wins over an answer; an answer over an unlikely act.
    """
    best = Intent(ranking[0]["name"], ranking[0]["confidence"])
    score = answers[0]["score"] if answers else 0.0
    weightier = _beside_courtesies(best, parts, thresholds)
    if weightier:
        return weightier
    if best.name == FALLBACK:
        return best
    if best.name == ASK:
        return best if retrieval != "nothing" or best.confidence >= thresholds.act else _lost(best)
    if best.name == ELSEWHERE:
        if retrieval == "sure" and (score >= thresholds.certain or best.confidence < thresholds.firm):
            return Intent(ASK, score)
        return best if best.confidence >= thresholds.elsewhere else _asks(retrieval, score, best)
    said = _plainly_said(text)
    if said and best.confidence < thresholds.act:
        return Intent(said, 1.0)
    if retrieval == "sure" and score >= thresholds.certain and best.confidence < thresholds.firm:
        return Intent(ASK, score)
    rival = next((other["confidence"] for other in ranking[1:] if other["name"] != ASK), 0.0)
    if best.confidence >= thresholds.act and best.confidence - rival >= thresholds.margin:
        return best
    return _asks(retrieval, score, best)


def _beside_courtesies(best: Intent, parts: Sequence[Mapping[str, Any]], thresholds: Thresholds) -> Intent | None:
    if best.name not in thresholds.courtesies:
        return None
    for part in reversed(parts):
        name, confidence = part["intent"]["name"], part["intent"]["confidence"]
        if name == ASK and part["retrieval"]["kind"] != "nothing":
            return Intent(ASK, confidence)
        if name not in {*thresholds.courtesies, ASK, ELSEWHERE} and confidence >= thresholds.act:
            return Intent(name, confidence)
    return None


def _plainly_said(text: str) -> str | None:
    said = fold(text)
    return next((family for family in ("yes", "no", "not_sure") if said in PHRASES[family]), None)


def _asks(retrieval: str, score: float, best: Intent) -> Intent:
    return Intent(ASK, score) if retrieval != "nothing" else _lost(best)


def _lost(best: Intent) -> Intent:
    return Intent(FALLBACK, 1.0 - best.confidence)
