"""A copy of the chat to keep: as a web page, as text, or in an email that the person's own mail program writes."""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.chat import WebChat
from bot.channels.markup import said_at
from bot.channels.pages import Pages
from bot.channels.sessions import read_session
from bot.channels.transcript import FromYou, Transcript
from bot.rendering import as_text
from casework.schema import Register

MAIL_CHARACTERS = 1800
"""Longer addresses are cut or refused by some mail programs. A longer chat is downloaded, and put in with the email."""

_HIDDEN = "(Hidden, to keep it private.)"
_GONE = "(We deleted these words, as we said we would.)"


class Keeping:
    """/chat/keep, /chat/copy.txt and /chat/copy.html."""

    def __init__(self, chat: WebChat, pages: Pages) -> None:
        self._chat = chat
        self._pages = pages

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/chat/keep", self.ways),
            Route("/chat/copy.txt", self.text),
            Route("/chat/copy.html", self.html),
        ]

    async def ways(self, request: Request) -> Response:
        """How to keep a copy."""
        register, transcript = await self._read(request)
        address = f"mailto:?subject={quote('My chat with Navigator')}&body={quote(self._as_text(register, transcript))}"
        mail = address if len(address) <= MAIL_CHARACTERS else ""
        return self._pages.page("keep.html", has_messages=bool(transcript.messages), mail=mail)

    async def text(self, request: Request) -> Response:
        """As text."""
        register, transcript = await self._read(request)
        words = self._as_text(register, transcript)
        return Response(words, media_type="text/plain; charset=utf-8", headers=_as_file("my-chat.txt"))

    async def html(self, request: Request) -> Response:
        """As a web page that needs nothing else: it can be opened without a network."""
        register, transcript = await self._read(request)
        today = self._chat.today()
        page = self._pages.html("kept.html", messages=transcript.messages, register=register, today=today)
        return Response(page, media_type="text/html; charset=utf-8", headers=_as_file("my-chat.html"))

    async def _read(self, request: Request) -> tuple[Register, Transcript]:
        conversation, transcript = await asyncio.to_thread(self._chat.look, read_session(request))
        return conversation.register if conversation else "plain", transcript

    def _as_text(self, register: Register, transcript: Transcript) -> str:
        today = self._chat.today()
        parts = []
        for message in transcript.messages:
            if isinstance(message, FromYou):
                who, words = "You", _HIDDEN if message.is_hidden else _GONE if message.text is None else message.text
            else:
                who, words = message.reply.speaker or "Navigator", as_text(message.reply, register)
            parts.append(f"{who}, {said_at(message.at, today)}\n{words.strip()}\n")
        return "\n".join(parts)


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
