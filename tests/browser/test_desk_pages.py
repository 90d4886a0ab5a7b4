"""The desk in a real browser: two advisers and three people at once on one server, and axe on every page and state."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, expect

from bot.channels.app import create_app
from bot.desk.passwords import hashed
from bot.desk.sweeping import sweep_once
from bot.paths import State
from bot.running import Running, start
from casework import conversations
from casework.database import Database
from casework.desk import accounts, cases, work
from tests.browser.conftest import DESKTOP
from tests.browser.hosts import free_port
from tests.browser.test_accessibility import faults
from tests.browser.test_chat_page import has_no_sideways_scrolling, say
from tests.conftest import MONDAY_MORNING, quiet

PASSWORD = "correct horse battery"
ZOOMED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
"""A desktop of 1280 by 900 at 200 % zoom."""
JOINS = ("i want to talk to a person", "my payment stopped", "chat now", "stay nameless", "yes")
ROLES: tuple[tuple[str, str], ...] = (("sam", "adviser"), ("kim", "adviser"), ("lee", "lead"), ("ada", "admin"))

Open = Callable[..., Page]


class TickingClock:
    """A working Monday on which time passes: the desk is open whenever the tests run."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return MONDAY_MORNING.astimezone(UTC) + timedelta(seconds=time.monotonic() - self._began)


