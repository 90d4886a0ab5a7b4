"""My plan so far: the page to print and the PDF, for the browser whose chat it is."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from actions.plan import make_plan, read_plan
from bot.channels.chat import WebChat
from bot.channels.pages import Pages
from bot.channels.papers import Papers
from bot.channels.sessions import Session, read_session
from bot.papers import LISTS, plan_pdf
from bot.running import Running
from casework.conversations import Conversation
from knowledge.plan_shape import Plan, in_words


class PlanPages:
    """/chat/plan and /chat/plan.pdf. `?words=simple`: in simple words; `?private=yes`: with what is left out else."""

    def __init__(self, running: Running, chat: WebChat, pages: Pages, papers: Papers) -> None:
        self._running = running
        self._chat = chat
        self._pages = pages
        self._papers = papers

    def routes(self) -> list[Route]:
        """Both."""
        return [Route("/chat/plan", self.page), Route("/chat/plan.pdf", self.pdf)]

    async def page(self, request: Request) -> Response:
        """The plan to read and to print. Without a chat it says how to begin one."""
        plan, conversation = await asyncio.to_thread(self._read, read_session(request), _private(request))
        is_simple = _is_simple(request, conversation)
        words = self._running.services.plan_content.words
        made_on = words.page["made_on"].register(_register(is_simple)).replace("{day}", in_words(plan.made_on))
        return self._pages.page(
            "plan.html",
            plan=plan,
            page=words.page,
            lists=LISTS,
            made_on=made_on,
            is_simple=is_simple,
            register=_register(is_simple),
            query=_query(is_simple, plan.shows_private),
            query_other_words=_query(not is_simple, plan.shows_private),
            query_other_private=_query(is_simple, not plan.shows_private),
        )

    async def pdf(self, request: Request) -> Response:
        """The plan as a file. A page that says so (503) when it can't be made in time."""
        plan, conversation = await asyncio.to_thread(self._read, read_session(request), _private(request))
        is_simple = _is_simple(request, conversation)
        services = self._running.services
        make: Callable[[], bytes] = lambda: plan_pdf(  # noqa: E731
            plan, services.plan_content.words, services.settings.council.name, is_simple
        )
        return await self._papers.response(make, "my-plan-simple-words.pdf" if is_simple else "my-plan.pdf")

    def _read(self, session: Session | None, with_private: bool) -> tuple[Plan, Conversation | None]:
        services, now = self._running.services, self._running.clock.now()
        conversation = self._chat.conversation(session)
        if conversation is None:
            return make_plan(services, {}, (), now, with_private), None
        with services.database.read() as connection:
            return read_plan(services, connection, conversation.id, now, with_private), conversation


def _private(request: Request) -> bool:
    return request.query_params.get("private") == "yes"


def _is_simple(request: Request, conversation: Conversation | None) -> bool:
    """As the address says; without a word from it, as the chat is worded."""
    chosen = request.query_params.get("words")
    return chosen == "simple" if chosen else conversation is not None and conversation.register == "simple"


def _register(is_simple: bool) -> str:
    return "simple" if is_simple else "plain"


def _query(is_simple: bool, with_private: bool) -> str:
    return "?" + urlencode({"words": _register(is_simple)} | ({"private": "yes"} if with_private else {}))
