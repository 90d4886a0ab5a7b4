"""Proving who somebody is, on the databases that records are kept in: attempts, codes, limits, sending."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.engine import Connection

from bot.sending.sender import Code, CodeSender, NotSent
from bot.sending.worker import CodeWorker
from casework import audit, conversations, retention
from casework.budgets.tables import person, representative
from casework.database import Database
from casework.errors import TurnConflict
from casework.identity import challenges, codes, limits, outgoing, proving, sessions, tables
from casework.identity.proving import Asking, Step
from common.clock import SettableClock
from common.replies import Words
from common.settings import Retention
from knowledge.flow_words import Saying
from tests.identity_records import BORN, PEOPLE, SETTLED, SPEAKER_BORN, SPEAKERS, load_people

KEY = b"k" * 32
NEVER = ("NOBODY1",)
KNOWN_AND_NOT = [*(each["reference"] for each in (*PEOPLE, *SPEAKERS)), *NEVER]
ASKED = [tables.challenge, tables.counter, tables.outgoing]


class Sent:
    """A sender that keeps what it is given, or fails as it is told to."""

    def __init__(self) -> None:
        self.codes: list[Code] = []
        self.fails: list[NotSent] = []

    def send(self, code: Code) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.codes.append(code)


class Someone:
    """A conversation in which somebody tries to prove who they are; each step is committed."""

    def __init__(self, database: Database, at: datetime = SETTLED, **details: Any) -> None:
        self.database = database
        with database.write() as connection:
            self.id = conversations.create(connection, "web", None, at).id
        given = {"address": "", "key": KEY, "ways": frozenset({"text", "email"}), "codes_per_hour": 100, **details}
        self.asking = Asking(conversation_id=self.id, at=at, contact_change_days=14, **given)
        self.sent = Sent()
        self.clock = SettableClock(at)

    def later(self, **by: int) -> None:
        at = self.asking.at + timedelta(**by)
        self.asking = replace(self.asking, at=at)
        self.clock.move_to(at)

    def takes(self, step: Callable[[Connection], Step]) -> Step:
        with self.database.read() as connection:
            done = step(connection)
        with self.database.write() as connection:
            for write in done.writes:
                write(connection)
        return done

    def gives(self, reference: str, born: date = BORN) -> Step:
        first = self.takes(lambda connection: proving.give_reference(connection, self.asking, reference))
        if first.came != "given":
            return first
        return self.takes(lambda connection: proving.give_birth(connection, self.asking, (born,)))

    def tries(self, code: str) -> Step:
        return self.takes(lambda connection: proving.try_code(connection, self.asking, code))

    def asks_again(self) -> Step:
        return self.takes(lambda connection: proving.send_again(connection, self.asking))

    @property
    def worker(self) -> CodeWorker:
        words = Words("{code} for {council} until {until}", sms="{code} until {until}")
        senders: dict[outgoing.Way, CodeSender] = {"text": self.sent, "email": self.sent}
        said, names = Saying(words), {"council": "Exampleshire"}
        return CodeWorker(self.database, self.clock, senders, said, said, names, KEY)

    def gets(self) -> Code | None:
        """The newest code that reaches anybody."""
        self.worker.work_once(ahead=outgoing.LATER)
        return self.sent.codes[-1] if self.sent.codes else None

    def is_verified(self) -> sessions.Verified | None:
        with self.database.read() as connection:
            return sessions.verified(connection, self.id, self.asking.at)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all its tables and people, to copy."""
    file = tmp_path_factory.mktemp("template") / "records.db"
    opened = Database(f"sqlite:///{file}")
    opened.migrate()
    load_people(opened)
    opened.forget_deleted_pages()
    opened.close()
    return file


@pytest.fixture
def database(url: str, template: Path) -> Iterator[Database]:
    """An open database with all its tables."""
    if url.startswith("sqlite:///"):
        shutil.copy(template, url.removeprefix("sqlite:///"))
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def meet(database: Database) -> Callable[..., Someone]:
    load_people(database)
    return lambda **details: Someone(database, **details)


