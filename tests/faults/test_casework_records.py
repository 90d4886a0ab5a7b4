"""What is kept for people, what is given back, and what is deleted when."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casework import audit, consent, conversations, inbox, outbox, progress, referrals, safety, schema, unanswered
from casework.database import Database
from casework.errors import AlreadyAnswered, ReferenceTaken, TurnConflict, UnknownConversation
from casework.retention import BATCH, PurgeCounts, last_run, purge
from casework.turns import TurnCommit, commit_turn
from common.outcomes import Outcome
from common.settings import Retention

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
SECRET = "my pin is 4711"
RETENTION = Retention(
    raw_text_days=7,
    conversation_days=90,
    referral_days=365,
    safety_event_days=200,
    unanswered_days=180,
    budget_days=730,
    audit_days=2190,
    code_days=90,
    identity_days=1,
    feedback_days=365,
    statistics_days=1095,
    script_days=30,
    notice_days=30,
)


def begin(database: Database, token: str | None = None, at: datetime = NOW) -> str:
    with database.write() as connection:
        return conversations.create(connection, "web", token, at).id


def say(database: Database, conversation_id: str, message: str = "m1", at: datetime = NOW) -> int:
    with database.write() as connection:
        return inbox.receive(connection, conversation_id, message, SECRET, None, at).inbox_id


def answer(
    database: Database, conversation_id: str, inbox_id: int, seen: int = 0, at: datetime = NOW, **changes: Any
) -> None:
    turn: dict[str, Any] = {
        "replies": [{"words": {"plain": "hello"}}],
        "events": [{"event": "user"}],
        "slots": {"flow": "none"},
    }
    commit_turn(
        database,
        TurnCommit(conversation_id, seen, inbox_id, at, Outcome.ANSWERED, **(turn | changes)),
    )


def refer(database: Database, conversation_id: str | None, reference: str = "NAV-AAAAAA", **changes: Any) -> None:
    details: dict[str, Any] = {
        "kind": "call_back",
        "name": "Sam",
        "contact": "07700 900001",
        "contact_kind": "phone",
        "about": "a budget",
        "at": NOW,
        "promised_by": NOW + DAY,
    }
    with database.write() as connection:
        referrals.create(connection, reference=reference, conversation_id=conversation_id, **(details | changes))


def count(database: Database, table: Any) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


# --- owners


def test_only_one_gets_a_conversation(database: Database) -> None:
    conversation_id = begin(database, "token")
    with database.write() as connection:
        assert conversations.set_owner(connection, conversation_id, "bot", "waiting", NOW)
        assert conversations.set_owner(connection, conversation_id, "waiting", "adviser", NOW + DAY)
        assert not conversations.set_owner(connection, conversation_id, "waiting", "adviser", NOW + 2 * DAY)
        conversations.set_register(connection, conversation_id, "simple")
    with database.read() as connection:
        found = conversations.find_by_token(connection, "token")
        assert conversations.find_by_token(connection, "another") is None
        assert conversations.get(connection, "nowhere") is None
    assert found is not None
    assert (found.owner, found.owner_since, found.closed_at, found.register) == ("adviser", NOW + DAY, None, "simple")


def test_a_token_belongs_to_one_conversation(database: Database) -> None:
    begin(database, "token")
    with pytest.raises(IntegrityError):
        begin(database, "token")


def test_a_closed_conversation_makes_room_for_the_next(database: Database) -> None:
    first = begin(database, "token")
    with database.write() as connection:
        assert conversations.set_owner(connection, first, "bot", "closed", NOW)
    second = begin(database, "token")
    with database.read() as connection:
        found, closed = conversations.find_by_token(connection, "token"), conversations.get(connection, first)
    assert found is not None
    assert closed is not None
    assert (found.id, closed.token_hash, closed.closed_at) == (second, None, NOW)


# --- delete my chat


def fill(database: Database, conversation_id: str) -> int:
    """Something of every kind; gives the message's id."""
    inbox_id = say(database, conversation_id)
    answer(database, conversation_id, inbox_id)
    refer(database, conversation_id)
    with database.write() as connection:
        progress.save(connection, conversation_id, "steps", {"step": 3}, NOW)
        consent.record(connection, conversation_id=conversation_id, purpose="referral", given=True, at=NOW)
        note_safety(connection, conversation_id, inbox_id)
    return inbox_id


def note_safety(connection: Any, conversation_id: str, inbox_id: int | None, minutes: int | None = 60) -> None:
    safety.record(
        connection,
        conversation_id=conversation_id,
        inbox_id=inbox_id,
        kind="abuse",
        about="self",
        tell="adult safeguarding",
        within_minutes=minutes,
        at=NOW,
    )


