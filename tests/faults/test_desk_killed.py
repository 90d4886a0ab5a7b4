"""`kill -9` with cases in every state and advisers at work: no case lost, none with two owners, nothing sent twice."""

import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx

from bot.desk.passwords import hashed
from bot.paths import State
from bot.running import open_database
from casework import audit, conversations, outbox, referrals
from casework.database import Database
from casework.desk import accounts, cases, work
from common.clock import SystemClock
from tests.faults.killing import Server, council_that_never_tires

PASSWORD = "correct horse battery"
OWNERS = {"waiting": "waiting", "taken": "adviser", "wrap_up": "bot", "closed": "bot"}
KILLS, LIVE, CALLS = 2, 12, 6


@dataclass
class Working:
    """An adviser who takes, writes, ends and closes, over and over, and notes what the server said it had sent."""

    server: Server
    login: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20, follow_redirects=True))
    sent: list[str] = field(default_factory=list)
    page: str = ""

    def work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._once()
            except httpx.TransportError:
                time.sleep(0.05)

    def _once(self) -> None:
        if "Sign out" not in self.get("/adviser"):
            self.page = self.client.post(
                f"{self.server.address}/adviser/sign-in", data={"login": self.login, "password": PASSWORD}
            ).text
        self.post("presence", presence="available")
        for case in re.findall(r"/adviser/cases/(\d+)/take", self.get("/adviser"))[:2]:
            if self.post(f"cases/{case}/take").status_code != 200:
                continue
            text = f"hello {uuid.uuid4().hex}"
            if self.post(f"cases/{case}/say", text=text).status_code == 200:
                self.sent.append(text)
            self.post(f"cases/{case}/finish", agreed="to ring")
            self.post(f"cases/{case}/close", outcome="resolved")

    def get(self, path: str) -> str:
        self.page = self.client.get(f"{self.server.address}{path}").text
        return self.page

    def post(self, path: str, **fields: str) -> httpx.Response:
        found = re.search(r'name="csrf" value="([^"]*)"', self.page)
        fields["csrf"] = found[1] if found else ""
        return self.client.post(f"{self.server.address}/adviser/{path}", data=fields)


def test_a_killed_server_loses_no_case_and_gives_none_to_two(built: State, tmp_path: Path) -> None:
    server = Server(tmp_path, council_file=council_that_never_tires(tmp_path))
    server.start()
    database = open_database(tmp_path)
    now, rng = SystemClock().now(), random.Random(1)
    _fill(database)
    advisers = [Working(server, login) for login in ("sam", "kim")]
    stop = threading.Event()
    threads = [threading.Thread(target=each.work, args=(stop,), daemon=True) for each in advisers]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(rng.uniform(0.3, 1.2))
        server.kill()
        _is_sound(database)  # what the dead server left behind, before anything mends it
        server.start()
    stop.set()
    for thread in threads:
        thread.join(60)
    _is_sound(database)
    said = _said(database)
    sent = [text for each in advisers for text in each.sent]
    assert len(cases_of(database)) == LIVE + CALLS
    assert {said.count(text) for text in sent} <= {1}
    assert len(said) == len(set(said))
    with database.read() as connection:
        assert audit.verify(connection).wrong == ()
        took = [row for row in audit.latest(connection, 10_000) if row.action == "case_taken" and row.actor != "pat"]
        assert took, "the advisers never got to work"
    assert SystemClock().now() > now
    database.close()
    server.kill()


def cases_of(database: Database) -> list[cases.Case]:
    with database.read() as connection:
        return cases.where(connection)


def _is_sound(database: Database) -> None:
    """Each case has the owner that its state says, and each that is in hand has one adviser."""
    with database.read() as connection:
        for case in cases.where(connection):
            assert (case.adviser_id is not None) >= (case.state in ("taken", "wrap_up")), case
            assert case.state != "waiting" or case.adviser_id is None, case
            if case.way == "live" and case.conversation_id:
                conversation = conversations.get(connection, case.conversation_id)
                assert conversation is not None
                assert conversation.owner == OWNERS[case.state], case


def _said(database: Database) -> list[str]:
    with database.read() as connection:
        rows = [
            row
            for case in cases.where(connection)
            if case.conversation_id
            for row in outbox.since(connection, case.conversation_id)
        ]
    texts = [row.reply["words"]["plain"] for row in rows]
    return [text for text in texts if text.startswith("hello ")]


def _fill(database: Database) -> None:
    """Two advisers, and cases in every state."""
    now = SystemClock().now()
    with database.write() as connection:
        for login in ("sam", "kim", "pat"):
            details = {"name": login.title(), "role": "adviser", "safeguarding": False}
            accounts.add(connection, login=login, password_hash=hashed(PASSWORD), at=now, by="test", **details)  # type: ignore[arg-type]
        pat = accounts.find(connection, "pat")
        assert pat is not None
        for number in range(LIVE):
            work.open_live(
                connection,
                reference=f"NAV-LIVE{number:02d}",
                conversation_id=conversations.create(connection, "web", None, now).id,
                channel="web",
                category="money",
                name="",
                about="a payment",
                needs={},
                priority="routine",
                at=now,
                due_at=now + timedelta(minutes=10),
            )
        for number in range(CALLS):
            reference = f"NAV-CALL{number:02d}"
            made = {"conversation_id": None, "at": now, "promised_by": now + timedelta(hours=1)}
            details = {"kind": "call_back", "name": "", "contact": "07700 900123", "contact_kind": "phone", "about": ""}
            referrals.create(connection, reference=reference, **details, **made)  # type: ignore[arg-type]
            work.open_for_referral(connection, reference=reference, channel="web", category="x", needs={}, at=now)
        for case in cases.where(connection)[:3]:
            assert work.take(connection, case.id, pat, now, 9)
        taken = cases.where(connection)[:2]
        farewell = {"words": {"plain": "bye"}}
        for case in taken:
            work.finish(connection, case, pat, now, farewell=farewell, agreed="", rest=timedelta(minutes=3))
        work.close(connection, taken[0], pat, "resolved", now)
