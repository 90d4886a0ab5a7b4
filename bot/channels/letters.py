"""Letters to copy or print: a list of them, and a page for each in usual or simple words."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.pages import Pages
from bot.channels.papers import Papers
from bot.papers import letter_pdf
from bot.paths import ROOT
from common.settings import Settings
from knowledge.letters import Letter, load_letters


class Letters:
    """/letters and the pages below it, with the council's own names filled in."""

    def __init__(self, pages: Pages, settings: Settings, papers: Papers) -> None:
        self._pages = pages
        self._papers = papers
        self._council = settings.council.name
        self._letters = {
            key: letter.filled(settings.names()) for key, letter in load_letters(ROOT / "knowledge").items()
        }

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/letters", self.all),
            Route("/letters/{letter}.pdf", self.pdf),
            Route("/letters/{letter}", self.one),
        ]

    async def all(self, request: Request) -> Response:
        """A list of the letters, with when to use each."""
        return self._pages.page("letters.html", letters=[*self._letters.values()])

    async def one(self, request: Request) -> Response:
        """One letter; `?words=simple` shows it in simple words. Raises HTTPException (404) when there is none."""
        return self._pages.page("letter.html", letter=self._letter(request), is_simple=_is_simple(request))

    async def pdf(self, request: Request) -> Response:
        """One letter as a file; `?words=simple` and errors as for its page."""
        letter, is_simple = self._letter(request), _is_simple(request)
        name = f"{letter.id}-simple-words.pdf" if is_simple else f"{letter.id}.pdf"
        return await self._papers.response(lambda: letter_pdf(letter, self._council, is_simple), name)

    def _letter(self, request: Request) -> Letter:
        letter = self._letters.get(request.path_params["letter"])
        if letter is None:
            raise HTTPException(404)
        return letter


def _is_simple(request: Request) -> bool:
    return request.query_params.get("words") == "simple"
