"""What is measured: something that can be trained, started, asked and stopped."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from bench.measures import family

HOST = "127.0.0.1"
"""All traffic stays on this machine."""

Kind = Literal["action", "plain", "none"]


@dataclass(frozen=True)
class Answer:
    """How a message was answered: with a custom action's reply, a plain one, or not.

    `seconds`: from sending to the whole reply, as the client sees it. `own_ms`: what the assistant says it took itself.
    """

    seconds: float
    kind: Kind
    text: str
    own_ms: float | None = None


class Subject(Protocol):
    """A column of the report. Methods raise OSError, TimeoutError or Failed when it does not work."""

    key: str
    title: str
    many_at_once: bool
    """Whether several people can be served at once."""
    refuses_big: str
    """Why it is not sent the 1 MB message; empty if it is."""

    def size_mb(self) -> float | None:
        """Installed size."""

    def train(self) -> float | None:
        """Train from scratch; the seconds it took, None if it takes over what another one has trained."""

    def prepare(self) -> None:
        """Make sure that there is a model, without measuring it: for runs that do not train."""

    def start(self) -> None:
        """Start its processes; does not wait for them."""

    def remark(self) -> str:
        """What was out of the ordinary about its last start; empty if nothing was."""

    def open(self, sender: str) -> None:
        """What a client does before a person's first message."""

    def ask(self, sender: str, text: str, timeout: float) -> Answer:
        """Send one message and wait for its reply (seconds)."""

    def pids(self) -> list[int]:
        """All its processes."""

    def stop(self) -> None:
        """End its processes. Harmless when there are none."""


class Failed(Exception):
    """A subject did not do what it was asked; the message says what happened."""


class Process:
    """A process with a group of its own, so that it ends together with its children. Its output goes to a log file."""

    def __init__(
        self, command: list[str | Path], cwd: Path, environment: Mapping[str, str], log: Path, piped: bool = False
    ):
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        pipe = subprocess.PIPE if piped else None
        with log.open("wb") as output:
            self.popen = subprocess.Popen(  # noqa: S603
                command,
                cwd=cwd,
                env=dict(environment),
                stdin=pipe or subprocess.DEVNULL,
                stdout=pipe or output,
                stderr=output,
                start_new_session=True,
            )

    def pids(self) -> list[int]:
        """The process and its descendants."""
        return family(self.popen.pid)

    def check(self) -> None:
        """Raises Failed when it has ended."""
        if self.popen.poll() is not None:
            raise Failed(f"a process ended with {self.popen.returncode}: {self.tail()}")

    def tail(self) -> str:
        """The last lines that it wrote."""
        return " / ".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-4:])

    def wait(self, timeout: float) -> None:
        """Wait for it to finish its work. Raises Failed when that went wrong or took too long (seconds)."""
        try:
            code = self.popen.wait(timeout)
        except subprocess.TimeoutExpired:
            self.stop()
            raise Failed(f"it took longer than {timeout:.0f} s") from None
        if code != 0:
            raise Failed(f"it ended with {code}: {self.tail()}")

    def stop(self) -> None:
        """Ask the group to end, and make it after five seconds."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.popen.pid, sign)
                self.popen.wait(5)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        for stream in (self.popen.stdin, self.popen.stdout):
            if stream:
                stream.close()


@dataclass(frozen=True)
class Response:
    """An HTTP response; header names in small letters; `seconds` from connecting to the last byte."""

    status: int
    body: str
    headers: Mapping[str, str]
    seconds: float

    def json(self) -> Any:
        """The body, read. Raises ValueError."""
        return json.loads(self.body)


def request(
    port: int, path: str, timeout: float, fields: object = None, headers: Mapping[str, str] | None = None
) -> Response:
    """One request on its own connection: GET, or POST when there are `fields` (sent as JSON). Raises OSError."""
    body = None if fields is None else json.dumps(fields)
    all_headers = dict(headers or {}) | ({"Content-Type": "application/json"} if body else {})
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    began = time.perf_counter()
    try:
        connection.request("POST" if body else "GET", path, body, all_headers)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
    except http.client.HTTPException as error:
        raise ConnectionError(f"no proper HTTP response: {error!r}") from error
    finally:
        connection.close()
    named = {name.lower(): value for name, value in response.getheaders()}
    return Response(response.status, text, named, time.perf_counter() - began)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
