"""The lead's view and the feedback buttons over HTTP: who gets in, what is kept, what a file holds."""

import csv
import io
import re
from datetime import timedelta

import pytest
import yaml
from sqlalchemy import delete, select
from starlette.applications import Starlette

from bot.channels.app import create_app
from bot.running import Running
from casework import audit, unanswered
from casework.desk.tables import desk_case
from casework.feedback.tables import feedback
from common.clock import SettableClock
from tests.contract.test_desk import Desk, make
from tests.contract.web_client import Browser

QUESTION = "what is a personal health budget"
ASKED = "can my brother Bob Grimsdyke ride the [name] bus"


@pytest.fixture
def app(running: Running) -> Starlette:
    assert isinstance(running.clock, SettableClock)
    Desk.clock = running.clock
    return create_app(running)


@pytest.fixture
def lead(app: Starlette, running: Running) -> Desk:
    browser = Desk(app)
    browser.sign_in(make(running, role="lead"))
    return browser


def views(running: Running) -> list[tuple[str, bool]]:
    with running.services.database.read() as connection:
        return [(row.answer, row.helped) for row in connection.execute(select(feedback).order_by(feedback.c.id))]


def rate(browser: Browser, view: str, place: int = -1, **changes: str) -> int:
    number = re.findall(r'name="view" value="(\d+):yes"', browser.page)[place]
    fields = {"csrf": browser.field("csrf"), "view": f"{number}:{view}", **changes}
    return browser.post("/chat/helped", fields).status_code


# --- did this help?


def test_a_yes_is_kept_once_and_shown(app: Starlette, running: Running) -> None:
    browser, before = Browser(app), len(views(running))
    browser.say(QUESTION)
    browser.open()
    sent = {"csrf": browser.field("csrf"), "view": re.findall(r'value="(\d+:yes)"', browser.page)[-1]}
    for _ in range(2):
        assert browser.post("/chat/helped", sent).status_code == 200
    assert views(running)[before:] == [("what-is-a-phb", True)]
    browser.open()
    assert "You said that this helped" in browser.page
    assert 'name="view"' not in browser.page


def test_a_no_offers_a_person_and_to_say_what_was_missing(app: Starlette, running: Running) -> None:
    browser, before = Browser(app), len(views(running))
    browser.say(QUESTION)
    browser.open()
    assert rate(browser, "no") == 200
    assert views(running)[before:] == [("what-is-a-phb", False)]
    assert "sorry that this did not help" in browser.page
    browser.choose("Say what was missing")
    browser.say("how long it takes. ring me on 07700 900123")
    with running.services.database.read() as connection:
        words = connection.execute(select(feedback.c.words).order_by(feedback.c.id.desc())).scalars().first()
    assert words == "how long it takes. ring me on [phone]"


def test_without_proof_or_from_elsewhere_nothing_is_kept(app: Starlette, running: Running) -> None:
    browser, other, before = Browser(app), Browser(app), len(views(running))
    browser.say(QUESTION)
    browser.open()
    other.say("hello")
    assert rate(browser, "yes", csrf="0" * 64) == 403
    number = re.findall(r'value="(\d+:yes)"', browser.page)[-1]
    elsewhere = {"origin": "https://elsewhere.example"}
    fields = {"csrf": browser.field("csrf"), "view": number}
    assert browser.client.post("/chat/helped", data=fields, headers=elsewhere).status_code == 403
    other.open()
    other.post("/chat/helped", {"csrf": other.field("csrf"), "view": number})  # somebody else's answer
    for view in ("", "x:yes", "1:maybe", f"{10**20}:no"):
        browser.post("/chat/helped", fields | {"view": view})
    assert len(views(running)) == before


def test_no_buttons_under_help_in_a_crisis_and_none_after_a_day(app: Starlette, running: Running) -> None:
    browser = Browser(app)
    browser.say("i want to kill myself")
    browser.open()
    assert 'name="view"' not in browser.page
    browser.say(QUESTION)
    browser.open()
    assert 'name="view"' in browser.page
    Desk.clock.move_to(Desk.clock.now() + timedelta(days=1, seconds=1))
    browser.open()
    assert 'name="view"' not in browser.page


def test_after_deleting_a_chat_its_form_counts_once_and_only_ours(app: Starlette, running: Running) -> None:
    browser, before = Browser(app), len(views(running))
    browser.open("/chat/deleted")
    sent = {"token": browser.field("token"), "view": "yes"}
    assert "Thank you for telling us" in browser.client.post("/chat/deleted", data=sent).text
    browser.client.post("/chat/deleted", data=sent)
    assert browser.client.post("/chat/deleted", data=sent | {"token": sent["token"] + "0"}).status_code == 403
    assert browser.client.post("/chat/deleted", data=sent | {"token": ""}).status_code == 403
    assert views(running)[before:] == [("", True)]
    assert "set-cookie" not in browser.client.get("/chat/deleted").headers


# --- the lead's view