GONE = (schema.inbox, schema.outbox, schema.tracker_event, schema.tracker_state, schema.progress, schema.consent)


def test_delete_my_chat_leaves_promises_and_safety_without_the_link(database: Database) -> None:
    mine, other = begin(database, "mine"), begin(database, "other")
    fill(database, mine)
    answer(database, other, say(database, other))
    with database.write() as connection:
        conversations.forget(connection, mine, NOW + DAY)
    with database.read() as connection:
        for table in GONE:
            left = connection.execute(select(table.c.conversation_id)).scalars().all()
            assert mine not in left, table.name
        assert len(inbox.recent(connection, other)) == len(outbox.since(connection, other)) == 1
        assert [(row.reference, row.conversation_id) for row in referrals.open_referrals(connection)] == [
            ("NAV-AAAAAA", None)
        ]
        assert [(row.conversation_id, row.inbox_id) for row in safety.unseen(connection)] == [(None, None)]
        assert conversations.find_by_token(connection, "mine") is None
        row = conversations.get(connection, mine)
        assert row is not None
        assert (row.owner, row.closed_at, row.forgotten_at) == ("closed", NOW + DAY, NOW + DAY)
        assert [(entry.action, entry.subject, entry.detail) for entry in audit.latest(connection)] == [
            ("chat_deleted", mine, "")
        ]


def test_delete_my_chat_as_a_turn_leaves_the_farewell_only(database: Database) -> None:
    conversation_id = begin(database, "token")
    fill(database, conversation_id)
    asked = say(database, conversation_id, "m2")
    farewell = {"words": {"plain": "It is deleted."}}
    answer(
        database,
        conversation_id,
        asked,
        seen=1,
        replies=[farewell],
        staged=[lambda connection: conversations.forget(connection, conversation_id, NOW, keep_inbox_id=asked)],
    )
    with database.read() as connection:
        assert [row.reply for row in outbox.since(connection, conversation_id)] == [farewell]
        assert [(row.id, row.text) for row in inbox.recent(connection, conversation_id)] == [(asked, None)]
        assert conversations.find_by_token(connection, "token") is not None
    assert [count(database, table) for table in GONE[2:]] == [0, 0, 0, 0]
    assert begin(database, "token") != conversation_id


def test_nothing_is_taken_or_committed_after_the_chat_was_deleted(database: Database) -> None:
    conversation_id = begin(database, "token")
    inbox_id = say(database, conversation_id)
    with database.write() as connection:
        conversations.forget(connection, conversation_id, NOW)
    with pytest.raises(TurnConflict):
        answer(database, conversation_id, inbox_id)
    with pytest.raises(TurnConflict):
        answer(database, conversation_id, inbox_id, seen=1)
    with pytest.raises(UnknownConversation):
        say(database, conversation_id, "m2")
    with pytest.raises(UnknownConversation), database.write() as connection:
        conversations.forget(connection, conversation_id, NOW)
    assert [count(database, table) for table in GONE] == [0] * len(GONE)


def test_requests_that_nobody_has_taken_go_too_when_asked(database: Database) -> None:
    conversation_id = begin(database)
    refer(database, conversation_id, "NAV-AAAAAA")
    refer(database, conversation_id, "NAV-CCCCCC")
    refer(database, None, "NAV-DDDDDD")
    with database.write() as connection:
        assert referrals.set_status(connection, "NAV-CCCCCC", "open", "taken", NOW)
        conversations.forget(connection, conversation_id, NOW, with_referrals=True)
    with database.read() as connection:
        assert [row.reference for row in referrals.open_referrals(connection)] == ["NAV-CCCCCC", "NAV-DDDDDD"]


@pytest.mark.usefixtures("sqlite_only")
def test_deleted_words_are_no_longer_in_the_files(database: Database, tmp_path: Path) -> None:
    conversation_id = begin(database)
    answer(database, conversation_id, say(database, conversation_id))
    assert SECRET in on_disk(tmp_path)
    with database.write() as connection:
        conversations.forget(connection, conversation_id, NOW)
    purge(database, NOW, RETENTION)
    assert SECRET not in on_disk(tmp_path)


def on_disk(folder: Path) -> str:
    return "".join(file.read_bytes().decode("latin-1") for file in folder.glob("records.db*"))


# --- progress, consent, referrals, safety, unanswered


