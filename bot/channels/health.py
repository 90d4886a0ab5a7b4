"""For whoever runs this: is it up, is it ready, and how much does it do."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.metrics import CONTENT_TYPE, Metrics
from bot.running import Running
from casework import inbox
from casework.desk import undelivered


class Health:
    """The routes /health/live, /health/ready and /metrics."""

    def __init__(self, running: Running, metrics: Metrics) -> None:
        self._running = running
        self._metrics = metrics

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/health/live", self.live),
            Route("/health/ready", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def live(self, request: Request) -> Response:
        """The process answers."""
        return JSONResponse({"status": "live"})

    async def ready(self, request: Request) -> Response:
        """Messages can be kept and answered."""
        if not self._running.engine.is_ready:
            return JSONResponse({"status": "not ready", "reason": "the engine is not answering"}, 503)
        if await asyncio.to_thread(self._waiting) is None:
            return JSONResponse({"status": "not ready", "reason": "the database is not answering"}, 503)
        return JSONResponse({"status": "ready"})

    async def metrics(self, request: Request) -> Response:
        """Counters and gauges for Prometheus."""
        waiting = await asyncio.to_thread(self._waiting)
        gauges = {
            "navigator_ready": ("Whether messages are being answered.", float(self._running.engine.is_ready)),
            "navigator_database_up": ("Whether the database answers.", float(waiting is not None)),
        }
        if waiting is not None:
            explanation = "Conversations with a message that waits for its answer (pending in the inbox)."
            gauges["navigator_inbox_pending_conversations"] = (explanation, float(waiting))
        lost = await asyncio.to_thread(self._undelivered)
        if lost is not None:
            texts, notices = lost
            explanation = "Texts to people that did not arrive and that nobody has looked at."
            gauges["navigator_texts_undelivered"] = (explanation, float(texts))
            explanation = "Notices to staff that were given up and not dealt with."
            gauges["navigator_notices_undelivered"] = (explanation, float(notices))
        return Response(self._metrics.as_text(gauges), headers={"Content-Type": CONTENT_TYPE})

    def _waiting(self) -> int | None:
        try:
            with self._running.services.database.read() as connection:
                return len(inbox.conversations_with_pending(connection))
        except SQLAlchemyError:
            return None

    def _undelivered(self) -> tuple[int, int] | None:
        try:
            with self._running.services.database.read() as connection:
                return undelivered.texts(connection), undelivered.notices(connection)
        except SQLAlchemyError:
            return None
