"""Somebody's money on the page: a table, a chart that needs no colour, and nothing of it once the time is over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot.running import open_database
from casework import schema
from casework.database import Database
from casework.identity import sessions
from common.clock import SystemClock
from tests.browser.conftest import NewPage
from tests.browser.test_accessibility import LOOKS, faults
from tests.browser.test_chat_page import say
from tests.money_records import a_budget, keep_person, notional, verify

ALTERNATIVE = "Paid in by the council: £7,680.00, Spent: £7,120.00, Left: £1,060.00 and Promised, not paid yet: £300.00"


@pytest.fixture
def database(server: str, server_folder: Path) -> Iterator[Database]:
    """That of the shared server."""
    opened = open_database(server_folder / "state")
    yield opened
    opened.close()


def shown(page: Page, database: Database, reference: str) -> str:
    """Show a balance to somebody who has just proved who they are; returns the conversation."""
    say(page, "hello")
    clock = SystemClock()
    with database.write() as connection:
        newest = select(schema.conversation.c.id).order_by(schema.conversation.c.last_seen_at.desc()).limit(1)
        conversation_id = str(connection.execute(newest).scalar_one())
        budgets = a_budget(ends_on=None), notional(ends_on=None)
        person_id = keep_person(connection, reference, *budgets)
        verify(connection, conversation_id, person_id, clock.now())
    say(page, "how much is left in my direct payment")
    return conversation_id


@pytest.mark.parametrize("look", LOOKS)
def test_a_chart_that_everybody_can_read(
    new_page: NewPage, database: Database, look: dict[str, object], request: pytest.FixtureRequest
) -> None:
    page = new_page(**look)
    shown(page, database, f"T-{abs(hash(request.node.name)) % 10**8}")
    chart = page.get_by_role("img", name=ALTERNATIVE)
    expect(chart).to_be_visible()
    expect(page.get_by_role("row", name="Left £1,060.00")).to_be_visible()
    bars = chart.locator("rect.chart__part").evaluate_all("all => all.map(bar => bar.getBoundingClientRect().width)")
    whole = chart.locator("svg").first.evaluate("svg => svg.getBoundingClientRect().width")
    assert bars[0] == pytest.approx(whole, abs=1)
    assert bars[2] == pytest.approx(whole * 0.138, abs=2)
    colours = chart.locator("svg").first.evaluate(
        "svg => [...svg.querySelectorAll('rect')].map(bar => getComputedStyle(bar).fill)"
    )
    assert len(set(colours)) == 2
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert faults(page) == ""


def test_figures_are_gone_when_the_proof_is(new_page: NewPage, database: Database) -> None:
    page = new_page()
    conversation_id = shown(page, database, "T-GONE")
    page.reload()
    expect(page.get_by_role("img", name=ALTERNATIVE)).to_be_visible()
    with database.write() as connection:
        sessions.end(connection, conversation_id, SystemClock().now())
    page.reload()
    expect(page.get_by_text("Figures were shown here.")).to_be_visible()
    assert "£1,060.00" not in page.content()


def test_without_scripts(new_page: NewPage, database: Database) -> None:
    page = new_page(java_script_enabled=False)
    page.get_by_label("Your message").fill("hello")
    page.get_by_role("button", name="Send", exact=True).click()
    with database.write() as connection:
        newest = select(schema.conversation.c.id).order_by(schema.conversation.c.last_seen_at.desc()).limit(1)
        person_id = keep_person(connection, "T-NO-SCRIPT", a_budget(ends_on=None))
        verify(connection, str(connection.execute(newest).scalar_one()), person_id, SystemClock().now())
    page.get_by_label("Your message").fill("whats my balance")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("img", name=ALTERNATIVE)).to_be_visible()
