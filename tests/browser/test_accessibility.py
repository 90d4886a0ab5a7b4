"""axe finds no faults on any page, empty and with answers, in usual and in forced colours, wide and narrow."""

import json
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.test_chat_page import QUESTION, say

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

MORE = ["/chat/plan", "/letters", "/letters/council-assessment", "/letters/phb-right?words=simple"]

SUMS = ["/sums?hours=20&rate=13.50", "/sums?what=hours&budget=lots"]

LOOKS = [
    pytest.param({"viewport": DESKTOP}, id="desktop"),
    pytest.param({"viewport": PHONE}, id="320 px"),
    pytest.param({"viewport": DESKTOP, "forced_colors": "active"}, id="forced colours"),
    pytest.param({"viewport": PHONE, "reduced_motion": "reduce", "color_scheme": "dark"}, id="dark, still"),
]


def faults(page: Page | Frame) -> str:
    """What axe finds, as text; empty when it finds nothing."""
    found = Axe().run(page, options=RULES).response["violations"]
    return "\n".join(
        f"{each['id']}: {each['help']}: {json.dumps([node['html'] for node in each['nodes']])}" for each in found
    )


PATHS = ["/", "/chat", "/privacy", "/accessibility", "/chat/deleted", "/nowhere", *MORE, *SUMS]


@pytest.mark.parametrize("look", LOOKS)
def test_pages(new_page: NewPage, look: dict[str, object]) -> None:
    page = new_page("/health/live", **look)
    for path in [*PATHS, "/chat/keep"]:
        page.goto(path)
        assert faults(page) == "", path


@pytest.mark.parametrize("look", LOOKS)
def test_a_chat_with_answers_a_step_a_crisis_and_a_refusal(new_page: NewPage, look: dict[str, object]) -> None:
    page = new_page(**look)
    for text in (
        QUESTION,
        "compare the options",
        "walk me through the seven steps",
        "I want to kill myself",
        "talk to a person",
    ):
        say(page, text)
    page.get_by_text("Where this comes from").first.click()
    assert faults(page) == ""
    page.get_by_label("Your message").fill("/restart")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#text-error")).to_be_visible()
    assert faults(page) == ""


@pytest.mark.parametrize("look", LOOKS)
def test_a_plan_with_answers_on_the_screen_and_on_paper(new_page: NewPage, look: dict[str, object]) -> None:
    page = new_page(**look)
    for text in ("start the steps", "skip", "not sure", "print my plan"):
        say(page, text)
    assert faults(page) == ""
    page.get_by_role("link", name="Your plan, to print or keep").click()
    expect(page.get_by_role("heading", name="My plan so far")).to_be_visible()
    expect(page.get_by_role("cell", name="Not sure", exact=True)).to_be_visible()
    assert faults(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Get it as a PDF file")).to_be_hidden()
    expect(page.get_by_role("heading", name="Questions to ask")).to_be_visible()


def test_asking_whether_to_delete(new_page: NewPage) -> None:
    page = new_page()
    page.get_by_role("button", name="End and delete my chat").click()
    expect(page.get_by_role("heading", name="Delete your chat?")).to_be_visible()
    assert faults(page) == ""


def test_speakers_and_headings_are_there_for_those_who_listen(new_page: NewPage) -> None:
    page = new_page()
    say(page, "hello")
    names = page.get_by_role("heading", level=3).all_inner_texts()
    assert names == ["Navigator said", "You said", "Navigator said"]
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_paper_shows_who_said_what(new_page: NewPage) -> None:
    page = new_page()
    say(page, "hello")
    page.emulate_media(media="print")
    expect(page.get_by_label("Your message")).to_be_hidden()
    assert page.locator(".message h3").first.evaluate("heading => heading.clientHeight") > 5


def test_a_sum_without_scripts_and_on_paper(new_page: NewPage) -> None:
    page = new_page("/sums", java_script_enabled=False, viewport=PHONE)
    page.get_by_label("Hours a week").fill("lots")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("link", name="Hours a week: type a number").click()
    expect(page.get_by_label("Hours a week")).to_be_focused()
    page.get_by_label("Hours a week").fill("20")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="What it comes to")).to_be_visible()
    expect(page.get_by_role("table", name="How it is worked out").get_by_role("rowheader").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.emulate_media(media="print")
    expect(page.get_by_label("Hours a week")).to_be_hidden()