@pytest.mark.parametrize(
    "path", ["lead", "lead/all.csv", "lead/new-answer?question=1", "lead/new-answer.yml?question=1"]
)
@pytest.mark.parametrize("role", ["adviser", ""])
def test_advisers_and_others_do_not_get_in(app: Starlette, running: Running, path: str, role: str) -> None:
    browser = Desk(app)
    if role:
        browser.sign_in(make(running, role=role))
    response = browser.open(f"/adviser/{path}")
    assert "Messages by hour" not in response.text
    assert response.status_code == 403 if role else "Sign in to the desk" in response.text
    assert "/adviser/lead" not in browser.open().text


def test_the_page_has_all_tables_and_files_are_audited_and_hold_no_words(
    app: Starlette, lead: Desk, running: Running
) -> None:
    Browser(app).say(QUESTION)
    with running.services.database.write() as connection:
        unanswered.record(
            connection, masked_text=ASKED, outcome="not_understood", channel="web", at=running.clock.now()
        )
    assert '<a class="desk-nav" href="/adviser/lead">' in lead.open().text
    page = lead.open("/adviser/lead?days=7").text
    assert ASKED in page
    links = re.findall(r'href="(/adviser/lead/[a-z-]+\.csv[^"]*)"', page)
    for shown in ("waits", "hours", "topics", "outcomes", "feedback", "due", "late", "reasons", "not-told", "missing"):
        assert f'id="{shown}"' in page
    for link in links:
        response = lead.client.get(link.replace("&amp;", "&"))
        assert response.headers["content-type"].startswith("text/csv")
        assert "Grimsdyke" not in response.text
        assert len(list(csv.reader(io.StringIO(response.text)))) > 1
    with running.services.database.read() as connection:
        noted = [row for row in audit.latest(connection) if row.action == "insights_exported"]
    assert len(noted) >= len(links) > 3
    with running.services.database.read() as connection:
        assert audit.verify(connection).wrong == ()
    assert lead.open("/adviser/lead/secrets.csv").status_code == 404


def test_small_numbers_are_not_in_a_file(app: Starlette, lead: Desk, running: Running) -> None:
    now = running.clock.now()
    values = {
        **{"way": "live", "priority": "routine", "is_safeguarding": False, "channel": "web", "name": "", "about": ""},
        **{"needs": {}, "state": "closed", "state_since": now, "due_at": now, "active_at": now},
        **{"created_at": now + timedelta(days=40), "taken_at": now + timedelta(days=40, minutes=3)},
    }
    cases = {"money": 9, "care": 6, "complaint": 1}
    rows = [
        {**values, "reference": f"NAV-{key}{number}", "category": key}
        for key, times in cases.items()
        for number in range(times)
    ]
    day = (now + timedelta(days=40)).date().isoformat()
    with running.services.database.write() as connection:
        connection.execute(desk_case.insert(), rows)
    try:
        read = {
            key: list(csv.reader(io.StringIO(lead.client.get(f"/adviser/lead/{key}.csv?from={day}&to={day}").text)))
            for key in ("reasons", "about", "waits")
        }
    finally:
        with running.services.database.write() as connection:
            connection.execute(delete(desk_case).where(desk_case.c.reference.in_([row["reference"] for row in rows])))
    assert read["reasons"][1:] == [["They asked", "16"]]
    assert read["about"][1:] == [["Money or payments", "9"], ["Their care", ""], ["A complaint", ""]]
    assert read["waits"][1] == ["Live chat", "16", "3.0", "3.0"]


@pytest.mark.parametrize(
    ("query", "says"), [("from=2026-13-01", "Give both dates"), ("from=2026-02-01&to=2026-01-01", "after the last")]
)
def test_days_that_make_no_sense_are_said_to_be_so(lead: Desk, query: str, says: str) -> None:
    page = lead.open(f"/adviser/lead?{query}").text
    assert says in page
    assert "These are the last 28 days" in page


def test_a_question_becomes_the_beginning_of_an_answer(lead: Desk, running: Running) -> None:
    asked = 'can a "direct payment": pay for #buses {x}'
    with running.services.database.write() as connection:
        unanswered.record(
            connection, masked_text=asked, outcome="not_understood", channel="web", at=running.clock.now()
        )
    with running.services.database.read() as connection:
        number = unanswered.latest(connection, 1)[0].id
    page = lead.open(f"/adviser/lead/new-answer?question={number}").text
    assert "Is there an answer already?" in page
    response = lead.client.get(f"/adviser/lead/new-answer.yml?question={number}&id=direct-payment-buses")
    assert 'filename="direct-payment-buses.yml"' in response.headers["content-disposition"]
    found = yaml.safe_load(response.text)
    assert found["questions"] == [asked]
    assert found["draft"] is True
    assert set(found["next"]) <= set(running.services.search.content.answers)
    assert lead.client.get(f"/adviser/lead/new-answer.yml?question={number}&id=../x").status_code == 400
    assert lead.open("/adviser/lead/new-answer?question=99999999").status_code == 404
