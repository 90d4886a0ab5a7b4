"""Whole conversations in a real browser: with scripts and without, by keyboard, narrow, with a failing network."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from bot.paths import State
from tests.browser.conftest import DESKTOP, PHONE, NewPage, serving

QUESTION = "can i pay my sister to look after me"


KEPT = "[data-message^=you-]"
"""What the server has, beside what is still on its way."""


def messages(page: Page, who: str) -> int:
    return page.locator(f".message--{who}").count()


def typed(page: Page) -> list[str]:
    return page.locator(".message__typed").all_inner_texts()


def say(page: Page, text: str) -> None:
    """Type and press Send; returns when the answer is there."""
    before = page.locator(KEPT).count()
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(KEPT)).to_have_count(before + 1)


def has_no_sideways_scrolling(page: Page) -> bool:
    # Chromium runs this in its own world, so it works with scripts of pages switched off as well.
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["320 px", "desktop"])
def test_a_whole_conversation(new_page: NewPage, scripts: bool, viewport: dict[str, int]) -> None:
    page = new_page(java_script_enabled=scripts, viewport=viewport)
    say(page, QUESTION)
    answer = page.locator(".message--navigator").last
    answer.get_by_text("Where this comes from").click()
    expect(answer.get_by_text("read on").first).to_be_visible()
    assert has_no_sideways_scrolling(page)
    page.get_by_role("button", name="Walk me through the seven steps").first.click()
    expect(page.locator(KEPT)).to_have_count(2)
    assert typed(page) == [QUESTION, "Walk me through the seven steps"]
    assert page.locator(".message--navigator").last.get_by_role("button").count() >= 2
    say(page, "1")
    assert messages(page, "navigator") >= 4
    assert has_no_sideways_scrolling(page)
    page.reload()
    assert len(typed(page)) == 3
    page.get_by_role("button", name="Use simple words").click()
    expect(page.get_by_role("button", name="Use the usual words")).to_be_visible()
    page.get_by_role("button", name="End and delete my chat").click()
    page.get_by_role("button", name="Yes, delete my chat").click()
    expect(page.get_by_role("heading", name="Your chat is deleted")).to_be_visible()
    page.get_by_role("link", name="Start a new chat").click()
    assert typed(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_with_the_keyboard_only(new_page: NewPage, scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    for _ in range(30):
        if page.locator("#text").evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(KEPT)).to_have_count(1)
    assert typed(page) == [QUESTION]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.message') !== null")  # goes on from the answer, not the top


def test_the_script_sends_without_a_new_page_and_says_so(new_page: NewPage) -> None:
    page = new_page()
    page.evaluate("window.same = true")
    say(page, QUESTION)
    assert page.evaluate("window.same") is True
    answer = page.locator(".message--navigator").last
    expect(answer).to_be_focused()
    expect(page.locator("#status")).to_contain_text(re.compile("^Answer: .{20}"))
    assert page.get_by_label("Your message").input_value() == ""
    assert page.locator("[aria-live], [role=log], [role=alert]").count() == 0


def test_enter_sends_and_shift_enter_does_not(new_page: NewPage) -> None:
    page = new_page()
    box = page.get_by_label("Your message")
    box.fill("hello")
    box.press("Shift+Enter")
    assert box.input_value() == "hello\n"
    box.press("Enter")
    expect(page.locator(KEPT)).to_have_count(1)


def test_a_draft_stays_when_a_choice_is_taken(new_page: NewPage) -> None:
    page = new_page()
    page.get_by_label("Your message").fill("a draft")
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.locator(KEPT)).to_have_count(1)
    assert page.get_by_label("Your message").input_value() == "a draft"


def test_when_the_network_fails_the_words_stay_and_the_same_message_is_sent_again(new_page: NewPage) -> None:
    page = new_page()
    ids: list[str] = []

    def fail_after_sending(route: Route) -> None:
        """The first time the server gets it, but its answer is lost on the way."""
        found = re.search(r"client_message_id=([^&]+)", route.request.post_data or "")
        ids.append(found[1] if found else "")
        if len(ids) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/chat/messages", fail_after_sending)
    say(page, "hello")
    page.reload()
    assert typed(page) == ["hello"]
    assert len(ids) == 2
    assert ids[0] == ids[1]


def test_without_a_network_nothing_is_lost(new_page: NewPage) -> None:
    page = new_page()
    page.clock.install()
    page.context.set_offline(True)
    page.get_by_label("Your message").fill("my long question")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#offline")).to_be_visible()
    page.clock.run_for(1500)
    page.clock.run_for(4000)
    expect(page.get_by_text("That did not get through")).to_have_count(2)  # shown, and said to screen readers
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    assert page.get_by_label("Your message").input_value() == ""
    page.get_by_label("Your message").fill("and another")
    page.get_by_role("button", name="Send", exact=True).click()
    assert typed(page) == ["my long question", "and another"]
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    page.clock.run_for(11_000)
    expect(page.locator(KEPT)).to_have_count(2)
    page.reload()
    assert typed(page) == ["my long question", "and another"]


def test_what_is_refused_is_said_on_the_page(new_page: NewPage) -> None:
    page = new_page()
    page.get_by_label("Your message").fill("/restart")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#text-error")).to_contain_text("without the slash")
    expect(page.get_by_label("Your message")).to_be_focused()
    assert page.get_by_label("Your message").input_value() == "/restart"
    say(page, "hello")
    assert typed(page) == ["hello"]


def test_nothing_on_the_page_breaks_its_own_rules(new_page: NewPage) -> None:
    page = new_page("/")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"{request.failure} {urlsplit(request.url).path}"))
    page.get_by_role("button", name="Start a chat").click()
    say(page, QUESTION)
    page.get_by_role("link", name="Privacy", exact=True).click()
    leaving = "net::ERR_ABORTED /chat/events"  # a stream has no other end than to be closed by who leaves
    assert [each for each in problems if each != leaving] == []


def test_targets_are_large_enough_for_a_thumb(new_page: NewPage) -> None:
    page = new_page(viewport=PHONE)
    say(page, "can i pay my sister to look after me")
    say(page, "I want to kill myself")
    links = ".site-header a, .emergency a, .contact a, .tools a, .site-footer a"
    boxes = page.locator(f"button:visible, summary:visible, {links}").all()
    assert len(boxes) > 15
    for each in boxes:
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= 44, each.inner_text()


def test_nothing_goes_sideways_with_words_four_times_as_big(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1280, "height": 1024})
    say(page, QUESTION)
    page.set_viewport_size({"width": 320, "height": 256})  # what 400 % of 1280 by 1024 leaves
    assert has_no_sideways_scrolling(page)
    expect(page.get_by_label("Your message")).to_be_visible()


def test_it_says_where_it_is_logs_no_words_and_stops_in_order(new_page: NewPage, built: State, tmp_path: Path) -> None:
    with serving(tmp_path) as (address, log):
        say(new_page(f"{address}/chat?where=from"), QUESTION)
    written = log.read_text()
    assert f"Navigator is at {address} (Ctrl+C stops it)\n" in written
    assert re.search(r"POST /chat/messages 200 \d+ ms", written)
    assert not re.search(r"Traceback|sister|where=", written)


def test_a_table_stands_in_columns_or_stacked_where_there_is_no_room(new_page: NewPage) -> None:
    page = new_page(viewport=DESKTOP)
    say(page, "compare the options")
    table = page.locator(".message table").last
    expect(table).to_have_accessible_name("The three ways to hold the money")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["What matters", "Notional", "Third party", "Direct payment"]
    )
    expect(table.get_by_role("rowheader")).to_have_count(6)
    wide = table.get_by_role("cell").first
    named = "cell => getComputedStyle(cell, '::before').content"
    assert wide.evaluate(named) == "none"
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert has_no_sideways_scrolling(page)
    assert "Notional" in wide.evaluate(named)
    boxes = [cell.bounding_box() for cell in table.get_by_role("cell").all()[:3]]
    assert len({box["x"] for box in boxes if box}) == 1, "one below the other"
    expect(table.get_by_role("rowheader")).to_have_count(6)
