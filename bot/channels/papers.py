"""PDF files as responses: made beside the event loop, a few at a time, and given up when they take too long."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import typst
from starlette.responses import Response

from bot.channels.pages import Pages

logger = logging.getLogger(__name__)

AT_ONCE = 2
SECONDS = 10.0
MOST_BYTES = 2_000_000


class Papers:
    """Makes papers in threads of its own: one that hangs takes no other part of the site with it."""

    def __init__(self, pages: Pages, seconds: float = SECONDS, most_bytes: int = MOST_BYTES) -> None:
        self._pages = pages
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="papers")

    async def response(self, make: Callable[[], bytes], name: str) -> Response:
        """The file that `make` makes, to be kept under a name; no cache keeps it.

        A page that says so (503) when it can't be made, takes too long or gets too big.
        """
        work = asyncio.get_running_loop().run_in_executor(self._threads, make)
        try:
            paper = await asyncio.wait_for(work, self._seconds)
        except (TimeoutError, typst.TypstError) as error:
            logger.error("a paper could not be made: %s", type(error).__name__)
            return self._pages.page("no_paper.html", 503)
        if len(paper) > self._most_bytes:
            logger.error("a paper would have %d bytes", len(paper))
            return self._pages.page("no_paper.html", 503)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(paper, media_type="application/pdf", headers=headers)
