"""The engine: Rasa's Agent in a thread and loop of its own, fed from the inbox.

A turn never yields for long, so on the web server's loop it would starve everything else.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from actions.services import Services
from bot.engine.results import TurnResult
from casework import inbox

if TYPE_CHECKING:
    from bot.engine.turns import TurnRunner  # imports Rasa, which the engine's own thread does

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
"""How often the inbox is looked through for messages that nobody handed over (left by a crash or a busy database)."""


class Engine:
    """Answers inbox messages, in order within a conversation."""

    def __init__(self, model: Path, services: Services) -> None:
        self._model = model
        self._services = services
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._stopping: asyncio.Event | None = None
        self._runner: TurnRunner | None = None
        self._on_turn: list[Callable[[str], None]] = []

    def start(self, timeout: float = 120.0) -> None:
        """Load the model and begin to answer. Raises what loading raised, or TimeoutError (seconds)."""
        self._thread.start()
        if not self._ready.wait(timeout):
            raise TimeoutError("the model took too long to load")
        if self._failure is not None:
            raise self._failure

    @property
    def is_ready(self) -> bool:
        """Whether messages are being answered."""
        return self._ready.is_set() and self._failure is None and self._thread.is_alive()

    def on_turn(self, callback: Callable[[str], None]) -> None:
        """Call `callback(conversation_id)` in the engine's thread after each commit."""
        self._on_turn.append(callback)

    def submit(self, conversation_id: str) -> "Future[TurnResult | None]":
        """Work through a conversation's pending messages; resolves to the last turn's result."""
        assert self._loop is not None, "start() the engine first"
        return asyncio.run_coroutine_threadsafe(self._work(conversation_id), self._loop)

    def stop(self, timeout: float = 10.0) -> None:
        """Finish the turn under way and stop. What is pending stays in the inbox. Stopping twice does nothing more."""
        if self._loop is not None and self._stopping is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(timeout)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:  # handed to start(), which raises it where somebody sees it
            self._failure = error
            self._ready.set()

    async def _main(self) -> None:
        from bot.engine.loading import load_runner  # the slow imports happen in this thread

        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._runner, self._locks = load_runner(self._model, self._services)
        self._ready.set()
        waiting: frozenset[str] | None = None
        while not self._stopping.is_set():
            waiting = await self._sweep(waiting)
            try:
                await asyncio.wait_for(self._stopping.wait(), SWEEP_SECONDS)
            except TimeoutError:
                continue

    async def _sweep(self, waited: frozenset[str] | None) -> frozenset[str]:
        """Work through what was left behind; returns the conversations that wait now.

        waited: those that waited at the last sweep, None at the first, when nobody can have been answered yet. One that
        did not wait then has a message that just came, and its channel waits for the answer to it.
        """
        try:
            with self._services.database.read() as connection:
                waiting = inbox.conversations_with_pending(connection)
            for conversation_id in waiting:
                if waited is None or conversation_id in waited:
                    await self._work(conversation_id, left_behind=True)
            return frozenset(waiting)
        except Exception as error:
            logger.error("could not look through the inbox: %s", type(error).__name__)
            return waited or frozenset()

    async def _work(self, conversation_id: str, left_behind: bool = False) -> TurnResult | None:
        """Answer what is pending. What was left behind is counted first: no message may kill the process for ever."""
        assert self._runner is not None
        result: TurnResult | None = None
        async with self._locks.lock(conversation_id):
            with self._services.database.read() as connection:
                rows = inbox.pending(connection, conversation_id)
            for row in rows:
                if left_behind:
                    with self._services.database.write() as connection:
                        inbox.mark_attempt(connection, row.id)
                result = await self._runner.run(row)
                for callback in self._on_turn:
                    callback(conversation_id)
        return result
