"""Who a browser is: a random cookie that only the server can read, and proof that a form came from our own page."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
_BYTES = 32


@dataclass(frozen=True)
class Session:
    """A browser's session. `token` is known to the browser only; what is stored is its hash.

    `in_foreign_frame`: it belongs to the panel on a page of another site, and to that site only.
    """

    token: str
    is_new: bool = False
    in_foreign_frame: bool = False

    @property
    def token_hash(self) -> str:
        """The sha256 under which its conversation is found."""
        return hashlib.sha256(self.token.encode()).hexdigest()

    @property
    def csrf(self) -> str:
        """What a form must send along. It follows from the token, which other sites can't read."""
        return self.seal("csrf")

    def seal(self, text: str) -> str:
        """A keyed hash of a text that can't be checked without the browser's token."""
        return hmac.new(self.token.encode(), text.encode(errors="replace"), hashlib.sha256).hexdigest()

    def has_csrf(self, sent: str) -> bool:
        """Whether a form or script sent the right proof."""
        return hmac.compare_digest(self.csrf.encode(), sent.encode(errors="replace"))


def read_session(request: Request) -> Session | None:
    """The session of the cookie, or None when there is none or it can't be one of ours."""
    for in_foreign_frame in (False, True):
        value = request.cookies.get(_name(request, in_foreign_frame), "")
        if SHAPE.fullmatch(value):
            return Session(value, in_foreign_frame=in_foreign_frame)
    return None


def new_session(request: Request | None = None) -> Session:
    """A session that no browser has yet. With the request that it is for, one that works in another site's frame."""
    in_foreign_frame = request is not None and is_secure(request) and _is_for_foreign_frame(request)
    return Session(secrets.token_urlsafe(_BYTES), is_new=True, in_foreign_frame=in_foreign_frame)


def give_cookie(request: Request, response: Response, session: Session, days: int) -> None:
    """Set the cookie, for as many days as a conversation is kept."""
    put_cookie(request, response, session, _name(request, session.in_foreign_frame), session.token, days * 86_400)


def take_cookie(request: Request, response: Response) -> None:
    """Have the browser forget its cookie."""
    session = read_session(request) or new_session(request)
    put_cookie(request, response, session, _name(request, session.in_foreign_frame), "", 0)


def put_cookie(request: Request, response: Response, session: Session, name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script can read and no other site can have sent along.

    In a frame of another site a browser sends no such cookie at all: there it is one that is kept apart for each site
    around it (Partitioned), and forms need their proof as everywhere.
    """
    same_site: Literal["none", "lax"] = "none" if session.in_foreign_frame else "lax"
    secure = is_secure(request)
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite=same_site, secure=secure)
    if session.in_foreign_frame:  # Python 3.11's cookies don't know the word
        response.raw_headers[-1] = (b"set-cookie", response.raw_headers[-1][1] + b"; Partitioned")


def _is_for_foreign_frame(request: Request) -> bool:
    """Whether the browser says that the page is for a frame on a page of another site."""
    return (request.headers.get("sec-fetch-dest"), request.headers.get("sec-fetch-site")) == ("iframe", "cross-site")


def is_from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site made it send this. Old browsers say nothing: the proof decides."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


def is_secure(request: Request) -> bool:
    """Whether the browser came by https."""
    return request.url.scheme == "https"


def _name(request: Request, in_foreign_frame: bool) -> str:
    if in_foreign_frame:
        return "__Host-navigator-frame"
    return "__Host-navigator" if is_secure(request) else "navigator"
