"""Script mode in a browser: a call by keyboard alone, without JavaScript too, and nothing that axe finds fault with."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.paths import ROOT
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.test_accessibility import faults

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def login(server: str, server_folder: Path) -> str:
    """An account on the shared server."""
    add = ["adviser", "add", "scripted", "--name", "Sam", "--state", str(server_folder / "state")]
    command = [sys.executable, "-m", "bot.cli", *add]
    subprocess.run(command, input=PASSWORD.encode(), cwd=ROOT, check=True, capture_output=True)
    return "scripted"


def sign_in(page: Page, login: str) -> None:
    page.get_by_label("User name").focus()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/adviser")


def say(page: Page, words: str, then: str) -> None:
    """Type into the box, which has the focus already, and go on."""
    expect(page.get_by_label("What they said", exact=True)).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_contain_text(then)


LOOKS = [
    pytest.param(DESKTOP, True, id="desktop"),
    pytest.param(DESKTOP, False, id="desktop, no script"),
    pytest.param({"width": 640, "height": 450}, True, id="200 %"),
    pytest.param(PHONE, True, id="320 px"),
]


@pytest.mark.parametrize(("viewport", "script"), LOOKS)
def test_a_call_by_keyboard_alone(new_page: NewPage, login: str, viewport: dict[str, int], script: bool) -> None:
    page = new_page("/adviser/sign-in", viewport=viewport, java_script_enabled=script)
    sign_in(page, login)
    page.goto("/adviser/script")
    found = [faults(page)] if script else []
    expect(page.locator("main [autofocus]")).to_be_focused()  # the first way of talking
    page.keyboard.press("Enter")
    page.wait_for_url("**/adviser/script/*")
    expect(page.locator("#now")).to_contain_text("How can I help?")
    say(page, "#3", "Have you been told yours?")
    say(page, "2", "Ask for your indicative budget")
    say(page, "can i pay my sister to care for me", "Source:")
    found += [faults(page)] if script else []
    page.get_by_label("Answer any question").focus()
    page.keyboard.type("can it pay for a holiday")
    if script:
        expect(page.get_by_role("button", name="Read out Going on holiday with your budget")).to_be_visible()
        found.append(faults(page))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Read out Going on holiday with your budget").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_contain_text("A holiday needs to help a goal")
    page.get_by_label("Note", exact=True).focus()
    page.keyboard.type("Letter came in March")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".script-entries")).to_contain_text("Letter came in March")
    page.get_by_role("button", name="Close and write the case note").focus()
    page.keyboard.press("Enter")
    note = page.get_by_label("The note", exact=True).input_value()
    assert "Letter came in March" in note
    assert "[holidays-and-breaks]" in note
    assert "Have you been told yours? - No" in note
    if script:
        found.append(faults(page))
        page.goto("/adviser/script/print")
        found.append(faults(page))
        page.goto("/adviser/script")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert not any(found), found
