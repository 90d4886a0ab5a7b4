"""Feedback and counts: nobody counts twice, nothing leads to anybody, and deleting conversations erases no count."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from casework import conversations
from casework.database import Database
from casework.feedback import counting, given, tables
from casework.feedback.counting import count_turn, volumes
from casework.feedback.given import AnswerFeedback, Given, by_answer, who_of
from casework.retention import purge
from casework.turns import TurnCommit, commit_turn
from common.outcomes import Outcome
from tests.faults.test_casework_records import RETENTION

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
KEY = b"k" * 32


def rate(
    database: Database, who: str, helped: bool, answer: str = "what-is-a-phb", at: datetime = NOW, words: str = ""
) -> None:
    with database.write() as connection:
        hashed = who_of(KEY, who, answer)
        given.give(connection, Given(answer, helped, hashed, "web", "basics", Outcome.ANSWERED), at)
        if words:
            assert given.add_words(connection, hashed, words)


def found(database: Database) -> list[AnswerFeedback]:
    with database.read() as connection:
        return by_answer(connection, TODAY, TODAY + 5 * DAY)


def test_the_last_view_of_a_person_counts_and_only_once(database: Database) -> None:
    for helped in (True, True, False):
        rate(database, "anna", helped)
    rate(database, "ben", True)
    assert found(database) == [AnswerFeedback("what-is-a-phb", 0, 1, 1)]


def test_many_at_once_count_once_each(database: Database) -> None:
    people = [threading.Thread(target=rate, args=(database, f"p{number % 3}", True)) for number in range(12)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert found(database)[0].helped == 3


def test_after_a_day_nothing_leads_to_the_conversation(database: Database) -> None:
    rate(database, "anna", False, words="how long it takes")
    who = who_of(KEY, "anna", "what-is-a-phb")
    with database.read() as connection:
        assert given.views(connection, [who]) == {who: False}
    purge(database, NOW + DAY - timedelta(microseconds=1), RETENTION)
    with database.read() as connection:
        assert given.views(connection, [who]) == {who: False}
    purge(database, NOW + DAY, RETENTION)
    with database.read() as connection:
        (row,) = connection.execute(select(tables.feedback)).all()
        assert given.words(connection, TODAY, TODAY) == [("2026-11-23", "what-is-a-phb", "how long it takes")]
    assert (row.who, row.who_until) == (None, None)
    with database.write() as connection:
        assert not given.add_words(connection, who, "later")


def test_the_hash_can_not_be_made_without_the_key() -> None:
    assert len({who_of(key, who, "a") for key in (KEY, b"other" * 8) for who in ("anna", "ben")}) == 4


def test_feedback_goes_in_time(database: Database) -> None:
    rate(database, "anna", False)
    assert purge(database, NOW + (RETENTION.feedback_days - 1) * DAY, RETENTION).feedback == 0
    assert purge(database, NOW + RETENTION.feedback_days * DAY, RETENTION).feedback == 1


def turn(database: Database, conversation_id: str, seen: int, outcome: Outcome, at: datetime = NOW) -> None:
    count = count_turn(
        at=at, channel="web", outcome=outcome, topic="basics", answers=["b", "a", "a"], is_first=seen == 0
    )
    commit_turn(database, TurnCommit(conversation_id, seen, None, at, outcome, [], [], {}, staged=[count]))


def test_turns_are_counted_by_the_hour_in_london_and_survive_their_conversation(database: Database) -> None:
    with database.write() as connection:
        conversation_id = conversations.create(connection, "web", None, NOW).id
    for seen, outcome in enumerate((Outcome.ANSWERED, Outcome.ANSWERED, Outcome.CRISIS)):
        turn(database, conversation_id, seen, outcome)
    turn(database, conversation_id, 3, Outcome.SOCIAL, datetime(2026, 7, 1, 23, 30, tzinfo=UTC))  # 00:30 in London
    with database.write() as connection:
        conversations.forget(connection, conversation_id, NOW)
    purge(database, NOW + 100 * DAY, RETENTION)
    with database.read() as connection:
        counted = volumes(connection, TODAY, TODAY)
        summer = volumes(connection, date(2026, 7, 2), date(2026, 7, 2))
    assert (counted.messages, counted.begun, counted.by_hour) == (3, 1, {23: 3})
    assert counted.by_outcome == {Outcome.ANSWERED: 2, Outcome.CRISIS: 1}
    assert (counted.by_topic, counted.by_channel, counted.by_day) == ({"basics": 3}, {"web": 3}, {"2026-11-23": 3})
    assert summer.by_hour == {0: 1}
    rate(database, "anna", True, answer="a")
    assert found(database) == [AnswerFeedback("a", 3, 1, 0)]
    assert purge(database, NOW + RETENTION.statistics_days * DAY, RETENTION).counts == 7


def test_a_turn_that_is_undone_is_not_counted(database: Database) -> None:
    with database.write() as connection:
        conversation_id = conversations.create(connection, "web", None, NOW).id

    def fail(connection: object) -> None:
        raise RuntimeError

    count = count_turn(at=NOW, channel="web", outcome=Outcome.ANSWERED, topic=None, answers=[], is_first=True)
    commit = TurnCommit(conversation_id, 0, None, NOW, Outcome.ANSWERED, [], [], {}, staged=[count, fail])
    with pytest.raises(RuntimeError):
        commit_turn(database, commit)
    with database.read() as connection:
        assert counting.volumes(connection, TODAY, TODAY).messages == 0


def test_who_was_in_danger_is_known(database: Database) -> None:
    with database.write() as connection:
        conversation_id = conversations.create(connection, "web", None, NOW).id
    reply = {"words": {"plain": "x"}}
    for seen, outcome in enumerate((Outcome.ANSWERED, Outcome.CRISIS, Outcome.SOCIAL)):
        with database.read() as connection:
            assert given.had_crisis(connection, conversation_id) is (seen > 1)
        commit_turn(database, TurnCommit(conversation_id, seen, None, NOW, outcome, [reply], [], {}))
