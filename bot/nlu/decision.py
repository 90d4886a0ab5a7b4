"""Act or question? Decides between what the classifier and the search made of a message. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from language.choice_words import PHRASES
from language.choices import fold
from language.no_language import is_code, is_endless
from language.walk_request import asks_for_the_walk

ASK = "ask_question"
ELSEWHERE = "out_of_scope"
FALLBACK = "nlu_fallback"
WALK = "start_steps"

_LEAST = 1e-4
_LEAST_FOUND = 1e-3


@dataclass(frozen=True)
class Thresholds:
    """The numbers of the decision; `bot.nlu.tuning` chose them on examples and questions that training had not seen.

    lead, found, words, hurdle: what the classifier's preference, the search's certainty and each word (at most
    `most_words`) count for a question, and what they must overcome together (`leaning`).
    certain, firm: an answer that scores so much wins over an act less likely than that: editors' own questions do.
    act: likelier than this, an act is taken at its word; margin: and so far ahead of the next act; elsewhere: so likely
    must "not for me" be when something was found; courtesies: acts that give way to a question or another act in the
    same message.
    """

    lead: float = 0.57
    found: float = 0.5
    words: float = 0.29
    hurdle: float = 3.02
    most_words: int = 12
    act: float = 0.35
    margin: float = 0.05
    certain: float = 0.96
    firm: float = 0.95
    elsewhere: float = 0.35
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
    longer message, each with intent and retrieval.
    """
    likely = Intent(ranking[0]["name"], ranking[0]["confidence"])
    if likely.name == FALLBACK:
        return likely
    if is_code(text) or is_endless(text):
        return Intent(ASK, float(answers[0]["score"])) if answers and retrieval == "sure" else Intent(FALLBACK, 1.0)
    if asks_for_the_walk(text):
        return Intent(WALK, 1.0)
    weightier = _beside_courtesies(likely, parts, thresholds)
    if weightier:
        return weightier
    if likely.confidence < thresholds.firm and answers and float(answers[0]["score"]) >= thresholds.certain:
        return Intent(ASK, float(answers[0]["score"]))
    asks = leaning(text, ranking, [float(answer["score"]) for answer in answers], thresholds)
    asked, acts = Intent(ASK, asks), _acts(ranking, asks)
    if asks >= 0.5 or not acts:
        return asked
    act, rival = acts[0], acts[1].confidence if len(acts) > 1 else 0.0
    if act.name == ELSEWHERE:
        return asked if retrieval != "nothing" and act.confidence < thresholds.elsewhere else act
    said = _plainly_said(text)
    if said and act.confidence < thresholds.act:
        return Intent(said, 1.0)
    clear = act.confidence >= thresholds.act and act.confidence - rival >= thresholds.margin
    return act if clear else _otherwise(asked, retrieval)


def leaning(text: str, ranking: Sequence[Mapping[str, Any]], scores: Sequence[float], thresholds: Thresholds) -> float:
    """How likely (0 to 1) a message is a question for the search rather than the likeliest act."""
    lead, found, words = signs(text, ranking, scores, thresholds.most_words)
    strength = thresholds.lead * lead + thresholds.found * found + thresholds.words * words
    return 1.0 / (1.0 + math.exp(thresholds.hurdle - strength))


def signs(
    text: str, ranking: Sequence[Mapping[str, Any]], scores: Sequence[float], most_words: int
) -> tuple[float, float, float]:
    """What speaks for a question: how far the classifier prefers one (log), the search's log-odds, how many words."""
    asks = next((other["confidence"] for other in ranking if other["name"] == ASK), 0.0)
    act = next((other["confidence"] for other in ranking if other["name"] != ASK), 0.0)
    found = min(max(sum(scores), _LEAST_FOUND), 1.0 - _LEAST_FOUND)
    return (
        math.log((asks + _LEAST) / (act + _LEAST)),
        math.log(found / (1.0 - found)),
        float(min(len(text.split()), most_words)),
    )


def _acts(ranking: Sequence[Mapping[str, Any]], asks: float) -> list[Intent]:
    """The acts by confidence, sharing what the question leaves as the classifier shares it among them."""
    acts = [other for other in ranking if other["name"] != ASK]
    unasked = 1.0 - sum(other["confidence"] for other in ranking if other["name"] == ASK)
    share = (1.0 - asks) / max(unasked, _LEAST)
    return [Intent(other["name"], min(share * other["confidence"], 1.0)) for other in acts]


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


def _otherwise(asked: Intent, retrieval: str) -> Intent:
    return asked if retrieval != "nothing" else Intent(FALLBACK, 1.0 - asked.confidence)
