"""The pages around the chat, their styles and script, and the description of the JSON."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.pages import PAGES, Pages
from common.settings import Settings

_OPENAPI = Path(__file__).parent.parent / "openapi.yml"


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    document: dict[str, Any] = yaml.safe_load(_OPENAPI.read_text())
    return document


class Site:
    """/, /privacy, /accessibility, /static and /openapi.json."""

    def __init__(self, pages: Pages, settings: Settings) -> None:
        self._pages = pages
        self._settings = settings

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/", self.home),
            Route("/privacy", self.privacy),
            Route("/accessibility", self.accessibility),
            Route("/openapi.json", self.description),
            Mount("/static", StaticFiles(directory=PAGES / "static"), name="static"),
        ]

    async def home(self, request: Request) -> Response:
        """A council page that leads to the chat."""
        return self._pages.page("home.html")

    async def privacy(self, request: Request) -> Response:
        """What is kept, for how long, and who sees it."""
        return self._pages.page("privacy.html", retention=self._settings.retention)

    async def accessibility(self, request: Request) -> Response:
        """What was checked, and what was not."""
        return self._pages.page("accessibility.html")

    async def description(self, request: Request) -> Response:
        """The OpenAPI document."""
        return JSONResponse(openapi())
