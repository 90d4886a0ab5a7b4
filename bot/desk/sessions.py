"""Advisers' sign-in: a cookie of their own, sent to our own pages only."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.sessions import SHAPE, Session, is_secure, new_session
from bot.desk import passwords
from bot.running import Running
from casework.desk import accounts
from casework.desk.accounts import Adviser

Problem = Literal["wrong", "locked"]


@dataclass(frozen=True)
class SignedIn:
    """An adviser and the session of their browser."""

    adviser: Adviser
    session: Session


class DeskSessions:
    """Who is signed in."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._settings = running.services.settings.desk

    def read(self, request: Request, is_active: bool = True) -> SignedIn | None:
        """Whose request it is, or None. `is_active` False: a page looks by itself, which keeps nobody signed in."""
        token = request.cookies.get(_name(request), "")
        if not SHAPE.fullmatch(token):
            return None
        session, now = Session(token), self._running.clock.now()
        database, idle = self._running.services.database, timedelta(minutes=self._settings.session_idle)
        with database.read() as connection:
            adviser = accounts.signed_in(connection, session.token_hash, now, idle)
        if adviser is None:
            return None
        if is_active or adviser.heartbeat_at is None or now - adviser.heartbeat_at > accounts.HEARTBEAT / 4:
            with database.write() as connection:
                accounts.heartbeat(connection, adviser.id, now)
                if is_active:
                    accounts.touch(connection, session.token_hash, now)
        return SignedIn(adviser, session)

    async def sign_in(self, login: str, password: str) -> SignedIn | Problem:
        """Begin a session. The same answer, after the same work, whether or not there is such an account."""
        return await asyncio.to_thread(self._sign_in, login, password)

    def _sign_in(self, login: str, password: str) -> SignedIn | Problem:
        database, now = self._running.services.database, self._running.clock.now()
        with database.read() as connection:
            adviser = accounts.find(connection, login[:100])
        right = passwords.is_right(adviser.password_hash if adviser else None, password[:200])
        if adviser is not None and adviser.locked_until is not None and adviser.locked_until > now:
            return "locked"
        if adviser is None or not right or adviser.disabled_at is not None:
            if adviser is not None:
                lock = timedelta(minutes=self._settings.locked_for)
                with database.write() as connection:
                    accounts.note_failure(connection, adviser.id, self._settings.wrong_passwords, lock, now)
            return "wrong"
        return self.begin(adviser)

    def begin(self, adviser: Adviser) -> SignedIn:
        """A session for somebody who has proved who they are."""
        session, now = new_session(), self._running.clock.now()
        lasts = timedelta(hours=self._settings.session_hours)
        with self._running.services.database.write() as connection:
            accounts.sign_in(connection, adviser, session.token_hash, now, lasts)
        return SignedIn(adviser, session)

    def end(self, who: SignedIn) -> None:
        """Sign out."""
        with self._running.services.database.write() as connection:
            accounts.sign_out(connection, who.adviser, who.session.token_hash, self._running.clock.now())


def give_cookie(request: Request, response: Response, session: Session) -> None:
    """Set the cookie, until the browser is closed."""
    secure = is_secure(request)
    response.set_cookie(_name(request), session.token, path="/", httponly=True, samesite="strict", secure=secure)


def take_cookie(request: Request, response: Response) -> None:
    """Have the browser forget it."""
    secure = is_secure(request)
    response.delete_cookie(_name(request), path="/", httponly=True, samesite="strict", secure=secure)


def _name(request: Request) -> str:
    return "__Host-navigator-desk" if is_secure(request) else "navigator-desk"
