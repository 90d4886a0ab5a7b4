"""One's own password: whoever was handed one can make it theirs alone."""

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.passwords import hashed, is_right
from bot.desk.sessions import SignedIn
from casework.desk import accounts
from casework.desk.tables import Role

if TYPE_CHECKING:
    from bot.desk.pages import DeskPages

EVERYBODY: tuple[Role, ...] = ("adviser", "lead", "editor", "admin")


class OwnPasswordPages:
    """/adviser/password."""

    def __init__(self, desk: "DeskPages") -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Both of them."""
        change = self._desk.posted(self._change, roles=EVERYBODY)
        return [Route("/adviser/password", self.form), Route("/adviser/password", change, methods=["POST"])]

    async def form(self, request: Request) -> Response:
        """The form."""
        who = await asyncio.to_thread(self._desk.sessions.read, request)
        return RedirectResponse("/adviser/sign-in", 303) if who is None else self._page(who, "")

    async def _change(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        if not await asyncio.to_thread(is_right, who.adviser.password_hash, fields.get("old", "")[:200]):
            return self._page(who, "The password that you have now is not right.", 403)
        try:
            new = await asyncio.to_thread(hashed, fields.get("new", "")[:200])
        except ValueError as error:
            return self._page(who, f"Not changed: {error}.", 400)
        login = who.adviser.login
        await self._desk.write(lambda c: accounts.set_password(c, login, new, self._desk.now(), login))
        return RedirectResponse("/adviser/sign-in", 303)

    def _page(self, who: SignedIn, problem: str, status: int = 200) -> Response:
        values = {"me": who.adviser, "session": who.session, "problem": problem}
        return self._desk.pages.page("desk_password.html", status, **values)
