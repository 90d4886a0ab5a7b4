"""One turn at a time in each conversation. A lock saves work; the guard in the commit gives correctness."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa.core.lock_store import LockStore


class ConversationLocks(LockStore):
    """asyncio locks for the conversations of this process; the least recently used idle ones are dropped.

    Rasa's in-memory lock polls once a second, its Redis lock lets two processes in.
    """

    def __init__(self, keep: int = 10_000) -> None:
        self._locks: OrderedDict[str, asyncio.Lock] = OrderedDict()
        self._keep = keep

    @asynccontextmanager
    async def lock(self, conversation_id: str, *_: object, **__: object) -> AsyncIterator[None]:
        """Hold the conversation. Waiters are let in in the order in which they came."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._locks.move_to_end(conversation_id)
        async with lock:
            yield
        while len(self._locks) > self._keep:
            oldest = next(iter(self._locks))
            if self._locks[oldest].locked():
                break
            del self._locks[oldest]
