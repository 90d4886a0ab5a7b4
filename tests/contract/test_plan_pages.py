"""The pages of the plan and the PDF files of plan and letters: what is in them, for whom, and that they are tagged."""

import asyncio
import io
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.channels.app import create_app
from bot.channels.pages import Pages
from bot.channels.papers import Papers
from bot.channels.sessions import Session
from bot.channels.shield import HEADERS
from bot.papers import letter_pdf
from bot.paths import ROOT
from bot.running import Running
from bot.typesetting import set_pdf
from casework import conversations, progress, referrals
from common.settings import Settings
from knowledge.letters import load_letters
from tests.contract.web_client import Browser

LETTERS = load_letters(ROOT / "knowledge")
SETTINGS = Settings.load(ROOT / "council.yml")
HOSTILE = '#read("/etc/passwd") <script>alert(1)</script> $ \\ @x _y_ *z* = heading'


@pytest.fixture(scope="module")
def app(running: Running) -> Starlette:
    return create_app(running)


@pytest.fixture
def browser(app: Starlette, request: pytest.FixtureRequest) -> Browser:
    return Browser(app, address=f"plan-{request.node.name}")


def walked(browser: Browser) -> Browser:
    """Somebody who has answered two steps."""
    browser.say("start the steps")
    browser.say("skip")
    browser.choose("Not sure")
    browser.choose("Next step")
    browser.choose("Not sure")
    return browser


def structure(reader: PdfReader) -> list[tuple[str, int]]:
    """The tags of a PDF in reading order, each with its depth."""
    root: Any = reader.trailer["/Root"]
    return [*_tags(root["/StructTreeRoot"], 0)]


def _tags(node: Any, depth: int) -> Iterator[tuple[str, int]]:
    found = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(found, list):
        for each in found:
            yield from _tags(each, depth)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield str(found["/S"]), depth
        if "/K" in found:
            yield from _tags(found["/K"], depth + 1)


def read(content: bytes) -> PdfReader:
    """A PDF that is tagged, says its language and its title."""
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    return reader


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_without_a_chat_the_page_says_how_to_begin(app: Starlette) -> None:
    page = TestClient(app, "http://navigator.test").get("/chat/plan")
    assert page.status_code == 200
    assert "There is nothing here yet" in page.text
    assert "set-cookie" not in page.headers


def test_the_page_has_what_was_told_and_is_kept_by_no_cache(browser: Browser) -> None:
    page = walked(browser).client.get("/chat/plan")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert all(page.headers[name] == value for name, value in HEADERS.items())
    for text in ("You are at step 2 of 7", "Questions to ask", "01632 960001", "Other people may read this page"):
        assert text in page.text
    assert "<script>" not in page.text
    assert "{" not in page.text


def test_nobody_else_sees_it(app: Starlette, browser: Browser) -> None:
    walked(browser)
    other = TestClient(app, "http://navigator.test").get("/chat/plan")
    assert "You are at step 2" not in other.text


def test_simple_words_are_asked_for_or_those_of_the_chat(browser: Browser) -> None:
    walked(browser)
    assert "A computer made this page" in browser.client.get("/chat/plan?words=simple").text
    browser.post("/chat/register", {"csrf": browser.form()["csrf"], "register": "simple"})
    assert "A computer made this page" in browser.client.get("/chat/plan").text
    assert "A computer made this page" not in browser.client.get("/chat/plan?words=plain").text


