"""What is typed when somebody is asked who they are: kept by no slot, log or inbox, nor read by Rasa."""

from typing import Any

from actions.turn import Turn
from bot.engine.choosing import parse_data
from common.clock import LONDON
from common.replies import Choice
from knowledge.flow_words import GIVE_ANSWER
from knowledge.identity import NAME, TYPED
from knowledge.identity_reading import BIRTH, CODE, read_typed, without_digits

_TYPED = Choice("", GIVE_ANSWER, {"option": TYPED})


def take_out(turn: Turn, slots: dict[str, Any], text: str | None) -> None:
    """Read the answer to the question that waits in `slots`, if it asks who somebody is, onto the turn.

    Whatever is typed then is blanked in the inbox at the commit; and so is what looks like a date of birth or a code
    while that question is left for another one.
    """
    if not text:
        return
    pending, today = slots.get("pending") or {}, turn.now.astimezone(LONDON).date()
    if pending.get("flow") == NAME:
        turn.typed = read_typed(str(pending.get("question")), text, today)
        turn.keeps_text = False
    elif turn.progress(NAME) is not None and any(read_typed(asked, text, today) for asked in (BIRTH, CODE)):
        turn.keeps_text = False


def left_to_read(turn: Turn, text: str) -> tuple[str, dict[str, Any] | None]:
    """What Rasa may read of a message: the words without numbers, or only that an answer was given (parse data)."""
    words = without_digits(text)
    if turn.typed is not None or not words:
        return "", parse_data(_TYPED)
    return words, None
