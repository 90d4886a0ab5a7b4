"""/continue, where a code is typed to go on: by keyboard alone, at 320 px, read out, and with a way to mend a slip."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.test_accessibility import LOOKS, faults
from tests.browser.test_chat_page import has_no_sideways_scrolling, say

NOT_A_CODE = "Type the three words of your code, such as you were shown. Check the spelling"


def keep_a_place(page: Page) -> str:
    """Somebody walks to step 2 and keeps their place; the code that they are shown."""
    for text in ("go to step 2", "save my place", "yes"):
        say(page, text)
    return page.locator(".code-to-keep").inner_text().strip()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this name has the focus. Fails where it is not reached."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent")
            == name
        ):
            return
    pytest.fail(f"{name} can't be reached by keyboard")


@pytest.mark.parametrize("look", LOOKS)
def test_a_slip_is_told_and_mended(new_page: NewPage, look: dict[str, object]) -> None:
    page = new_page("/continue", **look)
    assert faults(page) == ""
    assert has_no_sideways_scrolling(page)
    page.get_by_label("Your code").fill("no such code here")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text(NOT_A_CODE)
    expect(page).to_have_title(re.compile("^Error: Continue with your code"))
    field = page.get_by_label("Your code")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(
        f"Three words. Capital letters, spaces and dashes don't matter. Error: {NOT_A_CODE}"
    )
    page.get_by_role("link", name=NOT_A_CODE).press("Enter")
    expect(field).to_be_focused()
    assert faults(page) == ""
    assert has_no_sideways_scrolling(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_by_keyboard_alone_to_the_step(new_page: NewPage, scripts: bool) -> None:
    code = keep_a_place(new_page())
    page = new_page("/continue", viewport=PHONE, java_script_enabled=scripts)
    tab_to(page, "Your code")
    page.keyboard.type(code.upper().replace("-", " "))
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_text("step 2 of 7").first).to_be_visible()
    assert page.url.partition("#")[0].endswith("/chat")
    assert code.partition("-")[0] not in page.content()
    assert has_no_sideways_scrolling(page)
