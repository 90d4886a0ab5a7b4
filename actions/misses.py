"""Messages that were not understood: counted for each conversation, and kept masked for the editors."""

from actions.turn import Turn
from casework import unanswered
from common.outcomes import Outcome

WORDING = ("not_understood_first", "not_understood_second", "not_understood_third")


def say_not_understood(turn: Turn, masked_text: str) -> None:
    """First miss: say it another way; second: what can be asked; third and later: a person."""
    missed = int((turn.progress("misses") or {}).get("count", 0))
    turn.say_wording(WORDING[min(missed, len(WORDING) - 1)], Outcome.NOT_UNDERSTOOD)
    turn.save_progress("misses", {"count": missed + 1})
    if masked_text:
        turn.stage(
            lambda connection: unanswered.record(
                connection,
                masked_text=masked_text,
                outcome=Outcome.NOT_UNDERSTOOD.value,
                channel=turn.channel,
                at=turn.now,
            )
        )


def forget_misses(turn: Turn) -> None:
    """Something was understood: the count begins anew."""
    if turn.progress("misses"):
        turn.save_progress("misses", None)
