"""Every state of the chat: waiting, offline, refused, simple and larger words; two tabs, a live adviser, a restart."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from bot.paths import State
from bot.running import open_database
from casework import outbox, schema
from casework.database import Database
from common.clock import SystemClock
from common.outcomes import Outcome
from common.replies import Reply, Words
from tests.browser.conftest import PHONE, NewPage, serving
from tests.browser.hosts import free_port
from tests.browser.test_accessibility import faults
from tests.browser.test_chat_page import KEPT, QUESTION, has_no_sideways_scrolling, say, typed

SCRIPTS_BYTES, PAGE_BYTES = 20_000, 60_000
"""Compressed: of all scripts, and of the page with everything that it loads."""

SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
"""WCAG 1.4.12."""

VOICE = """
    window.spoken = []
    const speak = (speech) => window.spoken.push(speech.text)
    const voices = { getVoices: () => [{}], speak, cancel () {}, addEventListener () {} }
    Object.defineProperty(window, 'speechSynthesis', { value: voices })
    window.SpeechSynthesisUtterance = class extends EventTarget { constructor (text) { super(); this.text = text } }
"""
"""Chromium without a screen has no voice."""


@pytest.fixture
def database(server: str, server_folder: Path) -> Iterator[Database]:
    opened = open_database(server_folder / "state")
    yield opened
    opened.close()


def adviser_says(database: Database, words: str) -> None:
    """Into the newest conversation, through the outbox."""
    now = SystemClock().now()
    with database.write() as connection:
        newest = select(schema.conversation.c.id).order_by(schema.conversation.c.last_seen_at.desc()).limit(1)
        conversation_id = str(connection.execute(newest).scalar_one())
        reply = Reply(Words(words), speaker="Sam, adviser").to_json()
        outbox.add(connection, conversation_id, None, [reply], Outcome.PASSED_ON.value, now)


def press_send(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


@pytest.mark.parametrize("colours", ["none", "active"], ids=["usual colours", "forced colours"])
def test_axe_finds_nothing_while_waiting_offline_and_in_simple_larger_words(new_page: NewPage, colours: str) -> None:
    page = new_page(viewport=PHONE, forced_colors=colours, reduced_motion="reduce")
    held: list[Route] = []
    page.route("**/chat/messages", lambda route: held.append(route))
    press_send(page, QUESTION)
    expect(page.locator("#working")).to_be_visible()
    expect(page.locator("#status")).to_have_text("Navigator is answering")
    assert page.locator(".dots span").first.evaluate("dot => getComputedStyle(dot).animationName") == "none"
    assert faults(page) == ""
    held[0].continue_()
    page.unroute("**/chat/messages")
    expect(page.locator(KEPT)).to_have_count(1)
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    assert faults(page) == ""
    page.context.set_offline(False)
    page.get_by_role("button", name="Use simple words").click()
    page.get_by_role("button", name="Make the words larger").click()
    expect(page.get_by_role("button", name="Make the words smaller")).to_be_visible()
    expect(page.locator(".pictured img").first).to_be_visible()
    assert has_no_sideways_scrolling(page)
    assert faults(page) == ""
    page.goto("/chat/keep")
    assert faults(page) == ""


def test_two_tabs_are_in_step_and_nobody_is_moved(new_page: NewPage) -> None:
    page = new_page()
    say(page, "hello")
    other = page.context.new_page()
    other.goto("/chat")
    other.get_by_label("Your message").fill("a draft")
    other.get_by_label("Your message").focus()
    page.bring_to_front()
    say(page, QUESTION)
    other.bring_to_front()
    expect(other.locator(KEPT)).to_have_count(2)
    assert typed(other) == ["hello", QUESTION]
    expect(other.get_by_label("Your message")).to_be_focused()
    assert other.get_by_label("Your message").input_value() == "a draft"
    other.get_by_role("button", name="End and delete my chat").click()
    other.get_by_role("button", name="Yes, delete my chat").click()
    expect(other.get_by_role("heading", name="Your chat is deleted")).to_be_visible()
    page.bring_to_front()
    expect(page.locator(KEPT)).to_have_count(0)


@pytest.mark.parametrize("way", ["pushed", "asked for"])
def test_what_an_adviser_writes_appears_by_itself_as_text(new_page: NewPage, database: Database, way: str) -> None:
    page = new_page()
    if way == "asked for":
        page.route("**/chat/events**", lambda route: route.fulfill(status=429))
    say(page, "hello")
    page.evaluate("window.same = true")
    adviser_says(database, f"<img src=x onerror=alert(1)> Sam here, {way}")
    expect(page.get_by_role("listitem").filter(has_text=f"Sam here, {way}")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("New message:")
    assert page.evaluate("window.same") is True
    assert page.locator("#transcript img").count() == 0


def test_a_restart_loses_nothing_and_doubles_nothing(new_page: NewPage, built: State, tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as (address, _):
        page = new_page(f"{address}/chat")
        say(page, "hello")
    press_send(page, QUESTION)
    expect(page.get_by_text("Not sent yet")).to_be_visible(timeout=15_000)
    with serving(tmp_path, port):
        page.reload()  # what waits in the tab survives this as well
        expect(page.locator(KEPT)).to_have_count(2, timeout=15_000)
        page.reload()
        assert typed(page) == ["hello", QUESTION]


@pytest.mark.parametrize("then", ["reloaded", "left alone"])
def test_a_message_whose_answer_was_lost_is_shown_once(new_page: NewPage, database: Database, then: str) -> None:
    page = new_page()
    say(page, "hello")

    def lose(route: Route) -> None:
        route.fetch()  # the server has it, and answers
        route.abort()

    page.route("**/chat/messages", lose)
    press_send(page, f"{QUESTION}, {then}")
    if then == "reloaded":
        expect(page.locator("[data-unsent]")).to_have_count(1)
        page.wait_for_function("performance.getEntriesByName(location.origin + '/chat/messages').length > 0")
        page.reload()
    expect(page.locator(KEPT)).to_have_count(2, timeout=20_000)
    expect(page.locator("[data-unsent]")).to_have_count(0)
    assert typed(page) == ["hello", f"{QUESTION}, {then}"]
    with database.read() as connection:
        same = select(schema.inbox.c.id).where(schema.inbox.c.text == f"{QUESTION}, {then}")
        assert len(connection.execute(same).all()) == 1


def test_leaving_quickly_hides_at_once_and_keeps_nothing_in_the_tab(new_page: NewPage) -> None:
    page = new_page()
    page.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="the weather"))
    page.get_by_label("Your message").fill("my draft")
    page.keyboard.press("Shift")
    expect(page.locator("#leave-status")).to_have_text("Shift, press 2 more to leave this page quickly")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/weather")
    page.goto("/chat")
    assert page.get_by_label("Your message").input_value() == ""


def test_a_draft_survives_a_reload(new_page: NewPage) -> None:
    page = new_page()
    page.get_by_label("Your message").fill("my draft")
    page.reload()
    assert page.get_by_label("Your message").input_value() == "my draft"


def test_answers_are_read_aloud_where_there_is_a_voice_and_that_is_remembered(new_page: NewPage) -> None:
    silent = new_page()
    expect(silent.get_by_role("button", name="Read answers aloud")).to_be_hidden()
    page = new_page("/health/live")
    page.add_init_script(VOICE)
    page.goto("/chat")
    switch = page.get_by_role("button", name="Read answers aloud")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    say(page, QUESTION)
    assert "sister" not in "".join(page.evaluate("window.spoken"))
    assert len(page.evaluate("window.spoken")) >= 1
    page.locator(".message--navigator").last.get_by_role("button", name="Listen").click()
    page.locator(".message--navigator").last.get_by_role("button", name="Stop").click()
    assert faults(page) == ""


def test_text_can_be_spread(new_page: NewPage) -> None:
    page = new_page(viewport=PHONE, bypass_csp=True)
    say(page, QUESTION)
    page.add_style_tag(content=SPACED)
    assert has_no_sideways_scrolling(page)
    hides = "getComputedStyle(each).overflowY !== 'visible'"
    cut = f"all => all.filter(each => each.scrollHeight > each.clientHeight + 2 && {hides}).length"
    assert page.locator(".message, button, .site-header").evaluate_all(cut) == 0


def test_what_is_heard_in_order(new_page: NewPage) -> None:
    page = new_page()
    say(page, QUESTION)
    expect(page.locator("main")).to_match_aria_snapshot("""
        - heading "Chat with Navigator" [level=1]
        - paragraph:
          - strong:
            - link "999"
        - heading "Your chat so far" [level=2]
        - list:
          - listitem "Navigator said":
            - heading "Navigator said" [level=3]
          - listitem:
            - heading "You said" [level=3]
            - paragraph: can i pay my sister to look after me
            - paragraph:
              - time
          - listitem "Navigator said":
            - heading "Navigator said" [level=3]
            - list
            - group: Where this comes from
            - button "Paying a partner or someone you live with"
            - paragraph:
              - time
          - listitem:
            - text: Did this help?
            - button "Yes"
            - button "No"
        - heading "Say something" [level=2]
        - textbox "Your message"
        - button "Send"
        - status: /Answer:/
        - region "This chat":
          - heading "This chat" [level=2]
          - button "Use simple words"
          - button "Make the words larger"
          - button "End and delete my chat"
          - paragraph:
            - link "Keep a copy of this chat"
    """)


def test_it_is_light_and_works_on_a_slow_phone(new_page: NewPage) -> None:
    page = new_page("/health/live", viewport=PHONE)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    network.send("Network.emulateNetworkConditions", slow)
    came: list[str] = []
    page.on("response", lambda response: came.append(response.url))
    page.goto("/chat", wait_until="networkidle")
    sizes = {
        url: len(gzip.compress(page.request.get(url).body()))
        for url in [*came, page.url.replace("/chat", "/widget.js")]
    }
    scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
    assert 0 < scripts < SCRIPTS_BYTES
    assert sum(sizes.values()) < PAGE_BYTES
    print(f"scripts {scripts} bytes, page {sum(sizes.values())} bytes")
    say(page, QUESTION)
    expect(page.get_by_text("Where this comes from").first).to_be_visible()
