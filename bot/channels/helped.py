"""Did this help? Two buttons under an answer, and two after a chat is deleted. They work without JavaScript."""

import asyncio
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from actions.feedback import did_not_help, feedback_key, keep
from actions.services import Services
from actions.turn import Turn
from bot.channels.bodies import BadBody, read_body
from bot.channels.metrics import Metrics
from bot.channels.pages import Pages
from bot.channels.rates import Rate, address_key
from bot.channels.sessions import is_from_elsewhere, read_session
from bot.channels.transcript import FromNavigator, Message
from bot.running import Running
from casework.errors import TurnConflict
from casework.feedback import given
from casework.feedback.given import COUNTS_ONCE_FOR, Given, who_of
from casework.reading import read_turn
from casework.turns import TurnCommit, commit_turn
from common.clock import today
from common.outcomes import Outcome

if TYPE_CHECKING:
    from bot.channels.chat import WebChat

BODY_BYTES = 2_000
TRIES = 3
A_MINUTE = 20
"""Views from one address."""
VIEWS = {"yes": True, "no": False}


def with_views(
    connection: Connection, services: Services, conversation_id: str, messages: Sequence[Message], now: datetime
) -> tuple[Message, ...]:
    """The messages; those that show an answer of the last day say whether somebody may say that it helped, or did."""
    asked = {id(each): _who(services, conversation_id, each) for each in messages if _may_be_asked(each, now)}
    if not asked:
        return tuple(messages)
    said = given.views(connection, asked.values())
    return tuple(_seen(each, said.get(asked[id(each)])) if id(each) in asked else each for each in messages)


def _seen(message: Message, helped: bool | None) -> Message:
    assert isinstance(message, FromNavigator)
    return replace(message, view="ask" if helped is None else "yes" if helped else "no")


def _may_be_asked(message: Message, now: datetime) -> bool:
    """An answer, not help in a crisis, and not so old that it could count twice."""
    return (
        isinstance(message, FromNavigator)
        and bool(message.reply.answer)
        and message.outcome is not Outcome.CRISIS
        and now - message.at < COUNTS_ONCE_FOR
    )


def _who(services: Services, conversation_id: str, message: Message) -> str:
    assert isinstance(message, FromNavigator)
    return who_of(feedback_key(services.secret_key), conversation_id, message.reply.answer)


class Helped:
    """What the buttons send, and the page after a chat was deleted."""

    def __init__(self, running: Running, chat: "WebChat", pages: Pages, metrics: Metrics) -> None:
        self._running = running
        self._chat = chat
        self._pages = pages
        self._metrics = metrics
        self._by_address = Rate(A_MINUTE)
        self._key = feedback_key(running.services.secret_key)

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/chat/helped", self.post, methods=["POST"]),
            Route("/chat/deleted", self.deleted),
            Route("/chat/deleted", self.post_deleted, methods=["POST"]),
        ]

    async def post(self, request: Request) -> Response:
        """A view on one answer. A "no" is answered in the chat, with a person first."""
        fields = await self._read(request)
        session = read_session(request)
        if fields is None or session is None or not session.has_csrf(fields.get("csrf", "")):
            return self._refused()
        number, _, view = fields.get("view", "").partition(":")
        if view not in VIEWS or not (number.isascii() and number.isdecimal() and len(number) < 16):
            return RedirectResponse("/chat", 303)
        conversation, transcript = await asyncio.to_thread(self._chat.look, session)
        rated = transcript.reply(int(number))
        if conversation is None or rated is None or not rated.view or not self._is_slow_enough(request):
            return RedirectResponse("/chat", 303)
        if rated.view == view:
            return RedirectResponse(f"/chat#helped-{number}", 303)
        await asyncio.to_thread(self._keep, conversation.id, rated.reply.answer, VIEWS[view])
        if VIEWS[view]:
            return RedirectResponse(f"/chat#helped-{number}", 303)
        _, after = await asyncio.to_thread(self._chat.look, session)
        last = after.last_reply
        return RedirectResponse(f"/chat#navigator-{last.outbox_id if last else number}", 303)

    async def deleted(self, request: Request) -> Response:
        """The chat is gone. Whoever was in it is asked once whether it helped."""
        return self._deleted("")

    async def post_deleted(self, request: Request) -> Response:
        """A view on all of a chat that is gone. The form's own token counts once."""
        fields = await self._read(request)
        view, token = (fields or {}).get("view", ""), (fields or {}).get("token", "")
        if fields is None or view not in VIEWS or not self._is_our(token) or not self._is_slow_enough(request):
            return self._refused()
        kept = Given("", VIEWS[view], who_of(self._key, token, ""), "web", "", Outcome.CLOSED)
        await asyncio.to_thread(self._write, kept)
        return self._deleted(view)

    async def _read(self, request: Request) -> dict[str, str] | None:
        if is_from_elsewhere(request):
            return None
        try:
            return (await read_body(request, BODY_BYTES)).fields
        except (BadBody, TimeoutError):
            return None

    def _refused(self) -> Response:
        self._metrics.refused("no_proof")
        return self._pages.page("not_sent.html", 403)

    def _deleted(self, view: str) -> Response:
        return self._pages.page("deleted.html", farewell=self._chat.farewell(), view=view, token=self._token())

    def _is_slow_enough(self, request: Request) -> bool:
        return self._by_address.allows(address_key(request.client.host if request.client else None))

    def _token(self) -> str:
        """Says that a form was ours and of today; no cookie is needed, and none is left."""
        body = f"{today(self._running.clock).isoformat()}.{secrets.token_hex(8)}"
        return f"{body}.{self._seal(body)}"

    def _is_our(self, token: str) -> bool:
        body, _, seal = token.rpartition(".")
        is_of_today = body.startswith(today(self._running.clock).isoformat())
        return is_of_today and hmac.compare_digest(self._seal(body).encode(), seal.encode(errors="replace"))

    def _seal(self, body: str) -> str:
        return hmac.digest(self._key, f"form {body}".encode(errors="replace"), "sha256").hex()

    def _write(self, kept: Given) -> None:
        with self._running.services.database.write() as connection:
            given.give(connection, kept, self._running.clock.now())

    def _keep(self, conversation_id: str, answer: str, helped: bool) -> None:
        for _ in range(TRIES):
            try:
                return self._try(conversation_id, answer, helped)
            except TurnConflict:  # a message was answered meanwhile
                continue
        return None

    def _try(self, conversation_id: str, answer: str, helped: bool) -> None:
        services = self._running.services
        with services.database.read() as connection:
            view = read_turn(connection, conversation_id, 0)
        if view is None:
            return
        now = max(self._running.clock.now(), view.conversation.clock_at)
        turn = Turn(services, conversation_id, view.conversation.channel, now, flows=dict(view.progress))
        if helped or view.conversation.owner != "bot":  # a person has the conversation: the bot is silent
            keep(turn, answer, helped=helped)
            with services.database.write() as connection:
                for write in turn.writes():
                    write(connection)
            return
        slots = view.window.slots
        set_slots = did_not_help(turn, answer, slots.get("last_answer"))
        changed = {event["name"]: event["value"] for event in set_slots}
        commit_turn(
            services.database,
            TurnCommit(
                conversation_id=conversation_id,
                seen_turn=view.conversation.turn,
                inbox_id=None,
                at=now,
                outcome=turn.outcome,
                replies=[reply.to_json() for reply in turn.replies],
                events=[{**event, "timestamp": now.timestamp()} for event in set_slots],
                slots={**slots, **changed},
                staged=turn.writes(),
            ),
        )
