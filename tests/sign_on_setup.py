"""Navigator over HTTP beside a sign-in service of its own, with settings that a test chooses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from bot.channels.app import create_app
from bot.running import Running
from bot.sign_on.making import SECRET
from casework.desk import accounts, tables
from casework.desk.accounts import Adviser
from common.clock import SettableClock
from common.settings import SingleSignOn
from tests.oidc_server import CLIENT_ID, CLIENT_SECRET, OidcServer, in_a_thread, listening, serving


class Setup:
    """Navigator over HTTP with its sign-in service, and a way to change its settings."""

    def __init__(self, running: Running, service: OidcServer, address: str) -> None:
        self.running, self.service, self.address = running, service, address

    def account(self, login: str, **details: Any) -> None:
        given = {"name": "Sam", "role": "adviser", "safeguarding": False, "password_hash": None, **details}
        with self.running.services.database.write() as connection:
            accounts.add(connection, login=login, at=self.running.clock.now(), by="test", **given)

    def find(self, login: str) -> Adviser | None:
        with self.running.services.database.read() as connection:
            return accounts.find(connection, login)

    def pass_time(self, by: timedelta) -> None:
        assert isinstance(self.running.clock, SettableClock)
        self.running.clock.move_to(self.running.clock.now() + by)


def single_sign_on(issuer: str, **changes: Any) -> SingleSignOn:
    values: dict[str, Any] = {
        "issuer": issuer,
        "client_id": CLIENT_ID,
        "email_domains": ["exampleshire.example"],
        "emails_are_verified": False,
        "role_claim": "",
        "roles": {},
        "safeguarding": [],
        "make_accounts": False,
        "passwords": True,
        **changes,
    }
    return SingleSignOn(**values)


@contextmanager
def set_up(running: Running, patch: pytest.MonkeyPatch, host: str = "127.0.0.1", **changes: Any) -> Iterator[Setup]:
    """Both, with Sam in the service. host: the name that Navigator goes by. Accounts made in it are gone afterwards."""
    patch.setenv(SECRET, CLIENT_SECRET)
    before = _ids(running)
    with serving(running.clock.now) as service, listening() as (sock, listens_at):
        address = listens_at.replace("127.0.0.1", host)
        settings = running.services.settings
        desk = settings.desk.copy(update={"address": address})
        sso = single_sign_on(service.issuer, **changes)
        patch.setattr(running.services, "settings", settings.copy(update={"desk": desk, "single_sign_on": sso}))
        service.redirects = {f"{address}/adviser/single-sign-on/back"}
        service.claims["sam"] = {"email": "sam@exampleshire.example", "email_verified": True, "given_name": "Sam"}
        with in_a_thread(create_app(running), sock):
            yield Setup(running, service, address)
    made = _ids(running) - before
    with running.services.database.write() as connection:
        for column in (tables.adviser_sign_on.c.adviser_id, tables.adviser_session.c.adviser_id, tables.adviser.c.id):
            connection.execute(delete(column.table).where(column.in_(made)))


def _ids(running: Running) -> set[int]:
    with running.services.database.read() as connection:
        return {each.id for each in accounts.everyone(connection)}
