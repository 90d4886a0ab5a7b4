"""People's records under load, races, crashes and bad input."""

import multiprocessing
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from casework import all_tables, audit, conversations, inbox, outbox, schema, tracker
from casework.database import Database
from casework.errors import AlreadyAnswered, TurnConflict, UnknownConversation
from casework.turns import TurnCommit, commit_turn
from common.outcomes import Outcome

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def begin(database: Database, token: str | None = None) -> str:
    with database.write() as connection:
        return conversations.create(connection, "web", token, NOW).id


def say(database: Database, conversation_id: str, message: str, text: str = "hello") -> int:
    with database.write() as connection:
        return inbox.receive(connection, conversation_id, message, text, None, NOW).inbox_id


def a_turn(conversation_id: str, inbox_id: int | None, seen: int = 0, events: int = 3, **changes: Any) -> TurnCommit:
    turn = TurnCommit(
        conversation_id=conversation_id,
        seen_turn=seen,
        inbox_id=inbox_id,
        at=NOW,
        outcome=Outcome.ANSWERED,
        replies=[{"words": {"plain": "one"}}, {"words": {"plain": "two"}}],
        events=[{"event": "user", "number": f"{seen + 1}.{number}"} for number in range(events)],
        slots={"flow": "steps", "seen": seen},
    )
    return replace(turn, **changes)


def whole(conversation: conversations.Conversation | None) -> conversations.Conversation:
    assert conversation is not None
    return conversation


def count(database: Database, table: Any) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


# --- the tables


def test_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, *_: name != "sqlite_sequence"}
        )
        assert compare_metadata(context, all_tables.metadata) == []


def test_head_names_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


def migrate(url: str) -> None:
    Database(url).migrate()


def test_many_processes_may_migrate_at_once(url: str) -> None:
    fork = multiprocessing.get_context("fork")
    processes = [fork.Process(target=migrate, args=(url,)) for _ in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 6
    assert count(Database(url), schema.conversation) == 0


@pytest.mark.parametrize("unfit", ["sqlite://", "sqlite:///:memory:", "mysql://somewhere/records"])
def test_other_databases_are_refused(unfit: str) -> None:
    with pytest.raises(ValueError):
        Database(unfit)


@pytest.mark.usefixtures("sqlite_only")
def test_durable_and_strict_on_every_connection(database: Database) -> None:
    for opened in (database.read, database.write):
        with opened() as connection:
            pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
        assert found == ["wal", 2, 1, 1]


def test_a_connection_to_read_cannot_write(database: Database) -> None:
    with pytest.raises(PermissionError), database.read() as connection:
        conversations.create(connection, "web", None, NOW)


def test_the_audit_log_is_only_added_to(database: Database) -> None:
    with database.write() as connection:
        audit.write(connection, NOW, "system", "tried", "nothing")
    for change in (schema.audit.update().values(actor="me"), schema.audit.delete()):
        with pytest.raises(PermissionError), database.write() as connection:
            connection.execute(change)
    with database.read() as connection:
        assert [row.actor for row in audit.latest(connection)] == ["system"]


@pytest.mark.parametrize(
    ("column", "value"), [("channel", "pigeon"), ("owner", "nobody"), ("register", "posh"), ("turn", None)]
)
def test_closed_lists_are_closed_in_the_database(database: Database, column: str, value: str | None) -> None:
    begin(database)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(update(schema.conversation).values(**{column: value}))


def test_moments_need_a_zone_and_sort_as_text(database: Database) -> None:
    with pytest.raises(StatementError, match="needs a time zone"), database.write() as connection:
        audit.write(connection, NOW.replace(tzinfo=None), "system", "tried", "nothing")
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(seconds=1), NOW + timedelta(days=400)]
    with database.write() as connection:
        for moment in reversed(moments):
            audit.write(connection, moment, "system", "tried", "nothing")
    with database.read() as connection:
        assert list(connection.execute(select(schema.audit.c.at).order_by(schema.audit.c.at)).scalars()) == moments


# --- the inbox


def test_a_repeated_message_is_kept_once(database: Database) -> None:
    conversation_id, other = begin(database), begin(database)
    first, again, elsewhere = (
        inbox_result(database, where, "m1", text)
        for where, text in ((conversation_id, "a"), (conversation_id, "b"), (other, "a"))
    )
    assert (first.is_new, again.is_new, elsewhere.is_new) == (True, False, True)
    assert again.inbox_id == first.inbox_id != elsewhere.inbox_id
    with database.read() as connection:
        assert [row.text for row in inbox.pending(connection, conversation_id)] == ["a"]


