"""The chat as JSON, for scripts of our own pages. Described by bot/openapi.yml."""

import asyncio
import logging
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.channels.bodies import Body
from bot.channels.chat import NotTaken, Problem, Sent, WebChat
from bot.channels.metrics import Metrics
from bot.channels.sessions import read_session, take_cookie
from bot.channels.transcript import FromYou, Message
from bot.rendering import as_json
from common.errors import describe_without_data
from common.outcomes import Outcome
from common.replies import Reply

logger = logging.getLogger(__name__)

STATUS: dict[Problem, int] = {
    "too_long": 413,
    "too_fast": 429,
    "not_readable": 422,
    "no_such_choice": 422,
    "question_passed": 422,
}

CSRF_HEADER = "x-csrf-token"

_NO_CHOICE: dict[Problem, str] = {
    "no_such_choice": "there is no such choice in this conversation",
    "question_passed": "this answers a question that has passed: use the choices of the newest reply",
}

_ONE_OF = "send client_message_id, and either text or choice"


class WebJson:
    """Answers GET and POST /chat/messages."""

    def __init__(self, chat: WebChat, metrics: Metrics) -> None:
        self._chat = chat
        self._metrics = metrics

    async def get(self, request: Request) -> JSONResponse:
        """The messages of the cookie's conversation, newer than `after`."""
        after = request.query_params.get("after", "0")
        if not (after.isascii() and after.isdecimal() and len(after) < 16):
            return self.bad("after is the id of a reply: a whole number")
        if "typing" in request.query_params:
            await asyncio.to_thread(self._chat.types, read_session(request))
        conversation, transcript = await asyncio.to_thread(self._chat.look, read_session(request))
        last = transcript.last_reply
        state = await asyncio.to_thread(self._chat.desk_state, conversation)
        return _json(
            {
                "owner": state.owner,
                "state": state.line,
                "messages": [_message(each) for each in transcript.after(int(after))],
                "after": max(int(after), last.outbox_id) if last else int(after),
                "pending": transcript.is_pending,
            }
        )

    async def post(self, request: Request, body: Body) -> JSONResponse:
        """Keep a message and answer it."""
        session = read_session(request)
        if session is None or not session.has_csrf(request.headers.get(CSRF_HEADER, "")):
            return self.forbidden()
        fields = body.fields
        message_id = fields.get("client_message_id", "")
        if not 1 <= len(message_id) <= 100 or (not body.is_cut and ("text" in fields) == ("choice" in fields)):
            return self.bad(_ONE_OF)
        sent = Sent(printable(message_id), fields.get("text", ""), fields.get("choice", ""), body.is_cut)
        try:
            came = await self._chat.say(session, request.client.host if request.client else None, sent)
        except SQLAlchemyError as error:
            logger.error("a message could not be kept: %s", describe_without_data(error))
            return _json({"error": "the message could not be kept: send it again with the same id"}, 503)
        if isinstance(came, NotTaken):
            if came.reply is None:
                return _json({"error": _NO_CHOICE[came.problem]}, STATUS[came.problem])
            return _json(_answer([_unkept(came.reply)], Outcome.REFUSED), STATUS[came.problem])
        if came.is_gone:
            response = _json(_answer([_unkept(reply) for reply in came.farewell], Outcome.CLOSED))
            take_cookie(request, response)
            return response
        return _json(_answer([_message(each) for each in came.messages], came.outcome))

    def forbidden(self) -> JSONResponse:
        """It did not come from our own page."""
        self._metrics.refused("no_proof")
        return _json({"error": "this only works from the chat's own page, with its cookie and its token"}, 403)

    def bad(self, why: str) -> JSONResponse:
        """It can't be read."""
        return _json({"error": why}, 400)


def _answer(messages: list[dict[str, Any]], outcome: Outcome | None) -> dict[str, Any]:
    return {"messages": messages, "outcome": outcome.value if outcome else None, "pending": outcome is None}


def _message(message: Message) -> dict[str, Any]:
    if isinstance(message, FromYou):
        return {"id": f"you-{message.inbox_id}", "from": "you", "at": message.at.isoformat(), "text": message.text}
    return {
        "id": f"navigator-{message.outbox_id}",
        "from": "adviser" if message.reply.speaker else "navigator",
        "speaker": message.reply.speaker,
        "at": message.at.isoformat(),
        **as_json(message.reply, "web"),
    }


def _unkept(reply: Reply) -> dict[str, Any]:
    """A reply that is in no outbox: it can't be asked for again, and has no moment."""
    return {"id": None, "from": "navigator", "speaker": "", "at": None, **as_json(reply, "web"), "choices": []}


def printable(message_id: str) -> str:
    """A client's message id without characters that a database or a log could choke on."""
    return "".join(character if character.isprintable() else "_" for character in message_id)


def _json(data: dict[str, Any], status: int = 200) -> JSONResponse:
    return JSONResponse(data, status, {"Cache-Control": "no-store"})
