"""`kill -9` at random moments: after a restart each message has exactly one answer, and walks are where they were."""

from pathlib import Path

from bot.paths import State
from tests.faults.killing import run


def test_a_killed_server_loses_and_doubles_nothing(built: State, tmp_path: Path) -> None:
    count = run(tmp_path, kills=4)
    assert count.sent > 0
    assert (count.lost, count.doubled, count.walks_off) == (0, 0, 0)
    assert count.answered_once == count.sent
