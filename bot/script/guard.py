"""Who may use script mode, and that a form came from our own page."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.bodies import BadBody, read_body
from bot.channels.pages import Pages
from bot.channels.sessions import is_from_elsewhere
from bot.desk.sessions import DeskSessions, SignedIn

Seen = Callable[[Request, SignedIn], Awaitable[Response]]
Posted = Callable[[Request, SignedIn, dict[str, str]], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Lets advisers, leads and admins in; sends anybody else to sign in, or away."""

    def __init__(self, sessions: DeskSessions, pages: Pages, limit: int) -> None:
        """limit: so many bytes of a form are read."""
        self._sessions = sessions
        self._pages = pages
        self._limit = limit

    def shown(self, handler: Seen) -> Endpoint:
        """A page for people who work cases."""

        async def show(request: Request) -> Response:
            who = await asyncio.to_thread(self._sessions.read, request)
            if who is None:
                return RedirectResponse("/adviser/sign-in", 303)
            if not who.adviser.works_cases:
                return self._no_access()
            return await handler(request, who)

        return show

    def posted(self, handler: Posted) -> Endpoint:
        """A form of one of these pages. Another site can't send it."""

        async def post(request: Request) -> Response:
            if is_from_elsewhere(request):
                return self.refused(403, "This did not come from our own page.")
            who = await asyncio.to_thread(self._sessions.read, request)
            if who is None:
                return RedirectResponse("/adviser/sign-in", 303)
            try:
                fields = (await read_body(request, self._limit)).fields
            except (BadBody, TimeoutError):
                return self.refused(400, "That could not be read.")
            if not who.session.has_csrf(fields.get("csrf", "")):
                return self.refused(
                    403, "The page was open for too long. Go back, load it again and send it once more."
                )
            if not who.adviser.works_cases:
                return self._no_access()
            return await handler(request, who, fields)

        return post

    def refused(self, status: int, why: str) -> Response:
        """A page that says why nothing was done."""
        return self._pages.page("desk_refused.html", status, why=why)

    def _no_access(self) -> Response:
        return self.refused(403, "Your role has no access to people's cases.")
