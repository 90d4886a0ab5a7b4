"""Notices: told once and for all that happened, whatever mail servers, webhooks and the machine do."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.cli import main
from bot.notices.digest import is_due
from bot.notices.making import KEY, OLD_KEY, notice_senders, problems
from bot.notices.sending import EmailNotices, NoticeSender, WebhookNotices
from bot.notices.signature import SIGNATURE
from bot.notices.worker import NoticeWorker
from bot.paths import ROOT
from bot.sending.making import SendingNotSetUp
from bot.sending.smtp import MailServer
from casework import conversations, referrals, safety
from casework.database import Database
from casework.desk import cases, tables, undelivered, work
from casework.desk.cases import Case
from casework.desk.sweep import Limits, sweep
from casework.notices import queue
from casework.notices.queue import BACK_OFF, CLAIM, Notice
from casework.notices.tables import Way
from casework.notices.tables import notice as notice_table
from common.clock import LONDON, SettableClock
from common.opening_hours import OpeningHours
from common.settings import Settings
from knowledge.wording import load_wording
from tests.contract.test_sending import MailBox

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SETTINGS = Settings.load(ROOT / "council.yml")
HOURS = OpeningHours(SETTINGS)
WORDING = load_wording(ROOT / "knowledge")
NEW, OLD = "n" * 32, "o" * 32
SECRET = "Philippa Grimsdyke, 07700 900123"


class Hook(BaseHTTPRequestHandler):
    """A webhook that answers as `server.answers` says, then with 200."""

    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.came.append((dict(self.headers), body))
        server.arrived.set()
        status, headers = server.answers.pop(0) if server.answers else (200, {})
        if status == 0:
            server.hold.wait(5)
            return
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Receiver(ThreadingHTTPServer):
    """What the webhook was given."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.arrived, self.hold = threading.Event(), threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    @property
    def kinds(self) -> list[str]:
        return [json.loads(body)["kind"] for _, body in self.came]


@pytest.fixture
def hook() -> Iterator[Receiver]:
    receiver = Receiver()
    threading.Thread(target=receiver.serve_forever, args=(0.01,), daemon=True).start()
    yield receiver
    receiver.hold.set()
    receiver.shutdown()
    receiver.server_close()


@pytest.fixture
def mail() -> Iterator[MailBox]:
    box = MailBox()
    threading.Thread(target=box.serve_forever, args=(0.01,), daemon=True).start()
    yield box
    box.shutdown()
    box.server_close()


def settings_with(**changes: Any) -> Settings:
    desk = SETTINGS.desk.copy(update={"address": "https://desk.exampleshire.example/"})
    notices = SETTINGS.notices.copy(update={"digest_at": "", **changes})
    return SETTINGS.copy(update={"desk": desk, "notices": notices})


class Telling:
    """A worker on records, with a clock that tests move."""

    def __init__(self, database: Database, senders: dict[Way, NoticeSender], **changes: Any) -> None:
        self.database, self.clock = database, SettableClock(NOW)
        settings = settings_with(**changes)
        self.worker = NoticeWorker(database, self.clock, settings, HOURS, senders, lambda day: 4, WORDING)

    def after(self, wait: timedelta) -> int:
        self.clock.move_to(self.clock.now() + wait)
        return self.worker.work_once()

    @property
    def rows(self) -> list[Notice]:
        with self.database.read() as connection:
            return queue.latest(connection, dead_only=False)[::-1]

    def states(self, way: Way = "webhook") -> list[tuple[str, str]]:
        return [(row.kind, row.state) for row in self.rows if row.way == way]


@pytest.fixture
def by_hook(database: Database, hook: Receiver) -> Telling:
    telling = Telling(database, {})
    telling.worker.senders = {"webhook": WebhookNotices(hook.address, (NEW,), telling.clock.now, seconds=0.5)}
    return telling


@pytest.fixture
def by_mail(database: Database, mail: MailBox) -> Telling:
    server = MailServer("127.0.0.1", mail.server_address[1], "desk@exampleshire.example", "none")
    to = ("team@exampleshire.example", "lead@exampleshire.example")
    return Telling(database, {"email": EmailNotices(server, to, seconds=2)})