def test_progress_is_kept_for_each_flow(database: Database) -> None:
    conversation_id = begin(database)
    with database.write() as connection:
        progress.save(connection, conversation_id, "steps", {"step": 1}, NOW)
        progress.save(connection, conversation_id, "steps", {"step": 2}, NOW)
        progress.save(connection, conversation_id, "eligibility", {"asked": []}, NOW)
        progress.clear(connection, conversation_id, "eligibility")
        progress.clear(connection, conversation_id, "never begun")
    with database.read() as connection:
        assert progress.load(connection, conversation_id, "steps") == {"step": 2}
        assert progress.load(connection, conversation_id, "eligibility") is None


def test_the_last_answer_about_consent_counts(database: Database) -> None:
    conversation_id = begin(database)
    with database.write() as connection:
        assert consent.is_given(connection, conversation_id, "referral") is None
        for given in (True, False):
            consent.record(connection, conversation_id=conversation_id, purpose="referral", given=given, at=NOW)
            assert consent.is_given(connection, conversation_id, "referral") is given
        assert consent.is_given(connection, conversation_id, "reminders") is None


def test_references_are_easy_to_read_out() -> None:
    made = {referrals.new_reference() for _ in range(500)}
    assert len(made) == 500
    letters = set("".join(reference.removeprefix("NAV-") for reference in made))
    assert not letters & set("0O1I2Z5S8BL")
    assert {len(reference) for reference in made} == {10}


def test_a_reference_in_use_undoes_the_turn_so_that_it_runs_again(database: Database) -> None:
    conversation_id = begin(database)
    refer(database, None, "NAV-AAAAAA")
    inbox_id = say(database, conversation_id)
    clash = [lambda connection: referrals.create(connection, reference="NAV-AAAAAA", **details(conversation_id))]
    with pytest.raises(ReferenceTaken) as raised:
        answer(database, conversation_id, inbox_id, staged=clash)
    assert isinstance(raised.value, TurnConflict)
    assert not isinstance(raised.value, AlreadyAnswered)
    assert (count(database, schema.referral), count(database, schema.outbox)) == (1, 0)


def details(conversation_id: str) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "kind": "referral",
        "name": "",
        "contact": "x",
        "contact_kind": "letter",
        "about": "",
        "at": NOW,
        "promised_by": NOW,
    }


