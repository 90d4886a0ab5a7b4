"""Whether an answer may be shown, and if not, why."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from knowledge.answer import Answer


class State(StrEnum):
    """What keeps an answer from being shown, if anything."""

    SHOWN = "shown"
    DRAFT = "draft"
    OVERDUE = "overdue"
    SCHEME_OFF = "of a local scheme that is not there"
    UNSIGNED = "unsigned"


def state_of(answer: Answer, today: date, drafts: bool, signed: bool, schemes: Collection[str]) -> State:
    """The first thing that keeps an answer from being shown.

    drafts: they may be shown; signed: somebody signed it, or nobody has to; schemes: the local schemes that are there.
    """
    if answer.draft and not drafts:
        return State.DRAFT
    if today > answer.review_by:
        return State.OVERDUE
    if answer.scheme and answer.scheme not in schemes:
        return State.SCHEME_OFF
    return State.SHOWN if signed else State.UNSIGNED
