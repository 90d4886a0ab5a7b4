"""Around every request: safe headers, an access log without anybody's words, and no stack trace to anybody."""

import logging
import time
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.looks import look, look_of, may_be_framed
from bot.channels.pages import Pages
from common.errors import describe_without_data

logger = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Shield:
    """The outermost layer. What raises inside is logged by type and place only: its message may quote a person."""

    def __init__(self, app: ASGIApp, pages: Pages, origins: Sequence[str] = ()) -> None:
        """`origins`: websites that may show the chat and the pages around it in a frame."""
        self._app = app
        self._pages = pages
        rule = "Content-Security-Policy"
        own = "frame-ancestors 'self'"
        self._framed = {**HEADERS, rule: HEADERS[rule].replace(own, " ".join((own, *origins)))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0
        headers = self._framed if may_be_framed(scope["path"]) else HEADERS
        look.set(look_of(scope))

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(headers)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            logger.error("%s failed: %s", scope["path"], describe_without_data(error))
            if status == 0:
                await self._pages.page("error.html", 500)(scope, receive, send_with_headers)
        finally:
            elapsed = (time.perf_counter() - started) * 1000
            logger.info("%s %s %d %.0f ms", scope["method"], printable_path(scope["path"]), status, elapsed)


def printable_path(path: str) -> str:
    """A path for a log line: one line of it, and not a long one."""
    return path[:100].encode("unicode_escape").decode()