@pytest.mark.parametrize("simple", ["plain", "simple"])
def test_the_pdf_is_tagged_in_reading_order(browser: Browser, simple: str) -> None:
    response = walked(browser).client.get(f"/chat/plan.pdf?words={simple}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "no-store"
    assert "my-plan" in response.headers["content-disposition"]
    reader = read(response.content)
    tags = [tag for tag, _ in structure(reader)]
    assert tags.count("/H1") == 1
    assert tags.count("/H2") >= 5
    assert tags.index("/H1") < tags.index("/H2") < tags.index("/Table")
    assert tags.count("/TH") >= 2
    said = words(reader)
    order = [
        said.index(text) for text in ("My plan so far", "Where you are", "Questions to ask", "Who to ring", "Dates")
    ]
    assert order == sorted(order)


def test_the_promise_of_a_call_is_in_it_and_section_117_is_not(running: Running, browser: Browser) -> None:
    walked(browser)
    token, now = browser.client.cookies["navigator"], running.clock.now()
    with running.services.database.write() as connection:
        conversation = of_token(connection, token)
        state = {"at": "result", "answers": {"who": "me", "aftercare": "yes"}, "finished": True}
        progress.save(connection, conversation, "eligibility", state, now)
        shown, hidden = (ask_for_a_call(connection, conversation, now, priority) for priority in ("routine", "urgent"))
    page = browser.client.get("/chat/plan").text
    assert shown in page
    assert hidden not in page
    assert "read(" not in page
    assert "A budget for section 117" not in page
    assert "A budget for section 117" in browser.client.get("/chat/plan?private=yes").text
    assert "117 after-care." in words(read(browser.client.get("/chat/plan.pdf?private=yes").content))


def ask_for_a_call(connection: Any, conversation: str, at: datetime, priority: str) -> str:
    reference = referrals.new_reference()
    referrals.create(
        connection,
        reference=reference,
        conversation_id=conversation,
        kind="call_back",
        name="",
        contact="07700 900123",
        contact_kind="phone",
        about=HOSTILE,
        at=at,
        promised_by=at,
        priority=priority,
    )
    return reference


def of_token(connection: Any, token: str) -> str:
    found = conversations.find_by_token(connection, Session(token).token_hash)
    assert found is not None
    return found.id


@pytest.mark.parametrize("is_simple", [False, True])
@pytest.mark.parametrize("id", LETTERS)
def test_every_letter_is_a_tagged_pdf(id: str, is_simple: bool) -> None:
    letter = LETTERS[id].filled(SETTINGS.names())
    said = words(read(letter_pdf(letter, "Exampleshire Council", is_simple)))
    assert "[Your name, address and the date]" in said
    assert "**" not in said
    assert "{" not in said


def test_a_letter_can_be_fetched_and_one_that_is_not_there_can_not(app: Starlette) -> None:
    site = TestClient(app, "http://navigator.test")
    found = site.get("/letters/chc-appeal.pdf?words=simple")
    assert found.headers["content-type"] == "application/pdf"
    assert 'filename="chc-appeal-simple-words.pdf"' in found.headers["content-disposition"]
    for path in ("/letters/no-such.pdf", "/letters/..%2f..%2fcouncil.pdf", "/letters/.pdf"):
        assert site.get(path).status_code == 404


@pytest.mark.parametrize("field", ["title", "council", "body"])
def test_what_stands_in_a_letter_is_never_run(field: str) -> None:
    data = {"title": "T", "council": "C", "simple": False, "body": [{"item": False, "runs": [["b", False]]}]}
    data[field] = [{"item": True, "runs": [[HOSTILE, True]]}] if field == "body" else HOSTILE
    content = set_pdf("letter.typ", "letter", data)
    assert b"root:" not in content
    if field == "body":
        assert '#read("/etc/passwd")' in words(read(content))


def test_a_paper_that_takes_too_long_fails_or_is_too_big_ends_in_a_kind_page() -> None:
    waiting = threading.Event()

    def fails() -> bytes:
        raise typst.TypstError("broken", "", [])

    async def statuses() -> list[int]:
        pages = Pages(SETTINGS)
        slow = await Papers(pages, seconds=0.01).response(lambda: b"x" if waiting.wait(20) else b"", "a.pdf")
        waiting.set()
        broken = await Papers(pages).response(fails, "a.pdf")
        big = await Papers(pages, most_bytes=1).response(lambda: b"xx", "a.pdf")
        fine = await Papers(pages).response(lambda: b"xx", "a.pdf")
        return [each.status_code for each in (slow, broken, big, fine)]

    assert asyncio.run(statuses()) == [503, 503, 503, 200]
