"""The question that a message asks beside an act or another question: answered before what leads on."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType

from actions import context
from actions.resuming import without_choices
from actions.showing import ask_which, show_answers
from actions.turn import Turn
from common.outcomes import Outcome
from knowledge.texting import fits_a_text


def say_courtesy(turn: Turn, tracker: Tracker) -> None:
    """A word back for thanks or a greeting before a question. A text has no room for it."""
    courtesy = tracker.latest_message.get("courtesy")
    if courtesy and turn.channel != "sms":
        turn.say_wording(f"briefly_{courtesy}", Outcome.SOCIAL)


def say_second(turn: Turn, tracker: Tracker) -> list[EventType]:
    """Answer the second question, before the replies that lead on; by text it waits for MORE where it doesn't fit."""
    second: dict[str, Any] | None = tracker.latest_message.get("second")
    if not second or not turn.replies:
        return []
    search, ids = turn.services.search, second["retrieval"]["ids"]
    shown = [id for id in ids if search.is_shown(id) and id not in turn.answers]
    if not shown or (len(shown) < len(ids) and second["retrieval"]["kind"] == "sure"):
        return []
    if second["retrieval"]["kind"] != "sure":
        return [] if turn.leads_on is not None or turn.channel == "sms" else ask_which(turn, shown)
    return say_besides(turn, tracker, shown[0])


def say_besides(turn: Turn, tracker: Tracker, answer_id: str) -> list[EventType]:
    """Say an answer before the replies that lead on; by text it waits for MORE where it doesn't fit."""
    if turn.channel == "sms" and not _fits(turn, answer_id):
        return _keep_for_later(turn, tracker, [answer_id])
    return _insert(turn, answer_id)


def _insert(turn: Turn, answer_id: str) -> list[EventType]:
    at = len(turn.replies) if turn.leads_on is None else turn.leads_on
    topic = turn.topic
    events = show_answers(turn, [answer_id])
    turn.replies.insert(at, turn.replies.pop())
    turn.topic = turn.topic if turn.leads_on is None else topic
    return events


def _fits(turn: Turn, answer_id: str) -> bool:
    return fits_a_text([*turn.replies, turn.services.answer(answer_id)])


def _keep_for_later(turn: Turn, tracker: Tracker, ids: Sequence[str]) -> list[EventType]:
    """Say in a word how to get the other answer, where there is room for that."""
    for wording_id in ("other_answer_waits", "other_answer_waits_briefly"):
        hint = turn.services.wording.say(wording_id)
        at = len(turn.replies) if turn.leads_on is None else turn.leads_on
        said = [*turn.replies[:at], hint, *turn.replies[at:]]
        if turn.leads_on is None:
            said = [without_choices(reply) for reply in said]
        if fits_a_text(said):
            turn.replies[:] = said
            turn.outcomes.append(Outcome.SOCIAL)
            break
    return context.keep(tracker, unsaid=list(ids))
