"""`./navigator sms-simulator`: a phone to try texting with. All but the network is the real thing."""

import asyncio
import sys
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.build import Progress
from bot.channels.bodies import BadBody, read_body
from bot.channels.pages import Pages
from bot.channels.sessions import is_from_elsewhere
from bot.texts.making import TextsSetUp
from bot.texts.played import Bubble, Phones
from bot.texts.provider import Incoming
from common.phones import international

if TYPE_CHECKING:
    from bot.running import Running

NUMBER = "+447700900123"
"""From the range that is kept for films."""
WAIT_SECONDS = 8.0


def text_from(running: "Running", phones: Phones, number: str, words: str) -> None:
    """Text the assistant from a phone, through the channel that providers use, and wait a little for the answer."""
    phones.add(number, Bubble(False, words, running.clock.now()))
    taken = running.receiver.receive(Incoming("simulator", uuid.uuid4().hex, number, words))
    if taken.conversation_id is not None:
        running.engine.submit(taken.conversation_id).result(timeout=60)
    running.texts.work()
    phones.wait_for_answer(number, WAIT_SECONDS)


def with_phones(running: "Running") -> Phones:
    """Have texts land on phones here. Before anything was sent."""
    phones = Phones(running.clock.now)
    running.texts_set_up = TextsSetUp(phones)
    return phones


class SimulatorPages:
    """One page: a phone."""

    def __init__(self, running: "Running", phones: Phones) -> None:
        self._running = running
        self._phones = phones
        self._pages = Pages(running.services.settings)

    def routes(self) -> list[Route]:
        """The page, and sending."""
        return [Route("/phone", self.show), Route("/phone", self.send, methods=["POST"])]

    async def show(self, request: Request) -> Response:
        """The texts of a number."""
        number = international(request.query_params.get("number", "")) or NUMBER
        return self._pages.page("phone.html", number=number, texts=self._phones.texts.get(number, []))

    async def send(self, request: Request) -> Response:
        """Text the assistant."""
        if is_from_elsewhere(request):
            return Response(status_code=403)
        try:
            fields = (await read_body(request, 65_536)).fields
        except (BadBody, TimeoutError):
            return Response(status_code=400)
        number, words = international(fields.get("number", "")) or NUMBER, fields.get("words", "")
        if words.strip():
            await asyncio.to_thread(text_from, self._running, self._phones, number, words)
        return RedirectResponse(f"/phone?number={number.replace('+', '%2B')}#latest", 303)


def serve_phone(start: "Callable[[], Running]", port: int, progress: Progress) -> None:
    """Serve the page on this machine until it is told to stop. Raises PortTaken, and whatever `start` raises."""
    from bot.server import serve

    def begin() -> "Running":
        running = start()
        running.more_routes = SimulatorPages(running, with_phones(running)).routes()
        progress(f"A phone to text with: http://127.0.0.1:{port}/phone")
        return running

    serve(begin, "127.0.0.1", port, progress)


def in_terminal(running: "Running") -> None:
    """Text line by line, until the input ends."""
    phones = with_phones(running)
    try:
        for line in sys.stdin:
            if not line.strip():
                continue
            before = len(phones.texts.get(NUMBER, [])) + 1
            text_from(running, phones, NUMBER, line.strip())
            for bubble in phones.texts[NUMBER][before:]:
                print(
                    f"[{bubble.parts} part{'s' * (bubble.parts > 1)}, {bubble.characters}] {bubble.words}", flush=True
                )
    finally:
        running.texts.close()
        running.close()
