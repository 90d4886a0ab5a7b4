"""Letters to copy or print: a list of them, and a page for each in usual or simple words."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.pages import Pages
from bot.paths import ROOT
from common.settings import Settings
from knowledge.letters import load_letters


class Letters:
    """/letters and the pages below it, with the council's own names filled in."""

    def __init__(self, pages: Pages, settings: Settings) -> None:
        self._pages = pages
        self._letters = {
            key: letter.filled(settings.names()) for key, letter in load_letters(ROOT / "knowledge").items()
        }

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [Route("/letters", self.all), Route("/letters/{letter}", self.one)]

    async def all(self, request: Request) -> Response:
        """A list of the letters, with when to use each."""
        return self._pages.page("letters.html", letters=[*self._letters.values()])

    async def one(self, request: Request) -> Response:
        """One letter; `?words=simple` shows it in simple words. Raises HTTPException (404) when there is none."""
        letter = self._letters.get(request.path_params["letter"])
        if letter is None:
            raise HTTPException(404)
        is_simple = request.query_params.get("words") == "simple"
        return self._pages.page("letter.html", letter=letter, is_simple=is_simple)
