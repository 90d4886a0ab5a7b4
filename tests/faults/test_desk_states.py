"""Every state of a case has a time limit and a next step; three tries; stepping in; the sample for quality."""

import threading
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from casework import conversations, referrals, safety
from casework.database import Database
from casework.desk import alerts, attempts, cases, promised, reviews, stepping_in, tables, work
from casework.desk.accounts import Adviser
from casework.desk.cases import Case
from casework.desk.tables import CaseState, Way
from casework.errors import TurnConflict
from tests.faults.test_desk import LIMITS, MINUTE, NOW, adviser, heard, queue_up, swept, the_case, write

DAY = timedelta(days=1)


def ask_for_a_call(database: Database, reference: str = "NAV-BBBBB1", **more: Any) -> Case:
    conversation_id = write(database, conversations.create, "web", None, NOW).id
    details = {"kind": "call_back", "name": "Asha", "contact": "07700 900123", "contact_kind": "phone", "about": "pay"}
    made = {"conversation_id": conversation_id, "at": NOW, "promised_by": NOW + 60 * MINUTE}
    write(database, referrals.create, reference=reference, **details, **made)
    write(
        database, work.open_for_referral, reference=reference, channel="web", category="money", needs={}, at=NOW, **more
    )
    return the_case(database, reference)


def in_state(database: Database, way: Way, state: CaseState, sam: Adviser) -> Case:
    case = queue_up(database) if way == "live" else ask_for_a_call(database)
    if state in ("taken", "wrap_up"):
        assert write(database, work.take, case.id, sam, NOW, 9)
    if state == "wrap_up":
        farewell = {"words": {}, "speaker": "bye"}
        assert write(database, work.finish, case, sam, NOW, farewell=farewell, agreed="", rest=MINUTE)
    return the_case(database, case.reference)


# way, state, what happens first when nobody does anything, after how long at most
STATES: list[tuple[Way, CaseState, str, timedelta]] = [
    ("live", "waiting", "breached", 11 * MINUTE),
    ("live", "taken", "adviser_gone", 6 * MINUTE),
    ("live", "wrap_up", "written_up", 61 * MINUTE),
    ("call_back", "waiting", "breached", 61 * MINUTE),
    ("call_back", "taken", "breached", 61 * MINUTE),
    ("call_back", "taken", "put_back", 73 * 60 * MINUTE),
]


def test_the_table_has_every_state_that_goes_on() -> None:
    lasting = [(way, state) for way in ("live", "call_back") for state in get_args(CaseState) if state != "closed"]
    only_live = [pair for pair in lasting if pair != ("call_back", "wrap_up")]  # closed at once, with its outcome
    assert {(way, state) for way, state, _, _ in STATES} == set(only_live)


@pytest.mark.parametrize(("way", "state", "step", "after"), STATES)
def test_nobody_waits_into_silence(database: Database, way: Way, state: CaseState, step: str, after: timedelta) -> None:
    in_state(database, way, state, adviser(database))
    assert step in swept(database, NOW + after)


def test_a_late_call_is_told_once_and_marked_for_the_desk(database: Database) -> None:
    case = ask_for_a_call(database)
    assert swept(database, NOW + 61 * MINUTE) == ["breached"]
    assert heard(database, case) == ["desk_call_late"]
    assert swept(database, NOW + 62 * MINUTE) == []
    with database.read() as connection:
        assert cases.late(connection) == 1


def test_three_tries_and_no_fourth(database: Database) -> None:
    sam, case = adviser(database), ask_for_a_call(database)
    assert not write(database, attempts.attempt, case, sam, False, NOW, NOW + DAY)  # not in their hands
    assert write(database, work.take, case.id, sam, NOW, 0)
    for number in range(3):
        at = NOW + number * DAY
        assert not write(database, work.close, case, sam, "no_answer", at)
        assert write(database, attempts.attempt, case, sam, False, at, at + DAY)
        assert the_case(database, case.reference).due_at == at + DAY
    assert not write(database, attempts.attempt, case, sam, False, NOW + 3 * DAY, NOW + 4 * DAY)
    with database.read() as connection:
        kinds = [event.kind for event in cases.history(connection, case.id)]
    assert kinds == ["created", "taken", "attempt", "attempt", "attempt", "out_of_attempts"]
    assert write(database, work.close, case, sam, "no_answer", NOW + 3 * DAY)


def test_three_tries_that_nobody_ends_end_and_the_person_is_told(database: Database) -> None:
    sam, case = adviser(database), ask_for_a_call(database)
    write(database, work.take, case.id, sam, NOW, 0)
    for _ in range(3):
        write(database, attempts.attempt, case, sam, False, NOW, NOW + 9 * DAY)
    assert swept(database, NOW + LIMITS.kept_in_hand + MINUTE) == ["tried_out"]
    found = the_case(database, case.reference)
    assert (found.state, found.outcome) == ("closed", "no_answer")
    assert heard(database, case) == ["desk_could_not_reach"]