def inbox_result(database: Database, conversation_id: str, message: str, text: str) -> inbox.Received:
    with database.write() as connection:
        return inbox.receive(connection, conversation_id, message, text, None, NOW)


def test_the_same_message_from_many_threads_is_new_once(database: Database) -> None:
    conversation_id = begin(database)
    results: list[inbox.Received] = []
    run_together([lambda: results.append(inbox_result(database, conversation_id, "m1", "a"))] * 8)
    assert sorted(result.is_new for result in results) == [False] * 7 + [True]
    assert len({result.inbox_id for result in results}) == 1


def run_together(jobs: list[Callable[[], None]]) -> None:
    barrier = threading.Barrier(len(jobs))

    def start(job: Callable[[], None]) -> None:
        barrier.wait()
        job()

    threads = [threading.Thread(target=start, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_waiting_messages_come_oldest_first(database: Database) -> None:
    early, late = begin(database), begin(database)
    ids = [say(database, late, "m1"), say(database, early, "m1"), say(database, late, "m2")]
    with database.read() as connection:
        assert [row.id for row in inbox.pending(connection)] == ids
        assert [row.id for row in inbox.pending(connection, late)] == [ids[0], ids[2]]
        assert inbox.conversations_with_pending(connection) == [late, early]
    with database.write() as connection:
        assert [inbox.mark_attempt(connection, ids[0]) for _ in range(2)] == [1, 2]


def test_the_clock_of_a_conversation_never_goes_back(database: Database) -> None:
    conversation_id = begin(database)
    later, earlier = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    with database.write() as connection:
        for message, at in (("m1", later), ("m2", earlier)):
            inbox.receive(connection, conversation_id, message, "x", None, at)
    with database.read() as connection:
        assert [row.at for row in inbox.pending(connection)] == [later, later]
        assert whole(conversations.get(connection, conversation_id)).clock_at == later
    commit_turn(database, a_turn(conversation_id, None, at=earlier))
    with database.read() as connection:
        assert whole(conversations.get(connection, conversation_id)).clock_at == later


ODD_TEXTS = {
    "nul": ("a\x00b", "a\ufffdb"),
    "half a surrogate pair": ("a\ud83d", "a\ufffd"),
    "emoji": ("👩‍🦽", "👩‍🦽"),
    "right to left": ("مرحبا", "مرحبا"),
    "byte order mark": ("\ufeffhi", "\ufeffhi"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("typed", "kept"), ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_texts_are_kept(database: Database, typed: str, kept: str) -> None:
    inbox_id = say(database, begin(database), "m1", typed)
    with database.read() as connection:
        row = inbox.get(connection, inbox_id)
    assert row is not None
    assert row.text == kept


@pytest.mark.parametrize("text", [typed for typed, _ in ODD_TEXTS.values()], ids=ODD_TEXTS)
def test_json_gives_back_what_went_in(database: Database, text: str) -> None:
    conversation_id = begin(database)
    commit_turn(database, a_turn(conversation_id, None, slots={"name": text}, events=0))
    with database.read() as connection:
        assert tracker.load(connection, conversation_id).slots == {"name": text}


def test_no_message_without_a_conversation(database: Database) -> None:
    with pytest.raises(UnknownConversation):
        say(database, "nowhere", "m1")


# --- the turn


def test_a_turn_is_written_whole(database: Database) -> None:
    conversation_id = begin(database)
    inbox_id = say(database, conversation_id, "m1")
    commit_turn(database, a_turn(conversation_id, inbox_id, staged=[lambda c: audit.write(c, NOW, "a", "b", "c")]))
    with database.read() as connection:
        row = inbox.get(connection, inbox_id)
        assert row is not None
        assert (row.done_at, row.outcome, row.text) == (NOW, Outcome.ANSWERED, "hello")
        assert [reply.reply["words"]["plain"] for reply in outbox.for_message(connection, inbox_id)] == ["one", "two"]
        assert inbox.pending(connection) == []
        window = tracker.load(connection, conversation_id)
        assert (window.turn, len(window.events), window.slots["flow"]) == (1, 3, "steps")
        assert len(audit.latest(connection)) == 1


def test_a_turn_that_fails_writes_nothing(database: Database) -> None:
    conversation_id = begin(database)
    inbox_id = say(database, conversation_id, "m1")

    def fail(_: Any) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        commit_turn(database, a_turn(conversation_id, inbox_id, staged=[fail]))
    assert [count(database, table) for table in (schema.outbox, schema.tracker_event, schema.tracker_state)] == [
        0,
        0,
        0,
    ]
    with database.read() as connection:
        assert whole(conversations.get(connection, conversation_id)).turn == 0
        assert len(inbox.pending(connection)) == 1


def test_a_stale_turn_and_an_answered_message_are_refused(database: Database) -> None:
    conversation_id, other = begin(database), begin(database)
    inbox_id, second = say(database, conversation_id, "m1"), say(database, conversation_id, "m2")
    commit_turn(database, a_turn(conversation_id, inbox_id))
    with pytest.raises(TurnConflict):
        commit_turn(database, a_turn(conversation_id, second, seen=0))
    with pytest.raises(AlreadyAnswered):
        commit_turn(database, a_turn(conversation_id, inbox_id, seen=1))
    with pytest.raises(AlreadyAnswered):  # a message of somebody else
        commit_turn(database, a_turn(other, second, seen=0))
    assert count(database, schema.outbox) == 2


def test_of_two_threads_on_one_turn_exactly_one_wins(database: Database) -> None:
    conversation_id = begin(database)
    for turn in range(20):
        inbox_id = say(database, conversation_id, f"m{turn}")
        ends: list[str] = []

        def answer(seen: int = turn, message: int = inbox_id, ends: list[str] = ends) -> None:
            try:
                commit_turn(database, a_turn(conversation_id, message, seen=seen))
                ends.append("won")
            except TurnConflict:
                ends.append("lost")

        run_together([answer, answer])
        assert sorted(ends) == ["lost", "won"]
    assert count(database, schema.outbox) == 40


@pytest.mark.parametrize("turn_size", [1, 7, 40, 41])
def test_the_window_holds_whole_turns(database: Database, turn_size: int) -> None:
    conversation_id = begin(database)
    for seen in range(50 // turn_size + 2):
        commit_turn(database, a_turn(conversation_id, None, seen=seen, events=turn_size))
    with database.read() as connection:
        window = tracker.load(connection, conversation_id, limit=40)
    turns = max(1, 40 // turn_size)
    expected = [
        f"{turn}.{number}" for turn in range(window.turn - turns + 1, window.turn + 1) for number in range(turn_size)
    ]
    assert [event["number"] for event in window.events] == expected


def test_a_new_conversation_has_an_empty_window(database: Database) -> None:
    with database.read() as connection, pytest.raises(UnknownConversation):
        tracker.load(connection, "nowhere")
    conversation_id = begin(database)
    with database.read() as connection:
        assert tracker.load(connection, conversation_id) == tracker.TrackerWindow([], {}, 0)


def answer_everything(url: str, conversation_id: str, pipe: Any) -> None:
    database = Database(url)
    while True:
        with database.read() as connection:
            seen = tracker.load(connection, conversation_id).turn
            message = inbox.pending(connection, conversation_id)[0]
        staged = [lambda connection: audit.write(connection, NOW, "assistant", "answered", conversation_id)]
        pipe.send("begins")
        commit_turn(database, a_turn(conversation_id, message.id, seen=seen, staged=staged))


def test_kill_at_random_moments_loses_and_doubles_nothing(database: Database, url: str) -> None:
    """A child process answers messages and is killed (SIGKILL) at random moments of a commit, 40 times."""
    conversation_id = begin(database)
    for number in range(500):
        say(database, conversation_id, f"m{number}")
    fork = multiprocessing.get_context("fork")
    dice = random.Random()
    for _ in range(40):
        here, there = fork.Pipe(duplex=False)
        child = fork.Process(target=answer_everything, args=(url, conversation_id, there))
        child.start()
        there.close()
        for _ in range(dice.randrange(2, 5)):
            here.recv()
        sum(range(dice.randrange(200_000)))  # some part of a commit later
        child.kill()
        child.join()
        answered = assert_whole(database, conversation_id)
    assert answered >= 40


def assert_whole(database: Database, conversation_id: str) -> int:
    """Each answered message has its two replies and its turn; nothing else was left. Returns how many were answered."""
    with database.read() as connection:
        answered = select(schema.inbox.c.id).where(schema.inbox.c.done_at.isnot(None)).order_by(schema.inbox.c.id)
        done = connection.execute(answered).scalars().all()
        replied = connection.execute(
            select(schema.outbox.c.inbox_id, schema.outbox.c.position).order_by(schema.outbox.c.id)
        ).all()
        assert [tuple(row) for row in replied] == [(inbox_id, position) for inbox_id in done for position in (0, 1)]
        assert whole(conversations.get(connection, conversation_id)).turn == len(done)
        state = connection.execute(select(schema.tracker_state.c.turn)).scalar() or 0
        assert state == len(done)
        for table, each in ((schema.tracker_event, 3), (schema.audit, 1)):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == each * len(done)
    return len(done)
