"""Single sign-on in a real browser, whose rules for cookies and forms no client of HTTP has."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.running import Running
from tests.browser.conftest import DESKTOP
from tests.browser.test_accessibility import faults
from tests.oidc_server import PASSWORD
from tests.sign_on_setup import set_up


def test_an_adviser_signs_in_by_another_site_and_out_of_both(
    running: Running, chromium: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with set_up(running, monkeypatch, host="localhost") as setup:  # the service is at 127.0.0.1: another site
        setup.account("sam@exampleshire.example")
        context = chromium.new_context(base_url=setup.address, viewport=DESKTOP)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto("/adviser")
        assert faults(page) == ""
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Sign in with your Exampleshire account").press("Enter")
        page.get_by_label("Name").fill("sam")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Who is waiting")).to_be_visible()
        assert page.url == f"{setup.address}/adviser"
        page.get_by_role("button", name="Sign out").click()
        out = page.get_by_role("link", name="Sign out of that too")
        expect(out).to_be_visible()
        assert faults(page) == ""
        page.screenshot(path=tmp_path / "signed-out.png")
        out.click()
        expect(page).to_have_url(f"{setup.address}/adviser/sign-in")
        setup.service.wrong = "expired"
        page.get_by_role("button", name="Sign in with your Exampleshire account").click()
        page.get_by_label("Name").fill("sam")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("You are not signed in")
        assert faults(page) == ""
        context.close()
