"""What keeps the desk's pages fresh: a short text that changes whenever the page would."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

from sqlalchemy.engine import Connection

from casework.desk import freshness

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
LOOKS = 50
"""After so many looks the stream ends, and the browser opens a new one: a proxy never holds a dead one for long."""


def state_of(connection: Connection, adviser_id: int, case_id: int | None) -> str:
    """The state of the queue, or of one case, as `<alerts>.<waiting>.<rest>`."""
    return freshness.of_case(connection, case_id) if case_id else freshness.of_queue(connection, adviser_id)


async def stream(look: Callable[[], str | None]) -> AsyncIterator[str]:
    """Events for EventSource: the state at once and whenever it changes. Ends when `look` says None (signed out)."""
    last = None
    yield "retry: 2000\n\n"
    for _ in range(LOOKS):
        state = await asyncio.to_thread(look)
        if state is None:
            yield "event: signed-out\ndata: -\n\n"
            return
        yield f"data: {state}\n\n" if state != last else ": still here\n\n"
        last = state
        await asyncio.sleep(EVERY_SECONDS)
