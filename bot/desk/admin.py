"""Accounts of the desk, for those with the role admin. Each change is in the audit log."""

import asyncio
import secrets
from typing import TYPE_CHECKING, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.passwords import hashed
from bot.desk.sessions import SignedIn
from casework.desk import accounts
from casework.desk.tables import Role

if TYPE_CHECKING:
    from bot.desk.pages import DeskPages

_WORDS_LENGTH = 12


class AdminPages:
    """/adviser/accounts."""

    def __init__(self, desk: "DeskPages") -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """All of them."""
        posts = {"accounts": self._add, "accounts/{login}/change": self._change, "accounts/{login}/reset": self._reset}
        return [
            Route("/adviser/accounts", self.list),
            *(
                Route(f"/adviser/{path}", self._desk.posted(handler, roles=("admin",)), methods=["POST"])
                for path, handler in posts.items()
            ),
        ]

    async def list(self, request: Request) -> Response:
        """All accounts, and a form for a new one."""
        who = await asyncio.to_thread(self._desk.sessions.read, request)
        if who is None:
            return RedirectResponse("/adviser/sign-in", 303)
        if who.adviser.role != "admin":
            return self._desk.pages.page("desk_refused.html", 403, why="Accounts are for the role admin.")
        return await self._page(who)

    async def _add(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        login, name = fields.get("login", "").strip().lower()[:100], fields.get("name", "").strip()[:100]
        role = fields.get("role", "")
        if not login or not name or role not in get_args(Role):
            return await self._page(who, problem="Give a user name, a name and a role.", status=400)
        password = _new_password()
        details = {"login": login, "name": name, "role": role, "safeguarding": fields.get("safeguarding") == "yes"}
        password_hash = await asyncio.to_thread(hashed, password)
        done = await self._desk.write(
            lambda c: accounts.add(c, **details, password_hash=password_hash, at=self._desk.now(), by=who.adviser.login)  # type: ignore[arg-type]
        )
        if not done:
            return await self._page(who, problem=f"There is an account {login} already.", status=409)
        return await self._page(who, told=(login, password))

    async def _change(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        login, by, now = str(request.path_params["login"]), who.adviser.login, self._desk.now()
        if login == by:
            return await self._page(who, problem="Ask another admin to change your own account.", status=409)
        role, disabled = fields.get("role", ""), fields.get("disabled", "")
        if disabled in ("yes", "no"):
            await self._desk.write(lambda c: accounts.set_disabled(c, login, disabled == "yes", now, by))
        elif role in get_args(Role):
            safeguarding = fields.get("safeguarding") == "yes"
            await self._desk.write(lambda c: accounts.set_role(c, login, role, safeguarding, now, by))  # type: ignore[arg-type]
        return RedirectResponse("/adviser/accounts", 303)

    async def _reset(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        login, password = str(request.path_params["login"]), _new_password()
        new = await asyncio.to_thread(hashed, password)
        if not await self._desk.write(
            lambda c: accounts.set_password(c, login, new, self._desk.now(), who.adviser.login)
        ):
            return await self._page(who, problem=f"There is no account {login}.", status=404)
        return await self._page(who, told=(login, password))

    async def _page(
        self, who: SignedIn, *, problem: str = "", told: tuple[str, str] | None = None, status: int = 200
    ) -> Response:
        def everyone() -> list[accounts.Adviser]:
            with self._desk.database.read() as connection:
                return accounts.everyone(connection)

        values = {"me": who.adviser, "session": who.session, "now": self._desk.now(), "roles": get_args(Role)}
        found = await asyncio.to_thread(everyone)
        return self._desk.pages.page("desk_accounts.html", status, found=found, problem=problem, told=told, **values)


def _new_password() -> str:
    """Shown once, to be handed over and then changed."""
    return secrets.token_urlsafe(_WORDS_LENGTH)
