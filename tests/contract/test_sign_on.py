"""Single sign-on at the desk, against a real sign-in service over HTTP (tests/oidc_server.py)."""

import logging
import ssl
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from bot.channels.app import create_app
from bot.running import Running
from bot.sign_on.making import BACK, OUT, SECRET, START, problems
from casework import audit
from casework.desk import accounts, sign_on
from common.settings import Settings
from tests.oidc_server import PASSWORD
from tests.sign_on_setup import Setup, set_up, single_sign_on

ROLES = {"navigator-leads": "lead", "navigator-advisers": "adviser"}


NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Nothing here goes by TLS, and to read the certificates of a machine takes long."""


class Browser:
    """Follows redirects and keeps cookies, like a person's; the names of hosts are numbers, ports tell them apart."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.client = httpx.Client(follow_redirects=True, timeout=20, verify=NO_TLS)

    def start(self) -> str:
        """Press the button; returns the address of the login form."""
        came = self.client.get(f"{self.setup.address}/adviser/single-sign-on")
        assert "Council sign-in" in came.text, came.text
        return str(came.url)

    def log_in(self, form: str, user: str = "sam", follow: bool = True) -> httpx.Response:
        return self.client.post(form, data={"user": user, "password": PASSWORD}, follow_redirects=follow)

    def sign_in(self, user: str = "sam") -> httpx.Response:
        return self.log_in(self.start(), user)

    def desk(self) -> str:
        return self.client.get(f"{self.setup.address}/adviser").text

    @property
    def is_in(self) -> bool:
        return "Who is waiting" in self.desk()


@pytest.fixture
def changes() -> dict[str, Any]:
    """Settings of single sign-on that a test changes."""
    return {}


@pytest.fixture
def setup(running: Running, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Setup]:
    with set_up(running, monkeypatch, **changes) as ready:
        yield ready