@pytest.fixture(scope="module")
def running(built: State, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    started = start(tmp_path_factory.mktemp("desk"), quiet, TickingClock())
    with started.services.database.write() as connection:
        for login, role in ROLES:
            details = {"login": login, "name": login.title(), "role": role, "safeguarding": login == "kim"}
            accounts.add(connection, **details, password_hash=hashed(PASSWORD), at=started.clock.now(), by="test")  # type: ignore[arg-type]
    yield started
    started.close()


@pytest.fixture(scope="module")
def address(running: Running) -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(create_app(running), port=port, ws="none", log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Open]:
    contexts = []
    expect.set_options(timeout=30_000)  # the first answer of an assistant that has just started

    def open_it(path: str, **settings: object) -> Page:
        settings.setdefault("viewport", DESKTOP)
        contexts.append(chromium.new_context(base_url=address, **settings))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(path)
        return page

    yield open_it
    expect.set_options(timeout=5_000)
    for context in contexts:
        context.close()


def signed_in(open_page: Open, login: str, **settings: object) -> Page:
    page = open_page("/adviser/sign-in", **settings)
    page.get_by_label("User name").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def message(page: Page, text: str) -> Locator:
    """The last message with this text, on a person's page or an adviser's."""
    return page.locator(".message", has_text=text).last


def all_cases(database: Database) -> list[cases.Case]:
    with database.read() as connection:
        return cases.where(connection)


def test_two_advisers_and_three_people_at_once(open_page: Open, running: Running) -> None:
    sam, kim = signed_in(open_page, "sam"), signed_in(open_page, "kim")
    assert faults(sam) == ""  # nobody waits
    for desk in (sam, kim):
        desk.get_by_role("button", name="Available").click()
    people = [open_page("/chat") for _ in range(3)]
    for text in JOINS:  # side by side: each is asked while the others answer
        for person in people:
            say(person, text)
    for place, person in zip(("first", "2nd", "3rd"), people, strict=True):
        expect(message(person, f"You are {place} in the queue")).to_be_visible()
    # The queue fills by itself, for both; the title says so too.
    for desk in (sam, kim):
        expect(desk.get_by_role("button", name="Take NAV-")).to_have_count(3)
        expect(desk).to_have_title("* 3 waiting - desk")
    assert faults(sam) == ""
    first, second, _ = all_cases(running.services.database)
    sam.get_by_role("button", name=f"Take {first.reference}").click()
    kim.goto(f"/adviser/cases/{second.id}")
    assert faults(kim) == ""  # a case that waits
    kim.get_by_role("button", name="Take this case").click()
    for desk, person, word in ((sam, people[0], "Sam"), (kim, people[1], "Kim")):
        expect(message(person, f"{word} has joined")).to_be_visible()
        desk.keyboard.press("Alt+Shift+M")
        expect(desk.get_by_label("Your message")).to_be_focused()
        desk.keyboard.type(f"Hello, this is {word}.")
        desk.keyboard.press("Enter")
        expect(message(person, f"Hello, this is {word}.")).to_be_visible()
    for person, text, desk in ((people[0], "my card was declined", sam), (people[1], "the nurse left", kim)):
        person.get_by_label("Your message").fill(text)
        person.get_by_role("button", name="Send", exact=True).click()
        expect(message(desk, text)).to_be_visible()  # by itself
    expect(sam.get_by_text("the nurse left")).to_have_count(0)
    assert faults(sam) == ""  # a chat in hand
    assert has_no_sideways_scrolling(sam)
    # A ready answer, as one types, goes into the message in the words that are chosen.
    sam.keyboard.press("Alt+Shift+F")
    sam.keyboard.type("can i pay my sister")
    sam.get_by_role("link", name="Insert simple words").first.click()
    expect(sam.get_by_label("Your message")).not_to_have_value("")
    # A lead watches, and steps in.
    lead = signed_in(open_page, "lee", **ZOOMED)
    lead.goto(f"/adviser/cases/{first.id}")
    expect(message(lead, "my card was declined")).to_be_visible()
    assert has_no_sideways_scrolling(lead)
    assert faults(lead) == ""
    lead.get_by_role("button", name="Step in").click()
    expect(message(people[0], "Lee, adviser, has taken over")).to_be_visible()
    for desk, person, how in ((lead, people[0], "We ring you"), (kim, people[1], "You write")):
        desk.get_by_label("What you agreed").fill(how)
        desk.get_by_role("button", name="End the chat").click()
        expect(message(person, f"You agreed: {how}")).to_be_visible()
    assert faults(kim) == ""  # to be written up
    kim.get_by_role("button", name="Close the case").click()
    kim.goto(f"/adviser/cases/{second.id}")
    assert faults(kim) == ""  # closed
    people[2].get_by_role("button", name="Leave the queue").click()
    expect(message(people[2], "You have left the queue")).to_be_visible()
    states = [(case.state, case.adviser_id) for case in all_cases(running.services.database)]
    with running.services.database.read() as connection:
        by_login = {each.login: each.id for each in accounts.everyone(connection)}
    assert states == [("wrap_up", by_login["lee"]), ("closed", by_login["kim"]), ("closed", None)]


def test_signing_in_wrongly(open_page: Open) -> None:
    page = open_page("/adviser/sign-in")
    assert faults(page) == ""
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == ""


@pytest.mark.parametrize(
    ("login", "path", "heading"),
    [
        ("ada", "/adviser/accounts", "Accounts"),
        ("lee", "/adviser/quality?back=0", "A look at closed cases"),
        ("sam", "/adviser/password", "My password"),
        ("sam", "/adviser/accounts", "That was not done"),
    ],
)
def test_other_pages(open_page: Open, login: str, path: str, heading: str) -> None:
    page = signed_in(open_page, login, **ZOOMED)
    page.goto(path)
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    assert faults(page) == ""
    assert has_no_sideways_scrolling(page)


def test_a_full_and_late_queue_at_200_percent(open_page: Open, running: Running) -> None:
    database, now = running.services.database, running.clock.now()
    with database.write() as connection:
        for number in range(30):
            conversation_id = conversations.create(connection, "web", None, now).id
            details = {"conversation_id": conversation_id, "channel": "web", "category": "money", "name": "Asha"}
            work.open_live(
                connection,
                reference=f"NAV-FULL{number:02d}",
                **details,
                about="a payment",
                needs={},
                priority="urgent",
                at=now - timedelta(minutes=5),
                due_at=now - timedelta(minutes=3),
            )
    page = signed_in(open_page, "sam", **ZOOMED)
    sweep_once(running.services, running.clock.now())
    expect(page.get_by_text("30 cases are past the time")).to_be_visible()  # it came by itself
    expect(page).to_have_title("* (30 late) 30 waiting - desk")
    assert has_no_sideways_scrolling(page)
    assert faults(page) == ""
