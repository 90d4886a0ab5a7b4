"""Somebody's own money: shown to who has proved that they may see it, and to nobody else.

What is shown goes into the reply only: no slot, no log and no bot message of Rasa's holds a figure.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.base import TurnAction, entity, text_of
from actions.identity import ask_who
from actions.misses import forget_misses
from actions.resuming import remind
from actions.showing import show_answers
from actions.turn import Turn, has_turn
from casework import audit
from casework.budgets import records
from casework.budgets.loaded import has_records
from casework.identity.sessions import Verified, verified
from common.clock import LONDON
from common.outcomes import Outcome
from common.replies import Private
from knowledge.balance import TOPIC
from knowledge.balance_asked import topic_asked
from knowledge.balance_topic import Topic

NAME = "balance"
"""Under this name casework keeps what was asked last: a topic and a moment, no figure."""
WITHOUT_RECORDS = "how-much-is-left"
STILL_FOLLOWS = timedelta(hours=1)
"""So long after the proof has run out, a short question still means the money: who somebody is, is asked again."""


class ActionBalance(TurnAction):
    """Answers `my_balance`: shows it, or asks who somebody is. Without records, says who can tell."""

    def name(self) -> str:
        return "action_balance"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        if not can_look_up(turn):
            return [*show_answers(turn, [WITHOUT_RECORDS]), *remind(turn, tracker)]
        return look_up(turn, tracker)


def look_up(turn: Turn, tracker: Tracker) -> list[EventType]:
    """Show what the message asks to somebody who has proved who they are; anybody else is asked to prove it."""
    topic = _topic(turn, tracker)
    with turn.services.database.read() as connection:
        who = verified(connection, turn.conversation_id, turn.now)
    if who is None:
        return ask_who(turn, tracker, then=topic.to_text())
    return show(turn, tracker, who, topic.to_text())


def show(turn: Turn, tracker: Tracker, verified: Verified, topic: str) -> list[EventType]:
    """Say what the record says. topic: as `Topic.to_text` writes it; empty or not readable: the balance.

    Whoever calls it has checked that `verified` holds in this conversation and at this moment.
    """
    asked, answers, settings = Topic.from_text(topic), turn.services.balance, turn.services.settings
    if turn.channel == "sms" and not settings.features.balance_by_sms:
        words = answers.plainly("not_by_text", website=settings.council.website)
        turn.say(answers.with_a_person(words), Outcome.IDENTITY_REFUSED)
        return remind(turn, tracker)
    today, days = turn.now.astimezone(LONDON).date(), settings.budgets.contact_change_days
    with turn.services.database.read() as connection:
        may = records.may_disclose(connection, verified.person_id, at=turn.now, contact_change_days=days)
        budgets = records.budgets_of(connection, verified.person_id, today) if may else []
    if not budgets:  # which of the reasons it was is told to nobody
        turn.say(answers.with_a_person(answers.plainly("not_shown")), Outcome.IDENTITY_REFUSED)
        return [SlotSet("last_answer", None), *remind(turn, tracker)]
    before = _before(turn)
    number = int(before.which) if before and before.which and before.which.isdigit() else None
    found = answers.answer(budgets, asked, number, verified.speaking_as, today, settings.budgets.fresh_days)
    private = Private(verified.until.isoformat(), answers.plainly("shown_here"))
    turn.say(replace(found.reply, private=private), Outcome.BALANCE_SHOWN)
    turn.topic = NAME
    turn.save_progress(NAME, {"topic": found.topic.to_text(), "until": verified.until.isoformat()})
    turn.stage(
        lambda connection: audit.write(
            connection,
            turn.now,
            actor=f"conversation {turn.conversation_id}",
            action="balance shown",
            subject=f"person {verified.person_id}",
            detail=f"{found.topic.kind}, {verified.speaking_as}",
        )
    )
    forget_misses(turn)
    return [SlotSet("last_answer", None), *remind(turn, tracker)]


def spoken_of(state: dict[str, Any] | None, now: datetime) -> Topic | None:
    """What was asked last of somebody's money, while a short question can still follow it; None otherwise.

    state: the progress saved under NAME; now: the turn's moment (aware).
    """
    if not state or now >= datetime.fromisoformat(state["until"]) + STILL_FOLLOWS:
        return None
    return Topic.from_text(state["topic"])


def can_look_up(turn: Turn) -> bool:
    """Whether there is anything to look up. Never in `rasa shell`, whose replies go through Rasa's own tracker."""
    if not has_turn() or not turn.services.settings.features.balance:
        return False
    with turn.services.database.read() as connection:
        return has_records(connection)


def _topic(turn: Turn, tracker: Tracker) -> Topic:
    chosen = entity(tracker, TOPIC)
    if chosen:
        return Topic.from_text(chosen)
    return topic_asked(text_of(tracker), turn.now.astimezone(LONDON).date(), _before(turn))


def _before(turn: Turn) -> Topic | None:
    return spoken_of(turn.progress(NAME), turn.now)