@pytest.mark.parametrize("wrong", [{"kind": "favour"}, {"contact_kind": "pigeon"}, {"priority": "whenever"}])
def test_a_referral_off_the_lists_is_refused(database: Database, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        refer(database, None, **wrong)


def test_open_requests_come_in_the_order_to_be_done(database: Database) -> None:
    for reference, priority, due in (("B", "routine", 1), ("C", "routine", 0), ("D", "soon", 9), ("E", "urgent", 9)):
        refer(database, None, reference, priority=priority, due_at=NOW + due * DAY)
    with database.write() as connection:
        assert [row.reference for row in referrals.open_referrals(connection)] == ["E", "D", "C", "B"]
        assert referrals.set_status(connection, "E", "open", "done", NOW)
        assert not referrals.set_status(connection, "E", "open", "taken", NOW)
        assert [row.reference for row in referrals.open_referrals(connection)] == ["D", "C", "B"]
        found = referrals.find(connection, " e ")
    assert found is not None
    assert (found.status, found.done_at, found.promised_by) == ("done", NOW, NOW + DAY)


def test_findings_wait_for_somebody_to_see_them(database: Database) -> None:
    conversation_id = begin(database)
    with database.write() as connection:
        for minutes in (60, None, 5):
            note_safety(connection, conversation_id, None, minutes)
        waiting = safety.unseen(connection)
        assert [row.alert_due_at for row in waiting] == [NOW + timedelta(minutes=minutes) for minutes in (5, 60)]
        assert safety.mark_seen(connection, waiting[0].id, NOW)
        assert not safety.mark_seen(connection, waiting[0].id, NOW)
        assert safety.unseen(connection) == waiting[1:]


def test_text_can_be_blanked_with_the_answer(database: Database) -> None:
    conversation_id = begin(database)
    inbox_id = say(database, conversation_id)
    answer(database, conversation_id, inbox_id, keep_text=False)
    with database.read() as connection:
        row = inbox.get(connection, inbox_id)
    assert row is not None
    assert (row.text, row.blanked_at, row.done_at) == (None, NOW, NOW)


# --- retention


def test_each_kind_goes_at_its_own_moment_and_not_before(database: Database) -> None:
    """Each record is made at NOW; one microsecond before its time it is there, at its time it is gone."""
    conversation_id = begin(database)
    answer(database, conversation_id, say(database, conversation_id))
    refer(database, None)
    with database.write() as connection:
        referrals.set_status(connection, "NAV-AAAAAA", "open", "done", NOW)
        note_safety(connection, conversation_id, None)
        progress.save(connection, conversation_id, "hand_over", {"draft": {"contact": "01632 960009"}}, NOW)
        progress.save(connection, conversation_id, "steps", {"step": 3}, NOW)
        unanswered.record(connection, masked_text="what is [x]", outcome=Outcome.NOT_UNDERSTOOD, channel="web", at=NOW)
        audit.write(connection, NOW, "adviser1", "opened", conversation_id)
    order: list[tuple[int, str] | tuple[int, str, str, str]] = [
        (RETENTION.raw_text_days, "raw_texts", "replies", "drafts"),
        (RETENTION.conversation_days, "conversations"),
        (RETENTION.unanswered_days, "unanswered"),
        (RETENTION.safety_event_days, "safety_events"),
        (RETENTION.referral_days, "referrals"),
        (RETENTION.audit_days, "audit"),
    ]
    nothing = dict.fromkeys(PurgeCounts.__dataclass_fields__, 0)
    for days, *kinds in order:
        due = NOW + days * DAY
        assert vars(purge(database, due - TICK, RETENTION)) == nothing
        assert vars(purge(database, due, RETENTION)) == nothing | dict.fromkeys(kinds, 1)
    assert [count(database, table) for table in (schema.conversation, schema.inbox, schema.outbox)] == [0, 0, 0]


def test_a_purge_is_noted_and_its_notes_go_in_time(database: Database) -> None:
    answer(database, conversation_id := begin(database), say(database, conversation_id))
    purge(database, NOW + 8 * DAY, RETENTION)
    with database.read() as connection:
        assert last_run(connection) == NOW + 8 * DAY
        assert connection.execute(select(schema.purge_run.c.counts)).scalar_one()["raw_texts"] == 1
        assert [(row.action, row.detail) for row in audit.latest(connection)] == [("purged", "raw_texts 1, replies 1")]
    counts = purge(database, NOW + (8 + RETENTION.audit_days) * DAY, RETENTION)
    assert (counts.audit, counts.purge_runs) == (1, 1)


def test_what_still_waits_is_not_purged(database: Database) -> None:
    conversation_id = begin(database)
    say(database, conversation_id)
    refer(database, conversation_id)
    assert purge(database, NOW + 60 * DAY, RETENTION).raw_texts == 0
    with database.read() as connection:
        assert [row.text for row in inbox.pending(connection)] == [SECRET]
    assert purge(database, NOW + 5000 * DAY, RETENTION).referrals == 0
    with database.read() as connection:
        assert [row.conversation_id for row in referrals.open_referrals(connection)] == [None]


def test_a_new_message_keeps_a_conversation(database: Database) -> None:
    conversation_id = begin(database)
    say(database, conversation_id, at=NOW + 50 * DAY)
    assert purge(database, NOW + 139 * DAY, RETENTION).conversations == 0
    assert purge(database, NOW + 140 * DAY, RETENTION).conversations == 1


def test_a_deleted_chat_leaves_no_row_after_a_day(database: Database) -> None:
    conversation_id = begin(database)
    with database.write() as connection:
        conversations.forget(connection, conversation_id, NOW)
    assert purge(database, NOW + DAY - TICK, RETENTION).conversations == 0
    assert purge(database, NOW + DAY, RETENTION).conversations == 1


def test_with_no_days_text_goes_at_the_first_purge_after_the_answer(database: Database) -> None:
    conversation_id = begin(database)
    answer(database, conversation_id, say(database, conversation_id))
    say(database, conversation_id, "m2")
    assert purge(database, NOW, RETENTION.copy(update={"raw_text_days": 0})).raw_texts == 1


@pytest.mark.parametrize("rows", [BATCH - 1, BATCH, 2 * BATCH + 1])
def test_many_rows_go_in_batches(database: Database, rows: int) -> None:
    with database.write() as connection:
        for _ in range(rows):
            unanswered.record(connection, masked_text="x", outcome="not_understood", channel="sms", at=NOW)
        unanswered.record(connection, masked_text="y", outcome="not_understood", channel="sms", at=NOW + TICK)
    assert purge(database, NOW + RETENTION.unanswered_days * DAY, RETENTION).unanswered == rows
    with database.read() as connection:
        assert [row.masked_text for row in unanswered.latest(connection)] == ["y"]
