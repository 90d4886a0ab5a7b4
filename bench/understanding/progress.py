"""A bar for each step of the run, on a terminal; a line each in a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class Bars:
    """Shows how far the run is, on standard error."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)

    def say(self, step: str) -> None:
        """A line."""
        self._console.print(f"{step} ...")

    @contextmanager
    def bar(self, what: str, total: int) -> Iterator[Callable[[], None]]:
        """A bar over so many steps; call what it gives after each."""
        columns = (
            TextColumn("{task.description:<34}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        if not sys.stderr.isatty():
            self.say(f"{what}: {total}")
        with Progress(*columns, console=self._console, disable=not sys.stderr.isatty()) as progress:
            task = progress.add_task(what, total=total)
            yield lambda: progress.advance(task)
