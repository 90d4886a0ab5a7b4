"""The chat on a council's page: <navigator-chat> among hostile styles, under strict rules, closed, open, and left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.hosts import HOST_PORT, HOSTILE, hosting
from tests.browser.test_accessibility import faults
from tests.browser.test_chat_page import KEPT, QUESTION

LAUNCH = "Ask about personal health budgets"


@pytest.fixture(scope="module")
def host(server: str) -> Iterator[str]:
    with hosting(server, HOST_PORT) as address:
        yield address


def opened(page: Page) -> FrameLocator:
    """Press the button; returns the chat in the panel."""
    page.get_by_role("button", name=LAUNCH).click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1, #latest").first).to_be_focused()
    return frame


def say(frame: FrameLocator, text: str) -> None:
    before = frame.locator(KEPT).count()
    frame.get_by_label("Your message").fill(text)
    frame.get_by_role("button", name="Send", exact=True).click()
    expect(frame.locator(KEPT)).to_have_count(before + 1)


def close(page: Page) -> None:
    page.get_by_role("button", name="Close the chat").click()


@pytest.mark.parametrize("style", ["plain", *HOSTILE])
def test_no_style_of_the_page_breaks_it_and_no_rule_of_it_is_broken(new_page: NewPage, host: str, style: str) -> None:
    page = new_page("/chat/deleted")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{host}/{style}")
    button = page.get_by_role("button", name=LAUNCH)
    shape = button.bounding_box()
    assert shape
    assert shape["height"] >= 44
    assert shape["x"] + shape["width"] <= DESKTOP["width"]
    look = "each => { const s = getComputedStyle(each); return [s.fontSize, s.textTransform, s.letterSpacing] }"
    assert button.evaluate(look) == ["16px", "none", "normal"]
    frame = opened(page)
    panel = page.get_by_role("dialog", name="Chat with Exampleshire Council").bounding_box()
    assert panel
    assert 380 < panel["width"] < 480
    assert panel["height"] > 500
    say(frame, QUESTION)
    expect(frame.get_by_text("Where this comes from").first).to_be_visible()
    close(page)
    expect(button).to_be_focused()
    assert problems == []


def test_keyboard_only(new_page: NewPage, host: str) -> None:
    page = new_page("/chat/deleted")
    page.goto(f"{host}/plain")
    button = page.get_by_role("button", name=LAUNCH)
    expect(button).to_be_visible()  # it is drawn when its settings are there
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Next page")).to_be_focused()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_be_focused()
    for _ in range(20):
        if frame.get_by_label("Your message").evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    expect(frame.locator(KEPT)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(frame.locator("#latest")).to_be_focused()


def test_it_comes_along_to_the_next_page_without_taking_the_focus(new_page: NewPage, host: str) -> None:
    page = new_page("/chat/deleted")
    page.goto(f"{host}/plain")
    say(opened(page), "hello")
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**/plain/next")
    expect(page.frame_locator("iframe").locator(KEPT)).to_have_count(1)
    assert page.evaluate("document.activeElement === document.body")
    close(page)
    page.reload()
    expect(page.get_by_role("button", name=LAUNCH)).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 256}], ids=["phone", "400 %"])
def test_on_a_small_screen_it_is_the_whole_page(new_page: NewPage, host: str, viewport: dict[str, int]) -> None:
    page = new_page("/chat/deleted", viewport=viewport)
    page.goto(f"{host}/plain")
    frame = opened(page)
    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, **viewport}
    say(frame, QUESTION)
    assert frame.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=LAUNCH)).to_be_focused()


@pytest.mark.parametrize("how", ["the link", "Shift in the chat", "Shift on the page"])
def test_leaving_quickly_takes_the_whole_page_away(new_page: NewPage, host: str, how: str) -> None:
    page = new_page("/chat/deleted")
    page.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="the weather"))
    page.goto(f"{host}/plain")
    frame = opened(page)
    if how == "the link":
        frame.get_by_role("link", name="Leave this page quickly").click()
    else:
        if how == "Shift on the page":
            page.get_by_role("button", name="Close the chat").focus()
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/weather")
    page.go_back()
    assert not page.url.startswith(host), "the page with the chat is not in the history"


def test_a_colour_is_taken_when_it_can_be_read(new_page: NewPage, host: str) -> None:
    page = new_page("/chat/deleted")
    colour = "each => getComputedStyle(each).backgroundColor"
    page.goto(f"{host}/plain?colour=%23006435&position=left&greeting=Ask")
    button = page.get_by_role("button", name="Ask", exact=True)
    assert button.evaluate(colour) == "rgb(0, 100, 53)"
    shape = button.bounding_box()
    assert shape
    assert shape["x"] < 40
    page.goto(f"{host}/plain?colour=%23ffee00")
    assert page.get_by_role("button", name=LAUNCH).evaluate(colour) == "rgb(29, 79, 145)"


def test_on_a_website_that_is_not_listed_it_is_a_link(new_page: NewPage, host: str) -> None:
    page = new_page("/chat/deleted")
    page.goto(host.replace("127.0.0.1", "localhost") + "/plain")
    link = page.get_by_role("link", name="Chat with us")
    expect(link).to_be_visible()
    assert str(link.get_attribute("href")).endswith("/chat")


def test_without_scripts_there_is_a_link(new_page: NewPage, host: str) -> None:
    page = new_page("/chat/deleted", java_script_enabled=False)
    page.goto(f"{host}/plain")
    page.get_by_role("link", name="Chat about personal budgets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chat with Navigator")


@pytest.mark.parametrize(
    "look",
    [
        pytest.param({"viewport": DESKTOP}, id="desktop"),
        pytest.param({"viewport": PHONE, "forced_colors": "active", "reduced_motion": "reduce"}, id="phone, forced"),
    ],
)
def test_axe_finds_nothing_closed_or_open(new_page: NewPage, host: str, look: dict[str, object]) -> None:
    page = new_page("/chat/deleted", **look)
    page.goto(f"{host}/plain")
    expect(page.get_by_role("button", name=LAUNCH)).to_be_visible()
    assert faults(page) == ""
    say(opened(page), QUESTION)
    assert faults(page) == ""
    assert faults(page.frames[1]) == ""  # axe looks into no frame by itself


def test_cookies_that_are_blocked_are_said(new_page: NewPage, host: str) -> None:
    page = new_page("/chat/deleted")
    page.route("**/chat/news", lambda route: route.fulfill(status=204, headers={"X-Navigator-Chat": "no-cookie"}))
    page.goto(f"{host}/plain")
    page.get_by_role("button", name=LAUNCH).click()
    expect(page.frame_locator("iframe").get_by_text("does not let the chat work inside this page")).to_be_visible()
