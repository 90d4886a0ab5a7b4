"""The routes of the desk. Every page is whole without JavaScript; desk.js keeps parts of it fresh."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.channels.bodies import BadBody, body_limit, read_body
from bot.channels.pages import Pages
from bot.channels.sessions import is_from_elsewhere
from bot.desk import canned
from bot.desk.access import access
from bot.desk.admin import AdminPages
from bot.desk.case_steps import BY_ADVISERS, CaseSteps, Handler
from bot.desk.events import state_of, stream
from bot.desk.own_password import OwnPasswordPages
from bot.desk.pack import read_pack
from bot.desk.quality import QualityPages
from bot.desk.sessions import DeskSessions, SignedIn, give_cookie, take_cookie
from bot.desk.undelivered import ROLES, UndeliveredPages
from bot.desk.wording import WHY
from bot.running import Running
from casework import audit, safety
from casework.database import Database
from casework.desk import accounts, alerts, attempts, cases, stepping_in, typing, undelivered
from casework.desk.alerts import ALERT_JOINED
from casework.desk.cases import Case
from casework.desk.tables import Presence, Role
from common.settings import Settings

logger = logging.getLogger(__name__)

ON_CASES: tuple[Role, ...] = ("adviser", "lead", "admin")
_NO_ACCESS = "Your role has no access to this."


class DeskPages:
    """/adviser and all below it."""

    def __init__(self, running: Running, pages: Pages) -> None:
        self._running = running
        self.services = running.services
        self._settings = running.services.settings.desk
        self.pages = pages
        self.sessions = DeskSessions(running)
        self._limit = body_limit(running.services.settings.limits.max_message_characters)

    def routes(self) -> list[Route]:
        """All of them."""
        posts: dict[str, Handler] = {
            "presence": self._presence,
            "cases/{case:int}/as-written": self._as_written,
            **CaseSteps(self).posts(),
        }
        return [
            Route("/adviser", self.queue),
            Route("/adviser/sign-in", self.sign_in),
            Route("/adviser/sign-in", self.post_sign_in, methods=["POST"]),
            Route("/adviser/events", self.events),
            Route("/adviser/changes", self.changes),
            Route("/adviser/answers", self.answers),
            Route("/adviser/cases/{case:int}", self.case),
            Route("/adviser/sign-out", self.posted(self._sign_out, get_args(Role)), methods=["POST"]),
            *(Route(f"/adviser/{path}", self.posted(handler), methods=["POST"]) for path, handler in posts.items()),
            *AdminPages(self).routes(),
            *OwnPasswordPages(self).routes(),
            *QualityPages(self).routes(),
            *UndeliveredPages(self).routes(),
        ]

    async def sign_in(self, request: Request) -> Response:
        """The form."""
        return self.pages.page("desk_sign_in.html", problem="", login="", is_out="out" in request.query_params)

    async def post_sign_in(self, request: Request) -> Response:
        """Check a password. Another site can't sign anybody in."""
        if is_from_elsewhere(request):
            return self.pages.page("desk_refused.html", 403, why="This did not come from our own page.")
        if not self.services.settings.single_sign_on.passwords:
            return self.pages.page("desk_refused.html", 403, why="Nobody signs in with a password here.")
        try:
            fields = (await read_body(request, self._limit)).fields
        except (BadBody, TimeoutError):
            return self.pages.page("desk_refused.html", 400, why="That could not be read.")
        came = await self.sessions.sign_in(fields.get("login", ""), fields.get("password", ""))
        if not isinstance(came, SignedIn):
            return self.pages.page("desk_sign_in.html", 403, problem=came, login=fields.get("login", "")[:100])
        response = RedirectResponse("/adviser", 303)
        give_cookie(request, response, came.session)
        return response

    async def queue(self, request: Request) -> Response:
        """Who waits, what is mine, what needs looking at."""
        who = await asyncio.to_thread(self.sessions.read, request)
        if who is None:
            return RedirectResponse("/adviser/sign-in", 303)
        if not who.adviser.works_cases:  # what editors are here for
            return RedirectResponse("/adviser/lead", 303)
        template = "desk_queue_part.html" if "part" in request.query_params else "desk_queue.html"
        return self.pages.page(template, **await asyncio.to_thread(self._queue_values, who))

    async def case(self, request: Request) -> Response:
        """One case with its pack and chat."""
        who = await asyncio.to_thread(self.sessions.read, request)
        if who is None:
            return RedirectResponse("/adviser/sign-in", 303)
        found = await asyncio.to_thread(self.find, request)
        if not who.adviser.works_cases or found is None:
            why = "There is no such case, or your role has no access to it."
            return self.pages.page("desk_refused.html", 404, why=why)
        part = "part" in request.query_params
        if not part:
            seen = "case_seen" if access(who.adviser, found).is_holder else "case_seen_not_own"
            await asyncio.to_thread(self._audit, who, seen, found.reference)
        return await self._case_page(request, who, found, template="desk_chat.html" if part else "desk_case.html")

    async def answers(self, request: Request) -> Response:
        """Ready answers as a part of a page, for search as you type."""
        who = await asyncio.to_thread(self.sessions.read, request)
        if who is None:
            return Response(status_code=401)
        asked, first = request.query_params.get("q", ""), request.query_params.get("first", "")
        found = await asyncio.to_thread(canned.find, self.services, asked, first=first)
        case_id = request.query_params.get("case", "")
        return self.pages.page("desk_answers.html", found=found, case_id=case_id, q="")

    async def events(self, request: Request) -> Response:
        """Server-sent events: one line whenever something has changed."""
        who = await asyncio.to_thread(self.sessions.read, request, False)
        if who is None:
            return Response(status_code=401)

        def look() -> str | None:
            still = self.sessions.read(request, is_active=False)
            return None if still is None else self._state(still, request)

        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream(look), headers=headers, media_type="text/event-stream")

    async def changes(self, request: Request) -> Response:
        """The same by polling, where events do not get through."""
        who = await asyncio.to_thread(self.sessions.read, request, False)
        if who is None:
            return JSONResponse({"signed_in": False}, 401)
        state = await asyncio.to_thread(self._state, who, request)
        return JSONResponse({"state": state}, headers={"Cache-Control": "no-store"})

    @property
    def database(self) -> Database:
        """The records."""
        return self.services.database

    @property
    def settings(self) -> Settings:
        """Of the council."""
        return self.services.settings

    def posted(self, handler: Handler, roles: tuple[Role, ...] = ON_CASES) -> Callable[[Request], Awaitable[Response]]:
        """A handler behind what every form needs: our own page, a session, its proof, and one of these roles."""

        async def post(request: Request) -> Response:
            if is_from_elsewhere(request):
                return self.pages.page("desk_refused.html", 403, why="This did not come from our own page.")
            who = await asyncio.to_thread(self.sessions.read, request)
            if who is None:
                return RedirectResponse("/adviser/sign-in", 303)
            try:
                fields = (await read_body(request, self._limit)).fields
            except (BadBody, TimeoutError):
                return self.pages.page("desk_refused.html", 400, why="That could not be read.")
            if not who.session.has_csrf(fields.get("csrf", "")):
                why = "The page was open for too long. Go back, load it again and send it once more."
                return self.pages.page("desk_refused.html", 403, why=why)
            if who.adviser.role not in roles:
                return self.pages.page("desk_refused.html", 403, why=_NO_ACCESS)
            return await handler(request, who, fields)

        return post

    async def _presence(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        presence = fields.get("presence", "")
        if presence in get_args(Presence):
            await self.write(lambda c: accounts.set_presence(c, who.adviser.id, presence, self.now()))  # type: ignore[arg-type]
        return RedirectResponse("/adviser", 303)

    async def _sign_out(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        await asyncio.to_thread(self.sessions.end, who)
        response = RedirectResponse("/adviser/sign-in?out", 303)
        take_cookie(request, response)
        return response

    async def _as_written(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found = await asyncio.to_thread(self.find, request)
        if found is None or not who.adviser.safeguarding:
            why = "Only people with the safeguarding role see messages as they were written."
            return self.pages.page("desk_refused.html", 403, why=why)
        await asyncio.to_thread(self._audit, who, "case_seen_as_written", found.reference)
        return await self._case_page(request, who, found, as_written=True)

    async def _case_page(
        self,
        request: Request,
        who: SignedIn,
        found: Case,
        *,
        template: str = "desk_case.html",
        as_written: bool = False,
    ) -> Response:
        asked, inserted = request.query_params.get("q", ""), request.query_params.get("insert", "")
        values = await asyncio.to_thread(self._case_values, who, found, as_written)
        first = "sms" if found.channel == "sms" else values["pack"].register
        ready = await asyncio.to_thread(canned.find, self.services, asked, first=first) if asked else []
        draft = ""
        if inserted in self.services.search.content.answers:
            registers = canned.get(self.services, inserted).registers
            draft = registers.get(request.query_params.get("register", "plain"), registers["plain"])
        return self.pages.page(template, **values, found=ready, q=asked, draft=draft, inserted=inserted, first=first)

    def _queue_values(self, who: SignedIn) -> dict[str, Any]:
        now = self.now()
        with self.services.database.read() as connection:
            me = accounts.get(connection, who.adviser.id) or who.adviser
            names = {each.id: each.name for each in accounts.everyone(connection)}
            held = cases.held(connection) if me.role in ("lead", "admin") else []
            unseen = safety.unseen(connection)
            return {
                **self._shared(who, now),
                "me": me,
                "names": names,
                "waiting": cases.queue(connection),
                "mine": cases.of_adviser(connection, me.id),
                "held": [each for each in held if each.adviser_id != me.id],
                "alerts": unseen,
                "joinable": alerts.can_be_joined(connection, [each.id for each in unseen]),
                "alert_cases": alerts.cases_of(connection, unseen),
                "undelivered": undelivered.count(connection) if me.role in ROLES else 0,
                "late": cases.late(connection),
                "state": state_of(connection, me.id, None),
            }

    def _case_values(self, who: SignedIn, found: Case, as_written: bool) -> dict[str, Any]:
        now = self.now()
        with self.services.database.read() as connection:
            may = access(who.adviser, found)
            pack = read_pack(connection, self.services, found, now, as_written=as_written, since=may.since)
            everybody = accounts.everyone(connection)
            return {
                **self._shared(who, now),
                "pack": pack,
                "case": found,
                "may": may,
                "is_mine": may.is_holder,
                "may_step_in": stepping_in.may_step_in(who.adviser, found),
                "names": {each.id: each.name for each in everybody},
                "colleagues": accounts.colleagues(everybody, who.adviser),
                "attempts": attempts.unanswered(connection, found.id),
                "most_attempts": attempts.MOST,
                "outcomes": BY_ADVISERS,
                "why": WHY,
                "joined": any(each.kind == ALERT_JOINED for each in pack.history),
                "as_written": as_written,
                "is_typing": typing.is_recent(found.person_typing_at, now),
                "state": state_of(connection, who.adviser.id, found.id),
            }

    def _shared(self, who: SignedIn, now: Any) -> dict[str, Any]:
        return {"me": who.adviser, "session": who.session, "now": now}

    def _state(self, who: SignedIn, request: Request) -> str:
        case = request.query_params.get("case", "")
        case_id = int(case) if case.isascii() and case.isdecimal() and len(case) < 12 else None
        with self.services.database.read() as connection:
            return state_of(connection, who.adviser.id, case_id)

    def find(self, request: Request) -> Case | None:
        with self.services.database.read() as connection:
            return cases.get(connection, int(request.path_params["case"]))

    def _audit(self, who: SignedIn, action: str, subject: str) -> None:
        with self.services.database.write() as connection:
            audit.write(connection, self.now(), actor=who.adviser.login, action=action, subject=subject)

    async def write(self, change: Callable[[Any], Any]) -> Any:
        """Run a change in a transaction, in a thread."""

        def run() -> Any:
            with self.services.database.write() as connection:
                return change(connection)

        return await asyncio.to_thread(run)

    async def not_done(self, why: str, text: str = "") -> Response:
        return self.pages.page("desk_refused.html", 409, why=why, text=text)

    def back_to(self, request: Request, found: Case | None) -> Response:
        return RedirectResponse(f"/adviser/cases/{found.id}#end" if found else "/adviser", 303)

    def now(self) -> datetime:
        """The moment, by the one clock."""
        return self._running.clock.now()
