"""What a message means after what was said before it: the other one, not that, a correction, a follow-up. Pure.

A message that stands alone is left as it was understood. Where the ranking in context is unsure, the reading asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.nlu.decision import ASK, ELSEWHERE, FALLBACK, Intent
from knowledge.flow import Pending
from knowledge.follow_up import FollowUps
from knowledge.search import Ranked, decide
from language.choices import fold, match_option
from language.clauses import begins_request
from language.follow_ups import NOT_THAT, THE_OTHER, Standing, correction, has_opener, standing

OVERRULED = (
    "my_balance",
    "work_out_cost",
    "speaking_for_someone",
    "check_eligibility",
    "compare_options",
    "which_suits_me",
    "skip",
    "goodbye",
    "help",
    "go_back",
    "stop",
    ELSEWHERE,
)
"""Acts that a follow-up is often taken for ("how much is it", "when does it end", "what if they say no")."""
WRONG = "wrong_answer"
ABOUT_SOMEBODY = "speaking_for_someone"
FIRM_ACT = 0.95
"""So likely, such an act is meant all the same."""
CORRECTING = (ASK, FALLBACK, "wrong_answer", "change_answer", "no", "frustrated", "repeat", "simpler", *OVERRULED)
_YES_BUT = ("yes but", "no but", "yeah but", "ok but")


@dataclass(frozen=True)
class Before:
    """answer: the last one shown, or empty; offered: what "did you mean" offered; rivals: what else it could have been;

    pending: the question of a flow that waits.
    """

    answer: str = ""
    offered: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    pending: Pending | None = None


@dataclass(frozen=True)
class Reading:
    """How the message is to be taken: its answers by score, and whether to give one, to ask which, or neither."""

    ranked: tuple[Ranked, ...]
    kind: Literal["sure", "unsure", "nothing"]
    ids: tuple[str, ...]
    intent: str = ASK


def read_in_context(
    typed: str, corrected: str, intent: Intent, alone: Sequence[Ranked], before: Before, follow_ups: FollowUps
) -> Reading | None:
    """The reading of a message, or None when it stays as it was understood. alone: its ranking by itself."""
    said = fold(typed)
    if THE_OTHER.match(said):
        return _one_of([id for id in before.offered if id != before.answer] if before.answer in before.offered else [])
    if intent.name in CORRECTING and said in NOT_THAT:
        rivals = [id for id in before.rivals if id != before.answer]
        return _ask(rivals) or Reading((), "nothing", (), WRONG)
    meant = correction(corrected) if intent.name in CORRECTING else None
    if meant and not _answers(meant, before.pending):
        return _decided(follow_ups.rank_correction(meant, before.answer, before.offered, before.rivals))
    if not before.answer or not _may_follow(said, intent):
        return None
    ranked = follow_ups.rank(corrected, alone, before.answer)
    if list(ranked) == list(alone) and intent.name in (ASK, FALLBACK):
        return None
    reading = _decided(ranked)
    if reading is None and standing(corrected) is Standing.DEPENDS and intent.name in (ASK, FALLBACK):
        return _ask(follow_ups.offered_after(before.answer))
    return reading


def _may_follow(said: str, intent: Intent) -> bool:
    if intent.name in (ASK, FALLBACK):
        return True
    if intent.name in ("yes", "no"):
        return said.startswith(_YES_BUT)
    if standing(said) is Standing.ALONE or not (begins_request(said) or has_opener(said)):
        return False
    if intent.name == ABOUT_SOMEBODY and has_opener(said):
        return True
    return intent.name in OVERRULED and intent.confidence < FIRM_ACT


def _answers(said: str, pending: Pending | None) -> bool:
    return pending is not None and match_option(said, pending.options) is not None


def _decided(ranked: Sequence[Ranked]) -> Reading | None:
    decision = decide(ranked)
    return None if decision.kind == "nothing" else Reading(tuple(ranked), decision.kind, decision.ids)


def _one_of(ids: Sequence[str]) -> Reading | None:
    return Reading((Ranked(ids[0], 1.0),), "sure", tuple(ids)) if len(ids) == 1 else _ask(ids)


def _ask(ids: Sequence[str]) -> Reading | None:
    """Which of these was meant; None when there are none."""
    share = 1.0 / max(len(ids), 1)
    return Reading(tuple(Ranked(id, share) for id in ids), "unsure", tuple(ids)) if ids else None
