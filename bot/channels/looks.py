"""How a page is to look for the browser that asks for it: in a frame of another page, with larger words."""

from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import Scope

SIZE_COOKIE = "navigator-size"
LARGER = "larger"

FRAMED_PATHS = ("/chat", "/letters", "/privacy", "/accessibility", "/continue", "/sums")
"""What the panel on a council's page may show. Nothing else of ours can be put into anybody's frame."""


@dataclass(frozen=True)
class Look:
    """`embedded`: in the panel of the widget, which has a heading of its own. `larger`: words a quarter bigger."""

    embedded: bool = False
    larger: bool = False


_USUAL = Look()

look: ContextVar[Look] = ContextVar("look", default=_USUAL)
"""Of the request that is being answered; set by the Shield, read by the templates."""


def look_of(scope: Scope) -> Look:
    """Read from the request. A browser says itself that a page is for a frame; old ones are told by the address."""
    headers = Headers(scope=scope)
    in_frame = headers.get("sec-fetch-dest") == "iframe" or scope["query_string"] == b"embedded=1"
    try:
        size = SimpleCookie(headers.get("cookie", "")).get(SIZE_COOKIE)
    except CookieError:
        size = None
    return Look(embedded=in_frame, larger=size is not None and size.value == LARGER)


def may_be_framed(path: str) -> bool:
    """Whether the websites of council.yml may show this path in a frame."""
    return any(path == each or path.startswith(f"{each}/") for each in FRAMED_PATHS)