def wrong(code: Code | None) -> str:
    return str((int(code.digits if code else "0") + 1) % 10**6).zfill(6)


def count(database: Database, table: Any) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_the_right_code_proves_it_once_here_and_for_fifteen_minutes(meet: Callable[..., Someone]) -> None:
    ash = meet()
    assert ash.gives("EX1001").came == "given"
    code = ash.gets()
    assert code is not None
    assert (code.way, code.to) == ("text", "+447700900101")
    done = ash.tries(code.digits)
    assert done.came == "right"
    assert done.verified == ash.is_verified()
    assert done.verified is not None
    assert done.verified.speaking_as == "self"
    assert ash.tries(code.digits).came == "lapsed"
    assert meet().is_verified() is None
    ash.later(minutes=14, seconds=59)
    assert ash.is_verified()
    ash.later(seconds=1)
    assert ash.is_verified() is None


def test_a_code_is_no_good_in_another_conversation(meet: Callable[..., Someone]) -> None:
    ash, other = meet(), meet()
    ash.gives("EX1001")
    code = ash.gets()
    assert code is not None
    other.gives("EX1001")
    own = other.gets()
    assert own is not None
    assert own.digits != code.digits  # one in a million would be alike: the seed is random
    assert other.tries(code.digits).came == "wrong"
    assert other.is_verified() is None


def test_a_new_code_makes_the_older_one_void_and_there_are_three_at_most(meet: Callable[..., Someone]) -> None:
    ash = meet()
    ash.gives("EX1001")
    first = ash.gets()
    assert ash.asks_again().came == "again"
    second = ash.gets()
    assert first is not None
    assert second is not None
    assert ash.tries(first.digits).came == "wrong"
    assert ash.asks_again().came == "again"
    assert ash.asks_again().came == "no_more"
    third = ash.gets()
    assert third is not None
    assert ash.tries(third.digits).came == "right"


def test_a_code_lasts_for_ten_minutes(meet: Callable[..., Someone]) -> None:
    ash = meet()
    ash.gives("EX1001")
    code = ash.gets()
    assert code is not None
    ash.later(minutes=10)
    assert ash.tries(code.digits).came == "expired"
    assert ash.asks_again().came == "again"
    new = ash.gets()
    assert new is not None
    assert ash.tries(new.digits).came == "right"


def test_an_attempt_that_is_left_for_too_long_begins_again(meet: Callable[..., Someone]) -> None:
    ash = meet()
    ash.gives("EX1001")
    ash.later(minutes=30)
    assert ash.tries("123456").came == "lapsed"
    assert ash.asks_again().came == "lapsed"


def test_five_wrong_codes_lock_even_with_new_codes_between_them(meet: Callable[..., Someone]) -> None:
    ash = meet()
    ash.gives("EX1001")
    code = ash.gets()
    came = [ash.tries(wrong(code)).came for _ in range(3)]
    ash.asks_again()
    code = ash.gets()
    assert code is not None
    came += [ash.tries(wrong(code)).came for _ in range(2)]
    assert came == ["wrong", "wrong", "wrong", "wrong", "locked"]
    assert ash.tries(code.digits).came == "lapsed"
    assert ash.gives("EX1001").came == "limited"
    ash.later(hours=24)
    assert ash.gives("EX1001").came == "given"


