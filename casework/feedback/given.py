"""Whether an answer, or a whole conversation, helped. For a day a keyed hash stops doubles; nothing else is kept."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Integer, cast, func, select, update
from sqlalchemy.engine import Connection

from casework import schema
from casework.dialect import upsert
from casework.feedback.tables import answer_count, feedback
from common.clock import LONDON
from common.outcomes import Outcome

_T = feedback.c
COUNTS_ONCE_FOR = timedelta(days=1)
"""So long the hash is kept, and so long after an answer feedback on it is taken."""
MOST_CHARACTERS = 500


@dataclass(frozen=True)
class Given:
    """Feedback to be kept. answer: its id, or empty for the whole conversation; who: as `who_of` makes it."""

    answer: str
    helped: bool
    who: str
    channel: str
    topic: str = ""
    outcome: str | None = None


@dataclass(frozen=True)
class AnswerFeedback:
    """What came in on one answer (empty id: whole conversations). shown: how often it was said."""

    answer: str
    shown: int
    helped: int
    not_helped: int


def who_of(key: bytes, conversation: str, answer: str) -> str:
    """What stands for one person's view on one answer. Without the key nobody can tell whose it is."""
    return hmac.digest(key, f"{conversation}\n{answer}".encode(), "sha256").hex()


def give(connection: Connection, given: Given, at: datetime) -> None:
    """Keep feedback. Within a day a second view of the same person takes the place of the first."""
    values = {
        "day": at.astimezone(LONDON).date().isoformat(),
        "answer": given.answer,
        "topic": given.topic,
        "outcome": given.outcome,
        "channel": given.channel,
        "helped": given.helped,
        "words": "",
        "who": given.who,
        "who_until": at + COUNTS_ONCE_FOR,
    }
    # Two may come at once, so it is one statement; what was said in words stays.
    change = update(feedback).where(_T.who == given.who).values(helped=given.helped)
    if connection.execute(change).rowcount == 0:
        upsert(connection, feedback, ["who"], values)


def add_words(connection: Connection, who: str, masked: str) -> bool:
    """Keep what was missing, masked already, beside the feedback of `who`. False when that counts no more."""
    change = update(feedback).where(_T.who == who).values(words=masked[:MOST_CHARACTERS])
    return bool(connection.execute(change).rowcount == 1)


def views(connection: Connection, whos: Iterable[str]) -> dict[str, bool]:
    """Who said within the last day that it helped (True) or did not."""
    chosen = select(_T.who, _T.helped).where(_T.who.in_(list(whos)))
    return {row.who: row.helped for row in connection.execute(chosen)}


def had_crisis(connection: Connection, conversation_id: str) -> bool:
    """Whether somebody in this conversation was shown help in a crisis: they are not asked whether it helped."""
    outbox = schema.outbox.c
    found = select(outbox.id).where(outbox.conversation_id == conversation_id, outbox.outcome == Outcome.CRISIS)
    return connection.execute(found.limit(1)).first() is not None


def by_answer(connection: Connection, first: date, last: date) -> list[AnswerFeedback]:
    """Feedback on each answer from one day to another, both included; the one that helped least often at the top."""
    days = (first.isoformat(), last.isoformat())
    helped = func.sum(cast(_T.helped, Integer)).label("helped")
    given = select(_T.answer, func.count().label("number"), helped).where(_T.day.between(*days)).group_by(_T.answer)
    found = {row.answer: (int(row.number), int(row.helped)) for row in connection.execute(given)}
    count = answer_count.c
    counted = (
        select(count.answer, func.sum(count["count"]).label("shown"))
        .where(count.day.between(*days), count.answer.in_(list(found)))
        .group_by(count.answer)
    )
    shown = {row.answer: int(row.shown) for row in connection.execute(counted)}
    listed = [AnswerFeedback(id, shown.get(id, 0), yes, number - yes) for id, (number, yes) in found.items()]
    return sorted(listed, key=lambda each: (-each.not_helped, each.helped, each.answer))


def words(connection: Connection, first: date, last: date, limit: int = 50) -> Sequence[tuple[str, str, str]]:
    """What people missed, as (day, answer, masked words), newest first."""
    chosen = select(_T.day, _T.answer, _T.words).where(
        _T.day.between(first.isoformat(), last.isoformat()), _T.words != ""
    )
    return [tuple(row) for row in connection.execute(chosen.order_by(_T.id.desc()).limit(limit))]


def blank(connection: Connection, now: datetime) -> int:
    """Take away what stops double counting where its day is over; returns of how many."""
    over = update(feedback).where(_T.who_until <= now).values(who=None, who_until=None)
    return int(connection.execute(over).rowcount)
