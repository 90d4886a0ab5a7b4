"""Counts of turns: what statistics need, without anybody in it, so that deleting conversations erases none of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from casework.dialect import add_up
from casework.feedback.tables import answer_count, turn_count
from common.clock import LONDON
from common.outcomes import Outcome

_T = turn_count.c
_COUNT = func.sum(_T["count"])


@dataclass(frozen=True)
class Volumes:
    """Messages of a period. by_hour: of the day in London; begun: conversations; every number is of messages else."""

    messages: int
    begun: int
    by_hour: dict[int, int]
    by_day: dict[str, int]
    by_topic: dict[str, int]
    by_outcome: dict[Outcome, int]
    by_channel: dict[str, int]


def count_turn(
    *, at: datetime, channel: str, outcome: Outcome, topic: str | None, answers: Sequence[str], is_first: bool
) -> Callable[[Connection], None]:
    """What counts a turn, to be called last in its commit: writers of the same count wait for each other.

    topic: of the content or the flow, or None; answers: ids of those shown; is_first: whether it began a conversation.
    """
    local = at.astimezone(LONDON)
    day = local.date().isoformat()
    key = {"day": day, "hour": local.hour, "channel": channel, "outcome": outcome, "topic": topic or ""}

    def write(connection: Connection) -> None:
        add_up(connection, turn_count, key, {"count": 1, "begun": int(is_first)})
        for answer in sorted(set(answers)):  # in one order, so that two turns never wait for each other in a circle
            add_up(connection, answer_count, {"day": day, "answer": answer}, {"count": 1})

    return write


def volumes(connection: Connection, first: date, last: date) -> Volumes:
    """Counts from one day to another, both included."""
    within = _T.day.between(first.isoformat(), last.isoformat())

    def by(column: ColumnElement) -> dict:
        rows = connection.execute(select(column, _COUNT).where(within).group_by(column).order_by(column))
        return {key: int(number) for key, number in rows}

    total = connection.execute(select(_COUNT, func.sum(_T.begun)).where(within)).one()
    return Volumes(
        messages=int(total[0] or 0),
        begun=int(total[1] or 0),
        by_hour=by(_T.hour),
        by_day=by(_T.day),
        by_topic=by(_T.topic),
        by_outcome=by(_T.outcome),
        by_channel=by(_T.channel),
    )
