"""How a turn can end: one closed list, used by logs, insights and tests."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a message. Ordered from the lightest to the weightiest."""

    SOCIAL = "social"
    ANSWERED = "answered"
    CLARIFIED = "clarified"
    GUIDED = "guided"
    CALCULATED = "calculated"
    BALANCE_SHOWN = "balance_shown"
    IDENTITY_NEEDED = "identity_needed"
    IDENTITY_REFUSED = "identity_refused"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_UNDERSTOOD = "not_understood"
    REFUSED = "refused"
    STOPPED = "stopped"
    CLOSED = "closed"
    PASSED_ON = "passed_on"
    HANDED_OVER = "handed_over"
    ERROR = "error"
    CRISIS = "crisis"


EXPLANATIONS: dict[Outcome, str] = {
    Outcome.SOCIAL: "a greeting, thanks or small talk was answered in kind",
    Outcome.ANSWERED: "a reviewed answer was shown",
    Outcome.CLARIFIED: "the person was asked which of a few things they meant",
    Outcome.GUIDED: "a flow asked its next question or gave its result",
    Outcome.CALCULATED: "a sum was worked out from figures the person gave",
    Outcome.BALANCE_SHOWN: "a verified person was shown their money",
    Outcome.IDENTITY_NEEDED: "the person was asked to prove who they are",
    Outcome.IDENTITY_REFUSED: "the person could not prove who they are",
    Outcome.OUT_OF_SCOPE: "the question belongs elsewhere, and the person was told where",
    Outcome.NOT_UNDERSTOOD: "the assistant said that it did not understand",
    Outcome.REFUSED: "the message was empty, too long or too fast, and changed nothing",
    Outcome.STOPPED: "the person asked the assistant to stop",
    Outcome.CLOSED: "the conversation was ended or deleted",
    Outcome.PASSED_ON: "the message went to the adviser who owns the conversation",
    Outcome.HANDED_OVER: "a request for a person was taken or its details asked for",
    Outcome.ERROR: "something failed; the person got an apology and the offer of a person",
    Outcome.CRISIS: "the safety gate answered with help at once",
}

_WEIGHT = {outcome: weight for weight, outcome in enumerate(Outcome)}


def weightier(outcomes: Iterable[Outcome]) -> Outcome:
    """The weightiest of one or more outcomes. Raises ValueError when there is none."""
    return max(outcomes, key=_WEIGHT.__getitem__)
