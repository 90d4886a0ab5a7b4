"""What a turn costs must not grow with the length of a conversation, nor may people get into each other's way."""

import uuid
from collections import Counter

from sqlalchemy import event
from sqlalchemy.engine import Engine as SqlEngine

from bot.engine.intake import Accepted, find_or_begin
from bot.engine.tracker_store import WINDOW
from bot.running import Running
from casework import outbox, tracker

MESSAGES = ("walk me through the steps", "no", "can i pay my sister", "where was i", "thanks")


def say(running: Running, conversation_id: str, text: str) -> None:
    accepted = running.intake.accept(conversation_id, uuid.uuid4().hex, text, None, running.clock.now())
    assert isinstance(accepted, Accepted)
    running.engine.submit(conversation_id).result(timeout=60)


def begin(running: Running) -> str:
    return find_or_begin(running.services.database, "web", uuid.uuid4().hex, running.clock.now()).id


def _round(statements: Counter[int], start: int) -> int:
    """Statements of one round of MESSAGES: of four, the one in which least was done beside it (a purge, a mail)."""
    size = len(MESSAGES)
    rounds = range(start, start + 4 * size, size)
    return min(sum(statements[turn] for turn in range(first, first + size)) for first in rounds)


def test_turn_200_reads_and_writes_no_more_than_turn_10(running: Running) -> None:
    conversation_id = begin(running)
    statements: Counter[int] = Counter()
    turn = 0

    def count(*_: object) -> None:
        statements[turn] += 1

    event.listen(SqlEngine, "before_cursor_execute", count)
    try:
        for turn in range(200):
            say(running, conversation_id, MESSAGES[turn % len(MESSAGES)])
    finally:
        event.remove(SqlEngine, "before_cursor_execute", count)
    assert _round(statements, 180) <= _round(statements, 10)
    with running.services.database.read() as connection:
        window = tracker.load(connection, conversation_id, WINDOW)
    assert window.turn == 200
    assert len(window.events) <= WINDOW


def test_fifty_people_at_once_each_get_their_own_answers_in_order(running: Running) -> None:
    people = [begin(running) for _ in range(50)]
    for text in MESSAGES[:3]:
        waiting = []
        for conversation_id in people:
            running.intake.accept(conversation_id, uuid.uuid4().hex, text, None, running.clock.now())
            waiting.append(running.engine.submit(conversation_id))
        for each in waiting:
            each.result(timeout=120)
    with running.services.database.read() as connection:
        said = [[row.outcome.value for row in outbox.since(connection, person)] for person in people]
    assert all(outcomes == said[0] for outcomes in said)
    assert {"guided", "answered"} <= set(said[0])
