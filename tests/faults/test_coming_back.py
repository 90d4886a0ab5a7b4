"""Codes, words and counts as casework keeps them: void, expired, locked, counted, deleted, raced, purged."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from casework import conversations, inbox, outbox
from casework.coming_back import journeys, not_told, tries
from casework.coming_back.secrets import code_hash, is_word, word_hash
from casework.coming_back.tables import code_shown, code_try, journey, journey_conversation
from casework.database import Database
from casework.errors import TurnConflict
from casework.retention import purge
from casework.turns import TurnCommit, commit_turn
from common.outcomes import Outcome
from tests.faults.test_casework_records import RETENTION

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = b"k" * 32
CODE = "cosmos-bottle-tripod"
HASH = code_hash(KEY, CODE)
ANSWERS = {"steps": {"answers": {"1": "yes"}}}


def begin(database: Database) -> str:
    with database.write() as connection:
        return conversations.create(connection, "web", None, NOW).id


def give_code(database: Database, conversation_id: str, hashed: str = HASH, step: int = 3, at: datetime = NOW) -> None:
    with database.write() as connection:
        journeys.begin(
            connection, conversation_id=conversation_id, code_hash=hashed, step=step, at=at, expires_at=at + 90 * DAY
        )


def join(database: Database, conversation_id: str, journey_id: int, is_open: bool = False, at: datetime = NOW) -> None:
    with database.write() as connection:
        journeys.join(
            connection,
            conversation_id=conversation_id,
            journey_id=journey_id,
            is_open=is_open,
            expires_at=at + 90 * DAY,
        )


def keep(database: Database, conversation_id: str, step: int | None = None, answers: dict[str, Any] = {}) -> None:  # noqa: B006
    with database.write() as connection:
        journeys.keep(connection, conversation_id=conversation_id, step=step, answers=answers, at=NOW)


def found(database: Database, hashed: str = HASH, at: datetime = NOW) -> journeys.Journey | None:
    with database.read() as connection:
        return journeys.find_by_code(connection, hashed, at)


def there(database: Database, hashed: str = HASH) -> journeys.Journey:
    journey_found = found(database, hashed)
    assert journey_found is not None
    return journey_found


def count(database: Database, table: Any) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def set_word(database: Database, conversation_id: str, word: str = "marmalade") -> None:
    with database.write() as connection:
        journeys.set_word(connection, conversation_id=conversation_id, word_hash=word_hash(KEY, word))


# --- Secrets


def test_what_is_kept_is_neither_code_nor_word_and_needs_the_key(database: Database) -> None:
    mine = begin(database)
    give_code(database, mine)
    set_word(database, mine)
    with database.read() as connection:
        kept = repr(connection.execute(select(journey)).all())
    assert "cosmos" not in kept
    assert "marmalade" not in kept
    assert "argon2id" in kept
    hashed = there(database).word_hash
    assert hashed is not None
    assert is_word(KEY, "marmalade", hashed)
    assert not is_word(KEY, "marmelade", hashed)
    assert not is_word(b"x" * 32, "marmalade", hashed)
    assert code_hash(b"x" * 32, CODE) != HASH


# --- One walk, several conversations


def test_the_code_alone_reads_and_writes_the_step_only(database: Database) -> None:
    mine, other = begin(database), begin(database)
    give_code(database, mine)
    set_word(database, mine)
    keep(database, mine, step=4, answers=ANSWERS)
    join(database, other, there(database).id)
    keep(database, other, step=5, answers={"steps": {"answers": {"1": "no"}}, "options": {"answers": {"run": "me"}}})
    assert (there(database).step, there(database).answers) == (5, ANSWERS)


def test_without_a_word_no_answer_is_kept(database: Database) -> None:
    mine = begin(database)
    give_code(database, mine)
    keep(database, mine, step=4, answers=ANSWERS)
    assert (there(database).step, there(database).answers) == (4, {})


def test_the_last_to_write_a_flow_wins_and_other_flows_stay(database: Database) -> None:
    mine, other = begin(database), begin(database)
    give_code(database, mine)
    set_word(database, mine)
    join(database, other, there(database).id, is_open=True)
    keep(database, mine, answers={"steps": {"a": 1}, "options": {"b": 1}})
    keep(database, other, answers={"steps": {"a": 2}})
    assert there(database).answers == {"steps": {"a": 2}, "options": {"b": 1}}


def test_a_new_code_voids_the_old_one_and_lets_strangers_go(database: Database) -> None:
    mine, friend, stranger = begin(database), begin(database), begin(database)
    give_code(database, mine)
    set_word(database, mine)
    keep(database, mine, answers=ANSWERS)
    join(database, friend, there(database).id, is_open=True)
    join(database, stranger, there(database).id)
    give_code(database, mine, code_hash(KEY, "new-new-new"))
    assert found(database) is None
    assert there(database, code_hash(KEY, "new-new-new")).answers == ANSWERS
    with database.read() as connection:
        on = [journeys.of_conversation(connection, each, NOW) is not None for each in (mine, friend, stranger)]
    assert on == [True, True, False]


def test_an_expired_code_is_unknown_and_use_extends_it(database: Database) -> None:
    mine, other = begin(database), begin(database)
    give_code(database, mine)
    journey_id = there(database).id
    assert found(database, at=NOW + 90 * DAY) is None
    join(database, other, journey_id, at=NOW + 30 * DAY)
    assert found(database, at=NOW + 119 * DAY) is not None
    assert purge(database, NOW + 121 * DAY, RETENTION).codes == 1
    assert (count(database, journey), count(database, journey_conversation)) == (0, 0)


@pytest.mark.parametrize(("is_open", "left"), [(True, 0), (False, 1)])
def test_deleting_a_chat_deletes_what_it_shares_only(database: Database, is_open: bool, left: int) -> None:
    mine, other = begin(database), begin(database)
    give_code(database, mine)
    join(database, other, there(database).id, is_open=is_open)
    with database.write() as connection:
        conversations.forget(connection, other, NOW)
    assert count(database, journey) == left
    if left:
        with database.write() as connection:
            conversations.forget(connection, mine, NOW)
        assert count(database, journey) == 0


def test_a_purged_conversation_leaves_its_code_alive(database: Database) -> None:
    mine, other = begin(database), begin(database)
    give_code(database, mine)
    join(database, other, there(database).id, at=NOW + 60 * DAY)
    purge(database, NOW + 100 * DAY, RETENTION)
    assert found(database, at=NOW + 100 * DAY) is not None


# --- Tries


def test_five_wrong_words_lock_and_a_new_code_unlocks(database: Database) -> None:
    mine = begin(database)
    give_code(database, mine)
    set_word(database, mine)
    journey_id = there(database).id
    for _ in range(journeys.WORD_TRIES):
        with database.write() as connection:
            journeys.count_wrong_word(connection, journey_id=journey_id)
    assert there(database).is_locked
    for late in (journeys.count_wrong_word, journeys.accept_word):
        with pytest.raises(TurnConflict), database.write() as connection:
            late(connection, journey_id=journey_id)
    give_code(database, mine, code_hash(KEY, "new-new-new"))
    assert not there(database, code_hash(KEY, "new-new-new")).is_locked


def may_try(database: Database, conversation_id: str, at: datetime = NOW) -> bool:
    with database.read() as connection:
        return tries.may_try(connection, conversation_id, at)


def try_wrong(database: Database, conversation_id: str) -> None:
    with database.write() as connection:
        tries.count_wrong(connection, conversation_id=conversation_id, at=NOW)


def test_wrong_codes_are_limited_in_a_conversation_and_for_all(database: Database) -> None:
    for _ in range(tries.CONVERSATION_A_DAY):
        assert may_try(database, "a")
        try_wrong(database, "a")
    assert (may_try(database, "a"), may_try(database, "b"), may_try(database, "a", NOW + DAY)) == (False, True, True)
    with pytest.raises(TurnConflict):
        try_wrong(database, "a")
    for number in range(tries.EVERYBODY_AN_HOUR - tries.CONVERSATION_A_DAY):
        try_wrong(database, f"other-{number}")
    assert not may_try(database, "new")
    assert may_try(database, "new", NOW + timedelta(hours=1))
    purge(database, NOW + 3 * DAY, RETENTION)
    assert count(database, code_try) == 0


def test_a_try_too_many_undoes_the_whole_turn(database: Database) -> None:
    """Two conversations may look at once: only the commit counts, and one that comes too late is run again."""
    mine = begin(database)
    give_code(database, mine)
    set_word(database, mine)
    journey_id = there(database).id
    with database.write() as connection:
        message = inbox.receive(connection, mine, "m1", "marmelade", None, NOW).inbox_id
        for _ in range(journeys.WORD_TRIES):
            journeys.count_wrong_word(connection, journey_id=journey_id)
    turn = TurnCommit(
        mine,
        0,
        message,
        NOW,
        Outcome.GUIDED,
        replies=[{"words": {"plain": "wrong"}}],
        events=[],
        slots={},
        staged=[lambda connection: journeys.count_wrong_word(connection, journey_id=journey_id)],
        keep_text=False,
    )
    with pytest.raises(TurnConflict):
        commit_turn(database, turn)
    with database.read() as connection:
        row, conversation = inbox.get(connection, message), conversations.get(connection, mine)
        assert outbox.for_message(connection, message) == []
    assert row is not None
    assert conversation is not None
    assert (row.text, row.done_at, conversation.turn) == ("marmelade", None, 0)


# --- What was shown


def test_a_reply_that_showed_a_code_is_emptied_after_a_day(database: Database) -> None:
    mine = begin(database)
    with database.write() as connection:
        message = inbox.receive(connection, mine, "m1", "yes", None, NOW).inbox_id
        outbox.add(connection, mine, message, [{"words": {"plain": CODE}}, {"words": {"plain": "more"}}], "guided", NOW)
        instead = {"words": {"plain": "It was shown here."}}
        journeys.note_shown(connection, inbox_id=message, instead=instead, at=NOW)
    assert purge(database, NOW + DAY / 2, RETENTION).codes_shown == 0
    assert purge(database, NOW + DAY, RETENTION).codes_shown == 1
    with database.read() as connection:
        assert [row.reply for row in outbox.for_message(connection, message)] == [instead]
    assert count(database, code_shown) == 0


# --- Who was not told


def test_counts_by_month_without_small_numbers(database: Database) -> None:
    def told(day: str, step: int, times: int, funder: str = "") -> None:
        with database.write() as connection:
            for _ in range(times):
                not_told.count(
                    connection, day=datetime.fromisoformat(day).date(), step=step, channel="web", funder=funder
                )

    told("2026-10-30", 3, 7)
    told("2026-11-01", 3, 4, "nhs")
    told("2026-11-02", 3, 1, "nhs")
    told("2026-11-02", 2, 4)
    with database.read() as connection:
        everything = not_told.report(connection)
        november = not_told.report(connection, datetime(2026, 11, 20, tzinfo=UTC).date())
    lines = [(each.month, each.step, each.funder, each.count) for each in everything]
    assert lines == [("2026-10", 3, "", 7), ("2026-11", 2, "", None), ("2026-11", 3, "nhs", 5)]
    assert november == everything[1:], "from the first of the month, so that days can't be told apart"
