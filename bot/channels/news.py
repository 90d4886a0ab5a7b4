"""What was said since a page was shown: pushed as server-sent events, or asked for again and again.

The events carry no words: they only say that there is news, and the page fetches it as HTML, once.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.channels.chat import WebChat
from bot.channels.pages import Pages
from bot.channels.rates import Rate
from bot.channels.sessions import Session, read_session
from bot.channels.shown import shown
from casework.watching import Mark

LOOK_SECONDS = 1.0
STREAM_SECONDS = 240.0
"""How long a stream stays open: the browser then opens a new one. Proxies often end quiet ones after five minutes."""
BEAT_SECONDS = 15.0
STREAMS_OF_A_SESSION = 4
STREAMS = 300
"""At once, in one process. Beyond either limit a page asks again and again instead, which is slower but works."""
LOOKS_A_MINUTE = 120

CHAT_HEADER = "X-Navigator-Chat"
"""`none`: there is no chat, or not any more; `no-cookie`: the browser sent none."""

_NO_STORE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class News:
    """GET /chat/events and GET /chat/news."""

    def __init__(self, chat: WebChat, pages: Pages) -> None:
        self._chat = chat
        self._pages = pages
        self._open: Counter[str] = Counter()
        self._rate = Rate(LOOKS_A_MINUTE)
        self._is_stopping = False

    def routes(self) -> list[BaseRoute]:
        """Both."""
        return [Route("/chat/events", self.events), Route("/chat/news", self.news)]

    def stop(self) -> None:
        """End all streams, so that the server can stop; browsers come back to the next one."""
        self._is_stopping = True

    async def events(self, request: Request) -> Response:
        """A stream with an event whenever something new was said. `after`: the newest reply that the page has."""
        session, after = read_session(request), _number(request, "after")
        if session is None or after is None:
            return Response(status_code=204, headers=_NO_STORE)  # which tells a browser not to come back
        key = session.token_hash
        is_full = self._open[key] >= STREAMS_OF_A_SESSION or self._open.total() >= STREAMS
        if is_full or not self._rate.allows(key) or self._is_stopping:
            return Response(status_code=429, headers=_NO_STORE | {"Retry-After": "30"})
        return StreamingResponse(self._stream(session, after), media_type="text/event-stream", headers=_NO_STORE)

    async def news(self, request: Request) -> Response:
        """The messages after the reply `after`, as HTML; 204 when there are none, and why (X-Navigator-Chat)."""
        session, after = read_session(request), _number(request, "after")
        if after is None:
            return Response(status_code=400, headers=_NO_STORE)
        if session is None:
            return Response(status_code=204, headers=_NO_STORE | {CHAT_HEADER: "no-cookie"})
        if not self._rate.allows(session.token_hash):
            return Response(status_code=429, headers=_NO_STORE | {"Retry-After": "30"})
        conversation, transcript = await asyncio.to_thread(self._chat.look, session)
        if conversation is None:
            return Response(status_code=204, headers=_NO_STORE | {CHAT_HEADER: "none"})
        newer = transcript.after(after)
        if not newer:
            return Response(status_code=204, headers=_NO_STORE)
        values = shown(conversation.register, newer, transcript.is_pending, self._chat.today())
        return self._pages.page("messages.html", **values)

    async def _stream(self, session: Session, after: int) -> AsyncIterator[str]:
        key, clock = session.token_hash, asyncio.get_running_loop().time
        self._open[key] += 1
        try:
            end = clock() + STREAM_SECONDS
            beat = clock() + BEAT_SECONDS
            yield "retry: 2000\n\n"
            seen: Mark | None = None
            is_first = True
            while not self._is_stopping and clock() < end:
                now = await asyncio.to_thread(self._chat.mark, session)
                is_behind = now is not None and now.said > after
                if (is_first and is_behind) or (not is_first and now != seen):
                    yield f"event: news\ndata: {now.said if now else -1}\n\n"
                    beat = clock() + BEAT_SECONDS
                elif clock() >= beat:
                    yield ": still here\n\n"
                    beat = clock() + BEAT_SECONDS
                seen, is_first = now, False
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            self._open[key] -= 1
            if self._open[key] <= 0:
                del self._open[key]


def _number(request: Request, name: str) -> int | None:
    """A whole number of the address; 0 when it is missing, None when it is something else."""
    text = request.query_params.get(name, "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
