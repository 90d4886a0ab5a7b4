"""/continue: the form for a code, without JavaScript: proof, limits, and no code in any address or log."""

import logging
import re

import pytest
from starlette.applications import Starlette

from bot.channels.app import create_app
from bot.channels.chat import CODES_AN_HOUR_ADDRESS
from bot.running import Running
from tests.contract.web_client import Browser

WORDS = "Marmalade sky"


@pytest.fixture(scope="module")
def app(running: Running) -> Starlette:
    return create_app(running)


def browser(app: Starlette, address: str) -> Browser:
    return Browser(app, address=f"continue-{address}")


def with_code(app: Starlette, address: str) -> str:
    """Somebody keeps their place at step 2; returns their code."""
    first = browser(app, address)
    for text in ("go to step 2", "save my place", "yes"):
        first.say(text)
    found = re.search(r'code-to-keep"><strong>([a-z-]+)<', first.page)
    assert found, "the code is shown big"
    return found[1]


def test_a_code_leads_into_the_chat(app: Starlette, caplog: pytest.LogCaptureFixture) -> None:
    code = with_code(app, "keeps")
    other = browser(app, "comes-back")
    assert other.open("/continue").status_code == 200
    with caplog.at_level(logging.INFO):
        response = other.post("/continue", {"csrf": other.field("csrf"), "code": code.upper().replace("-", "  ")})
    assert response.url.path == "/chat"
    assert "step 2 of 7" in response.text
    seen = re.findall(r"[a-z]+", f"{response.url} {caplog.text} {response.text}".lower())
    assert code.replace("-", " ") not in " ".join(seen), "what was typed is hidden, and in no log or address"


@pytest.mark.parametrize("typed", ["", "hello", "one two three four", "x" * 3_000])
def test_what_is_no_code_is_asked_for_again(app: Starlette, typed: str) -> None:
    other = browser(app, "no-code")
    other.open("/continue")
    response = other.post("/continue", {"csrf": other.field("csrf"), "code": typed})
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert other.answers() == 0


def test_a_form_without_proof_or_from_elsewhere_is_refused(app: Starlette) -> None:
    other = browser(app, "forger")
    assert other.post("/continue", {"code": "cosmos bottle tripod"}).status_code == 403
    other.open("/continue")
    fields = {"csrf": other.field("csrf"), "code": "cosmos bottle tripod"}
    assert other.post("/continue", fields, origin="https://elsewhere.example").status_code == 403


def test_codes_in_an_address_are_not_read(app: Starlette) -> None:
    code = with_code(app, "keeps-too")
    other = browser(app, "link")
    for path in (f"/continue?code={code}", f"/chat?code={code}"):
        assert "step 2 of 7" not in other.open(path).text


def test_an_address_can_try_so_many_an_hour_on_both_ways_in(app: Starlette) -> None:
    """Each try from a new browser: what is counted is where it comes from. Not codes of ours, so nothing is opened."""
    address = "tries"
    for number in range(CODES_AN_HOUR_ADDRESS):
        guesser = browser(app, address)
        if number % 2:
            guesser.open("/continue")
            response = guesser.post("/continue", {"csrf": guesser.field("csrf"), "code": "cosmos bottle xyzzy"})
        else:
            response = guesser.say("cosmos bottle xyzzy")
        assert response.status_code == 200
    guesser = browser(app, address)
    guesser.open("/continue")
    blocked = guesser.post("/continue", {"csrf": guesser.field("csrf"), "code": "cosmos bottle tripod"})
    assert (blocked.status_code, guesser.answers()) == (429, 0)
    assert browser(app, address).say("cosmos bottle tripod").status_code == 429
    assert browser(app, "somebody else").say("cosmos bottle xyzzy").status_code == 200
