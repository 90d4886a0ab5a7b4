"""/continue: a small form for the code that somebody came back with. It leads into the chat, which does the rest.

The code is sent in the form's body only: an address with a code in it would stay in histories and logs.
"""

import logging
import uuid

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.bodies import BODY_BYTES, BadBody, read_body
from bot.channels.chat import NotTaken, Sent, WebChat
from bot.channels.metrics import Metrics
from bot.channels.pages import Pages
from bot.channels.sessions import Session, give_cookie, is_from_elsewhere, new_session, read_session
from bot.channels.web_json import STATUS
from common.errors import describe_without_data
from common.settings import Settings

logger = logging.getLogger(__name__)

NOT_A_CODE = 422


class Continuing:
    """The form, and what it sends."""

    def __init__(self, chat: WebChat, pages: Pages, settings: Settings, metrics: Metrics) -> None:
        self._chat = chat
        self._pages = pages
        self._settings = settings
        self._metrics = metrics

    def routes(self) -> list[BaseRoute]:
        """None where codes are turned off."""
        if not self._settings.features.coming_back:
            return []
        return [Route("/continue", self.show), Route("/continue", self.post, methods=["POST"])]

    async def show(self, request: Request) -> Response:
        """The form."""
        return self._form(request, read_session(request) or new_session(request))

    async def post(self, request: Request) -> Response:
        """Give the code to the chat as a message, and go there. What is no code is asked for again."""
        if is_from_elsewhere(request):
            self._metrics.refused("other_site")
            return self._pages.page("not_sent.html", 403)
        try:
            body = await read_body(request, BODY_BYTES)
        except (BadBody, TimeoutError):
            return self._pages.page("not_sent.html", 400)
        session = read_session(request)
        if session is None or not session.has_csrf(body.fields.get("csrf", "")):
            self._metrics.refused("no_proof")
            return self._form(request, session or new_session(request), 403, "stale")
        code = body.fields.get("code", "")
        if body.is_cut or not self._chat.is_code(code):
            return self._form(request, session, NOT_A_CODE, "no_code")
        address = request.client.host if request.client else None
        message_id = f"code-{uuid.uuid4()}"
        try:
            came = await self._chat.say(session, address, Sent(message_id, code))
        except SQLAlchemyError as error:
            logger.error("a code could not be kept: %s", describe_without_data(error))
            return self._form(request, session, 503, "failed")
        if isinstance(came, NotTaken):
            return self._form(request, session, STATUS[came.problem], "too_many")
        return RedirectResponse("/chat#latest", 303)

    def _form(self, request: Request, session: Session, status: int = 200, problem: str = "") -> Response:
        response = self._pages.page("continue.html", status, session=session, problem=problem)
        if session.is_new:
            give_cookie(request, response, session, self._settings.retention.conversation_days)
        return response
