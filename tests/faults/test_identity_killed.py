"""`kill -9` while somebody proves who they are: a restart gives nobody a new try, a second use or a second code."""

import re
import time
from pathlib import Path

import pytest

from bot.paths import State
from bot.running import open_database
from common.outcomes import Outcome
from tests.faults.killing import Sender, Server, council_that_never_tires
from tests.identity_records import load_people

PROOF = ("how much have i got left", "EX1001", "3/3/1956")


def meet(server: Server) -> Sender:
    sender = Sender(server)
    sender.open()
    return sender


def code_sent(state: Path, but_not: set[str]) -> str:
    """The code that a demonstration puts into a file, once it is there."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for file in (state / "outgoing").glob("*.txt"):
            found = re.search(r"\b\d{6}\b", file.read_text())
            if found and found[0] not in but_not:
                return found[0]
        time.sleep(0.05)
    raise AssertionError("no code came")


def again(server: Server) -> None:
    server.kill()
    server.start()


@pytest.fixture
def server(built: State, tmp_path: Path) -> Server:
    database = open_database(tmp_path)
    load_people(database)
    database.close()
    made = Server(tmp_path, council_that_never_tires(tmp_path))
    made.start()
    return made


def test_a_killed_server_resets_nothing(server: Server) -> None:
    ash, thief = meet(server), meet(server)
    assert [ash.say(text) for text in PROOF] == [Outcome.IDENTITY_NEEDED] * 3
    code = code_sent(server.state, set())
    again(server)
    assert ash.say(code) == Outcome.BALANCE_SHOWN
    assert [thief.say(text) for text in PROOF] == [Outcome.IDENTITY_NEEDED] * 3
    second = code_sent(server.state, {code})
    wrong = [str((int(second) + add) % 10**6).zfill(6) for add in range(1, 5)]
    assert [thief.say(each) for each in (code, *wrong[:2])] == [Outcome.IDENTITY_NEEDED] * 3  # one was used before
    again(server)
    assert ash.say("how much have i got left") == Outcome.BALANCE_SHOWN  # for fifteen minutes, and only there
    assert [thief.say(each) for each in wrong[2:]] == [Outcome.IDENTITY_NEEDED, Outcome.IDENTITY_REFUSED]
    assert thief.say("how much have i got left") == Outcome.IDENTITY_REFUSED
    assert thief.say(second) != Outcome.BALANCE_SHOWN
    server.kill()
