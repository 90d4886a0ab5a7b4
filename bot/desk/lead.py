"""The lead's view, /adviser/lead, for leads, admins and editors: nobody is in it. Files that are taken are audited."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from functools import wraps

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.charts import percents
from bot.channels.pages import Pages
from bot.desk.sessions import DeskSessions, SignedIn
from bot.insights.csv_files import all_tables, one_table
from bot.insights.period import CHOICES, Period, read_period
from bot.insights.tables import InsightTable, in_words, length_of, read_insights
from bot.running import Running
from casework import audit
from casework.feedback import given
from casework.insights.handed_over import not_answered, question
from common.clock import today
from knowledge.new_answer import ID, Near, new_answer_file, suggested_id
from language.encoder import shared_encoder

ROLES = ("lead", "admin", "editor")
ALL = "all"
NEAREST = 5
Handler = Callable[["LeadPages", Request, SignedIn], Awaitable[Response]]


def _for_leads(handler: Handler) -> Callable[["LeadPages", Request], Awaitable[Response]]:
    @wraps(handler)
    async def checked(self: "LeadPages", request: Request) -> Response:
        who = await asyncio.to_thread(self.sessions.read, request)
        if who is None:
            return RedirectResponse("/adviser/sign-in", 303)
        if who.adviser.role not in ROLES:
            return self.pages.page("desk_refused.html", 403, why="This page is for leads and editors.")
        return await handler(self, request, who)

    return checked


class LeadPages:
    """/adviser/lead and what is below it. Nothing here changes anything but the audit log."""

    def __init__(self, running: Running, pages: Pages) -> None:
        self._running = running
        self._services = running.services
        self.pages = pages
        self.sessions = DeskSessions(running)

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/adviser/lead", self.show),
            Route("/adviser/lead/{table}.csv", self.file),
            Route("/adviser/lead/new-answer", self.new_answer),
            Route("/adviser/lead/new-answer.yml", self.new_answer_file),
        ]

    @_for_leads
    async def show(self, request: Request, who: SignedIn) -> Response:
        """Everything of a period."""
        period = self._period(request)

        def read() -> Response:
            found = read_insights(self._services, period, self._today())
            with self._services.database.read() as connection:
                questions = not_answered(connection, period.first, period.last)
                words = given.words(connection, period.first, period.last)
            answers = self._services.search.content.answers
            return self.pages.page(
                "lead.html",
                me=who.adviser,
                session=who.session,
                found=found,
                period=period,
                choices=CHOICES,
                questions=questions,
                words=[
                    (day, answers[id].title if id in answers else "the whole chat", said) for day, id, said in words
                ],
                in_words=in_words,
                lengths=_lengths,
            )

        return await asyncio.to_thread(read)

    @_for_leads
    async def file(self, request: Request, who: SignedIn) -> Response:
        """A table, or all of them, as CSV."""
        period, key = self._period(request), request.path_params["table"]
        found = await asyncio.to_thread(read_insights, self._services, period, self._today())
        table = found.table(key)
        if table is None and key != ALL:
            return self.pages.page("desk_refused.html", 404, why="There is no such table.")
        await asyncio.to_thread(self._note, who, key, period)
        name = f"navigator-{key}-{period.first.isoformat()}-{period.last.isoformat()}.csv"
        return _download(one_table(table) if table else all_tables(found.tables), name, "text/csv")

    @_for_leads
    async def new_answer(self, request: Request, who: SignedIn) -> Response:
        """A question that was not answered, what is near to it, and a file to begin an answer with."""
        asked = await asyncio.to_thread(self._question, request)
        if asked is None:
            return self.pages.page("desk_refused.html", 404, why="There is no such question any more.")
        near = await asyncio.to_thread(self._near, asked)
        topics = sorted({answer.topic for answer in self._services.search.content.answers.values()})
        return self.pages.page(
            "lead_new_answer.html",
            me=who.adviser,
            session=who.session,
            question=asked,
            question_id=request.query_params["question"],
            near=near,
            topics=topics,
            topic=near[0].topic if near else topics[0],
            id=suggested_id(asked),
            file=new_answer_file(asked, near, self._today()),
        )

    @_for_leads
    async def new_answer_file(self, request: Request, who: SignedIn) -> Response:
        """The file itself. It holds a masked question, so taking it is noted."""
        asked = await asyncio.to_thread(self._question, request)
        id = request.query_params.get("id", "").strip()
        if asked is None or not ID.fullmatch(id) or len(id) > 64:
            why = "Name the file with small letters, digits and dashes, and choose a question that is still there."
            return self.pages.page("desk_refused.html", 400, why=why)
        near = await asyncio.to_thread(self._near, asked)
        await asyncio.to_thread(self._note, who, "new-answer", None)
        return _download(new_answer_file(asked, near, self._today()), f"{id}.yml", "application/yaml")

    def _period(self, request: Request) -> Period:
        return read_period(request.query_params, self._today())

    def _today(self) -> date:
        return today(self._running.clock)

    def _question(self, request: Request) -> str | None:
        number = request.query_params.get("question", "")
        if not (number.isascii() and number.isdecimal() and len(number) < 16):
            return None
        with self._services.database.read() as connection:
            return question(connection, int(number))

    def _near(self, text: str) -> list[Near]:
        search = self._services.search
        ranked = search.rank(text, shared_encoder().encode([text])[0], NEAREST)
        answers = [search.content.answers[each.id] for each in ranked]
        return [Near(each.id, each.title, each.topic, each.plain, each.facts) for each in answers]

    def _note(self, who: SignedIn, what: str, period: Period | None) -> None:
        detail = f"{period.first} to {period.last}" if period else ""
        with self._services.database.write() as connection:
            audit.write(connection, self._running.clock.now(), who.adviser.login, "insights_exported", what, detail)


def _lengths(table: InsightTable) -> list[str]:
    return [str(each) for each in percents([length_of(row[table.bars]) for row in table.rows])]


def _download(text: str, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text.encode("utf-8"), media_type=f"{kind}; charset=utf-8", headers=headers)
