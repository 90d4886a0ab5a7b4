"""The routes of script mode. Every page is whole without JavaScript; script.js makes searching quicker."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, get_args

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.bodies import body_limit
from bot.channels.pages import Pages
from bot.channels.papers import Papers
from bot.desk import canned
from bot.desk.sessions import DeskSessions, SignedIn
from bot.running import Running
from bot.script import case_note
from bot.script.guard import Guard, Posted, Seen
from bot.script.material import read_material
from bot.script.talking import Problem, Sent, Talking
from bot.script.trail import How, card_of, read_trail
from bot.typesetting import set_pdf
from casework import audit
from casework.scripts import contacts, entries
from casework.scripts.contacts import Contact
from casework.scripts.tables import Consent, ContactKind, Risk, Speaker
from common.clock import LONDON
from knowledge import script_jumps, script_print

_T = TypeVar("_T")
_LONGEST = {"case_reference": 60, "needs": 500, "risk_detail": 500, "consent_detail": 500}
_LISTS: dict[str, tuple[str, ...]] = {
    "speaker": get_args(Speaker),
    "risk": get_args(Risk),
    "consent": get_args(Consent),
}
_NOTE, _OWNER = 4000, 100


class ScriptPages:
    """/adviser/script and all below it."""

    def __init__(self, running: Running, pages: Pages, papers: Papers) -> None:
        self._running = running
        self._services = running.services
        self._pages = pages
        self._papers = papers
        self._talking = Talking(running)
        limit = body_limit(running.services.settings.limits.max_message_characters)
        self._guard = Guard(DeskSessions(running), pages, limit)

    def routes(self) -> list[Route]:
        """All of them."""
        shown: dict[str, Seen] = {
            "": self._list,
            "/print": self._print,
            "/print/{step:int}": self._print,
            "/{contact:int}": self._contact,
            "/{contact:int}/search": self._search,
            "/{contact:int}/note": self._note_page,
            "/{contact:int}/note.txt": self._note_text,
            "/{contact:int}/note.pdf": self._note_pdf,
        }
        posted: dict[str, Posted] = {
            "/start": self._start,
            "/{contact:int}/say": self._say,
            "/{contact:int}/details": self._details,
            "/{contact:int}/note": self._add_note,
            "/{contact:int}/action": self._add_action,
            "/{contact:int}/remove": self._remove,
            "/{contact:int}/close": self._close,
        }
        return [
            *(Route(f"/adviser/script{path}", self._guard.shown(handler)) for path, handler in shown.items()),
            *(
                Route(f"/adviser/script{path}", self._guard.posted(handler), methods=["POST"])
                for path, handler in posted.items()
            ),
        ]

    async def _list(self, request: Request, who: SignedIn) -> Response:
        mine = await self._read(lambda c: contacts.of_adviser(c, who.adviser.id))
        return self._page("script_list.html", who, contacts=mine, kinds=case_note.KINDS)

    async def _start(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        kind, reference = fields.get("kind", ""), fields.get("case_reference", "").strip()
        if kind not in get_args(ContactKind):
            return self._guard.refused(400, "Choose how you are talking, then start.")
        limit = _LONGEST["case_reference"]
        begun = await self._write(lambda c: contacts.start(c, who.adviser, kind, reference[:limit], self._now()))  # type: ignore[arg-type]
        return self._to(begun)

    async def _contact(self, request: Request, who: SignedIn) -> Response:
        return await self._show(request, who)

    async def _show(self, request: Request, who: SignedIn, problem: Problem = "", said: str = "") -> Response:
        asked = request.query_params.get("q", "")
        found = await self._find(request, who)
        if found is None:
            return self._not_there()
        values = await asyncio.to_thread(self._values, found)
        ready = await asyncio.to_thread(canned.find, self._services, asked) if asked else []
        return self._page(
            "script_contact.html",
            who,
            409 if problem else 200,
            **values,
            q=asked,
            found=ready,
            problem=problem,
            said=said,
        )

    def _values(self, contact: Contact) -> dict[str, Any]:
        with self._services.database.read() as connection:
            trail, _ = read_trail(connection, contact, self._now())
            noted = entries.of_contact(connection, contact)
        features = self._services.settings.features.dict()
        on = [jump for jump in script_jumps.PLACES if not jump.feature or features.get(jump.feature)]
        return {
            "contact": contact,
            "trail": trail,
            "cards": trail.current
            or (card_of(self._services.wording.say("script_opening", **self._services.settings.names())),),
            "entries": noted,
            "places": on,
            "titles": {str(step.number): step.title for step in self._services.steps.walk.steps},
            "moves": script_jumps.MOVES,
            "words": {
                "kind": case_note.KINDS,
                "speaker": case_note.SPEAKERS,
                "risk": case_note.RISKS,
                "consent": case_note.CONSENTS,
            },
            "message_id": uuid.uuid4().hex,
        }

    async def _search(self, request: Request, who: SignedIn) -> Response:
        found = await self._find(request, who)
        if found is None:
            return Response(status_code=404)
        ready = await asyncio.to_thread(canned.find, self._services, request.query_params.get("q", ""))
        return self._page("script_found.html", who, contact=found, found=ready, q="", message_id=uuid.uuid4().hex)

    async def _say(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found = await self._find(request, who)
        if found is None:
            return self._not_there()
        sent = self._sent(fields)
        problem = await self._talking.send(found, sent)
        return (
            await self._show(request, who, problem, sent.text if sent.how == "words" else "")
            if problem
            else self._to(found)
        )

    @staticmethod
    def _sent(fields: dict[str, str]) -> Sent:
        """What was pressed counts before what was typed."""
        how: How = "words"
        for key in get_args(How):
            if fields.get(key):
                how = key
                break
        text = fields.get(how, "")
        return Sent(how, f"{script_jumps.MARK}{text}" if how == "jump" else text, fields.get("message_id", ""))

    async def _details(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        changed = {key: fields[key].strip()[:most] for key, most in _LONGEST.items() if key in fields}
        changed |= {key: fields[key] for key, listed in _LISTS.items() if fields.get(key) in listed}
        return await self._change(request, who, lambda c, found: bool(changed) and contacts.change(c, found, **changed))

    async def _add_note(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        text = fields.get("note", "").strip()[:_NOTE]

        def keep(connection: Connection, found: Contact) -> None:
            if text:
                entries.note(connection, found, text, self._now())

        return await self._change(request, who, keep)

    async def _add_action(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        text, owner = fields.get("action", "").strip()[:_NOTE], fields.get("owner", "").strip()[:_OWNER]
        try:
            due = date.fromisoformat(fields["due_on"]) if fields.get("due_on") else None
        except ValueError:
            return self._guard.refused(400, "That is no date. Write it as 2026-12-01. Nothing was kept.")

        def keep(connection: Connection, found: Contact) -> None:
            if text:
                entries.action(connection, found, text, owner, due, self._now())

        return await self._change(request, who, keep)

    async def _remove(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        entry = fields.get("entry", "")
        number = int(entry) if entry.isascii() and entry.isdecimal() and len(entry) < 12 else 0
        return await self._change(request, who, lambda c, found: entries.remove(c, found, number))

    async def _close(self, request: Request, who: SignedIn, fields: dict[str, str]) -> Response:
        found = await self._find(request, who)
        if found is None:
            return self._not_there()
        await self._write(lambda c: contacts.close(c, found, who.adviser, self._now()))
        return RedirectResponse(f"/adviser/script/{found.id}/note", 303)

    async def _note_page(self, request: Request, who: SignedIn) -> Response:
        note, found, ticked = await self._made(request, who, "shown")
        if note is None or found is None:
            return self._not_there()
        return self._page(
            "script_note.html",
            who,
            contact=found,
            note=note,
            ticked=ticked,
            sections=case_note.SECTIONS,
            retention_days=self._services.settings.retention.script_days,
            query="&".join(f"{key}=on" for key in ticked) or "none=on",
        )

    async def _note_text(self, request: Request, who: SignedIn) -> Response:
        note, found, _ = await self._made(request, who, "exported as text")
        if note is None or found is None:
            return self._not_there()
        headers = {
            "Content-Disposition": f'attachment; filename="{found.reference}.txt"',
            "Cache-Control": "no-store",
        }
        return PlainTextResponse(note.text(), headers=headers)

    async def _note_pdf(self, request: Request, who: SignedIn) -> Response:
        note, found, _ = await self._made(request, who, "exported as PDF")
        if note is None or found is None:
            return self._not_there()
        council = self._services.settings.council.name
        data = {
            "title": f"{note.title} {found.reference}",
            "council": council,
            "head": note.head,
            "sections": note.sections,
        }
        return await self._papers.response(lambda: set_pdf("case_note.typ", "note", data), f"{found.reference}.pdf")

    async def _made(
        self, request: Request, who: SignedIn, action: str
    ) -> tuple[case_note.CaseNote | None, Contact | None, list[str]]:
        """The note with what is ticked (all of it, where nothing was chosen yet); that it left is in the audit log."""
        found = await self._find(request, who)
        if found is None:
            return None, None, []
        chosen = request.query_params
        ticked = [key for key in case_note.SECTIONS if key in chosen] if chosen else list(case_note.SECTIONS)
        material = await self._read(lambda c: read_material(c, self._services, who, found, self._now()))
        detail = ", ".join(ticked) or "nothing ticked"
        subject, action = found.reference, f"script note {action}"
        await self._write(lambda c: audit.write(c, self._now(), who.adviser.login, action, subject, detail))
        return case_note.make(material, ticked), found, ticked

    async def _print(self, request: Request, who: SignedIn) -> Response:
        near = {
            key: offers[0].name for key, offers in self._services.contacts.items() if key.startswith("near") and offers
        }
        steps = script_print.printed(self._services.steps.walk, {**self._services.settings.names(), **near})
        number = request.path_params.get("step")
        chosen = [step for step in steps if number is None or step.number == number]
        if not chosen:
            return self._not_there()
        day = self._now().astimezone(LONDON).date().isoformat()
        return self._page("script_print.html", who, steps=chosen, all_steps=steps, day=day)

    async def _change(self, request: Request, who: SignedIn, change: Callable[[Connection, Contact], Any]) -> Response:
        found = await self._find(request, who)
        if found is None:
            return self._not_there()
        if not found.is_open:
            return await self._show(request, who, "closed")
        await self._write(lambda c: change(c, found))
        return self._to(found)

    async def _find(self, request: Request, who: SignedIn) -> Contact | None:
        contact_id = int(request.path_params["contact"])
        return await self._read(lambda c: contacts.get(c, contact_id, who.adviser.id)) if contact_id < 2**31 else None

    async def _read(self, look: Callable[[Connection], _T]) -> _T:
        def run() -> _T:
            with self._services.database.read() as connection:
                return look(connection)

        return await asyncio.to_thread(run)

    async def _write(self, change: Callable[[Connection], _T]) -> _T:
        def run() -> _T:
            with self._services.database.write() as connection:
                return change(connection)

        return await asyncio.to_thread(run)

    def _page(self, template: str, who: SignedIn, status: int = 200, **values: Any) -> Response:
        return self._pages.page(template, status, me=who.adviser, session=who.session, now=self._now(), **values)

    def _not_there(self) -> Response:
        return self._guard.refused(404, "There is no such contact, or it is not yours.")

    @staticmethod
    def _to(contact: Contact) -> Response:
        return RedirectResponse(f"/adviser/script/{contact.id}", 303)

    def _now(self) -> Any:
        return self._running.clock.now()
