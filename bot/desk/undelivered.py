"""/adviser/undelivered: texts and notices that did not arrive. For leads and admins; each step is in the audit log."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.sessions import SignedIn
from casework import audit
from casework.desk.tables import Role
from casework.notices import queue
from casework.texts import lost

if TYPE_CHECKING:
    from bot.desk.pages import DeskPages

ROLES: tuple[Role, ...] = ("lead", "admin")
MOST = 100


class UndeliveredPages:
    """The list, "I have seen to it" and "Send again"."""

    def __init__(self, desk: "DeskPages") -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """All of them."""
        text, notice = (self._desk.posted(handler, ROLES) for handler in (self._text, self._notice))
        return [
            Route("/adviser/undelivered", self.show),
            Route("/adviser/undelivered/texts/{reference}", text, methods=["POST"]),
            Route("/adviser/undelivered/notices/{notice:int}", notice, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """What did not arrive, help in danger first."""
        who = await asyncio.to_thread(self._desk.sessions.read, request)
        if who is None:
            return RedirectResponse("/adviser/sign-in", 303)
        if who.adviser.role not in ROLES:
            return self._desk.pages.page("desk_refused.html", 403, why="This page is for leads.")
        return self._desk.pages.page("desk_undelivered.html", **await asyncio.to_thread(self._values, who))

    def _values(self, who: SignedIn) -> dict[str, Any]:
        with self._desk.database.read() as connection:
            texts = lost.dead_letters(connection)
            notices = queue.latest(connection, dead_only=True, limit=MOST)
        values = {"me": who.adviser, "session": who.session, "now": self._desk.now()}
        return {**values, "texts": texts[:MOST], "notices": notices}

    async def _text(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        reference, now, again = str(request.path_params["reference"]), self._desk.now(), fields.get("do") == "again"
        until = now + timedelta(hours=self._desk.settings.texts.give_up_hours)

        def change(connection: Any) -> bool:
            if again:
                return lost.send_again(connection, reference, now, until)
            return lost.mark_seen(connection, reference, now)

        return await self._done(who, change, f"text {'sent again' if again else 'seen'}", reference)

    async def _notice(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        number, now, again = int(request.path_params["notice"]), self._desk.now(), fields.get("do") == "again"
        change = queue.send_again if again else queue.set_aside
        what = f"notice {'sent again' if again else 'seen'}"
        return await self._done(who, lambda connection: change(connection, number, now), what, str(number))

    async def _done(self, who: SignedIn, change: Any, what: str, subject: str) -> Response:
        def write(connection: Any) -> bool:
            if not change(connection):
                return False
            audit.write(connection, self._desk.now(), who.adviser.login, what, subject)
            return True

        if await self._desk.write(write):
            return RedirectResponse("/adviser/undelivered", 303)
        why = "It was dealt with already, or its words are gone, so that it can't be sent again."
        return self._desk.pages.page("desk_refused.html", 409, why=why)
