"""A lead looks at a few closed cases a week."""

import asyncio
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.sessions import SignedIn
from casework.desk import cases, reviews
from common.clock import LONDON

if TYPE_CHECKING:
    from bot.desk.pages import DeskPages

WEEKS = 4


class QualityPages:
    """/adviser/quality."""

    def __init__(self, desk: "DeskPages") -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Both of them."""
        review = self._desk.posted(self._review, roles=("lead",))
        return [
            Route("/adviser/quality", self.sample),
            Route("/adviser/cases/{case:int}/review", review, methods=["POST"]),
        ]

    async def sample(self, request: Request) -> Response:
        """The cases drawn for a week (`?back=1`: last week, the usual one; at most four back), with the checklist."""
        who = await asyncio.to_thread(self._desk.sessions.read, request)
        if who is None:
            return RedirectResponse("/adviser/sign-in", 303)
        if who.adviser.role != "lead":
            return self._desk.pages.page("desk_refused.html", 403, why="The sample is for the role lead.")
        asked = request.query_params.get("back", "1")
        back = int(asked) if asked.isascii() and asked.isdecimal() and int(asked[:3]) <= WEEKS else 1
        return self._desk.pages.page("desk_quality.html", **await asyncio.to_thread(self._values, who, back))

    def _values(self, who: SignedIn, back: int) -> dict[str, Any]:
        now = self._desk.now()
        today = now.astimezone(LONDON).date()
        monday = today - timedelta(days=today.weekday() + 7 * back)
        begins, ends = (datetime.combine(day, time(), LONDON) for day in (monday, monday + timedelta(days=7)))
        with self._desk.database.read() as connection:
            found = reviews.sample(connection, monday, begins, ends)
            done = reviews.of(connection, [case.id for case in found])
        values = {"me": who.adviser, "session": who.session, "now": now, "monday": monday.isoformat(), "back": back}
        return {**values, "found": found, "done": done, "questions": reviews.QUESTIONS, "weeks": WEEKS}

    async def _review(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        def review(connection: Any) -> bool:
            found = cases.get(connection, int(request.path_params["case"]))
            note = fields.get("note", "").strip()[:2000]
            return found is not None and reviews.write(connection, found, who.adviser, fields, note, self._desk.now())

        if await self._desk.write(review):
            return RedirectResponse(f"/adviser/quality?back={fields.get('back', '1')[:1]}", 303)
        return self._desk.pages.page("desk_refused.html", 409, why="Answer at least one question about a closed case.")
