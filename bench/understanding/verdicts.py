"""What became of a question: a closed list, so that each is counted once."""

from collections.abc import Collection
from enum import StrEnum

from bench.understanding.turns import Said
from bot.nlu.tuning import ALIKE
from common.outcomes import Outcome


class Verdict(StrEnum):
    """What became of a question, as the report names it."""

    RIGHT = "right"
    RIGHT_AFTER_HELP = "right after a line of help"
    SAME_ACT = "an act that says the same"
    OFFERED = "asked which, right one offered"
    OFFERED_AFTER_HELP = "asked which after a line of help, right one offered"
    NOT_OFFERED = "asked which, right one not offered"
    WRONG = "wrong answer"
    NOT_UNDERSTOOD = "not understood"
    ELSEWHERE = "told it belongs elsewhere"
    ACT = "act or hand-over"
    CRISIS = "help alone"


RIGHT = (Verdict.RIGHT, Verdict.RIGHT_AFTER_HELP, Verdict.SAME_ACT)
"""All that count as the right answer first."""


def verdict_of(said: Said, right: Collection[str], unsure: bool = False) -> Verdict:
    """What became of a question whose right answers have these ids.

    unsure: the search was; then several answers beside help are a "did you mean", which the outcome does not tell.
    """
    if said.outcome == Outcome.CRISIS and said.intent is None:
        return Verdict.CRISIS
    helped = said.outcome == Outcome.CRISIS
    if said.outcome == Outcome.CLARIFIED:
        return Verdict.OFFERED if set(said.answers) & set(right) else Verdict.NOT_OFFERED
    if helped and unsure and len(said.answers) > 1:
        return Verdict.OFFERED_AFTER_HELP if set(said.answers) & set(right) else Verdict.NOT_OFFERED
    if said.answers:
        if not set(said.answers) & set(right):
            return Verdict.WRONG
        return Verdict.RIGHT_AFTER_HELP if helped else Verdict.RIGHT
    if ALIKE.get(said.intent or "", set()) & set(right):
        return Verdict.SAME_ACT
    if said.outcome in (Outcome.NOT_UNDERSTOOD, Outcome.REFUSED, Outcome.ERROR):
        return Verdict.NOT_UNDERSTOOD
    return Verdict.ELSEWHERE if said.outcome == Outcome.OUT_OF_SCOPE else Verdict.ACT


def is_answered(said: Said) -> bool:
    """Whether a reviewed answer was given, with a line of help before it or without."""
    return bool(said.answers) and said.outcome != Outcome.CLARIFIED
