"""Two things in one message: which act is meant, and which questions are asked beside it. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu.decision import FALLBACK, Thresholds, decide_intent
from bot.nlu.decision import Intent as Chosen
from bot.nlu.reading import ANSWERS, ASKS, INTENT_RANKING, RETRIEVAL, STANDS
from language.asking import Asks
from language.walk_request import asks_for_the_walk

MOST_PARTS = 4
"""A message of more sentences is a story: only what is plainly asked in it counts."""
_LONGEST_ACT = 9
_SURE_ACT = 0.6
_HOW = re.compile(r"(?:(?:and|also|plus|but|&) )*(?:how|where|who) ")

ACTS = (
    "talk_to_person",
    "call_me_back",
    "complain",
    "start_steps",
    "check_eligibility",
    "which_suits_me",
    "skip",
    "next_step",
    "go_back",
    "start_over",
    "where_was_i",
)
"""What is done beside a question in the same message."""
COURTESIES = ("thanks", "greet")
"""What is answered in a word or two before a question in the same message."""


@dataclass(frozen=True)
class Things:
    """What a message holds beside one question. act: what to do first; first, second: the parts that ask, in order.

    courtesy: thanks or a greeting before them; act_first: whether the act stands before the question.
    """

    act: Chosen | None = None
    first: Mapping[str, Any] | None = None
    second: Mapping[str, Any] | None = None
    courtesy: str = ""


def things_in(text: str, parts: Sequence[Mapping[str, Any]], thresholds: Thresholds, certain: bool = False) -> Things:
    """What a message of several parts holds; empty for one of a single part, or that holds a single thing.

    certain: the search is certain of the whole, so that a part of which it is not sure asks nothing besides.
    """
    if len(parts) < 2:
        return Things()
    is_story = len(parts) >= MOST_PARTS
    only_plainly = is_story or asks_for_the_walk(text)  # how somebody comes to the walk is told, not asked
    acts: list[Chosen] = []
    questions: list[Mapping[str, Any]] = []
    courtesy = ""
    for part in parts:
        said = text[part["start"] : part["end"]]
        chosen = _intent(said, part, thresholds)
        if chosen.name in COURTESIES and not questions and not is_story:
            courtesy = chosen.name
        elif not is_story and _is_act(said, chosen):
            acts.append(chosen)
        elif _is_question(part, chosen, only_plainly):
            questions.append(part)
    only_sure = [part for part in (questions[-2:] if is_story else questions) if _is_sure(part)]
    answered = _apart(only_sure if is_story or certain else questions)
    if not answered:
        return Things()
    act = acts[0] if len(acts) == 1 else None
    return Things(act, answered[0], answered[1] if len(answered) > 1 else None, courtesy)


def _intent(said: str, part: Mapping[str, Any], thresholds: Thresholds) -> Chosen:
    ranking = part.get(INTENT_RANKING) or [part["intent"]]
    return decide_intent(said, ranking, part[ANSWERS], part[RETRIEVAL]["kind"], (), thresholds)


def _is_act(said: str, chosen: Chosen) -> bool:
    return chosen.name in ACTS and chosen.confidence >= _SURE_ACT and _is_short(said) and not _asks_how(said)


def _is_question(part: Mapping[str, Any], chosen: Chosen, only_plainly: bool) -> bool:
    least = Asks.PLAINLY if only_plainly else Asks.PERHAPS
    if part[RETRIEVAL]["kind"] == "nothing" or part[ASKS] < least:
        return False
    return chosen.name != FALLBACK


def _asks_how(said: str) -> bool:
    """Whether a part asks how something is done, rather than to do it ("how do i complain about them")."""
    return bool(_HOW.match(said.lower()))


def _is_sure(part: Mapping[str, Any]) -> bool:
    return str(part[RETRIEVAL]["kind"]) == "sure"


def _is_short(said: str) -> bool:
    return len(said.split()) <= _LONGEST_ACT


def _apart(questions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first two questions to which different answers were found.

    One that is unsure counts beside one that is not, if it says what it is about. "... and how do I tell them" does
    not: what is offered after the answer will do.
    """
    sure = [part for part in questions if _is_sure(part)]
    if not sure:
        return []
    found = {part[RETRIEVAL]["ids"][0] for part in sure}
    known: set[str] = set()
    apart: list[Mapping[str, Any]] = []
    for part in questions:
        ids = part[RETRIEVAL]["ids"]
        if ids[0] not in known if _is_sure(part) else part[STANDS] and not (found | known) & set(ids):
            apart.append(part)
            known.add(ids[0])
    return apart[:2]