def test_ten_wrong_codes_in_many_conversations_end_it_for_the_day_and_tell_nobody(meet: Callable[..., Someone]) -> None:
    for _ in range(2):
        guesser = meet()
        guesser.gives("EX1001")
        code = guesser.gets()
        for _ in range(limits.MOST["wrong"] // 2):
            guesser.tries(wrong(code))
    late = meet()
    assert late.gives("EX1001").came == "given"
    assert late.gets() is None
    stranger = meet()
    assert stranger.gives("NOBODY1").came == "given"


def test_the_eleventh_guess_fails_even_when_it_is_right(meet: Callable[..., Someone]) -> None:
    early = meet()
    early.gives("EX1001")
    code = early.gets()
    assert code is not None
    for _ in range(3):
        guesser = meet()
        guesser.gives("EX1001")
        theirs = guesser.gets()
        for _ in range(4):
            guesser.tries(wrong(theirs))
    assert early.tries(code.digits).came == "wrong"


REFUSED = [
    ("EX1002", BORN, "the record says that nothing is to be disclosed"),
    ("EX1004", BORN, "the only contact is the representative's, written another way"),
    ("EX1006", BORN, "there is no contact"),
    ("EX1001", date(1956, 3, 4), "another date of birth"),
    ("REP2001", BORN, "a representative with the person's date of birth"),
    ("REP2002", SPEAKER_BORN, "a supporter who may not see the money"),
    ("REP2005", SPEAKER_BORN, "a nominee of somebody who is held back"),
    ("NOBODY1", BORN, "no such reference"),
]


@pytest.mark.parametrize(("reference", "born"), [each[:2] for each in REFUSED], ids=[each[2] for each in REFUSED])
def test_who_gets_no_code_is_told_the_same(meet: Callable[..., Someone], reference: str, born: date) -> None:
    someone, ash = meet(), meet()
    steps, sent = [], []
    for who, details in ((someone, (reference, born)), (ash, ("EX1001", BORN))):
        steps.append([each.came for each in (who.gives(*details), who.asks_again(), who.tries("000000"))])
        sent.append(who.gets() is not None)
    assert steps[0] == steps[1] == ["given", "again", "wrong"]
    assert sent == [False, True]


def test_nobody_gets_in_on_a_code_that_was_never_sent(meet: Callable[..., Someone], database: Database) -> None:
    someone = meet()
    someone.gives("EX1002")
    with database.read() as connection:
        seed = connection.execute(select(tables.outgoing.c.seed)).scalar_one()
    assert someone.tries(codes.code_of(KEY, seed)).came == "wrong"


@pytest.mark.parametrize(
    ("reference", "born", "way", "to"),
    [
        ("EX1003", BORN, "email", "robin@example.org"),  # never the phone, which is the manager's
        ("EX1007", BORN, "email", "Lee@Example.org"),
        ("REP2001", SPEAKER_BORN, "text", "+447700900201"),
        ("REP2004", SPEAKER_BORN, "text", "07700 900104"),
    ],
)
def test_a_code_goes_to_ones_own_contact(
    meet: Callable[..., Someone], reference: str, born: date, way: str, to: str
) -> None:
    someone = meet()
    someone.gives(reference, born)
    code = someone.gets()
    assert code is not None
    assert (code.way, code.to) == (way, to)


def test_a_representative_is_verified_as_themselves_while_the_record_says_so(
    meet: Callable[..., Someone], database: Database
) -> None:
    speaker = meet()
    speaker.gives("REP2001", SPEAKER_BORN)
    code = speaker.gets()
    assert code is not None
    done = speaker.tries(code.digits)
    assert done.verified is not None
    assert done.verified.speaking_as == "representative"
    with database.write() as connection:
        connection.execute(representative.update().values(may_see_money=False))
    assert speaker.is_verified() is None


def test_a_contact_that_changed_lately_gets_no_code(meet: Callable[..., Someone]) -> None:
    soon = meet(at=SETTLED - timedelta(days=59))
    soon.gives("EX1005")
    assert soon.gets() is None
    later = meet()
    later.gives("EX1005")
    assert later.gets() is not None


def test_what_changes_on_record_before_a_code_leaves_or_is_typed_counts(
    meet: Callable[..., Someone], database: Database
) -> None:
    ash, lee = meet(), meet()
    ash.gives("EX1001")
    code = ash.gets()
    assert code is not None
    lee.gives("EX1007")
    with database.write() as connection:
        connection.execute(person.update().values(do_not_disclose="dispute", email=None))
    assert lee.gets() is None
    assert ash.tries(code.digits).came == "wrong"


def test_only_ways_that_are_on_are_used(meet: Callable[..., Someone]) -> None:
    ash = meet(ways=frozenset({"email"}))
    ash.gives("EX1001")
    code = ash.gets()
    assert code is not None
    assert code.way == "email"


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that are run, without their values."""
    seen: list[str] = []
    engine = database._engine
    listen: Any = lambda *given: seen.append(given[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_the_same_statements_and_rows_whoever_it_is(meet: Callable[..., Someone], database: Database) -> None:
    runs, rows = [], []
    meet().gives("ZZ0000")  # counters that all share are there already
    for reference in KNOWN_AND_NOT:
        someone = meet()
        before = [count(database, table) for table in ASKED]
        with statements(database) as seen:
            someone.gives(reference)
            someone.asks_again()
            someone.tries("000000")
        runs.append([each for each in seen if "identity" in each or "person" in each or "representative" in each])
        rows.append([count(database, table) - was for table, was in zip(ASKED, before, strict=True)])
    assert all(run == runs[0] for run in runs), [len(run) for run in runs]
    assert all(each == rows[0] for each in rows)
    assert rows[0][0] == rows[0][2] == 1


@pytest.mark.parametrize(
    ("kind", "most", "same"),
    [("conversation", limits.MOST["conversation"], "conversation"), ("address", limits.MOST["address"], "address")],
)
def test_one_conversation_and_one_address_begin_so_often(
    meet: Callable[..., Someone], kind: str, most: int, same: str
) -> None:
    someone = meet(address="192.0.2.1")
    for number in range(most):
        someone = someone if kind == "conversation" else meet(address="192.0.2.1")
        assert someone.gives(f"NOBODY{number}").came == "given"
    last = someone if kind == "conversation" else meet(address="192.0.2.1")
    assert last.gives("EX1001").came == "limited"
    assert meet(address="192.0.2.2").gives("EX1001").came == "given"


@pytest.mark.parametrize("reference", ["EX1001", "NOBODY1"])
def test_one_reference_is_tried_so_often_there_or_not(meet: Callable[..., Someone], reference: str) -> None:
    for _ in range(limits.MOST["reference"]):
        assert meet().gives(reference, date(1970, 1, 1)).came == "given"
    assert meet().gives(reference).came == "limited"
    later = meet(at=SETTLED + timedelta(days=1))
    assert later.gives(reference).came == "given"


def test_one_person_gets_so_many_codes_a_day_and_all_together_so_many_an_hour(meet: Callable[..., Someone]) -> None:
    got = []
    for _ in range(limits.MOST["sent"] + 1):
        someone = meet()
        someone.gives("EX1001")
        got.append(someone.gets() is not None)
    assert got == [True] * limits.MOST["sent"] + [False]
    few = meet(codes_per_hour=limits.MOST["sent"])
    assert few.gives("EX1007").came == "given"
    assert few.gets() is None


def test_the_same_step_twice_at_once_counts_once(meet: Callable[..., Someone], database: Database) -> None:
    ash = meet()
    ash.gives("EX1001")
    code = ash.gets()
    assert code is not None
    with database.read() as connection:
        steps = [proving.try_code(connection, ash.asking, code.digits) for _ in range(2)]
    done = []
    for step in steps:
        try:
            with database.write() as connection:
                for write in step.writes:
                    write(connection)
            done.append("done")
        except TurnConflict:
            done.append("again")
    assert done == ["done", "again"]


def test_a_code_that_fails_to_leave_is_tried_again_while_it_lives(meet: Callable[..., Someone]) -> None:
    ash = meet()
    ash.gives("EX1001")
    ash.sent.fails = [NotSent("Notify said 503", again=True), NotSent("Notify said 429", again=True)]
    tries = 0
    while not ash.sent.codes and tries < 200:
        ash.later(seconds=5)
        ash.worker.work_once()
        tries += 1
    assert len(ash.sent.codes) == 1
    assert ash.tries(ash.sent.codes[0].digits).came == "right"


@pytest.mark.parametrize(("again", "left"), [(True, 1), (False, 0)])
def test_what_a_code_is_made_from_goes_when_it_cannot_be_sent_or_has_expired(
    meet: Callable[..., Someone], database: Database, again: bool, left: int
) -> None:
    ash = meet()
    ash.gives("EX1001")
    ash.sent.fails = [NotSent("no", again=again)] * 50
    ash.gets()
    assert count(database, tables.outgoing) == left
    ash.later(minutes=10)
    ash.worker.work_once()
    assert count(database, tables.outgoing) == 0
    assert ash.sent.codes == []


def test_two_workers_send_a_code_once(meet: Callable[..., Someone], database: Database) -> None:
    ash = meet()
    ash.gives("EX1001")
    ash.later(seconds=2)
    with database.read() as connection:
        (row,) = outgoing.due(connection, ash.asking.at)
    taken = []
    for _ in range(2):
        with database.write() as connection:
            taken.append(outgoing.claim(connection, row, ash.asking.at))
    assert taken == [True, False]


def test_neither_code_nor_reference_nor_contact_is_written_anywhere(
    meet: Callable[..., Someone], database: Database
) -> None:
    ash = meet()
    ash.gives("EX1001")
    with database.read() as connection:
        seed = connection.execute(select(tables.outgoing.c.seed)).scalar_one()
        kept = [str(connection.execute(select(table)).all()) for table in (*ASKED, tables.session)]
        kept.append(str(audit.latest(connection)))
    secret = codes.code_of(KEY, seed)
    for each in kept:
        assert not any(said in each for said in ("EX1001", "1956", "+447700", secret))
    assert secret != codes.code_of(b"j" * 32, seed)
    code = ash.gets()
    assert code is not None
    assert code.digits == secret
    assert count(database, tables.outgoing) == 0
    assert secret not in repr(code)
    assert code.to not in repr(code)


def test_each_step_is_audited_without_personal_data(meet: Callable[..., Someone], database: Database) -> None:
    ash = meet()
    ash.gives("EX1001")
    code = ash.gets()
    ash.tries(wrong(code))
    ash.tries(code.digits if code else "")
    with database.read() as connection:
        rows = [row for row in audit.latest(connection) if row.action.startswith("identity")]
    assert [row.action for row in reversed(rows)] == [
        "identity begun",
        "identity code made",
        "identity code sent",
        "identity code wrong",
        "identity proved",
    ]
    assert {row.subject for row in rows} == {ash.id}
    assert rows[0].detail.startswith("person ")


def test_it_all_goes_with_the_chat_but_not_what_was_counted(meet: Callable[..., Someone], database: Database) -> None:
    ash = meet()
    ash.gives("EX1001")
    code = ash.gets()
    ash.tries(code.digits if code else "")
    counted = count(database, tables.counter)
    with database.write() as connection:
        conversations.forget(connection, ash.id, ash.asking.at)
    assert ash.is_verified() is None
    assert [count(database, table) for table in (tables.challenge, tables.session, tables.outgoing)] == [0, 0, 0]
    assert count(database, tables.counter) == counted > 0


def test_nothing_of_it_is_kept_for_longer_than_council_yml_says(
    meet: Callable[..., Someone], database: Database, kept: Retention
) -> None:
    ash = meet()
    ash.gives("EX1001")
    code = ash.gets()
    ash.tries(code.digits if code else "")
    ash.gives("EX1001")
    at = ash.asking.at
    retention.purge(database, at + timedelta(hours=23), kept)
    assert count(database, tables.challenge) == 2
    assert count(database, tables.outgoing) == 0
    counts = retention.purge(database, at + timedelta(days=1, minutes=15), kept)
    assert counts.identity == 2 + 1 + 4
    assert [count(database, table) for table in (*ASKED, tables.session)] == [0, 0, 0, 0]


@pytest.fixture
def kept() -> Retention:
    """What the council.yml here says."""
    from bot.paths import ROOT
    from common.settings import Settings

    return Settings.load(ROOT / "council.yml").retention


def test_challenges_last_longer_than_their_codes() -> None:
    assert challenges.LASTS > challenges.CODE_LIVES
