"""The desk's records: one adviser a case, nobody left waiting, an audit log that can't be changed unseen."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from casework import audit, conversations, inbox, outbox, referrals, schema, tracker
from casework.database import Database
from casework.desk import accounts, cases, tables, waiting, work
from casework.desk.accounts import Adviser
from casework.desk.cases import Case
from casework.desk.sweep import Limits, sweep
from casework.errors import TurnConflict
from common.settings import Retention

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIMITS = Limits(
    longest_wait=20 * MINUTE,
    adviser_silent=5 * MINUTE,
    person_silent=20 * MINUTE,
    wrap_up=60 * MINUTE,
    kept_in_hand=72 * 60 * MINUTE,
)
REPLY = {"words": {"plain": "hello"}, "speaker": "Sam, adviser"}


def adviser(database: Database, login: str = "sam", **changes: Any) -> Adviser:
    details: dict[str, Any] = {"name": login.title(), "role": "adviser", "safeguarding": False, **changes}
    with database.write() as connection:
        assert accounts.add(connection, login=login, password_hash="x", at=NOW, by="test", **details)
        found = accounts.find(connection, login)
        assert found is not None
        accounts.set_presence(connection, found.id, "available", NOW)
    return found


def queue_up(database: Database, reference: str = "NAV-AAAAA1", at: datetime = NOW) -> Case:
    with database.write() as connection:
        conversation_id = conversations.create(connection, "web", None, at).id
        work.open_live(
            connection,
            reference=reference,
            conversation_id=conversation_id,
            channel="web",
            category="money",
            name="Asha",
            about="a payment",
            needs={},
            priority="routine",
            at=at,
            due_at=at + 10 * MINUTE,
        )
    return the_case(database, reference)


def the_case(database: Database, reference: str = "NAV-AAAAA1") -> Case:
    with database.read() as connection:
        (found,) = cases.where(connection, tables.desk_case.c.reference == reference)
    return found


def owner(database: Database, case: Case) -> str:
    with database.read() as connection:
        conversation = conversations.get(connection, str(case.conversation_id))
    assert conversation is not None
    return conversation.owner


def write(database: Database, change: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    with database.write() as connection:
        return change(connection, *arguments, **named)


def swept(database: Database, at: datetime, limits: Limits = LIMITS) -> list[str]:
    said = {"words": {"plain": "news"}}
    return [kind for kind, _ in sweep(database, at, limits, lambda wording, case: {**said, "speaker": wording})]


def heard(database: Database, case: Case) -> list[str]:
    with database.read() as connection:
        return [row.reply["speaker"] for row in outbox.since(connection, str(case.conversation_id))]


def test_of_many_advisers_who_take_a_case_at_once_one_has_it(database: Database) -> None:
    everybody = [adviser(database, f"a{number}") for number in range(6)]
    for number in range(4):
        case = queue_up(database, f"NAV-AAAAA{number}")
        start = threading.Barrier(len(everybody))
        took: list[int] = []

        def take(each: Adviser, case_id: int = case.id, start: Any = start, took: list[int] = took) -> None:
            start.wait()
            if write(database, work.take, case_id, each, NOW, 9):
                took.append(each.id)

        threads = [threading.Thread(target=take, args=(each,)) for each in everybody]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(took) == 1
        found = the_case(database, case.reference)
        assert (found.adviser_id, found.state, owner(database, found)) == (took[0], "taken", "adviser")


def test_nobody_gets_more_chats_than_they_may_even_in_two_windows_at_once(database: Database) -> None:
    sam = adviser(database)
    waiting_cases = [queue_up(database, f"NAV-AAAAA{number}") for number in range(4)]
    took = []
    threads = [
        threading.Thread(target=lambda each=each: took.append(write(database, work.take, each.id, sam, NOW, 2)))
        for each in waiting_cases
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False, False, True, True]


def test_taking_and_leaving_at_once_ends_in_one_of_them(database: Database) -> None:
    for number in range(5):
        sam, case = adviser(database, f"sam{number}"), queue_up(database, f"NAV-AAAAA{number}")
        results: dict[str, bool] = {}

        def leave(case: Case = case, results: dict[str, bool] = results) -> None:
            try:
                write(database, work.leave, case.conversation_id, NOW)
                results["left"] = True
            except TurnConflict:
                results["left"] = False

        def take(case: Case = case, sam: Adviser = sam, results: dict[str, bool] = results) -> None:
            results["taken"] = write(database, work.take, case.id, sam, NOW, 2)

        threads = [threading.Thread(target=each) for each in (leave, take)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results["left"] != results["taken"]
        assert owner(database, case) == ("bot" if results["left"] else "adviser")
        assert the_case(database, case.reference).state == ("closed" if results["left"] else "taken")


def test_a_chat_from_the_queue_to_the_end(database: Database) -> None:
    sam, case = adviser(database), queue_up(database)
    assert owner(database, case) == "waiting"
    assert write(database, work.take, case.id, sam, NOW, 2)
    assert write(database, work.say, case, sam, [REPLY], NOW)
    assert not write(database, work.close, case, sam, "resolved", NOW)  # the chat goes on
    done = write(
        database, work.finish, case, sam, NOW, farewell={"words": {}, "speaker": "bye"}, agreed="ring", rest=MINUTE
    )
    assert done
    assert owner(database, case) == "bot"
    assert heard(database, case) == ["Sam, adviser", "bye"]
    assert not write(database, work.say, case, sam, [REPLY], NOW)
    with database.read() as connection:
        window = tracker.load(connection, str(case.conversation_id))
    assert [event["name"] for event in window.events] == [work.SUMMARY]  # one event, and the slot that it sets
    assert window.slots[work.SUMMARY]["with"] == "Sam"
    assert write(database, work.close, case, sam, "resolved", NOW)
    assert (the_case(database).state, the_case(database).outcome) == ("closed", "resolved")


def test_a_colleague_gets_a_case_and_the_first_one_lets_go(database: Database) -> None:
    sam, kim, case = adviser(database), adviser(database, "kim"), queue_up(database)
    write(database, work.take, case.id, sam, NOW, 2)
    assert not write(database, work.transfer, case, kim, sam, NOW, "")  # not hers
    assert write(database, work.transfer, case, sam, kim, NOW, "knows them")
    assert not write(database, work.say, case, sam, [REPLY], NOW)
    assert write(database, work.say, case, kim, [REPLY], NOW)
    assert write(database, work.transfer, case, kim, None, NOW, "")
    assert (the_case(database).state, owner(database, case)) == ("waiting", "waiting")


def test_safeguarding_comes_first_then_priority_then_age(database: Database) -> None:
    for number in range(3):
        queue_up(database, f"NAV-AAAAA{number}", NOW + number * MINUTE)
    write(database, work.raise_alarm, the_case(database, "NAV-AAAAA2").conversation_id, "danger", NOW, NOW + MINUTE)
    with database.read() as connection:
        assert [each.reference[-1] for each in cases.queue(connection)] == ["2", "0", "1"]
        assert waiting.position(connection, str(the_case(database, "NAV-AAAAA0").conversation_id)) == 2


def test_the_wait_is_measured_or_not_told(database: Database) -> None:
    sam = adviser(database)
    for number, minutes in enumerate((1, 2, 3, 4, 50)):
        with database.read() as connection:
            assert waiting.median_wait(connection, NOW) is None
        case = queue_up(database, f"NAV-AAAAA{number}", NOW - minutes * MINUTE)
        write(database, work.take, case.id, sam, NOW, 9)
    with database.read() as connection:
        assert waiting.median_wait(connection, NOW) == 3 * MINUTE


@pytest.mark.parametrize(("minutes", "done"), [(9, []), (11, ["breached"]), (21, ["breached", "not_reached"])])
def test_who_waits_is_told_when_nobody_comes(database: Database, minutes: int, done: list[str]) -> None:
    case = queue_up(database)
    assert swept(database, NOW + minutes * MINUTE) == done
    assert owner(database, case) == ("bot" if minutes > 20 else "waiting")
    assert heard(database, case) == (["desk_not_reached"] if minutes > 20 else [])
    assert swept(database, NOW + minutes * MINUTE) == []  # once


def test_closing_time_ends_the_wait(database: Database) -> None:
    case = queue_up(database)
    assert swept(database, NOW + MINUTE, Limits(**{**vars(LIMITS), "is_closed": True})) == ["not_reached"]
    assert owner(database, case) == "bot"


def test_an_adviser_who_is_gone_loses_the_chat_and_the_person_keeps_the_place(database: Database) -> None:
    sam, case = adviser(database), queue_up(database)
    write(database, work.take, case.id, sam, NOW, 2)
    assert swept(database, NOW + MINUTE) == []
    assert swept(database, NOW + 2 * MINUTE) == ["adviser_gone"]  # no heartbeat for 90 seconds
    found = the_case(database)
    assert (found.state, found.adviser_id, owner(database, case)) == ("waiting", None, "waiting")
    assert heard(database, case) == ["desk_adviser_gone"]


def test_a_silent_adviser_loses_the_chat_and_a_silent_person_ends_it(database: Database) -> None:
    sam = adviser(database)
    asked, answered = queue_up(database, "NAV-AAAAA1"), queue_up(database, "NAV-AAAAA2")
    for case in (asked, answered):
        write(database, work.take, case.id, sam, NOW, 2)
    write(database, inbox.receive, asked.conversation_id, "m1", "are you there", None, NOW + MINUTE)
    write(database, work.person_spoke, asked.conversation_id, NOW + MINUTE)
    write(database, work.say, answered, sam, [REPLY], NOW + MINUTE)
    later = NOW + 7 * MINUTE
    write(database, accounts.heartbeat, sam.id, later)
    assert swept(database, later) == ["adviser_gone"]
    assert the_case(database, "NAV-AAAAA1").state == "waiting"
    later = NOW + 22 * MINUTE
    write(database, accounts.heartbeat, sam.id, later)
    write(database, work.leave, asked.conversation_id, later)
    assert swept(database, later) == ["person_gone"]
    assert (the_case(database, "NAV-AAAAA2").state, owner(database, answered)) == ("wrap_up", "bot")
    assert swept(database, later + 61 * MINUTE) == ["written_up"]
    assert the_case(database, "NAV-AAAAA2").outcome == "not_recorded"


def test_a_request_and_its_case_go_together(database: Database) -> None:
    sam = adviser(database)
    details = {"kind": "call_back", "name": "Asha", "contact": "07700 900123", "contact_kind": "phone", "about": "pay"}
    made = {"reference": "NAV-BBBBB1", "conversation_id": None, "at": NOW, "promised_by": NOW + 60 * MINUTE}
    write(database, referrals.create, **details, **made)
    opened = {"reference": "NAV-BBBBB1", "channel": "sms", "category": "money", "needs": {"on the phone": "BSL"}}
    write(database, work.open_for_referral, **opened, at=NOW)
    case = the_case(database, "NAV-BBBBB1")
    assert (case.way, case.name, case.about, case.contact) == ("call_back", "Asha", "pay", "07700 900123")
    assert write(database, work.take, case.id, sam, NOW, 0)  # no live chat: the limit is none of it
    for _ in range(3):
        write(database, work.note, case, sam, "no answer", NOW, "attempt")
    assert write(database, work.close, case, sam, "no_answer", NOW)
    with database.read() as connection:
        found = referrals.find(connection, "NAV-BBBBB1")
        kinds = [event.kind for event in cases.history(connection, case.id)]
    assert found is not None
    assert found.status == "done"
    assert kinds == ["created", "taken", "attempt", "attempt", "attempt", "closed"]


def test_delete_my_chat_takes_the_live_case_out_of_the_queue(database: Database) -> None:
    case = queue_up(database)
    write(database, conversations.forget, case.conversation_id, NOW)
    found = the_case(database)
    assert (found.state, found.outcome, found.about, found.name) == ("closed", "deleted", "", "")
    assert found.conversation_id is None


def test_wrong_passwords_lock_and_a_new_one_unlocks(database: Database) -> None:
    sam = adviser(database)
    for _ in range(3):
        write(database, accounts.note_failure, sam.id, 3, 15 * MINUTE, NOW)
    with database.read() as connection:
        locked = accounts.get(connection, sam.id)
    assert locked is not None
    assert locked.locked_until == NOW + 15 * MINUTE
    assert write(database, accounts.set_password, "SAM", "y", NOW, "test")
    with database.read() as connection:
        free = accounts.get(connection, sam.id)
    assert free is not None
    assert (free.locked_until, free.password_hash) == (None, "y")


def test_a_session_ends_when_idle_in_time_and_with_the_account(database: Database) -> None:
    sam, idle = adviser(database), 30 * MINUTE
    write(database, accounts.sign_in, sam, "t", NOW, 60 * MINUTE)

    def whose(at: datetime) -> bool:
        with database.read() as connection:
            return accounts.signed_in(connection, "t", at, idle) is not None

    assert whose(NOW + 29 * MINUTE)
    assert not whose(NOW + 31 * MINUTE)
    write(database, accounts.touch, "t", NOW + 29 * MINUTE)
    assert whose(NOW + 58 * MINUTE)
    assert not whose(NOW + 60 * MINUTE)
    write(database, accounts.set_disabled, "sam", True, NOW, "test")
    assert not whose(NOW + MINUTE)


# --- the audit log


def log(database: Database, count: int, actor: str = "sam") -> None:
    for number in range(count):
        write(database, audit.write, NOW + number * MINUTE, actor, "case_taken", str(number))


def verified(database: Database, holds: str = "") -> audit.Verified:
    with database.read() as connection:
        return audit.verify(connection, holds)


def test_a_log_of_many_writers_is_one_chain(database: Database) -> None:
    threads = [threading.Thread(target=log, args=(database, 10, f"a{number}")) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (verified(database).rows, verified(database).wrong) == (40, ())


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET actor = 'kim' WHERE subject = '2'",
        "UPDATE audit SET detail = 'x' WHERE subject = '4'",
        "DELETE FROM audit WHERE subject = '2'",
        "DELETE FROM audit WHERE subject = '0'",
        "UPDATE audit SET hash = previous_hash WHERE subject = '1'",
    ],
)
def test_what_was_changed_behind_our_back_is_found(database: Database, url: str, tampering: str) -> None:
    log(database, 5)
    assert verified(database).wrong == ()
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(text(tampering))
    engine.dispose()
    assert verified(database).wrong != ()


def test_rows_cut_off_at_the_new_end_are_missed_by_a_noted_hash(database: Database, url: str) -> None:
    log(database, 5)
    noted = verified(database).last_hash
    assert verified(database, noted).wrong == ()
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE subject = '4'"))
    engine.dispose()
    assert verified(database).wrong == ()
    assert verified(database, noted).wrong != ()


def test_what_is_past_its_time_goes_from_the_old_end_and_the_rest_is_whole(database: Database) -> None:
    log(database, 7)
    assert write(database, audit.trim, NOW + 3 * MINUTE, NOW + 10 * MINUTE, 2) == 2
    assert write(database, audit.trim, NOW + 3 * MINUTE, NOW + 10 * MINUTE, 9) == 2
    assert write(database, audit.trim, NOW + 3 * MINUTE, NOW + 10 * MINUTE, 9) == 0
    found = verified(database)
    assert (found.rows, found.wrong) == (3 + 2, ())
    with database.read() as connection:
        assert connection.execute(select(schema.audit.c.subject).order_by(schema.audit.c.id).limit(1)).scalar() == "4"


def test_the_desk_keeps_nothing_for_longer_than_requests(database: Database) -> None:
    from casework.retention import purge

    kept = Retention(
        **{"raw_text_days": 7, "conversation_days": 90, "referral_days": 365, "safety_event_days": 365},
        **{"unanswered_days": 180, "audit_days": 2190, "budget_days": 730, "code_days": 90, "identity_days": 1},
        **{"feedback_days": 365, "statistics_days": 1095, "script_days": 30},
        notice_days=30,
    )
    sam, case = adviser(database), queue_up(database)
    write(database, accounts.sign_in, sam, "t", NOW, 60 * MINUTE)
    write(database, work.leave, case.conversation_id, NOW)
    day = timedelta(days=1)
    assert (purge(database, NOW + 364 * day, kept).cases, purge(database, NOW + 365 * day, kept).cases) == (0, 1)
    assert verified(database).wrong == ()
