"""Measures script mode through a real server: how long each kind of action takes, with the page that it leads to.

.venv/bin/python -m tests.scale.script_actions 12
"""

import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import httpx

from bot.desk.passwords import hashed
from bot.paths import ROOT
from bot.running import open_database
from casework.desk import accounts
from common.clock import SystemClock
from tests.faults.killing import Server

PASSWORD = "correct horse battery"
SAID = ("can i pay my sister to care for me", "what is a direct payment", "my mum wants a personal health budget")


class Call:
    """An adviser's browser in script mode."""

    def __init__(self, client: httpx.Client, times: dict[str, list[float]]) -> None:
        self._client = client
        self._times = times
        self.page = ""
        self.address = ""

    def get(self, what: str, path: str, **query: str) -> str:
        """Open a page and note how long it took."""
        return self._timed(what, self._client.build_request("GET", path, params=query))

    def post(self, what: str, path: str, **fields: str) -> None:
        """Send a form of the page at hand, and keep the page that it leads to."""
        hidden = re.findall(r'name="(csrf|message_id)" value="([^"]*)"', self.page)
        self.page = self._timed(what, self._client.build_request("POST", path, data=dict(hidden) | fields))

    def first(self, name: str) -> str:
        """The value of the first button of a name."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found is not None, name
        return found[1]

    def _timed(self, what: str, request: httpx.Request) -> str:
        began = time.perf_counter()
        response = self._client.send(request)
        self._times[what].append((time.perf_counter() - began) * 1000)
        assert response.status_code < 400, (what, response.status_code)
        self.address = response.url.path
        return response.text


def one_call(call: Call, number: int) -> None:
    """A contact from its start to its case note."""
    call.page = call.get("list of contacts", "/adviser/script")
    call.post("start a contact", "/adviser/script/start", kind="phone", case_reference="X1")
    contact = call.address
    for words in SAID:
        call.post("type what they say", f"{contact}/say", words=words)
    call.post("jump to a step", f"{contact}/say", jump=str(number % 7 + 1))
    for _ in range(2):
        call.post("press a choice", f"{contact}/say", choice=call.first("choice"))
    found = call.get("search as you type", f"{contact}/search", q="holiday")
    answer = re.findall(r'name="jump" value="([^"]*)"', found)[0]
    call.post("read an answer out", f"{contact}/say", jump=answer)
    call.post("keep a note", f"{contact}/note", note="Letter came in March")
    call.post("keep an action", f"{contact}/action", action="Send the form", owner="Sam", due_on="2030-12-02")
    call.post("back", f"{contact}/say", jump="back")
    call.page = call.get("load the page", contact)
    call.post("close, and case note", f"{contact}/close")
    call.get("case note as text", f"{contact}/note.txt")
    call.get("case note as PDF", f"{contact}/note.pdf")
    call.get("print all steps", "/adviser/script/print")


def measure(state: Path, calls: int) -> dict[str, list[float]]:
    """Milliseconds by kind of action."""
    times: dict[str, list[float]] = defaultdict(list)
    server = Server(state, ROOT / "council.yml")
    server.start()
    database = open_database(state)
    with database.write() as connection:
        accounts.add(
            connection, login="sam", name="Sam", role="adviser", safeguarding=False, password_hash=hashed(PASSWORD),
            at=SystemClock().now(), by="measure",
        )  # fmt: skip
    database.close()
    with httpx.Client(base_url=server.address, follow_redirects=True, timeout=30) as client:
        client.post("/adviser/sign-in", data={"login": "sam", "password": PASSWORD})
        for number in range(calls):
            one_call(Call(client, times), number)
    server.kill()
    return times


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for what, found in measure(Path(name), int(sys.argv[1])).items():
            ordered = sorted(found)
            late = ordered[int(len(ordered) * 0.95)]
            print(f"{what}: p50 {statistics.median(ordered):.0f}, p95 {late:.0f}, longest {ordered[-1]:.0f} ms")
