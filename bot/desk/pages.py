"""The routes of the desk. Every page is whole without JavaScript; desk.js keeps parts of it fresh."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
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
from bot.desk.events import state_of, stream
from bot.desk.lost_texts import LostTextsPages
from bot.desk.own_password import OwnPasswordPages
from bot.desk.pack import read_pack
from bot.desk.quality import QualityPages
from bot.desk.sessions import DeskSessions, SignedIn, give_cookie, take_cookie
from bot.running import Running
from casework import audit, safety
from casework.database import Database
from casework.desk import accounts, attempts, cases, stepping_in, typing, work
from casework.desk.cases import Case
from casework.desk.tables import Presence, Role, WrapUp
from common.settings import Settings

logger = logging.getLogger(__name__)

Handler = Callable[[Request, SignedIn, dict[str, str]], Awaitable[Response]]
BY_ADVISERS: tuple[WrapUp, ...] = ("resolved", "advice_given", "referred_on", "other_way", "no_answer")
ON_CASES: tuple[Role, ...] = ("adviser", "lead", "admin")
_NO_ACCESS = "Your role has no access to this."


class DeskPages:
    """/adviser and all below it."""

    def __init__(self, running: Running, pages: Pages) -> None:
        self._running = running
        self._services = running.services
        self._settings = running.services.settings.desk
        self.pages = pages
        self.sessions = DeskSessions(running)
        self._limit = body_limit(running.services.settings.limits.max_message_characters)

    def routes(self) -> list[Route]:
        """All of them."""
        posts: dict[str, Handler] = {
            "presence": self._presence,
            "alerts/{alert:int}/seen": self._alert_seen,
            "cases/{case:int}/take": self._take,
            "cases/{case:int}/say": self._say,
            "cases/{case:int}/typing": self._typing,
            "cases/{case:int}/note": self._note,
            "cases/{case:int}/attempt": self._attempt,
            "cases/{case:int}/transfer": self._transfer,
            "cases/{case:int}/finish": self._finish,
            "cases/{case:int}/close": self._close,
            "cases/{case:int}/as-written": self._as_written,
            "cases/{case:int}/step-in": self._step_in,
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
            *LostTextsPages(self).routes(),
        ]

    async def sign_in(self, request: Request) -> Response:
        """The form."""
        return self.pages.page("desk_sign_in.html", problem="", login="", is_out="out" in request.query_params)

    async def post_sign_in(self, request: Request) -> Response:
        """Check a password. Another site can't sign anybody in."""
        if is_from_elsewhere(request):
            return self.pages.page("desk_refused.html", 403, why="This did not come from our own page.")
        if not self._services.settings.single_sign_on.passwords:
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
        if not who.adviser.works_cases:
            return self.pages.page("desk_refused.html", 403, why="Your role has no access to people's cases.")
        template = "desk_queue_part.html" if "part" in request.query_params else "desk_queue.html"
        return self.pages.page(template, **await asyncio.to_thread(self._queue_values, who))

    async def case(self, request: Request) -> Response:
        """One case with its pack and chat."""
        who = await asyncio.to_thread(self.sessions.read, request)
        if who is None:
            return RedirectResponse("/adviser/sign-in", 303)
        found = await asyncio.to_thread(self._find, request)
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
        found = await asyncio.to_thread(canned.find, self._services, asked, first=first)
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
    def council(self) -> Settings:
        """The council's settings."""
        return self._services.settings

    @property
    def database(self) -> Database:
        """The records."""
        return self._services.database

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

    async def _alert_seen(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        alert = int(request.path_params["alert"])

        def seen(connection: Any) -> None:
            if safety.mark_seen(connection, alert, self.now()):
                audit.write(connection, self.now(), who.adviser.login, "safety event seen", str(alert))

        await self.write(seen)
        return RedirectResponse("/adviser", 303)

    async def _take(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        case_id, most = int(request.path_params["case"]), self._settings.chats_per_adviser

        def take(connection: Any) -> bool:
            if not work.take(connection, case_id, who.adviser, self.now(), most):
                return False
            taken = cases.get(connection, case_id)
            if taken is not None and taken.way == "live" and taken.conversation_id is not None:
                joined = self._services.wording.say("desk_joined", adviser=who.adviser.name)
                work.announce(connection, taken, joined.to_json(), self.now())
            return True

        if await self.write(take):
            return RedirectResponse(f"/adviser/cases/{case_id}", 303)
        return await self._not_done("A colleague has it, the person has left, or you have as many chats as you may.")

    async def _say(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, text = await asyncio.to_thread(self._find, request), fields.get("text", "").strip()
        if found is None:
            return await self._not_done("There is no such case.")
        if text:
            speaker = f"{who.adviser.name}, adviser"
            answer, by_text = fields.get("answer", ""), found.channel == "sms"
            replies = canned.replies_from(self._services, speaker, text[:4000], answer, by_text)
            if not await self.write(lambda c: work.say(c, found, who.adviser, replies, self.now())):
                return await self._not_done("The chat is no longer yours, so nothing was sent.", text)
        return self._back_to(request, found)

    async def _typing(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        case_id = int(request.path_params["case"])
        await self.write(lambda c: typing.adviser_types(c, case_id, who.adviser.id, self.now()))
        return Response(status_code=204)

    async def _note(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, text = await asyncio.to_thread(self._find, request), fields.get("note", "").strip()
        if found is not None and text:
            await self.write(lambda c: work.note(c, found, who.adviser, text[:4000], self.now()))
        return self._back_to(request, found)

    async def _attempt(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, reached = await asyncio.to_thread(self._find, request), fields.get("reached") == "yes"
        if found is None:
            return await self._not_done("There is no such case.")
        now = self.now()
        next_due = self._services.opening_hours.add_working_time(now, working_days=1)
        if await self.write(lambda c: attempts.attempt(c, found, who.adviser, reached, now, next_due)):
            return self._back_to(request, found)
        why = (
            "It is not yours, or three tries were made. Choose another way to reach them, or close it as not answered."
        )
        return await self._not_done(why)

    async def _step_in(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found = await asyncio.to_thread(self._find, request)
        if found is None or who.adviser.role != "lead":
            return self.pages.page("desk_refused.html", 403, why="Only leads can step in.")

        def step_in(connection: Any) -> bool:
            if not stepping_in.step_in(connection, found, who.adviser, self.now()):
                return False
            if found.is_live:
                told = self._services.wording.say("desk_took_over", adviser=f"{who.adviser.name}, adviser,")
                work.announce(connection, found, told.to_json(), self.now())
            return True

        if await self.write(step_in):
            return self._back_to(request, found)
        return await self._not_done("It has changed hands meanwhile, or it is yours.")

    async def _transfer(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found = await asyncio.to_thread(self._find, request)
        if found is None:
            return await self._not_done("There is no such case.")
        chosen = fields.get("to", "")

        def transfer(connection: Any) -> bool:
            to = accounts.get(connection, int(chosen)) if chosen.isascii() and chosen.isdecimal() else None
            if chosen != "queue" and (to is None or to.disabled_at is not None or not to.works_cases):
                return False
            return work.transfer(connection, found, who.adviser, to, self.now(), fields.get("why", "").strip()[:500])

        if await self.write(transfer):
            return RedirectResponse("/adviser", 303)
        return await self._not_done("It is no longer yours, or the colleague can't take cases.")

    async def _finish(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, agreed = await asyncio.to_thread(self._find, request), fields.get("agreed", "").strip()[:300]
        if found is None:
            return await self._not_done("There is no such case.")
        said = self._services.wording.say
        told = said("desk_agreed", agreed=agreed.rstrip(".") + ".").words.plain.strip() if agreed else ""
        farewell = said("desk_ended", adviser=f"{who.adviser.name}, adviser,", agreed=told).to_json()
        rest = timedelta(minutes=self._settings.after_contact)
        done = await self.write(
            lambda c: work.finish(c, found, who.adviser, self.now(), farewell=farewell, agreed=agreed, rest=rest)
        )
        return self._back_to(request, found) if done else await self._not_done("The chat is no longer yours.")

    async def _close(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, outcome = await asyncio.to_thread(self._find, request), fields.get("outcome", "")
        if found is None or outcome not in BY_ADVISERS:
            return await self._not_done("Choose how it ended, then close it.")
        if await self.write(lambda c: work.close(c, found, who.adviser, outcome, self.now())):
            return RedirectResponse("/adviser", 303)
        why = (
            "It is not in your hands; or it is a chat that has to be ended first; or nobody has rung three times yet, "
            "so that it can't be closed as not answered."
        )
        return await self._not_done(why)

    async def _as_written(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found = await asyncio.to_thread(self._find, request)
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
        ready = await asyncio.to_thread(canned.find, self._services, asked, first=first) if asked else []
        draft = ""
        if inserted in self._services.search.content.answers:
            registers = canned.get(self._services, inserted).registers
            draft = registers.get(request.query_params.get("register", "plain"), registers["plain"])
        return self.pages.page(template, **values, found=ready, q=asked, draft=draft, inserted=inserted, first=first)

    def _queue_values(self, who: SignedIn) -> dict[str, Any]:
        now = self.now()
        with self._services.database.read() as connection:
            me = accounts.get(connection, who.adviser.id) or who.adviser
            names = {each.id: each.name for each in accounts.everyone(connection)}
            held = cases.held(connection) if me.role in ("lead", "admin") else []
            return {
                **self._shared(who, now),
                "me": me,
                "names": names,
                "waiting": cases.queue(connection),
                "mine": cases.of_adviser(connection, me.id),
                "held": [each for each in held if each.adviser_id != me.id],
                "alerts": safety.unseen(connection),
                "late": cases.late(connection),
                "state": state_of(connection, me.id, None),
            }

    def _case_values(self, who: SignedIn, found: Case, as_written: bool) -> dict[str, Any]:
        now = self.now()
        with self._services.database.read() as connection:
            may = access(who.adviser, found)
            pack = read_pack(connection, self._services, found, now, as_written=as_written, since=may.since)
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
                "as_written": as_written,
                "is_typing": typing.is_recent(found.person_typing_at, now),
                "state": state_of(connection, who.adviser.id, found.id),
            }

    def _shared(self, who: SignedIn, now: Any) -> dict[str, Any]:
        return {"me": who.adviser, "session": who.session, "now": now}

    def _state(self, who: SignedIn, request: Request) -> str:
        case = request.query_params.get("case", "")
        case_id = int(case) if case.isascii() and case.isdecimal() and len(case) < 12 else None
        with self._services.database.read() as connection:
            return state_of(connection, who.adviser.id, case_id)

    def _find(self, request: Request) -> Case | None:
        with self._services.database.read() as connection:
            return cases.get(connection, int(request.path_params["case"]))

    def _audit(self, who: SignedIn, action: str, subject: str) -> None:
        with self._services.database.write() as connection:
            audit.write(connection, self.now(), actor=who.adviser.login, action=action, subject=subject)

    async def write(self, change: Callable[[Any], Any]) -> Any:
        """Run a change in a transaction, in a thread."""

        def run() -> Any:
            with self._services.database.write() as connection:
                return change(connection)

        return await asyncio.to_thread(run)

    async def _not_done(self, why: str, text: str = "") -> Response:
        return self.pages.page("desk_refused.html", 409, why=why, text=text)

    def _back_to(self, request: Request, found: Case | None) -> Response:
        return RedirectResponse(f"/adviser/cases/{found.id}#end" if found else "/adviser", 303)

    def now(self) -> datetime:
        """The moment, by the one clock."""
        return self._running.clock.now()
