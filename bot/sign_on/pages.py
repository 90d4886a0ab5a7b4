"""The routes of single sign-on: out to the council's sign-in service, and back.

What is remembered in between (state, nonce and the verifier of PKCE) follows from a cookie that only this browser has
and that lives for ten minutes. Nothing is kept here, so a stale or foreign answer has nothing to match.
"""

import asyncio
import hmac
import logging
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels.pages import Pages
from bot.channels.sessions import SHAPE, Session, is_secure, new_session
from bot.desk.sessions import DeskSessions, SignedIn, give_cookie
from bot.running import Running
from bot.sign_on.making import BACK, OUT, START
from bot.sign_on.people import account_of
from bot.sign_on.provider import Provider, ProviderFailed
from bot.sign_on.tokens import Client, NotVouchedFor, begin, redeem
from casework.desk.accounts import Adviser

logger = logging.getLogger(__name__)

_TIME = timedelta(minutes=10)


@dataclass(frozen=True)
class _Try:
    """One way out and back."""

    session: Session
    began: int

    @property
    def cookie(self) -> str:
        return f"{self.session.token}.{self.began}"

    def secret(self, purpose: str) -> str:
        return self.session.seal(f"{purpose}:{self.began}")


class SignOnPages:
    """/adviser/single-sign-on and what is below it."""

    def __init__(self, running: Running, pages: Pages, secret: str) -> None:
        """secret: that of the client, as the sign-in service gave it."""
        self._running = running
        self._settings = running.services.settings.single_sign_on
        self._pages = pages
        self._sessions = DeskSessions(running)
        self._provider = Provider(self._settings.issuer, running.clock.now)
        self._desk = running.services.settings.desk.address.rstrip("/")
        self._client = Client(self._settings.client_id, secret, self._desk + BACK)

    def routes(self) -> list[Route]:
        """All of them."""
        return [Route(START, self.start), Route(BACK, self.back), Route(OUT, self.sign_out)]

    async def start(self, request: Request) -> Response:
        """Off to the sign-in service."""
        new = _Try(new_session(), self._seconds())
        secrets = {name: new.secret(name) for name in ("state", "nonce", "verifier")}
        try:
            address = await asyncio.to_thread(begin, self._provider, self._client, **secrets)
        except ProviderFailed as problem:
            return self._failed(problem)
        response = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
        # Lax: the way back begins on another site. The cookie of the desk itself stays strict.
        response.set_cookie(
            _name(request),
            new.cookie,
            max_age=int(_TIME.total_seconds()),
            path="/",
            httponly=True,
            samesite="lax",
            secure=is_secure(request),
        )
        return response

    async def back(self, request: Request) -> Response:
        """Back from it, with a code or with a refusal. Whatever comes of it, this try is over."""
        try:
            came = await asyncio.to_thread(self._redeem, request)
        except ProviderFailed as problem:
            response = self._failed(problem)
        except NotVouchedFor as problem:
            logger.warning("single sign-on refused: %s", problem)
            response = self._refused("not_vouched_for")
        else:
            # Not a redirect: a strict cookie would not go along with one that another site began.
            response = self._pages.page("desk_signed_in.html")
            give_cookie(request, response, came.session)
        response.delete_cookie(_name(request), path="/", httponly=True, samesite="lax", secure=is_secure(request))
        return response

    async def sign_out(self, request: Request) -> Response:
        """Out of the sign-in service too, where it has a place for that."""
        try:
            metadata = await asyncio.to_thread(self._provider.metadata)
        except ProviderFailed as problem:
            return self._failed(problem)
        home = f"{self._desk}/adviser/sign-in"
        if not metadata.ends_session:
            return RedirectResponse(home, 303)
        asked = {"client_id": self._client.client_id, "post_logout_redirect_uri": home}
        joint = "&" if "?" in metadata.ends_session else "?"
        return RedirectResponse(metadata.ends_session + joint + urlencode(asked), 303)

    def _redeem(self, request: Request) -> SignedIn:
        mine, said = self._read(request), request.query_params
        if mine is None or not hmac.compare_digest(mine.secret("state").encode(), said.get("state", "").encode()):
            raise NotVouchedFor("the answer is to no question of this browser")
        metadata = self._provider.metadata()
        if said.get("iss", metadata.issuer if not metadata.says_issuer else "") != metadata.issuer:
            raise NotVouchedFor("the answer is from another issuer")
        if "error" in said or not said.get("code"):
            raise NotVouchedFor("the sign-in service refused")
        secrets = {name: mine.secret(name) for name in ("nonce", "verifier")}
        now = self._running.clock.now()
        claims = redeem(self._provider, self._client, code=said["code"], **secrets, at=now)
        with self._running.services.database.write() as connection:
            adviser: Adviser = account_of(connection, claims, self._settings, now)
        return self._sessions.begin(adviser)

    def _read(self, request: Request) -> _Try | None:
        token, _, began = request.cookies.get(_name(request), "").partition(".")
        if not SHAPE.fullmatch(token) or not (began.isascii() and began.isdecimal() and len(began) < 12):
            return None
        is_fresh = 0 <= self._seconds() - int(began) <= _TIME.total_seconds()
        return _Try(Session(token), int(began)) if is_fresh else None

    def _seconds(self) -> int:
        return int(self._running.clock.now().timestamp())

    def _failed(self, problem: ProviderFailed) -> Response:
        logger.error("the sign-in service failed: %s", problem)
        return self._refused("no_service")

    def _refused(self, problem: str) -> Response:
        return self._pages.page("desk_sign_in.html", 403, problem=problem, login="")


def _name(request: Request) -> str:
    return "__Host-navigator-sign-on" if is_secure(request) else "navigator-sign-on"
