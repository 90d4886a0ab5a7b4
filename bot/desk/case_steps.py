"""What an adviser does with a case or an alert: each a form, behind `DeskPages.posted`."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk import canned
from bot.desk.sessions import SignedIn
from casework import audit, referrals, safety
from casework.desk import accounts, alerts, attempts, cases, stepping_in, typing, work
from casework.desk.tables import WrapUp

if TYPE_CHECKING:
    from bot.desk.pages import DeskPages

Handler = Callable[[Request, SignedIn, dict[str, str]], Awaitable[Response]]
BY_ADVISERS: tuple[WrapUp, ...] = ("resolved", "advice_given", "referred_on", "other_way", "no_answer")


class CaseSteps:
    """The steps by their path below /adviser."""

    def __init__(self, desk: "DeskPages") -> None:
        self._desk = desk

    def posts(self) -> dict[str, Handler]:
        """All of them."""
        return {
            "alerts/{alert:int}/seen": self._alert_seen,
            "alerts/{alert:int}/join": self._alert_join,
            "cases/{case:int}/take": self._take,
            "cases/{case:int}/say": self._say,
            "cases/{case:int}/typing": self._typing,
            "cases/{case:int}/note": self._note,
            "cases/{case:int}/attempt": self._attempt,
            "cases/{case:int}/transfer": self._transfer,
            "cases/{case:int}/finish": self._finish,
            "cases/{case:int}/close": self._close,
            "cases/{case:int}/step-in": self._step_in,
        }

    def _announce(self, connection: Any, case_id: int | None, who: SignedIn) -> None:
        """Tell the person of a live chat who has joined."""
        taken = cases.get(connection, case_id) if case_id is not None else None
        if taken is not None and taken.way == "live":
            joined = self._desk.services.wording.say("desk_joined", adviser=who.adviser.name)
            work.announce(connection, taken, joined.to_json(), self._desk.now())

    async def _take(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        case_id, most = int(request.path_params["case"]), self._desk.settings.desk.chats_per_adviser

        def take(connection: Any) -> bool:
            if not work.take(connection, case_id, who.adviser, self._desk.now(), most):
                return False
            self._announce(connection, case_id, who)
            return True

        if await self._desk.write(take):
            return RedirectResponse(f"/adviser/cases/{case_id}", 303)
        return await self._desk.not_done(
            "A colleague has it, the person has left, or you have as many chats as you may."
        )

    async def _say(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, text = await asyncio.to_thread(self._desk.find, request), fields.get("text", "").strip()
        if found is None:
            return await self._desk.not_done("There is no such case.")
        if text:
            speaker = f"{who.adviser.name}, adviser"
            answer, by_text = fields.get("answer", ""), found.channel == "sms"
            replies = canned.replies_from(self._desk.services, speaker, text[:4000], answer, by_text)
            if not await self._desk.write(lambda c: work.say(c, found, who.adviser, replies, self._desk.now())):
                return await self._desk.not_done("The chat is no longer yours, so nothing was sent.", text)
        return self._desk.back_to(request, found)

    async def _typing(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        case_id = int(request.path_params["case"])
        await self._desk.write(lambda c: typing.adviser_types(c, case_id, who.adviser.id, self._desk.now()))
        return Response(status_code=204)

    async def _note(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, text = await asyncio.to_thread(self._desk.find, request), fields.get("note", "").strip()
        if found is not None and text:
            await self._desk.write(lambda c: work.note(c, found, who.adviser, text[:4000], self._desk.now()))
        return self._desk.back_to(request, found)

    async def _attempt(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, reached = await asyncio.to_thread(self._desk.find, request), fields.get("reached") == "yes"
        if found is None:
            return await self._desk.not_done("There is no such case.")
        now = self._desk.now()
        next_due = self._desk.services.opening_hours.add_working_time(now, working_days=1)
        if await self._desk.write(lambda c: attempts.attempt(c, found, who.adviser, reached, now, next_due)):
            return self._desk.back_to(request, found)
        why = (
            "It is not yours, or three tries were made. Choose another way to reach them, or close it as not answered."
        )
        return await self._desk.not_done(why)

    async def _step_in(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found = await asyncio.to_thread(self._desk.find, request)
        if found is None or who.adviser.role != "lead":
            return self._desk.pages.page("desk_refused.html", 403, why="Only leads can step in.")

        def step_in(connection: Any) -> bool:
            if not stepping_in.step_in(connection, found, who.adviser, self._desk.now()):
                return False
            if found.is_live:
                told = self._desk.services.wording.say("desk_took_over", adviser=f"{who.adviser.name}, adviser,")
                work.announce(connection, found, told.to_json(), self._desk.now())
            return True

        if await self._desk.write(step_in):
            return self._desk.back_to(request, found)
        return await self._desk.not_done("It has changed hands meanwhile, or it is yours.")

    async def _transfer(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found = await asyncio.to_thread(self._desk.find, request)
        if found is None:
            return await self._desk.not_done("There is no such case.")
        chosen = fields.get("to", "")

        def transfer(connection: Any) -> bool:
            to = accounts.get(connection, int(chosen)) if chosen.isascii() and chosen.isdecimal() else None
            if chosen != "queue" and (to is None or to.disabled_at is not None or not to.works_cases):
                return False
            return work.transfer(
                connection, found, who.adviser, to, self._desk.now(), fields.get("why", "").strip()[:500]
            )

        if await self._desk.write(transfer):
            return RedirectResponse("/adviser", 303)
        return await self._desk.not_done("It is no longer yours, or the colleague can't take cases.")

    async def _finish(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, agreed = await asyncio.to_thread(self._desk.find, request), fields.get("agreed", "").strip()[:300]
        if found is None:
            return await self._desk.not_done("There is no such case.")
        said = self._desk.services.wording.say
        told = said("desk_agreed", agreed=agreed.rstrip(".") + ".").words.plain.strip() if agreed else ""
        farewell = said("desk_ended", adviser=f"{who.adviser.name}, adviser,", agreed=told).to_json()
        rest = timedelta(minutes=self._desk.settings.desk.after_contact)
        done = await self._desk.write(
            lambda c: work.finish(c, found, who.adviser, self._desk.now(), farewell=farewell, agreed=agreed, rest=rest)
        )
        return self._desk.back_to(request, found) if done else await self._desk.not_done("The chat is no longer yours.")

    async def _close(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found, outcome = await asyncio.to_thread(self._desk.find, request), fields.get("outcome", "")
        if found is None or outcome not in BY_ADVISERS:
            return await self._desk.not_done("Choose how it ended, then close it.")
        if await self._desk.write(lambda c: work.close(c, found, who.adviser, outcome, self._desk.now())):
            return RedirectResponse("/adviser", 303)
        why = (
            "It is not in your hands; or it is a chat that has to be ended first; or nobody has rung three times yet, "
            "so that it can't be closed as not answered."
        )
        return await self._desk.not_done(why)

    async def _alert_seen(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        alert = int(request.path_params["alert"])

        def seen(connection: Any) -> None:
            if safety.mark_seen(connection, alert, self._desk.now()):
                audit.write(connection, self._desk.now(), who.adviser.login, "safety event seen", str(alert))

        await self._desk.write(seen)
        return RedirectResponse("/adviser", 303)

    async def _alert_join(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        """Look in where somebody may be in danger, and offer to talk."""
        alert = int(request.path_params["alert"])

        def join(connection: Any) -> int | None:
            case_id = alerts.join(connection, alert, who.adviser, self._desk.now(), referrals.new_reference())
            self._announce(connection, case_id, who)
            return case_id

        case_id = await self._desk.write(join)
        if case_id is not None:
            return RedirectResponse(f"/adviser/cases/{case_id}", 303)
        return await self._desk.not_done("A colleague is in that chat, or it is over. Look at the queue.")
