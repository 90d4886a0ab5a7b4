"""The chat page: a form that works without JavaScript, and fragments of the same HTML for those who have it."""

import asyncio
import logging
import uuid
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.bodies import BadBody, Body, body_limit, read_body
from bot.channels.chat import Answered, NotTaken, Sent, WebChat
from bot.channels.metrics import Metrics
from bot.channels.pages import Pages
from bot.channels.sessions import Session, give_cookie, is_from_elsewhere, new_session, read_session, take_cookie
from bot.channels.transcript import FromYou, Message
from bot.channels.web_json import STATUS, WebJson, printable
from bot.engine.intake import READ_FOR_SAFETY
from casework.schema import Register
from common.errors import describe_without_data
from common.settings import Settings

logger = logging.getLogger(__name__)

FRAGMENT = "x-navigator-fragment"
"""Header of chat.js: only the new messages are wanted, not the whole page."""


class WebPages:
    """The routes under /chat."""

    def __init__(self, chat: WebChat, pages: Pages, settings: Settings, metrics: Metrics) -> None:
        self._chat = chat
        self._pages = pages
        self._settings = settings
        self._metrics = metrics
        self._limit = body_limit(settings.limits.max_message_characters)
        self._json = WebJson(chat, metrics)

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/chat", self.show),
            Route("/chat/messages", self.messages),
            Route("/chat/messages", self.post_message, methods=["POST"]),
            Route("/chat/register", self.post_register, methods=["POST"]),
            Route("/chat/delete", self.post_delete, methods=["POST"]),
            Route("/chat/deleted", self.deleted),
        ]

    async def show(self, request: Request) -> Response:
        """The whole chat. A first visit gets a cookie, and nothing is stored."""
        session = read_session(request) or new_session()
        return await self._page(request, session)

    async def messages(self, request: Request) -> Response:
        """The messages as JSON. Somebody who lands here with a browser gets the page."""
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/chat", 303)
        return await self._json.get(request)

    async def post_message(self, request: Request) -> Response:
        """A message typed or a choice taken."""
        is_json = request.headers.get("content-type", "").startswith("application/json")
        if is_from_elsewhere(request):
            return self._json.forbidden() if is_json else self._foreign()
        try:
            body = await read_body(request, self._limit)
        except (BadBody, TimeoutError) as problem:
            return self._json.bad(str(problem) or "too slow") if is_json else self._kind("not_sent.html", 400)
        if is_json:
            return await self._json.post(request, body)
        return await self._post_form(request, body)

    async def _post_form(self, request: Request, body: Body) -> Response:
        session, text = read_session(request), body.fields.get("text", "")
        if session is None or not session.has_csrf(body.fields.get("csrf", "")):
            self._metrics.refused("no_proof")
            return await self._page(request, session or new_session(), 403, "stale", text)
        given_id, choice = printable(body.fields.get("client_message_id", "")), body.fields.get("choice", "")
        # A page that was gone back to has an old id: the same id with other words is another message.
        message_id = f"{given_id[:60] or uuid.uuid4()}-{session.seal(choice or text)[:12]}"
        address = request.client.host if request.client else None
        try:
            came = await self._chat.say(session, address, Sent(message_id, text, choice, body.is_cut))
        except SQLAlchemyError as error:
            logger.error("a message could not be kept: %s", describe_without_data(error))
            return await self._failed(request, session, text)
        if isinstance(came, NotTaken):
            return await self._refused(request, session, came, text)
        return await self._taken(request, session, came)

    async def _taken(self, request: Request, session: Session, came: Answered) -> Response:
        is_fragment = FRAGMENT in request.headers
        response: Response
        if came.is_gone:
            response = _go_to(request, "/chat/deleted")
            take_cookie(request, response)
            return response
        if not is_fragment:
            return RedirectResponse("/chat#latest", 303)
        register = await asyncio.to_thread(self._chat.register, session)
        response = self._pages.page("messages.html", **self._shared(register, came.messages, came.outcome is None))
        response.headers["X-Next-Message-Id"] = _new_id()
        return response

    async def _refused(self, request: Request, session: Session, came: NotTaken, text: str) -> Response:
        text = text[:READ_FOR_SAFETY]
        response = await self._page(request, session, STATUS[came.problem], came.problem, text, came)
        if came.problem == "too_fast":
            response.headers["Retry-After"] = "10"
        return response

    async def _failed(self, request: Request, session: Session, text: str) -> Response:
        return self._pages.page("failed.html", 503, text=text[:READ_FOR_SAFETY], session=session, message_id=_new_id())

    async def post_register(self, request: Request) -> Response:
        """Simple words, or back to the usual ones."""
        session, body, problem = await self._form(request)
        if session is None or body is None:
            return problem
        register: Register = "simple" if body.fields.get("register") == "simple" else "plain"
        await asyncio.to_thread(self._chat.set_register, session, register)
        return RedirectResponse("/chat#latest", 303)

    async def post_delete(self, request: Request) -> Response:
        """Ask whether to delete the chat; with `sure=yes`, do it."""
        session, body, problem = await self._form(request)
        if session is None or body is None:
            return problem
        if body.fields.get("sure") != "yes":
            return self._pages.page("delete.html", session=session)
        await asyncio.to_thread(self._chat.forget, session)
        response = RedirectResponse("/chat/deleted", 303)
        take_cookie(request, response)
        return response

    async def deleted(self, request: Request) -> Response:
        """The chat is gone."""
        return self._pages.page("deleted.html", farewell=self._chat.farewell())

    async def _form(self, request: Request) -> tuple[Session | None, Body | None, Response]:
        """The session and fields of a form from our own page; without them, the response that says what is wrong."""
        if is_from_elsewhere(request):
            return None, None, self._foreign()
        try:
            body = await read_body(request, self._limit)
        except (BadBody, TimeoutError):
            return None, None, self._kind("not_sent.html", 400)
        session = read_session(request)
        if session is None or not session.has_csrf(body.fields.get("csrf", "")):
            self._metrics.refused("no_proof")
            return None, None, await self._page(request, session or new_session(), 403, "stale")
        return session, body, Response()

    def _foreign(self) -> Response:
        self._metrics.refused("other_site")
        return self._kind("not_sent.html", 403)

    def _kind(self, template: str, status: int) -> Response:
        return self._pages.page(template, status)

    async def _page(
        self,
        request: Request,
        session: Session,
        status: int = 200,
        problem: str = "",
        text: str = "",
        refusal: NotTaken | None = None,
    ) -> Response:
        conversation, transcript = await asyncio.to_thread(self._chat.look, session)
        register: Register = conversation.register if conversation else "plain"
        desk = await asyncio.to_thread(self._chat.desk_state, conversation)
        response = self._pages.page(
            "chat.html",
            status,
            desk=desk,
            **self._shared(register, transcript.messages, transcript.is_pending),
            welcome=self._chat.welcome(),
            session=session,
            message_id=_new_id(),
            problem=problem,
            refusal=refusal.reply if refusal else None,
            text=text,
        )
        if session.is_new:
            give_cookie(request, response, session, self._settings.retention.conversation_days)
        return response

    def _shared(self, register: Register, messages: tuple[Message, ...], is_pending: bool) -> dict[str, Any]:
        latest = max((message.inbox_id for message in messages if isinstance(message, FromYou)), default=0)
        return {"messages": messages, "register": register, "is_pending": is_pending, "latest": latest}


def _go_to(request: Request, place: str) -> Response:
    """A script is told where to go; a browser is sent there."""
    if FRAGMENT in request.headers:
        return Response(status_code=204, headers={"X-Go-To": place})
    return RedirectResponse(place, 303)


def _new_id() -> str:
    return str(uuid.uuid4())
