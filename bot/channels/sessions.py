"""Who a browser is: a random cookie that only the server can read, and proof that a form came from our own page."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
_BYTES = 32


@dataclass(frozen=True)
class Session:
    """A browser's session. `token` is known to the browser only; what is stored is its hash."""

    token: str
    is_new: bool = False

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
    value = request.cookies.get(_name(request), "")
    return Session(value) if SHAPE.fullmatch(value) else None


def new_session() -> Session:
    """A session that no browser has yet."""
    return Session(secrets.token_urlsafe(_BYTES), is_new=True)


def give_cookie(request: Request, response: Response, session: Session, days: int) -> None:
    """Set the cookie, for as many days as a conversation is kept."""
    response.set_cookie(
        _name(request),
        session.token,
        max_age=days * 86_400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def take_cookie(request: Request, response: Response) -> None:
    """Have the browser forget its cookie."""
    response.delete_cookie(_name(request), path="/", httponly=True, samesite="lax", secure=is_secure(request))


def is_from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site made it send this. Old browsers say nothing: the proof decides."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


def is_secure(request: Request) -> bool:
    """Whether the browser came by https."""
    return request.url.scheme == "https"


def _name(request: Request) -> str:
    return "__Host-navigator" if is_secure(request) else "navigator"
