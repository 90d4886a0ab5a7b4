"""What several kinds of tests share. The model is built once for a test run (in var/, as `serve` would)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.build import build
from bot.paths import ROOT, State
from bot.running import Running, start
from common.clock import SettableClock

MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""A working day in opening hours."""


def quiet(step: str) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="session")
def built() -> State:
    """knowledge.db and the model, current."""
    state = State(ROOT / "var")
    build(state, quiet)
    return state


@contextmanager
def fresh(folder: Path) -> Iterator[Running]:
    """The assistant with an empty database and a clock that tests move."""
    started = start(folder, quiet, SettableClock(MONDAY_MORNING))
    yield started
    started.close()


@pytest.fixture(scope="session")
def running(built: State, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One that all tests share. A module whose tests move the clock by many days has one of its own, by this name."""
    with fresh(tmp_path_factory.mktemp("state")) as started:
        yield started


@pytest.fixture
def start_in(built: State) -> Iterator[Callable[[Path, datetime], Running]]:
    """Start an assistant on a state folder at a moment; all are closed after the test."""
    opened: list[Running] = []

    def open_it(folder: Path, at: datetime = MONDAY_MORNING) -> Running:
        opened.append(start(folder, quiet, SettableClock(at)))
        return opened[-1]

    yield open_it
    for each in opened:
        each.close()


KINDS = ("policy", "content", "contract", "flows", "faults", "scale", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first; those with a browser last: its driver keeps an event loop running in the tests' own thread."""
    items.sort(key=lambda item: KINDS.index(item.path.relative_to(ROOT / "tests").parts[0]))
