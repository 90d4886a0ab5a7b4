"""Texts that did not arrive, for leads: what became of each, seen to or tried once more."""

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.sessions import SignedIn
from bot.texts.staff import NoSuchText, handle
from casework.desk.tables import Role
from casework.texts import incoming, lost

if TYPE_CHECKING:
    from bot.desk.pages import DeskPages

ROLES: tuple[Role, ...] = ("lead", "admin")


class LostTextsPages:
    """/adviser/texts. Nobody's number is on it, and nobody's words."""

    def __init__(self, desk: "DeskPages") -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """The list, and what is done about one."""
        change = self._desk.posted(self._change, roles=ROLES)
        return [
            Route("/adviser/texts", self.show),
            Route("/adviser/texts/{reference}/{what}", change, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Help in danger first, then the oldest; and how many came and left."""
        who = await asyncio.to_thread(self._desk.sessions.read, request)
        if who is None:
            return RedirectResponse("/adviser/sign-in", 303)
        if who.adviser.role not in ROLES:
            return self._desk.pages.page("desk_refused.html", 403, why="This page is for leads.")
        return self._desk.pages.page("desk_texts.html", **await asyncio.to_thread(self._values, who))

    def _values(self, who: SignedIn) -> dict[str, Any]:
        with self._desk.database.read() as connection:
            came, left, found = incoming.counts(connection), lost.counts(connection), lost.dead_letters(connection)
        values = {"me": who.adviser, "session": who.session, "now": self._desk.now()}
        return {**values, "found": found, "came": came, "left": left}

    async def _change(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        reference, what = request.path_params["reference"], request.path_params["what"]
        seen, again = (reference if what == each else None for each in ("seen", "again"))
        desk = self._desk
        try:
            if seen is None and again is None:
                raise NoSuchText
            await asyncio.to_thread(handle, desk.database, desk.now(), desk.council, seen, again, who.adviser.login)
        except NoSuchText:
            why = "That text can't be changed: somebody has seen to it, or its words are gone."
            return desk.pages.page("desk_refused.html", 409, why=why)
        return RedirectResponse("/adviser/texts", 303)
