"""What is typed when somebody is asked who they are: kept by no slot, log or inbox, nor read by Rasa."""

from dataclasses import replace
from typing import Any

from actions import place
from actions.turn import Turn
from bot.engine.choosing import WAY_BACK, parse_data
from common.clock import LONDON
from common.replies import Choice
from knowledge.flow_words import GIVE_ANSWER
from knowledge.identity import NAME, TYPED
from knowledge.identity_reading import BIRTH, CODE, read_typed, without_digits
from knowledge.identity_volunteered import beside_proof, volunteered
from language.masking import without_births

_ASKS_FOR_MONEY = "my_balance"
_KEEP_THEIR_ANSWERS = ("hand_over", "coming_back")
"""Flows that ask for words and numbers of their own: nothing that answers them is a proof."""
_TYPED = Choice("", GIVE_ANSWER, {"option": TYPED})


def take_out(turn: Turn, slots: dict[str, Any], text: str | None) -> None:
    """Read the answer to who somebody is onto the turn, if that is the question that waits (in `slots`) or was left.

    Whatever is typed then is blanked in the inbox at the commit; and so is what looks like a date of birth or a code
    while that question is left for another one. Somebody may also say who they are before anybody asks.
    """
    if not text:
        return
    pending, today = slots.get("pending") or {}, turn.now.astimezone(LONDON).date()
    if pending.get("flow") == NAME or (not pending and place.under_way(turn) == NAME):
        at = (turn.progress(NAME) or {}).get("at", "")
        turn.typed = read_typed(str(at), text, today)
        turn.keeps_text = False
    elif turn.progress(NAME) is not None and any(read_typed(asked, text, today) for asked in (BIRTH, CODE)):
        turn.keeps_text = False
    elif turn.progress(NAME) is None and pending.get("flow") not in _KEEP_THEIR_ANSWERS:
        turn.typed = volunteered(text, today)
        turn.keeps_text = turn.typed is None


def kept_of(text: str | None) -> str | None:
    """What the inbox keeps of a message that is no answer to who somebody is: all but dates of birth."""
    return without_births(text) if text else text


def left_to_read(turn: Turn, text: str) -> tuple[str, dict[str, Any] | None]:
    """What Rasa may read of a message: the words without numbers, or only that an answer was given (parse data).

    The way back leads to the question whether it waits or was left for another one ("did you mean ...?").
    """
    if turn.typed is not None and turn.progress(NAME) is None:
        asked = beside_proof(text, turn.now.astimezone(LONDON).date())
        return asked, parse_data(Choice(asked, _ASKS_FOR_MONEY))
    if turn.typed is not None:
        return "", parse_data(replace(WAY_BACK, label=""))
    words = without_digits(text)
    return (words, None) if words else ("", parse_data(_TYPED))