def test_two_windows_can_not_make_a_fourth_try(database: Database) -> None:
    sam, case = adviser(database), ask_for_a_call(database)
    write(database, work.take, case.id, sam, NOW, 0)
    noted: list[bool] = []
    threads = [
        threading.Thread(
            target=lambda: noted.append(write(database, attempts.attempt, case, sam, False, NOW, NOW + DAY))
        )
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(noted) == [False, False, True, True, True]


def test_of_two_leads_who_step_in_at_once_one_has_it(database: Database) -> None:
    sam, case = adviser(database), queue_up(database)
    write(database, work.take, case.id, sam, NOW, 9)
    case = the_case(database, case.reference)
    assert not write(database, stepping_in.step_in, case, adviser(database, "kim"), NOW)  # no lead
    leads = [adviser(database, f"lead{number}", role="lead") for number in range(4)]
    came: list[int] = []

    def step_in(lead: Adviser) -> None:
        if write(database, stepping_in.step_in, case, lead, NOW):
            came.append(lead.id)

    threads = [threading.Thread(target=step_in, args=(lead,)) for lead in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [the_case(database, case.reference).adviser_id] == came


def test_a_time_for_a_call_counts_until_it_is_over(database: Database) -> None:
    case = ask_for_a_call(database, window_from=NOW + 30 * MINUTE)
    ask_for_a_call(database, "NAV-BBBBB2")
    with database.read() as connection:
        assert promised.calls_by_end(connection, NOW) == {case.due_at: 1}
        assert promised.calls_by_end(connection, NOW + 61 * MINUTE) == {}


def test_of_many_who_book_the_last_call_of_a_time_at_once_one_has_it(database: Database) -> None:
    ends, done = NOW + 60 * MINUTE, []

    def book(number: int) -> None:
        conversation_id = write(database, conversations.create, "web", None, NOW).id
        details = {"kind": "call_back", "name": "", "contact": "07700 900123", "contact_kind": "phone", "about": ""}
        about = {"channel": "web", "category": "money", "needs": {}, "at": NOW, "window_from": NOW}
        try:
            with database.write() as connection:
                promised.make_room(connection, ends, 2)
                made = {"conversation_id": conversation_id, "at": NOW, "promised_by": ends, "due_at": ends}
                referrals.create(connection, reference=f"NAV-DDDDD{number}", **details, **made)  # type: ignore[arg-type]
                work.open_for_referral(connection, reference=f"NAV-DDDDD{number}", **about)  # type: ignore[arg-type]
            done.append(number)
        except TurnConflict:
            pass

    threads = [threading.Thread(target=book, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2
    with database.read() as connection:
        assert promised.calls_by_end(connection, NOW) == {ends: 2}


def test_an_alert_is_joined_by_one_adviser_and_a_turn_under_way_runs_again(database: Database) -> None:
    conversation_id = write(database, conversations.create, "sms", None, NOW).id
    found = {
        "kind": "suicide_or_self_harm",
        "about": "self",
        "tell": "safeguarding_lead",
        "within_minutes": 15,
        "at": NOW,
    }
    write(database, safety.record, conversation_id=conversation_id, inbox_id=None, **found)
    with database.read() as connection:
        (event,) = safety.unseen(connection)
        assert alerts.can_be_joined(connection, [event.id]) == {event.id}
        before = conversations.get(connection, conversation_id)
    came: list[int] = []

    def join(number: int) -> None:
        by = advisers[number]
        if write(database, alerts.join, event.id, by, NOW, f"NAV-EEEEE{number}") is not None:
            came.append(by.id)

    advisers = [adviser(database, f"sam{number}") for number in range(4)]
    threads = [threading.Thread(target=join, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        (case,) = cases.where(connection, tables.desk_case.c.conversation_id == conversation_id)
        after = conversations.get(connection, conversation_id)
        assert safety.unseen(connection) == []
        assert alerts.can_be_joined(connection, [event.id]) == set()
    assert [case.adviser_id] == came
    assert (case.state, case.priority, case.is_safeguarding, case.reason) == ("taken", "urgent", True, "crisis")
    assert before is not None
    assert after is not None
    assert (after.owner, after.turn) == ("adviser", before.turn + 1)


def test_the_sample_is_the_same_for_everybody_and_of_that_week_only(database: Database) -> None:
    sam = adviser(database)
    for number in range(9):
        case = ask_for_a_call(database, f"NAV-CCCCC{number}")
        write(database, work.take, case.id, sam, NOW, 0)
        write(database, work.close, case, sam, "resolved", NOW if number else NOW - 8 * DAY)
    monday = date(2026, 11, 23)
    week = (monday, NOW - DAY, NOW + 6 * DAY)
    with database.read() as connection:
        first, second = (reviews.sample(connection, *week) for _ in range(2))
        other = reviews.sample(connection, date(2026, 11, 30), *week[1:])
    assert first == second
    assert len(first) == reviews.SAMPLE
    assert "NAV-CCCCC0" not in {each.reference for each in first}
    assert [each.id for each in other] != [each.id for each in first]
    lead = adviser(database, "lee", role="lead")
    assert not write(database, reviews.write, first[0], sam, {"safe": "yes"}, "", NOW)
    assert not write(database, reviews.write, first[0], lead, {"safe": "perhaps", "x": "yes"}, "", NOW)
    assert write(database, reviews.write, first[0], lead, {"safe": "yes"}, "fine", NOW)
    assert write(database, reviews.write, first[0], lead, {"safe": "no"}, "not so", NOW)
    with database.read() as connection:
        assert reviews.of(connection, [first[0].id])[first[0].id].answers == {"safe": "no"}


def test_reviews_go_with_their_cases(database: Database) -> None:
    assert any(key.ondelete == "CASCADE" for key in tables.case_review.c.case_id.foreign_keys)
