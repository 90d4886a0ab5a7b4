"""The webhooks of providers of texts: who calls is checked, the text is committed, then it is acknowledged.

Notify waits five seconds and calls again only after a 5xx or 429; so a 200 is said after the commit and never before.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.metrics import Metrics
from bot.running import Running
from bot.texts import notify, twilio
from bot.texts.making import TextsSetUp
from bot.texts.notify import Bearer
from bot.texts.provider import Incoming
from bot.texts.twilio import TwilioTexts
from casework.texts import receipts
from casework.texts.receipts import Receipt
from common.errors import describe_without_data

logger = logging.getLogger(__name__)

_BODY_BYTES = 65_536
NOTIFY, NOTIFY_RECEIPTS = "/sms/notify", "/sms/notify/receipts"


class Sms:
    """The routes under /sms. Those of a provider that is not set up are not there (404)."""

    def __init__(self, running: Running, metrics: Metrics) -> None:
        self._running = running
        self._metrics = metrics
        set_up: TextsSetUp | None = running.texts_set_up
        self._twilio = set_up.provider if set_up and isinstance(set_up.provider, TwilioTexts) else None
        self._tokens = Bearer(set_up.tokens) if set_up and set_up.tokens else None
        self._receipt_tokens = Bearer(set_up.receipt_tokens) if set_up and set_up.receipt_tokens else None

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route(NOTIFY, self.from_notify, methods=["POST"]),
            Route(NOTIFY_RECEIPTS, self.receipt_of_notify, methods=["POST"]),
            Route(twilio.INCOMING, self.from_twilio, methods=["POST"]),
            Route(twilio.STATUS, self.status_of_twilio, methods=["POST"]),
        ]

    async def from_notify(self, request: Request) -> Response:
        """A text that GOV.UK Notify received."""
        data, refusal = await self._of_notify(request, self._tokens)
        if refusal is not None:
            return refusal
        text = notify.incoming_from(data)
        return await self._take(text) if text else self._no("not_readable", 400)

    async def receipt_of_notify(self, request: Request) -> Response:
        """What became of a text that GOV.UK Notify sent."""
        data, refusal = await self._of_notify(request, self._receipt_tokens)
        if refusal is not None:
            return refusal
        receipt = notify.receipt_from(data)
        return await self._note(receipt) if receipt else self._no("not_readable", 400)

    async def from_twilio(self, request: Request) -> Response:
        """A text that Twilio received. The empty TwiML says: send nothing."""
        form, refusal = await self._of_twilio(request)
        if refusal is not None:
            return refusal
        text = twilio.incoming_from(form)
        taken = await self._take(text) if text else self._no("not_readable", 400)
        return taken if taken.status_code != 200 else Response(twilio.EMPTY, media_type="text/xml")

    async def status_of_twilio(self, request: Request) -> Response:
        """What became of a text that Twilio sent."""
        form, refusal = await self._of_twilio(request)
        if refusal is not None:
            return refusal
        receipt = twilio.receipt_from(form, request.query_params.get("reference", ""))
        return await self._note(receipt) if receipt else self._no("not_readable", 400)

    async def _of_notify(self, request: Request, bearer: Bearer | None) -> tuple[dict[str, Any], Response | None]:
        if bearer is None:
            return {}, self._no("no_provider", 404)
        if not bearer.allows(request.headers.get("authorization", "")):
            return {}, self._no("no_proof", 401)
        raw = await _body(request)
        try:
            data = json.loads(raw) if raw is not None else None
        except (ValueError, RecursionError):
            data = None
        return (data, None) if isinstance(data, dict) else ({}, self._no("not_readable", 400))

    async def _of_twilio(self, request: Request) -> tuple[dict[str, str], Response | None]:
        if self._twilio is None:
            return {}, self._no("no_provider", 404)
        raw = await _body(request)
        if raw is None:
            return {}, self._no("not_readable", 400)
        try:
            form = dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True, max_num_fields=200))
        except ValueError:
            return {}, self._no("not_readable", 400)
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if not self._twilio.is_from_twilio(path, form, request.headers.get("x-twilio-signature", "")):
            return {}, self._no("no_proof", 403)
        return form, None

    async def _take(self, text: Incoming) -> Response:
        try:
            taken = await asyncio.to_thread(self._running.receiver.receive, text)
        except SQLAlchemyError as error:
            return self._failed("a text", error)
        if taken.is_new:
            self._metrics.message("sms")
        if taken.conversation_id is not None:
            self._running.engine.submit(taken.conversation_id)
        return JSONResponse({})

    async def _note(self, receipt: Receipt) -> Response:
        def note() -> None:
            with self._running.services.database.write() as connection:
                receipts.apply(connection, receipt, self._running.clock.now())

        return await self._write("a receipt", note)

    async def _write(self, what: str, write: Callable[[], None]) -> Response:
        try:
            await asyncio.to_thread(write)
        except SQLAlchemyError as error:
            return self._failed(what, error)
        return JSONResponse({})

    def _failed(self, what: str, error: SQLAlchemyError) -> Response:
        logger.error("%s could not be kept: %s", what, describe_without_data(error))
        return JSONResponse({"error": "not kept: send it again"}, 503)

    def _no(self, reason: str, status: int) -> Response:
        self._metrics.refused(reason)
        return JSONResponse({"error": reason}, status)


async def _body(request: Request) -> bytes | None:
    """The whole body, or None when it is too long or broken off."""
    kept = bytearray()
    try:
        async for chunk in request.stream():
            kept += chunk
            if len(kept) > _BODY_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(kept)
