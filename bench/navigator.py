"""Navigator as it is: its server, and `talk --json`, which says what each turn took by itself."""

import html
import json
import os
import re
import shutil
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import yaml

from bench.environment import HOME, NAVIGATOR, ROOT
from bench.measures import MB, folder_mb
from bench.subjects import HOST, Answer, Failed, Kind, Process, free_port, request

BUILD_SECONDS = 900.0
STATE = HOME / "navigator" / "server"
BUILT = ("knowledge.db", "model.tar.gz", "model.version")
NO_LIMIT = 1_000_000
_CSRF = re.compile(r"""name=["']csrf["'][^>]*?value=["']([^"']+)|value=["']([^"']+)["'][^>]*?name=["']csrf["']""")
_NOT_ANSWERED = {"refused", "error", "not_understood", None}


def _environment() -> dict[str, str]:
    """The council's file as it is, but for the limits on how fast one person or address may write."""
    council = yaml.safe_load((ROOT / "council.yml").read_text(encoding="utf-8"))
    council["limits"] |= {"messages_per_minute_conversation": NO_LIMIT, "messages_per_minute_address": NO_LIMIT}
    file = HOME / "navigator" / "council.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(council, allow_unicode=True), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAVIGATOR_")}
    return kept | {"NAVIGATOR_COUNCIL_FILE": str(file), "PYTHONWARNINGS": "ignore"}


def _run(arguments: list[str], state: Path, log: str, piped: bool = False) -> Process:
    command: list[str | Path] = [NAVIGATOR.python, "-m", "bot.cli", *arguments, "--state", str(state)]
    return Process(command, ROOT, _environment(), HOME / "navigator" / log, piped)


def _built_again(process: Process | None) -> str:
    """It does so when the content or the program has changed since it was built."""
    if process is None or "Training the model" not in process.log.read_text(encoding="utf-8", errors="replace"):
        return ""
    return "a start includes training, because something was edited during the run: measure it again"


def _answer(seconds: float, replies: list[dict[str, Any]], outcome: str | None, own_ms: float | None = None) -> Answer:
    text = " ".join(str(reply.get("text") or "") for reply in replies).strip()
    kind: Kind = "plain" if outcome == "social" else "action"
    return Answer(seconds, "none" if outcome in _NOT_ANSWERED or not text else kind, text, own_ms)


class NavigatorServer:
    """`./navigator serve` on a free port, with its files on the disk."""

    key = "navigator"
    title = "Navigator"
    many_at_once = True
    refuses_big = ""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._port = 0
        self._sessions: dict[str, dict[str, str]] = {}

    def size_mb(self) -> float:
        """The environment, the program with its content and encoder, and what is built."""
        program = sum(
            folder_mb(ROOT / part) for part in ("common", "language", "knowledge", "casework", "actions", "bot")
        )
        built = sum((STATE / name).stat().st_size for name in BUILT if (STATE / name).exists())
        return folder_mb(NAVIGATOR.folder) + program + built / MB

    def train(self) -> float:
        """`./navigator build` with nothing there: the search index and the Rasa model."""
        shutil.rmtree(STATE, ignore_errors=True)
        began = time.perf_counter()
        self.prepare()
        return time.perf_counter() - began

    def prepare(self) -> None:
        """`./navigator build`: does nothing when all is current."""
        building = _run(["build"], STATE, "build.log")
        try:
            building.wait(BUILD_SECONDS)
        finally:
            building.stop()

    def start(self) -> None:
        """One process."""
        self._port = free_port()
        self._sessions = {}
        self._process = _run(["serve", "--host", HOST, "--port", str(self._port)], STATE, "serve.log")

    def remark(self) -> str:
        """Whether it built something first."""
        return _built_again(self._process)

    def open(self, sender: str) -> None:
        """Open the chat page: it gives the cookie and the proof that a message comes from it."""
        if sender in self._sessions:
            return
        page = request(self._port, "/chat", 30)
        proof, cookie = _CSRF.search(page.body), page.headers.get("set-cookie", "")
        if page.status != 200 or not proof or not cookie:
            raise ConnectionError(f"the chat page came with {page.status}")
        csrf = html.unescape(proof[1] or proof[2])
        self._sessions[sender] = {"Cookie": cookie.partition(";")[0], "X-CSRF-Token": csrf}

    def ask(self, sender: str, text: str, timeout: float) -> Answer:
        """POST /chat/messages, which answers when the turn is kept. Later than it waits counts as failed."""
        assert self._process is not None, "start() it first"
        self._process.check()
        self.open(sender)
        began = time.perf_counter()
        fields = {"client_message_id": uuid.uuid4().hex, "text": text}
        response = request(self._port, "/chat/messages", timeout, fields, self._sessions[sender])
        said = response.json()
        if "messages" not in said:
            raise Failed(f"the server answered with {response.status}: {response.body[:200]}")
        if said["pending"]:
            raise Failed(f"no answer after {time.perf_counter() - began:.0f} s")
        replies = [message for message in said["messages"] if message["from"] == "navigator"]
        return _answer(time.perf_counter() - began, replies, said["outcome"])

    def pids(self) -> list[int]:
        """The server."""
        return self._process.pids() if self._process else []

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.stop()
        self._process = None


class NavigatorTalk:
    """`./navigator talk --json`: the same engine and stores without HTTP, one message at a time."""

    key = "talk"
    title = "Navigator, talk --json"
    many_at_once = False
    refuses_big = ""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._state = HOME / "navigator" / "talk"

    def size_mb(self) -> None:
        """Said once, for the server."""

    def train(self) -> None:
        """Nothing of its own."""
        self.prepare()

    def prepare(self) -> None:
        """Take over what the server has built, with no conversations."""
        shutil.rmtree(self._state, ignore_errors=True)
        self._state.mkdir(parents=True)
        for name in BUILT:
            shutil.copy(STATE / name, self._state / name)

    def start(self) -> None:
        """One process that reads messages from a pipe."""
        self._process = _run(["talk", "--json"], self._state, "talk.log", piped=True)

    def remark(self) -> str:
        """Whether it built something first."""
        return _built_again(self._process)

    def open(self, sender: str) -> None:
        """Nothing: the first message begins a conversation."""

    def ask(self, sender: str, text: str, timeout: float) -> Answer:
        """One line in, one line out."""
        assert self._process is not None, "start() it first"
        popen = self._process.popen
        assert popen.stdin is not None
        assert popen.stdout is not None
        watch = threading.Timer(timeout, popen.kill)
        watch.start()
        began = time.perf_counter()
        try:
            popen.stdin.write(json.dumps({"sender": sender, "text": text}).encode() + b"\n")
            popen.stdin.flush()
            line = popen.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            watch.cancel()
        seconds = time.perf_counter() - began
        if not line:
            raise Failed(f"talk --json ended, or took longer than {timeout:.0f} s: {self._process.tail()}")
        said = json.loads(line)
        return _answer(seconds, said["replies"], said["outcome"], said["ms"])

    def pids(self) -> list[int]:
        """The process."""
        return self._process.pids() if self._process else []

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.stop()
        self._process = None
