"""One walk in several conversations: what happened elsewhere is taken over, what happens here kept, a code offered."""

from dataclasses import replace
from functools import partial
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions.keeping import MARK, take_answers
from actions.resuming import pending_of, remind
from actions.turn import Turn
from casework.coming_back import journeys
from common.outcomes import Outcome
from common.replies import Reply, Words
from knowledge.coming_back import NAME
from knowledge.flow_words import REGISTERS
from knowledge.step_state import AFTER
from knowledge.step_state import NAME as STEPS
from knowledge.texting import fits_a_text
from knowledge.travel import FLOWS

OFFERED = "code_offered"
"""Kept with the conversation once a code was offered: never twice."""


def catch_up(turn: Turn) -> frozenset[str]:
    """Take over what another conversation on the same journey has changed; returns the flows that it changes."""
    if turn.progress(MARK) is None:
        return frozenset()
    with turn.services.database.read() as connection:
        journey = journeys.of_conversation(connection, turn.conversation_id, turn.now)
    if journey is None:
        turn.save_progress(MARK, None)
        return frozenset()
    changed: frozenset[str] = frozenset()
    if journey.is_open:
        changed = take_answers(turn, journey.answers)
    travel = turn.services.travel
    if journey.step != travel.step_of(turn.progress(STEPS)):
        turn.save_progress(STEPS, travel.at_step(turn.progress(STEPS), journey.step))
        changed |= {STEPS}
    return changed


def say_moved_on(turn: Turn, tracker: Tracker, changed: frozenset[str]) -> list[EventType]:
    """An answer to a question that was left behind elsewhere counts for nothing: say where the walk is now.

    Empty when the message answers no such question.
    """
    if pending_of(tracker).get("flow") not in changed:
        return []
    saying = turn.services.coming_back.words.sayings["moved_on"]
    turn.say(saying.reply({"step": str(turn.services.travel.step_of(turn.progress(STEPS)))}), Outcome.GUIDED)
    return remind(turn, tracker)


def keep_up(turn: Turn) -> None:
    """Keep what this turn changed for the other conversations, in the turn's one commit."""
    changed = turn.changed_flows & {MARK, *FLOWS}
    if turn.progress(MARK) is None or not changed:
        return
    travel, walk = turn.services.travel, turn.progress(STEPS)
    flows = FLOWS if MARK in changed else tuple(changed)
    answers = {flow: kept for flow in flows if (kept := travel.kept(flow, turn.progress(flow)))}
    step = travel.step_of(walk) if walk else None
    turn.stage(partial(journeys.keep, conversation_id=turn.conversation_id, step=step, answers=answers, at=turn.now))


def offer_code(turn: Turn, intent: str, walk_before: dict[str, Any] | None) -> None:
    """Once a conversation, where somebody pauses, ends or leaves the walk: a code to go on with elsewhere."""
    walk = turn.progress(STEPS)
    if (
        not turn.services.settings.features.coming_back
        or walk is None
        or not turn.replies
        or turn.progress(MARK) is not None
        or turn.progress(OFFERED)
        or turn.topic == NAME
        or not _is_leaving(turn, intent, walk_before, walk)
    ):
        return
    offered = _with_offer(turn.replies[-1], turn.services.coming_back.words.sayings["offer"].reply({}), turn.channel)
    if turn.channel == "sms" and not fits_a_text([*turn.replies[:-1], offered]):
        return
    turn.replies[-1] = offered
    turn.save_progress(OFFERED, {"offered": True})


def _is_leaving(turn: Turn, intent: str, before: dict[str, Any] | None, walk: dict[str, Any]) -> bool:
    if intent == "goodbye" or turn.outcome is Outcome.STOPPED:
        return True
    if walk["finished"]:
        return not (before or {}).get("finished")
    # "Ready to go on?" - "No": the walk pauses where it was.
    return intent in ("no", "give_answer") and walk["phase"] == AFTER and before == walk and STEPS in turn.changed_flows


def _with_offer(reply: Reply, offer: Reply, channel: str) -> Reply:
    """Numbers of choices that were offered stay what they are. In a text the offer is words only."""
    gaps = {"plain": "\n\n", "simple": "\n", "sms": " ", "adviser": "\n\n"}
    words = Words(
        **{
            name: f"{getattr(reply.words, name).rstrip()}{gaps[name]}{getattr(offer.words, name)}"
            if getattr(reply.words, name)
            else ""
            for name in REGISTERS
        }
    )
    choices = reply.choices if channel == "sms" else (*reply.choices, *offer.choices)
    return replace(reply, words=words, choices=choices)
