"""The pages of letters: what they hold, in usual and simple words, and what is not there."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.channels.app import create_app
from bot.channels.letters import Letters
from bot.channels.markup import as_html
from bot.channels.pages import Pages
from bot.channels.papers import Papers
from bot.channels.shield import HEADERS
from bot.paths import ROOT
from bot.running import Running
from common.settings import Settings
from knowledge.letters import load_letters

LETTERS = load_letters(ROOT / "knowledge")
SETTINGS = Settings.load(ROOT / "council.yml")


def opened(settings: Settings, path: str) -> str:
    """A page of a council with these settings, without the rest of the site."""
    app = Starlette(routes=Letters(Pages(settings), settings, Papers(Pages(settings))).routes())
    return TestClient(app).get(path).text


@pytest.fixture(scope="module")
def site(running: Running) -> TestClient:
    return TestClient(create_app(running), "http://navigator.test")


def test_all_letters_are_listed_and_can_be_opened(site: TestClient) -> None:
    listed = site.get("/letters")
    assert listed.status_code == 200
    for letter in LETTERS.values():
        assert f'href="/letters/{letter.id}"' in listed.text
        page = site.get(f"/letters/{letter.id}")
        assert page.status_code == 200
        assert all(page.headers[name] == value for name, value in HEADERS.items())
        assert page.headers["cache-control"] == "no-store"
        assert '<html lang="en-GB"' in page.text
        assert "[Your name, address and the date]" in page.text
        assert "<script>" not in page.text
        assert "{" not in page.text


def test_simple_words_are_a_letter_of_their_own(site: TestClient) -> None:
    usual, simple = (site.get(f"/letters/chc-checklist{words}").text for words in ("", "?words=simple"))
    assert "Please arrange a Checklist" in usual
    assert "Please arrange a Checklist" not in simple
    assert "Please do a Checklist" in simple
    assert "/letters/chc-checklist?words=simple" in usual
    assert "in simple words</title>" not in usual


@pytest.mark.parametrize(
    "path", ["/letters/no-such-letter", "/letters/..%2fcouncil", "/letters/phb-right.yml", "/letters/<b>"]
)
def test_what_is_not_there_is_said_kindly(site: TestClient, path: str) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert "We can't find that page" in response.text
    assert "<b>" not in response.text


def test_nothing_else_than_reading_is_answered(site: TestClient) -> None:
    assert site.post("/letters/phb-right").status_code == 405


def test_the_councils_own_names_are_filled_in_and_escaped() -> None:
    council = SETTINGS.council.copy(update={"name": "<b>Rutland</b> & Oakham"})
    settings = SETTINGS.copy(update={"council": council})
    page = opened(settings, "/letters/section-117")
    assert "&lt;b&gt;Rutland&lt;/b&gt; &amp; Oakham" in page
    assert "<b>Rutland" not in page


def test_without_the_name_of_the_nhs_board_it_is_called_what_it_is() -> None:
    contacts = SETTINGS.contacts.copy(update={"icb_name": ""})
    page = opened(SETTINGS.copy(update={"contacts": contacts}), "/letters/phb-right")
    assert "your local NHS board (ICB), personal health budget team" in page


def test_only_letters_become_links_in_a_reply() -> None:
    linked = '<a class="govuk-link" href="/letters/phb-right">/letters/phb-right</a>'
    assert linked in as_html("To print it: /letters/phb-right")
    assert "<a" not in as_html("https://elsewhere.example/letters/phb-right /chat/delete x/letters/phb-right")
