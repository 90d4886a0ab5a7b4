"""The chat on other websites: who may show it and read its settings, which cookie it gets, and what comes unasked."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse

from bot.channels.app import create_app
from bot.channels.news import STREAMS_OF_A_SESSION, News
from bot.channels.sessions import Session
from bot.running import Running
from casework import conversations, outbox
from common.clock import SettableClock
from common.outcomes import Outcome
from common.replies import Reply, Words
from tests.contract.web_client import Browser

LISTED = "https://www.exampleshire.example"
IN_FRAME = {"sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site", "accept": "text/html"}


@pytest.fixture(scope="module")
def app(running: Running) -> Starlette:
    """An assistant whose chat one website may show."""
    settings = running.services.settings
    listing = settings.copy(update={"widget": settings.widget.copy(update={"origins": [LISTED]})})
    return create_app(replace(running, services=replace(running.services, settings=listing)))


@pytest.fixture
def browser(app: Starlette, request: pytest.FixtureRequest) -> Browser:
    return Browser(app, address=f"widget-{request.node.name}")


@pytest.mark.parametrize("path", ["/widget.js", "/widget.json"])
@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (LISTED, LISTED),
        ("https://elsewhere.example", None),
        (f"{LISTED}.evil.example", None),
        ("http://www.exampleshire.example", None),
        ("null", None),
    ],
)
def test_only_listed_websites_may_read_the_settings(
    browser: Browser, path: str, origin: str, allowed: str | None
) -> None:
    response = browser.client.get(path, headers={"origin": origin})
    assert response.status_code == 200
    assert response.headers.get("access-control-allow-origin") == allowed
    assert "access-control-allow-credentials" not in response.headers
    assert "Origin" in response.headers["vary"]
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("path", ["/chat", "/chat/messages", "/chat/keep", "/openapi.json", "/health/live"])
def test_nothing_else_is_shared_with_anybody(browser: Browser, path: str) -> None:
    response = browser.client.get(path, headers={"origin": LISTED})
    assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("path", "may_be_framed"),
    [
        ("/chat", True),
        ("/chat/deleted", True),
        ("/letters", True),
        ("/privacy", True),
        ("/", False),
        ("/chats", False),
        ("/adviser", False),
        ("/adviser/queue", False),
        ("/widget.json", False),
    ],
)
def test_only_listed_websites_may_show_the_chat_and_nobody_the_rest(
    browser: Browser, path: str, may_be_framed: bool
) -> None:
    rules = browser.client.get(path, follow_redirects=False).headers["content-security-policy"]
    found = re.search(r"frame-ancestors ([^;]+)", rules)
    assert found
    assert LISTED not in found[1] or may_be_framed
    assert found[1] == f"'self' {LISTED}" or not may_be_framed


def test_without_a_list_nobody_may_show_it(running: Running) -> None:
    rules = Browser(create_app(running)).open().headers["content-security-policy"]
    assert "frame-ancestors 'self';" in rules


def test_in_a_frame_of_another_site_the_cookie_is_kept_apart_for_that_site(app: Starlette) -> None:
    browser = Browser(app, "https://navigator.test", "frame")
    response = browser.client.get("/chat", headers=IN_FRAME)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-navigator-frame=")
    for word in ("HttpOnly", "Secure", "SameSite=none", "Partitioned", "Path=/"):
        assert word in cookie
    browser.page = response.text
    browser.say("hello")
    assert browser.said() == ["hello"]
    response = browser.post("/chat/delete", {"csrf": browser.field("csrf"), "sure": "yes"})
    assert "Max-Age=0" in response.history[0].headers["set-cookie"]
    assert "Partitioned" in response.history[0].headers["set-cookie"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-dest": "iframe", "sec-fetch-site": "same-site"},
        {"sec-fetch-dest": "iframe", "sec-fetch-site": "same-origin"},
        {"sec-fetch-dest": "document", "sec-fetch-site": "cross-site"},
    ],
)
def test_everywhere_else_other_sites_can_not_have_the_cookie_sent(app: Starlette, headers: dict[str, str]) -> None:
    cookie = Browser(app, "https://navigator.test").client.get("/chat", headers=headers).headers["set-cookie"]
    assert cookie.startswith("__Host-navigator=")
    assert "SameSite=lax" in cookie
    assert "Partitioned" not in cookie


def test_in_the_panel_the_page_has_no_heading_of_its_own(browser: Browser) -> None:
    in_panel = browser.client.get("/chat", headers={"sec-fetch-dest": "iframe"}).text
    assert "site-header__name" not in in_panel
    assert "site-footer" not in in_panel
    assert 'target="_top"' in in_panel
    assert "site-header__name" in browser.client.get("/chat").text
    assert "embedded" in browser.client.get("/chat?embedded=1").text


def test_the_councils_colour_is_on_every_page(browser: Browser, running: Running) -> None:
    assert running.services.settings.widget.colour in browser.client.get("/brand.css").text
    assert "/brand.css" in browser.open().text


# --- News


def adviser_says(running: Running, browser: Browser, words: str) -> None:
    """What a live adviser writes: it goes through the same outbox, and answers no message."""
    session = Session(browser.client.cookies["navigator"])
    with running.services.database.write() as connection:
        found = conversations.find_by_token(connection, session.token_hash)
        assert found
        reply = Reply(Words(words)).to_json()
        outbox.add(connection, found.id, None, [reply], Outcome.PASSED_ON.value, running.clock.now())


def last(browser: Browser) -> int:
    return int(browser.messages()["after"])


def test_news_is_what_the_page_has_not(browser: Browser, running: Running) -> None:
    browser.say("hello")
    seen = last(browser)
    assert browser.client.get(f"/chat/news?after={seen}").status_code == 204
    adviser_says(running, browser, "<b>It is Sam.</b>")
    response = browser.client.get(f"/chat/news?after={seen}")
    assert response.status_code == 200
    assert "&lt;b&gt;It is Sam.&lt;/b&gt;" in response.text
    assert response.text.count("<li class=") == 1
    assert response.headers["cache-control"] == "no-store"


def test_who_has_no_chat_gets_no_news(app: Starlette, browser: Browser) -> None:
    stranger = browser.client.get("/chat/news")
    assert (stranger.status_code, stranger.headers["x-navigator-chat"]) == (204, "no-cookie")
    browser.open()
    visitor = browser.client.get("/chat/news")
    assert (visitor.status_code, visitor.headers["x-navigator-chat"]) == (204, "none")
    assert browser.client.get("/chat/news?after=x").status_code == 400
    assert Browser(app).client.get("/chat/events").status_code == 204


def test_who_asks_too_often_is_slowed_down(browser: Browser) -> None:
    browser.open()
    codes = [browser.client.get("/chat/news").status_code for _ in range(130)]
    assert codes[0] == 204
    assert codes[-1] == 429


def request_of(browser: Browser, after: int = 0) -> Request:
    cookie = f"navigator={browser.client.cookies['navigator']}"
    headers = [(b"cookie", cookie.encode()), (b"host", b"navigator.test")]
    scope = {"type": "http", "scheme": "http", "server": ("navigator.test", 80), "path": "/chat/events"}
    return Request({**scope, "method": "GET", "headers": headers, "query_string": f"after={after}".encode()})


async def stream_of(news: News, request: Request) -> AsyncGenerator[str, None]:
    response = await news.events(request)
    assert isinstance(response, StreamingResponse)
    assert response.media_type == "text/event-stream"
    return cast(AsyncGenerator[str, None], response.body_iterator)


async def until_event(stream: AsyncIterator[str]) -> str:
    async for part in stream:
        if part.startswith("event:"):
            return part
    return ""


def test_events_come_when_something_was_said_and_carry_no_words(
    app: Starlette, browser: Browser, running: Running
) -> None:
    browser.say("hello")
    seen, news = last(browser), app.state.news

    async def watch() -> tuple[str, str]:
        behind = await stream_of(news, request_of(browser, 0))
        first = await until_event(behind)
        await behind.aclose()
        stream = await stream_of(news, request_of(browser, seen))
        assert await anext(stream) == "retry: 2000\n\n"
        waiting = asyncio.ensure_future(until_event(stream))
        await asyncio.sleep(0)
        adviser_says(running, browser, "Sam here")
        second = await waiting
        await stream.aclose()
        return first, second

    first, second = asyncio.run(watch())
    assert first == f"event: news\ndata: {seen}\n\n"
    assert re.fullmatch(r"event: news\ndata: \d+\n\n", second)


def test_one_browser_may_not_hold_all_streams(app: Starlette, browser: Browser) -> None:
    browser.say("hello")
    news: News = app.state.news

    async def open_many() -> list[int]:
        codes, streams = [], []
        for _ in range(STREAMS_OF_A_SESSION + 1):
            response = await news.events(request_of(browser))
            codes.append(response.status_code)
            if isinstance(response, StreamingResponse):
                streams.append(cast(AsyncGenerator[str, None], response.body_iterator))
                await anext(streams[-1])
        for stream in streams:
            await stream.aclose()
        return codes

    for _ in range(2):  # what was closed makes room again
        assert asyncio.run(open_many()) == [*[200] * STREAMS_OF_A_SESSION, 429]


def test_a_stream_ends_when_the_server_stops(running: Running, browser: Browser) -> None:
    browser.say("hello")
    app = create_app(running)
    news: News = app.state.news

    async def stop() -> list[str]:
        stream = await stream_of(news, request_of(browser))
        await anext(stream)
        news.stop()
        return [part async for part in stream]

    assert asyncio.run(stop()) == []


# --- Copies, coming back, size


def test_a_copy_holds_the_words_of_both_and_no_markup(browser: Browser) -> None:
    browser.say("can i pay my <b>sister</b> to look after me")
    text = browser.client.get("/chat/copy.txt")
    assert text.headers["content-disposition"] == 'attachment; filename="my-chat.txt"'
    assert re.search(r"^You, \d\d:\d\d\ncan i pay my <b>sister</b> to look after me$", text.text, re.MULTILINE)
    assert re.search(r"^Navigator, \d\d:\d\d\n\w", text.text, re.MULTILINE)
    assert "Source: " in text.text
    assert "**" not in text.text
    page = browser.client.get("/chat/copy.html")
    assert page.headers["content-disposition"] == 'attachment; filename="my-chat.html"'
    assert "&lt;b&gt;sister" in page.text
    assert "<script" not in page.text
    assert not re.search(r'(?:src|href)="/', page.text), "it works without our site"
    for response in (text, page):
        assert response.headers["cache-control"] == "no-store"


def test_the_email_is_written_by_the_persons_own_program_while_it_fits(browser: Browser) -> None:
    assert "no chat to keep" in browser.open("/chat/keep").text
    browser.open("/chat")
    browser.say("hello")
    assert 'href="mailto:?subject=' in browser.open("/chat/keep").text
    browser.open("/chat")
    for _ in range(3):
        browser.say("can i pay my sister to look after me")
    page = browser.open("/chat/keep").text
    assert "mailto" not in page
    assert "too long" in page


def test_a_stranger_gets_nobodys_copy(app: Starlette, browser: Browser) -> None:
    browser.say("my secret")
    assert "secret" not in Browser(app, address="stranger").client.get("/chat/copy.txt").text


def test_an_old_chat_is_offered_before_it_is_shown(app: Starlette, browser: Browser, running: Running) -> None:
    browser.say("can i pay my sister to look after me")
    assert isinstance(running.clock, SettableClock)
    running.clock.move_to(running.clock.now() + timedelta(hours=3))
    page = browser.open().text
    assert "Welcome back" in page
    assert "sister" not in page
    assert "Welcome back" in browser.open().text, "looking is not going on"
    browser.post("/chat/resume", {"csrf": browser.field("csrf")})
    assert browser.said() == ["can i pay my sister to look after me"]
    running.clock.move_to(running.clock.now() + timedelta(hours=3))
    browser.open()
    assert "Delete your chat?" in browser.post("/chat/delete", {"csrf": browser.field("csrf")}).text


def test_larger_words_are_remembered_and_need_the_pages_proof(browser: Browser) -> None:
    browser.open()
    assert 'class="govuk-template larger"' not in browser.page
    assert browser.client.post("/chat/size", data={"size": "larger"}).status_code == 403
    browser.open()
    browser.post("/chat/size", {"csrf": browser.field("csrf"), "size": "larger"})
    for path in ("/chat", "/letters"):
        assert 'class="govuk-template larger"' in browser.open(path).text
    browser.open()
    browser.post("/chat/size", {"csrf": browser.field("csrf"), "size": "usual"})
    assert 'class="govuk-template larger"' not in browser.open().text
