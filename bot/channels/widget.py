"""The chat on other websites: its script, and the council's settings for it, for the websites of council.yml only."""

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.pages import LEAVE_TO, PAGES
from common.settings import Settings

_SCRIPT = PAGES / "static" / "widget.js"


class Widget:
    """/widget.js, /widget.json and the styles that carry the council's colour."""

    def __init__(self, settings: Settings) -> None:
        self._council = settings.council
        self._widget = settings.widget
        self._origins = frozenset(settings.widget.origins)

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/widget.js", self.script),
            Route("/widget.json", self.settings),
            Route("/brand.css", self.colours),
        ]

    async def script(self, request: Request) -> Response:
        """The element. Any page may run it; a listed one may check its hash as well, which needs CORS."""
        response = FileResponse(_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "public, max-age=300"})
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return self._shared_with_listed(request, response)

    async def settings(self, request: Request) -> Response:
        """What the element shows. A browser gives it to listed websites only."""
        shown = {
            "name": self._council.name,
            "colour": self._widget.colour,
            "greeting": self._widget.greeting,
            "position": self._widget.position,
            "leave_to": LEAVE_TO,
        }
        return self._shared_with_listed(request, JSONResponse(shown, headers={"Cache-Control": "no-cache"}))

    async def colours(self, request: Request) -> Response:
        """The council's colour for our own pages."""
        css = f":root {{ --brand: {self._widget.colour}; }}\n"
        return Response(css, media_type="text/css", headers={"Cache-Control": "public, max-age=300"})

    def _shared_with_listed(self, request: Request, response: Response) -> Response:
        """Never with "*", and never with cookies."""
        origin = request.headers.get("origin", "")
        response.headers["Vary"] = "Origin"
        if origin in self._origins:
            response.headers["Access-Control-Allow-Origin"] = origin
        return response
