"""All routes in one application."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.chat import WebChat
from bot.channels.continuing import Continuing
from bot.channels.health import Health
from bot.channels.helped import Helped
from bot.channels.keeping import Keeping
from bot.channels.letters import Letters
from bot.channels.metrics import Metrics
from bot.channels.news import News
from bot.channels.pages import Pages
from bot.channels.papers import Papers
from bot.channels.plan import PlanPages
from bot.channels.shield import Shield
from bot.channels.site import Site
from bot.channels.sms import Sms
from bot.channels.sums import Sums
from bot.channels.web import WebPages
from bot.channels.widget import Widget
from bot.desk.lead import LeadPages
from bot.desk.pages import DeskPages
from bot.running import Running
from bot.script.pages import ScriptPages
from bot.sign_on.making import sign_on_routes

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def create_app(running: Running, lifespan: Lifespan | None = None) -> Starlette:
    """The web application of a running assistant. `app.state.chat` is its WebChat."""
    settings = running.services.settings
    pages, metrics = Pages(settings), Metrics()
    chat, papers = WebChat(running, metrics), Papers(pages)

    news = News(chat, pages)

    async def not_there(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        response = pages.page("not_found.html", error.status_code)
        response.headers.update(error.headers or {})
        return response

    app = Starlette(
        routes=[
            *Site(pages, settings).routes(),
            *Letters(pages, settings, papers).routes(),
            *Sums(pages, running.services.sums, running.clock).routes(),
            *WebPages(chat, pages, settings, metrics).routes(),
            *Helped(running, chat, pages, metrics).routes(),
            *news.routes(),
            *Keeping(chat, pages).routes(),
            *Widget(settings).routes(),
            *Continuing(chat, pages, settings, metrics).routes(),
            *PlanPages(running, chat, pages, papers).routes(),
            *Health(running, metrics).routes(),
            *Sms(running, metrics).routes(),
            *running.more_routes,
            *DeskPages(running, pages).routes(),
            *LeadPages(running, pages).routes(),
            *ScriptPages(running, pages, papers).routes(),
            *sign_on_routes(running, pages),
        ],
        middleware=[Middleware(Shield, pages=pages, origins=settings.widget.origins)],
        exception_handlers={HTTPException: not_there},
        lifespan=lifespan,
    )
    app.state.chat, app.state.news = chat, news
    return app
