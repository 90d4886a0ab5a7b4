"""What the assistant does about the desk: joins the queue for somebody, is silent while a person has the chat."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from actions import reasons
from actions.services import Services
from actions.turn import Turn
from casework import consent, referrals
from casework.conversations import Conversation
from casework.desk import accounts, cases, promised, typing, waiting, work
from common.call_back_slots import offered_slots
from common.outcomes import Outcome
from common.replies import Reply, Words
from knowledge.hand_over_priority import priority_of
from language.choices import match_place

LEAVE = "Leave the queue"
_NOBODY = re.compile(
    r"(?:I'm automated(?:, and |\. )|This is automated: )?nobody is watching(?: this chat)?\.", re.IGNORECASE
)
_LEAVES = ("leave", "leave the queue", "stop waiting", "cancel", "stop")


def is_live(services: Services, connection: Connection, at: datetime) -> bool:
    """Whether a chat can be had now: switched on, open, and an adviser there who has room or soon will."""
    settings = services.settings.desk
    if not (settings.live_chats and services.opening_hours.is_open(at)):
        return False
    return accounts.free_for_live(connection, at, settings.chats_per_adviser) > 0


def queue_values(services: Services, at: datetime) -> dict[str, str]:
    """What the hand-over may say about a chat now: `live` (yes or no) and, in `queue`, place and measured wait."""
    with services.database.read() as connection:
        if not is_live(services, connection, at):
            return {"live": "no", "queue": ""}
        place = waiting.queue_length(connection) + 1
        wait = waiting.median_wait(connection, at)
    return {"live": "yes", "queue": queue_line(services, "desk_queue_would_be", place, wait)}


def call_back_values(services: Services, at: datetime) -> dict[str, str]:
    """Times for a call that can be promised (`slot_1`, ...), ends of those that can't (`full`), and whether a reference
    can be sent by text."""
    most = services.settings.desk.calls_per_slot
    with services.database.read() as connection:
        taken = promised.calls_by_end(connection, at)
    slots = offered_slots(services.opening_hours, at, taken, most)
    return {
        "full": " ".join(ends.isoformat() for ends, calls in taken.items() if calls >= most),
        "texts": "yes" if services.settings.texts.provider != "none" else "",
        **{f"slot_{number}": slot.kept() for number, slot in enumerate(slots, 1)},
    }


def answer_within(services: Services, priority: str) -> timedelta:
    """How soon a live chat of a priority has to be taken."""
    return timedelta(minutes=int(getattr(services.settings.desk.answer_within, priority)))


def queue_line(services: Services, wording: str, place: int, wait: timedelta | None) -> str:
    """One line on a place in the queue and how long people waited. Nothing is made up when too few have waited."""
    said = services.wording.say
    measured = said("desk_wait_unknown") if wait is None else said("desk_wait_measured", minutes=_minutes(wait))
    return said(wording, place=place_in_words(place), wait=measured.words.plain.strip()).words.plain.strip()


def place_in_words(place: int) -> str:
    """1 as "first in the queue", 2 as "2nd in the queue"."""
    if place == 1:
        return "first in the queue"
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending} in the queue"


def join_queue(turn: Turn, details: Mapping[str, str]) -> dict[str, str]:
    """Stage a place in the queue for a live chat; returns what the last words say of it."""
    services, reference = turn.services, referrals.new_reference()
    reason = reasons.reason_of(turn)
    priority = priority_of("referral", details.get("category", "other"), details.get("about", ""), reason)
    due_at = turn.now + answer_within(services, priority)
    turn.stage(
        lambda connection: work.open_live(
            connection,
            reference=reference,
            conversation_id=turn.conversation_id,
            channel=turn.channel,
            category=details.get("category", "other"),
            name=details.get("name", ""),
            about=details.get("about", ""),
            needs={},
            priority=priority,
            at=turn.now,
            due_at=due_at,
            reason=reason,
        )
    )
    turn.stage(
        lambda connection: consent.record(
            connection, conversation_id=turn.conversation_id, purpose="live_chat", given=True, at=turn.now
        )
    )
    reasons.forget_reason(turn)
    with services.database.read() as connection:
        place, wait = waiting.queue_length(connection) + 1, waiting.median_wait(connection, turn.now)
    return {"queue": queue_line(services, "desk_queue", place, wait)}


@dataclass(frozen=True)
class DeskState:
    """Who has a conversation, and one line for the person on how it stands; empty while the bot has it."""

    owner: str
    line: str


def desk_state(services: Services, conversation: Conversation, at: datetime) -> DeskState:
    """How it stands between a person and the desk."""
    if conversation.owner == "waiting":
        with services.database.read() as connection:
            place = waiting.position(connection, conversation.id)
            wait = waiting.median_wait(connection, at)
        line = queue_line(services, "desk_queue", place, wait) if place else ""
        return DeskState("waiting", line)
    if conversation.owner == "adviser":
        with services.database.read() as connection:
            case = cases.live_of(connection, conversation.id)
            adviser = accounts.get(connection, case.adviser_id) if case and case.adviser_id else None
        if case is None or adviser is None:
            return DeskState("adviser", "")
        key = "desk_types" if typing.is_recent(case.adviser_typing_at, at) else "desk_with_you"
        return DeskState("adviser", services.wording.say(key, adviser=f"{adviser.name}, adviser,").words.plain.strip())
    return DeskState(conversation.owner, "")


def pass_on(turn: Turn, text: str, choice_number: int | None, owner: str) -> None:
    """Keep a message for the adviser and say nothing; who waits can leave the queue."""
    if owner == "waiting" and _leaves(turn, text, choice_number):
        turn.stage(lambda connection: work.leave(connection, turn.conversation_id, turn.now))
        turn.say_wording("desk_left_queue", Outcome.HANDED_OVER)
        return
    turn.stage(lambda connection: work.person_spoke(connection, turn.conversation_id, turn.now))
    turn.outcomes.append(Outcome.PASSED_ON)


def alert(turn: Turn, kind: str, owner: str) -> None:
    """The gate has answered; whoever has the case, or will take it, sees it first and at once."""
    if owner == "adviser":
        turn.replies[:] = [_watched(reply) for reply in turn.replies]
        turn.say_wording("desk_alerted", Outcome.CRISIS)
    turn.stage(lambda connection: work.person_spoke(connection, turn.conversation_id, turn.now))
    due_at = turn.now + answer_within(turn.services, "urgent")
    turn.stage(lambda connection: work.raise_alarm(connection, turn.conversation_id, kind, turn.now, due_at))


def _watched(reply: Reply) -> Reply:
    """Help without the words that nobody is watching: an adviser is."""
    words = {name: _NOBODY.sub("", text).strip() for name, text in vars(reply.words).items()}
    return replace(reply, words=Words(**words))


def _leaves(turn: Turn, text: str, choice_number: int | None) -> bool:
    choices = turn.last_reply.choices if turn.last_reply else ()
    if choice_number is not None:
        return 1 <= choice_number <= len(choices) and choices[choice_number - 1].label == LEAVE
    if text.strip().lower().rstrip(".!") in _LEAVES:
        return True
    labels = [choice.label for choice in choices]
    return LEAVE in labels and match_place(text, labels) is not None


def _minutes(wait: timedelta) -> str:
    minutes = max(1, round(wait.total_seconds() / 60))
    return "a minute" if minutes == 1 else f"{minutes} minutes"