def test_an_adviser_signs_in_and_out_with_the_councils_account(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    browser = Browser(setup)
    page = browser.client.get(f"{setup.address}/adviser").text
    assert "Sign in with your Exampleshire account" in page
    assert "Password" in page
    back = browser.sign_in()
    assert back.status_code == 200
    assert 'http-equiv="refresh"' in back.text
    assert browser.is_in
    assert setup.service.seen[0]["code_verifier"] not in back.text
    csrf = browser.desk().split('name="csrf" value="')[1].split('"')[0]
    out = browser.client.post(f"{setup.address}/adviser/sign-out", data={"csrf": csrf})
    assert "You are signed out of the desk" in out.text
    assert not browser.is_in
    ended = browser.client.get(f"{setup.address}/adviser/single-sign-on/out")
    assert [urlsplit(str(step.url)).path for step in ended.history] == ["/adviser/single-sign-on/out", "/logout"]
    assert ended.url == f"{setup.address}/adviser/sign-in"


def test_the_way_out_carries_state_nonce_and_a_challenge_that_are_new_each_time(setup: Setup) -> None:
    asked = [parse_qs(urlsplit(Browser(setup).start()).query) for _ in range(2)]
    for each in asked:
        assert each["code_challenge_method"] == ["S256"]
        assert each["redirect_uri"] == [f"{setup.address}/adviser/single-sign-on/back"]
        assert each["scope"] == ["openid email profile"]
    secret = ("state", "nonce", "code_challenge")
    assert len({each[name][0] for each in asked for name in secret}) == 6


def test_cookies_are_strict_at_the_desk_and_gone_after_the_way_back(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    back = Browser(setup).sign_in()
    given = {each.partition("=")[0]: each for each in back.headers.get_list("set-cookie")}
    assert "samesite=strict" in given["navigator-desk"].lower()
    assert "httponly" in given["navigator-desk"].lower()
    assert "max-age=0" in given["navigator-sign-on"].lower()


WRONG = {
    "wrong nonce": "invalid_claim: nonce",
    "no nonce": "missing_claim: nonce",
    "wrong aud": "invalid_claim: aud",
    "several aud": "missing_claim: azp",
    "wrong azp": "invalid_claim: azp",
    "wrong iss": "invalid_claim: iss",
    "expired": "expired_token",
    "from the future": "invalid_claim: iat",
    "no sub": "missing_claim: sub",
    "alg none": "UnsupportedAlgorithmError",
    "alg HS256": "UnsupportedAlgorithmError",
    "alg HS256 by the secret": "UnsupportedAlgorithmError",
    "another key": "BadSignatureError",
    "changed": "BadSignatureError",
    "unknown key": "unknown key",
    "no token": "no ID token",
    "mix-up": "another issuer",
    "refuses": "the sign-in service refused",
}


@pytest.mark.parametrize(("wrong", "why"), WRONG.items())
def test_what_is_wrong_with_an_answer_keeps_people_out(
    setup: Setup, wrong: str, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    setup.account("sam@exampleshire.example")
    setup.service.wrong = wrong
    browser = Browser(setup)
    with caplog.at_level(logging.WARNING):
        refused = browser.sign_in()
    assert refused.status_code == 403
    assert "You are not signed in" in refused.text
    assert not browser.is_in
    assert why in caplog.text
    assert "sam@" not in caplog.text
    setup.service.wrong = ""  # and that it was this that kept them out
    assert browser.sign_in().status_code == 200
    assert browser.is_in


@pytest.mark.parametrize("wrong", ["down", "issuer", "token 500"])
def test_a_service_that_fails_is_told_and_passwords_still_work(setup: Setup, wrong: str) -> None:
    setup.service.wrong = wrong
    browser = Browser(setup)
    if wrong == "token 500":
        refused = browser.sign_in()
    else:
        refused = browser.client.get(f"{setup.address}/adviser/single-sign-on")
    assert refused.status_code == 403
    assert "does not answer" in refused.text
    assert 'name="password"' in refused.text


def test_a_code_works_once_and_only_in_the_browser_that_asked(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    mine, theirs = Browser(setup), Browser(setup)
    back = mine.log_in(mine.start(), follow=False).headers["location"]
    theirs.start()
    stolen = theirs.client.get(back)  # somebody else's answer, in a browser with a try of its own
    assert stolen.status_code == 403
    assert not theirs.is_in
    assert setup.service.seen == []  # refused before anything was asked
    assert mine.client.get(back).status_code == 200
    assert mine.is_in
    again = Browser(setup)
    again.client.cookies.update(mine.client.cookies)
    assert again.client.get(back).status_code == 403  # the try is over, and so is the code


def test_the_code_is_refused_the_second_time_even_with_the_cookie(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    browser = Browser(setup)
    back = browser.log_in(browser.start(), follow=False).headers["location"]
    kept = dict(browser.client.cookies)
    assert browser.client.get(back).status_code == 200
    thief = Browser(setup)
    thief.client.cookies.set("navigator-sign-on", kept["navigator-sign-on"])
    assert thief.client.get(back).status_code == 403
    assert len(setup.service.seen) == 2
    assert not thief.is_in


def test_an_answer_after_ten_minutes_is_too_late(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    browser = Browser(setup)
    back = browser.log_in(browser.start(), follow=False).headers["location"]
    setup.pass_time(timedelta(minutes=10, seconds=1))
    assert browser.client.get(back).status_code == 403
    assert setup.service.seen == []


def test_keys_that_change_are_read_again_but_not_for_every_token(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    assert Browser(setup).sign_in().status_code == 200
    setup.pass_time(timedelta(minutes=1))
    setup.service.rotate()
    browser = Browser(setup)
    assert browser.sign_in().status_code == 200
    assert setup.service.asked.count("jwks") == 2
    setup.service.wrong = "unknown key"
    for _ in range(3):
        assert Browser(setup).sign_in().status_code == 403
    assert setup.service.asked.count("jwks") == 2
    assert setup.service.asked.count("discovery") == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "sam@exampleshire.example"},
        {"email": "sam@exampleshire.example", "email_verified": False},
        {"email": "sam@exampleshire.example", "email_verified": "true"},
        {"email": "sam@elsewhere.example", "email_verified": True},
        {"email": "sam@exampleshire.example.elsewhere.example", "email_verified": True},
        {"email": "nobody@exampleshire.example", "email_verified": True},
        {},
    ],
)
def test_an_address_that_is_not_vouched_for_is_nobody(setup: Setup, claims: dict[str, Any]) -> None:
    setup.account("sam@exampleshire.example")
    setup.account("sam@elsewhere.example")
    setup.service.claims["sam"] = claims
    browser = Browser(setup)
    assert browser.sign_in().status_code == 403
    assert not browser.is_in


def test_after_the_first_time_the_person_counts_and_not_the_address(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    assert Browser(setup).sign_in().status_code == 200
    setup.service.claims["sam"]["email"] = "sam.smith@exampleshire.example"  # a new name
    assert Browser(setup).sign_in().status_code == 200
    setup.service.claims["newcomer"] = {"email": "sam@exampleshire.example", "email_verified": True}
    assert Browser(setup).sign_in("newcomer").status_code == 403  # the address was given to somebody else
    with setup.running.services.database.write() as connection:
        assert sign_on.unlink(connection, "sam@exampleshire.example", setup.running.clock.now(), "test")
    assert Browser(setup).sign_in("newcomer").status_code == 200


def test_a_disabled_account_stays_out(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    browser = Browser(setup)
    browser.sign_in()
    assert browser.is_in
    with setup.running.services.database.write() as connection:
        accounts.set_disabled(connection, "sam@exampleshire.example", True, setup.running.clock.now(), "test")
    assert not browser.is_in
    assert browser.sign_in().status_code == 403


def test_a_session_ends_as_one_with_a_password_does(setup: Setup) -> None:
    setup.account("sam@exampleshire.example")
    browser = Browser(setup)
    browser.sign_in()
    assert browser.is_in
    setup.pass_time(timedelta(minutes=setup.running.services.settings.desk.session_idle))
    assert not browser.is_in


@pytest.mark.parametrize(
    "changes",
    [{"role_claim": "groups", "roles": ROLES, "make_accounts": True, "safeguarding": ["guards"], "passwords": False}],
)
def test_groups_make_accounts_and_give_roles(setup: Setup) -> None:
    setup.service.claims["sam"] |= {"groups": ["everybody", "navigator-advisers"]}
    browser = Browser(setup)
    assert browser.sign_in().status_code == 200
    assert browser.is_in
    made = setup.find("sam@exampleshire.example")
    assert made is not None
    assert (made.name, made.role, made.safeguarding, made.password_hash) == ("Sam", "adviser", False, None)
    setup.service.claims["sam"] |= {"groups": ["navigator-advisers", "navigator-leads", "guards"]}
    browser.sign_in()
    changed = setup.find("sam@exampleshire.example")
    assert changed is not None
    assert (changed.role, changed.safeguarding) == ("lead", True)
    setup.service.claims["sam"] |= {"groups": ["everybody"]}
    assert Browser(setup).sign_in().status_code == 403
    with setup.running.services.database.read() as connection:
        done = [row.action for row in audit.latest(connection) if row.subject == "sam@exampleshire.example"]
    assert {"adviser_added", "sign_on_linked", "adviser_role", "signed_in"} <= set(done)


@pytest.mark.parametrize("changes", [{"passwords": False}])
def test_passwords_can_be_switched_off(setup: Setup) -> None:
    from bot.desk.passwords import hashed

    login = f"local-{uuid.uuid4().hex[:6]}"
    setup.account(login, password_hash=hashed("correct horse battery"))
    page = httpx.get(f"{setup.address}/adviser/sign-in").text
    assert 'name="password"' not in page
    tried = httpx.post(f"{setup.address}/adviser/sign-in", data={"login": login, "password": "correct horse battery"})
    assert tried.status_code == 403
    assert not tried.cookies


def test_without_an_issuer_nothing_of_it_is_there(running: Running) -> None:
    client = TestClient(create_app(running))
    for path in (START, BACK, OUT):
        assert client.get(path).status_code == 404
    assert "single-sign-on" not in client.get("/adviser/sign-in").text


@pytest.mark.parametrize(
    ("changed", "secret", "told"),
    [
        ({}, "", f"{SECRET} is not"),
        ({"client_id": ""}, "s", "client_id is empty"),
        ({"email_domains": []}, "s", "email_domains is empty"),
        ({"role_claim": "groups"}, "s", "go together"),
        ({"make_accounts": True}, "s", "make_accounts needs roles"),
        ({"safeguarding": ["guards"]}, "s", "needs role_claim"),
        ({"issuer": "", "passwords": False}, "s", "nobody can sign in"),
        ({}, "s", None),
    ],
)
def test_check_says_what_is_missing(running: Running, changed: dict[str, Any], secret: str, told: str | None) -> None:
    settings: Settings = running.services.settings
    desk = settings.desk.copy(update={"address": "https://desk.exampleshire.example"})
    sso = single_sign_on(**{"issuer": "https://login.exampleshire.example", **changed})
    found = problems(settings.copy(update={"desk": desk, "single_sign_on": sso}), {SECRET: secret})
    assert (found == []) if told is None else any(told in each for each in found)
    if told is None:
        assert problems(settings.copy(update={"single_sign_on": sso}), {SECRET: secret}) != []  # no desk address