def write(database: Database, change: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    with database.write() as connection:
        return change(connection, *arguments, **named)


def begin(database: Database) -> str:
    return str(write(database, conversations.create, "web", None, NOW).id)


def chat(database: Database, reference: str = "NAV-AAAAA1", priority: str = "urgent") -> Case:
    details = {"channel": "web", "category": "money", "name": SECRET, "about": SECRET, "needs": {"a": SECRET}}
    given = {"conversation_id": begin(database), "at": NOW, "due_at": NOW + 2 * MINUTE, "priority": priority}
    write(database, work.open_live, reference=reference, **details, **given)
    return find(database, reference)


def call_back(database: Database, due_at: datetime, reference: str = "NAV-AAAAA2") -> Case:
    given = {"kind": "call_back", "name": SECRET, "contact": "07700900123", "contact_kind": "phone", "about": SECRET}
    kept = {"conversation_id": begin(database), "at": NOW, "promised_by": due_at, **given}
    write(database, referrals.create, reference=reference, **kept)
    write(database, work.open_for_referral, reference=reference, channel="web", category="money", needs={}, at=NOW)
    return find(database, reference)


def find(database: Database, reference: str) -> Case:
    with database.read() as connection:
        (found,) = cases.where(connection, tables.desk_case.c.reference == reference)
    return found


def close(database: Database, case: Case) -> None:
    write(database, work.move, case, "waiting", "closed", NOW, outcome="resolved", closed_at=NOW)


def crisis(database: Database, conversation_id: str, minutes: int | None = 5) -> None:
    about = {"kind": "suicide", "about": "self", "tell": "desk", "within_minutes": minutes, "at": NOW}
    write(database, safety.record, conversation_id=conversation_id, inbox_id=None, **about)


def swept(database: Database, at: datetime) -> list[str]:
    most: dict[str, Any] = {"longest_wait": 20 * MINUTE, "adviser_silent": 5 * MINUTE, "person_silent": 20 * MINUTE}
    limits = Limits(**most, wrap_up=60 * MINUTE, kept_in_hand=72 * 60 * MINUTE)
    return [kind for kind, _ in sweep(database, at, limits, lambda *_: {"words": {"plain": "news"}})]


# --- what is told, and what is in it


def test_a_case_number_and_a_link_and_nothing_of_anybody(
    by_hook: Telling, by_mail: Telling, hook: Receiver, mail: MailBox
) -> None:
    case = chat(by_hook.database)
    assert by_hook.worker.senders.keys() | by_mail.worker.senders.keys() == {"webhook", "email"}
    by_hook.worker.senders = {**by_hook.worker.senders, **by_mail.worker.senders}
    assert by_hook.worker.work_once() == 2
    body = json.loads(hook.came[0][1])
    link = f"https://desk.exampleshire.example/adviser/cases/{case.id}"
    told = {"id": by_hook.rows[1].handle, "kind": "urgent_case", "about": "NAV-AAAAA1", "link": link, "numbers": {}}
    assert body == {**told, "at": "2026-11-23T10:00:00+00:00"}
    (sent,) = mail.mails
    assert "Subject: Navigator: An urgent case waits at the desk (NAV-AAAAA1)" in sent.replace("\r\n ", " ")
    assert link in sent
    assert [line for line in mail.commands if line.startswith("rcpt")] == [
        "rcpt TO:<team@exampleshire.example>",
        "rcpt TO:<lead@exampleshire.example>",
    ]
    for part in (*SECRET.split(), "money", case.conversation_id):
        assert str(part) not in sent + str(hook.came)
    assert by_hook.worker.work_once() == 0


def test_each_kind_is_told_once(by_hook: Telling, hook: Receiver) -> None:
    database = by_hook.database
    urgent, routine = chat(database), chat(database, "NAV-AAAAA3", "routine")
    call_back(database, NOW + 95 * MINUTE)
    crisis(database, begin(database))
    crisis(database, begin(database), None)  # nobody has to be told
    by_hook.after(timedelta(0))
    assert sorted(hook.kinds) == ["safety_alert", "urgent_case"]
    by_hook.after(3 * MINUTE)
    assert swept(database, by_hook.clock.now()) == ["breached", "breached"]
    by_hook.after(timedelta(0))
    assert hook.kinds[2:] == ["late"]  # the urgent one is quiet for a while
    by_hook.after(8 * MINUTE)
    assert hook.kinds[3:] == ["late"]
    by_hook.after(10 * MINUTE)
    assert swept(database, by_hook.clock.now()) == ["not_reached", "not_reached"]
    by_hook.after(10 * MINUTE)
    assert hook.kinds[4:] == ["nobody_takes", "nobody_takes"]
    by_hook.after(5 * MINUTE)
    assert hook.kinds[6:] == ["call_back_due"]
    by_hook.after(15 * MINUTE)
    assert hook.kinds[7:] == []
    assert {urgent.reference, routine.reference, "NAV-AAAAA2"} <= {json.loads(body)["about"] for _, body in hook.came}


def test_a_case_that_becomes_urgent_is_told(by_hook: Telling, hook: Receiver) -> None:
    case = chat(by_hook.database, priority="routine")
    by_hook.worker.work_once()
    assert hook.came == []
    for _ in range(2):
        write(by_hook.database, work.raise_alarm, case.conversation_id, "suicide", NOW, NOW + MINUTE)
    by_hook.worker.work_once()
    assert hook.kinds == ["urgent_case"]


def test_a_notice_is_there_only_with_what_it_tells_of(by_hook: Telling) -> None:
    conversation_id = begin(by_hook.database)

    def fails(connection: Any) -> None:
        details: dict[str, Any] = {"channel": "web", "category": "money", "name": "", "about": "", "needs": {}}
        work.open_live(
            connection,
            reference="NAV-X",
            conversation_id=conversation_id,
            priority="urgent",
            at=NOW,
            due_at=NOW,
            **details,
        )
        assert connection.execute(select(notice_table.c.id)).first() is not None
        raise RuntimeError("the turn is thrown away")

    with pytest.raises(RuntimeError):
        write(by_hook.database, fails)
    assert by_hook.rows == []


def test_what_is_taken_or_seen_or_switched_off_is_not_told(by_hook: Telling, hook: Receiver) -> None:
    close(by_hook.database, chat(by_hook.database))
    crisis(by_hook.database, begin(by_hook.database))
    with by_hook.database.read() as connection:
        (event,) = safety.unseen(connection)
    write(by_hook.database, safety.mark_seen, event.id, NOW)
    assert by_hook.worker.work_once() == 0
    assert by_hook.states() == [("urgent_case", "dropped"), ("safety_alert", "dropped")]
    chat(by_hook.database, "NAV-AAAAA4")
    by_hook.worker.settings = settings_with(kinds=["late"])
    assert by_hook.worker.work_once() == 0
    assert hook.came == []
    assert {state for _, state in by_hook.states("email")} == {"dropped"}  # nobody set a mail server up


def test_many_alerts_of_one_chat_are_quiet_and_the_last_is_told_later(by_hook: Telling, hook: Receiver) -> None:
    conversation_id = begin(by_hook.database)
    for _ in range(4):
        crisis(by_hook.database, conversation_id)
    crisis(by_hook.database, begin(by_hook.database))  # another chat is told at once
    by_hook.worker.work_once()
    assert len(hook.came) == 2
    by_hook.after(10 * MINUTE)
    assert len(hook.came) == 3


# --- what goes wrong


def test_errors_are_tried_again_until_it_is_taken(by_hook: Telling, hook: Receiver) -> None:
    hook.answers = [(500, {}), (0, {}), (429, {"Retry-After": "300"})]
    chat(by_hook.database)
    assert by_hook.worker.work_once() == 0
    assert by_hook.after(BACK_OFF[0] - timedelta(seconds=1)) == 0
    assert len(hook.came) == 1
    by_hook.after(timedelta(seconds=1))  # a time-out
    by_hook.after(BACK_OFF[1])  # 429
    by_hook.after(BACK_OFF[2])
    assert len(hook.came) == 3  # asked for five minutes
    assert by_hook.after(3 * MINUTE) == 1
    assert by_hook.states() == [("urgent_case", "sent")]
    assert len({headers["Navigator-Notice"] for headers, _ in hook.came}) == 1


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
def test_a_refusal_for_good_is_given_up_at_once(by_hook: Telling, hook: Receiver, status: int) -> None:
    hook.answers = [(status, {"Location": hook.address} if status == 301 else {})]
    chat(by_hook.database)
    by_hook.worker.work_once()
    assert by_hook.states() == [("urgent_case", "dead")]
    assert by_hook.after(timedelta(hours=1)) == 0
    assert len(hook.came) == 1


def test_a_lead_deals_with_what_was_given_up(by_hook: Telling, hook: Receiver) -> None:
    for reference in ("NAV-AAAAA1", "NAV-AAAAA2"):
        chat(by_hook.database, reference)
    by_hook.after(timedelta(hours=24))
    with by_hook.database.read() as connection:
        assert undelivered.notices(connection) == 2
        dead = queue.latest(connection, dead_only=True)
    assert [write(by_hook.database, queue.set_aside, dead[0].id, NOW) for _ in range(2)] == [True, False]
    assert write(by_hook.database, queue.send_again, dead[1].id, by_hook.clock.now())
    with by_hook.database.read() as connection:
        assert undelivered.count(connection) == 0


def test_a_receiver_that_stays_away_is_given_up_listed_and_sent_again(by_hook: Telling, hook: Receiver) -> None:
    chat(by_hook.database)
    by_hook.worker.senders = {"webhook": WebhookNotices("http://127.0.0.1:1/gone", (NEW,), by_hook.clock.now)}
    for wait in (timedelta(0), *BACK_OFF):
        assert by_hook.states() == [("urgent_case", "waiting")]
        by_hook.after(wait)
    (dead,) = [row for row in by_hook.rows if row.state == "dead"]
    assert (dead.attempts, dead.problem) == (8, "no word from the webhook (ConnectionError)")
    assert write(by_hook.database, queue.send_again, dead.id, by_hook.clock.now())
    assert not write(by_hook.database, queue.send_again, dead.id, by_hook.clock.now())
    by_hook.worker.senders = {"webhook": WebhookNotices(hook.address, (NEW,), by_hook.clock.now)}
    assert by_hook.worker.work_once() == 1


def test_what_is_too_old_is_dead_and_not_sent(by_hook: Telling, hook: Receiver) -> None:
    chat(by_hook.database)
    by_hook.after(timedelta(hours=24))
    assert hook.came == []
    assert by_hook.states() == [("urgent_case", "dead")]


@pytest.mark.parametrize(
    ("answers", "state"),
    [({"RCPT": "550 no such team"}, "dead"), ({"RCPT": "451 later"}, "waiting"), ({"DATA": "452 full"}, "waiting")],
)
def test_what_a_mail_server_says(by_mail: Telling, mail: MailBox, answers: dict[str, str], state: str) -> None:
    mail.answers.update(answers)
    chat(by_mail.database)
    by_mail.worker.work_once()
    assert by_mail.states("email") == [("urgent_case", state)]
    mail.answers.clear()
    assert by_mail.after(BACK_OFF[0]) == (state == "waiting")
    assert len(mail.mails) == (2 if "DATA" in answers else state == "waiting")


def test_two_workers_send_one_notice(by_hook: Telling, hook: Receiver) -> None:
    chat(by_hook.database)
    other = Telling(by_hook.database, dict(by_hook.worker.senders))
    threads = [threading.Thread(target=each.worker.work_once) for each in (by_hook, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hook.came) == 1


KILLED = """
import sys
from tests.faults.test_notices import *
telling = Telling(Database(sys.argv[1]), {})
telling.worker.senders = {"webhook": WebhookNotices(sys.argv[2], (NEW,), telling.clock.now, seconds=60)}
telling.worker.work_once()
"""


def test_killed_in_the_middle_it_is_sent_again_under_the_same_number(
    by_hook: Telling, hook: Receiver, url: str
) -> None:
    chat(by_hook.database)
    hook.answers = [(0, {})]
    command = [sys.executable, "-W", "ignore", "-c", KILLED, url, hook.address]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert hook.arrived.wait(60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert by_hook.states() == [("urgent_case", "waiting")]
    assert by_hook.after(CLAIM - timedelta(seconds=1)) == 0  # it could still be on its way
    assert by_hook.after(timedelta(seconds=1)) == 1
    first, second = (headers["Navigator-Notice"] for headers, _ in hook.came)
    assert first == second
    assert by_hook.after(timedelta(hours=1)) == 0


# --- the signature


def verifier() -> Callable[..., bool]:
    """The function of docs/councils/notices.md."""
    text = (ROOT / "docs/councils/notices.md").read_text()
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    return names["is_from_navigator"]


def test_the_sample_of_the_docs_knows_what_is_ours(by_hook: Telling, hook: Receiver) -> None:
    by_hook.worker.senders = {"webhook": WebhookNotices(hook.address, (NEW, OLD), by_hook.clock.now)}
    chat(by_hook.database)
    by_hook.worker.work_once()
    ((headers, body),) = hook.came
    header, now, is_ours = headers[SIGNATURE], NOW.timestamp(), verifier()
    assert is_ours(header, body, NEW, now)
    assert is_ours(header, body, OLD, now)
    assert not is_ours(header, body, "x" * 32, now)
    assert not is_ours(header, body + b" ", NEW, now)
    assert not is_ours(header, body, NEW, now + 301)
    assert not is_ours(header.replace("t=1", "t=2"), body, NEW, now)
    for nonsense in ("", "t=,v1=", "v1=é", "t=x,v1=00", header.split(",")[0]):
        assert not is_ours(nonsense, body, NEW, now)


# --- the digest

LONDON_TIMES = {
    "winter, just before": ("2026-11-23T07:59:59", False),
    "winter": ("2026-11-23T08:00", True),
    "summer, just before": ("2026-07-06T07:59:59", False),
    "summer": ("2026-07-06T08:00", True),
    "the working day after clocks go forward": ("2027-03-30T08:00", True),
    "the hour before that": ("2027-03-30T07:30", False),
    "the working day after clocks go back": ("2026-10-26T08:00", True),
    "the hour before that one": ("2026-10-26T07:30", False),
    "a Sunday": ("2026-11-22T08:00", False),
    "Christmas Day": ("2026-12-25T08:00", False),
    "late, after the server was off": ("2026-11-23T13:59", True),
    "too late": ("2026-11-23T14:00", False),
}


@pytest.mark.parametrize(("moment", "due"), LONDON_TIMES.values(), ids=LONDON_TIMES)
def test_when_the_digest_is_due(moment: str, due: bool) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=LONDON).astimezone(UTC)
    assert is_due(at, SETTINGS.notices.digest_at, HOURS) is due
    assert not is_due(at, "", HOURS)


def test_the_digest_is_numbers_and_comes_once_a_day(by_hook: Telling, hook: Receiver) -> None:
    chat(by_hook.database)
    call_back(by_hook.database, NOW + timedelta(hours=4))
    by_hook.worker.settings = settings_with(digest_at=SETTINGS.notices.digest_at, kinds=[])
    by_hook.after(3 * MINUTE)
    by_hook.after(MINUTE)
    another = Telling(by_hook.database, dict(by_hook.worker.senders), digest_at=SETTINGS.notices.digest_at, kinds=[])
    another.after(5 * MINUTE)  # after a restart
    (body,) = [json.loads(body) for _, body in hook.came]
    numbers = {"waiting": 2, "due_today": 1, "overdue": 1, "unanswered": 0, "review_due": 4}
    assert (body["kind"], body["about"], body["numbers"]) == ("digest", "2026-11-23", numbers)
    assert body["link"] == "https://desk.exampleshire.example/adviser"


# --- setting it up


@pytest.mark.parametrize(
    ("changed", "variables", "told"),
    [
        ({"webhook": "https://a.example"}, {}, f"{KEY} is not"),
        ({"webhook": "https://a.example"}, {KEY: "short"}, "too short"),
        ({"webhook": "https://a.example"}, {KEY: NEW, OLD_KEY: "short"}, "too short"),
        ({"webhook": "https://u:p@a.example"}, {KEY: NEW}, "holds a password"),
        ({"email_to": ["a@b.example"]}, {}, "NAVIGATOR_SMTP_HOST is not set"),
        ({"webhook": "https://a.example", "kinds": []}, {KEY: NEW}, "nothing is ever sent"),
    ],
)
def test_check_says_what_is_missing(changed: dict[str, Any], variables: dict[str, str], told: str) -> None:
    found = problems(settings_with(**changed), variables)
    assert any(told in each for each in found), found
    assert "short" not in variables.values() or "short'" not in str(found)
    with pytest.raises(SendingNotSetUp):
        notice_senders(settings_with(**changed), lambda: NOW, variables)


def test_what_is_set_up_is_made(tmp_path: Path) -> None:
    set_up = settings_with(webhook="https://a.example", email_to=["a@b.example"])
    variables = {KEY: NEW, "NAVIGATOR_SMTP_HOST": "mail.example", "NAVIGATOR_SMTP_FROM": "a@b.example"}
    assert problems(set_up, variables) == []
    assert set(notice_senders(set_up, lambda: NOW, variables)) == {"webhook", "email"}
    assert notice_senders(settings_with(), lambda: NOW, {}) == {}
    no_address = set_up.copy(update={"desk": SETTINGS.desk})
    assert "desk.address is empty" in problems(no_address, variables)[0]


def test_the_command_lists_what_was_given_up_and_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NAVIGATOR_DATABASE_URL", raising=False)
    records = Database(f"sqlite:///{tmp_path / 'navigator.db'}")
    records.migrate()
    chat(records)
    telling = Telling(records, {})
    telling.worker.senders = {"webhook": WebhookNotices("http://127.0.0.1:1/gone", (NEW,), telling.clock.now)}
    telling.after(timedelta(hours=24))
    dead = next(row.id for row in telling.rows if row.state == "dead")
    records.close()

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["notices", *arguments, "--state", str(tmp_path)])
        return done.exit_code, done.output

    listed = f"{dead}  2026-11-23 10:00  urgent_case  NAV-AAAAA1  webhook  dead  0 tries  its time was over\n"
    assert run("--dead") == (0, listed)
    assert run("--again", str(dead))[0] == 0
    assert run("--dead") == (0, "None.\n")
    code, said = run("--again", str(dead))
    assert code == 1
    assert "./navigator notices --dead" in said
