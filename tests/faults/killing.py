"""Kills a real server at random moments while people talk with it, restarts it, and counts what became of messages."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import func, select

from bot.paths import ROOT
from bot.running import open_database
from casework import progress, schema

SCRIPT = ("walk me through the steps", "skip", "can i pay my sister", "skip", "no", "thanks", "skip", "where was i")
"""What each person writes, over and over: a walk with digressions."""


@dataclass
class Server:
    """`./navigator serve` in a process of its own, on a state folder."""

    state: Path
    council_file: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        command = [sys.executable, "-W", "ignore", "-m", "bot.cli", "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--state", str(self.state)],
            cwd=ROOT,
            env=os.environ | {"RASA_TELEMETRY_ENABLED": "false", "NAVIGATOR_COUNCIL_FILE": str(self.council_file)},
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the server stopped by itself"
            try:
                if httpx.get(f"{self.address}/health/ready", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError("the server was not ready within two minutes")

    def kill(self) -> None:
        """`kill -9`."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Sender:
    """Somebody who sends a message again, with the same id, until it is answered."""

    server: Server
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))
    csrf: str = ""
    sent: int = 0

    def open(self) -> None:
        """Get the page, its cookie and its token."""
        page = self.client.get(f"{self.server.address}/chat").text
        self.csrf = page.split('name="csrf" value="')[1].split('"')[0]

    def say_next(self) -> None:
        """Send the next line of the script."""
        self.say(SCRIPT[self.sent % len(SCRIPT)])

    def say(self, text: str) -> str:
        """Send a text until it is answered; the outcome."""
        fields = {"client_message_id": uuid.uuid4().hex, "text": text}
        while True:
            try:
                headers = {"x-csrf-token": self.csrf, "origin": self.server.address}
                response = self.client.post(f"{self.server.address}/chat/messages", json=fields, headers=headers)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if response.status_code == 200 and not response.json()["pending"]:
                self.sent += 1
                return str(response.json()["outcome"])
            assert response.status_code in (200, 429, 503), response.text
            time.sleep(0.1)


@dataclass(frozen=True)
class Count:
    """What became of the messages. `kills_in_turns`: kills that left a message kept but not yet answered."""

    kills: int
    kills_in_turns: int
    sent: int
    answered_once: int
    lost: int
    doubled: int
    walks_off: int


def run(state: Path, kills: int, people: int = 3, seed: int = 1) -> Count:
    """Talk, kill and restart; then compare each walk with one that nobody disturbed."""
    rng = random.Random(seed)
    server = Server(state, council_file=council_that_never_tires(state))
    server.start()
    senders = [Sender(server) for _ in range(people)]
    for sender in senders:  # one after the other, so that conversations are in the order of their senders
        sender.open()
        sender.say_next()
    stop = threading.Event()
    threads = [threading.Thread(target=_talk, args=(sender, stop), daemon=True) for sender in senders]
    for thread in threads:
        thread.start()
    in_turns = 0
    for _ in range(kills):
        time.sleep(rng.uniform(0.2, 1.0))
        server.kill()
        in_turns += _pending(state) > 0
        server.start()
    stop.set()
    for thread in threads:
        thread.join(60)
    undisturbed = Sender(server)
    undisturbed.open()
    expected = [_walk(state, server, undisturbed, length) for length in sorted({sender.sent for sender in senders})]
    by_length = dict(expected)
    count = _count(state, senders, kills, in_turns, by_length)
    server.kill()
    return count


def council_that_never_tires(state: Path) -> Path:
    """council.yml without limits that a fast script would meet."""
    state.mkdir(parents=True, exist_ok=True)
    text = re.sub(r"(messages_per_minute_\w+: )\d+", r"\g<1>100000", (ROOT / "council.yml").read_text())
    file = state / "council.yml"
    file.write_text(text)
    return file


def _talk(sender: Sender, stop: threading.Event) -> None:
    while not stop.is_set():
        sender.say_next()


def _walk(state: Path, server: Server, sender: Sender, length: int) -> tuple[int, object]:
    while sender.sent < length:
        sender.say_next()
    return length, _progress(state, _conversations(state)[-1])


def _conversations(state: Path) -> list[str]:
    database = open_database(state)
    with database.read() as connection:
        table = schema.conversation
        found = list(connection.execute(select(table.c.id).order_by(table.c.created_at)).scalars())
    database.close()
    return found


def _progress(state: Path, conversation_id: str) -> object:
    database = open_database(state)
    with database.read() as connection:
        found = progress.load(connection, conversation_id, "steps")
    database.close()
    return found


def _pending(state: Path) -> int:
    database = open_database(state)
    with database.read() as connection:
        waiting = connection.execute(select(func.count()).where(schema.inbox.c.done_at.is_(None))).scalar_one()
    database.close()
    return int(waiting)


def _count(state: Path, senders: list[Sender], kills: int, in_turns: int, walks: dict[int, object]) -> Count:
    database = open_database(state)
    once = lost = doubled = walks_off = 0
    for conversation_id, sender in zip(_conversations(state), senders, strict=False):
        with database.read() as connection:
            inbox, outbox = schema.inbox.c, schema.outbox.c
            of_this = inbox.conversation_id == conversation_id
            rows = connection.execute(select(inbox.id, inbox.done_at).where(of_this)).all()
            turns = connection.execute(
                select(schema.conversation.c.turn).where(schema.conversation.c.id == conversation_id)
            ).scalar_one()
            for row in rows:
                first = select(func.count()).where(outbox.inbox_id == row.id, outbox.position == 0)
                answers = connection.execute(first).scalar_one()
                once += answers == 1 and row.done_at is not None
                lost += answers == 0
        lost += max(sender.sent - len(rows), 0)
        doubled += max(len(rows) - sender.sent, 0) + max(turns - len(rows), 0)
        walks_off += _progress(state, conversation_id) != walks[sender.sent]
    database.close()
    return Count(kills, in_turns, sum(sender.sent for sender in senders), once, lost, doubled, walks_off)


if __name__ == "__main__":
    print(run(Path(sys.argv[1]), int(sys.argv[2])))
