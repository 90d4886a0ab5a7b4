"""Script mode over HTTP: who gets in, one phone call from hello to case note, and what nobody else sees of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette

from bot.running import Running
from bot.script.case_note import SECTIONS
from bot.sending.sender import Code
from casework import audit, retention
from casework.desk import accounts
from casework.identity import outgoing
from casework.identity.sessions import verified
from casework.scripts import contacts
from casework.scripts.contacts import Contact
from casework.scripts.tables import script_contact, script_entry
from tests.contract.test_desk import Desk, app, login, make  # noqa: F401
from tests.identity_records import load_people, unload_people

FIGURE = "1,234.56"
PATHS = ["", "/print", "/print/3", "/1", "/1/search?q=pay", "/1/note", "/1/note.txt", "/1/note.pdf"]
POSTS = ["start", "1/say", "1/details", "1/note", "1/action", "1/remove", "1/close"]


class Call:
    """A contact of one adviser, through their browser without JavaScript."""

    def __init__(self, desk: Desk, running: Running, kind: str = "phone", **fields: str) -> None:
        self.desk, self.running = desk, running
        desk.open("/adviser/script")
        desk.post("script/start", kind=kind, **fields)
        self.id = int(re.findall(r'action="/adviser/script/(\d+)/say"', desk.page)[0])

    @property
    def contact(self) -> Contact:
        with self.running.services.database.read() as connection:
            row = connection.execute(script_contact.select().where(script_contact.c.id == self.id)).one()
        return Contact(**row._mapping)

    @property
    def page(self) -> str:
        """The words of the page, in order."""
        now = self.desk.page.partition('id="now">')[2].partition('id="words-form"')[0]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", now)).split())

    def send(self, **fields: str) -> str:
        field = re.search(r'name="message_id" value="([^"]+)"', self.desk.page)
        assert field
        self.desk.post(f"script/{self.id}/say", message_id=field[1], **fields)
        return self.page

    def says(self, words: str) -> str:
        return self.send(words=words)

    def goes(self, place: str) -> str:
        return self.send(jump=place)

    def chooses(self, label: str) -> str:
        buttons = re.findall(
            r'name="choice" value="([^"]+)"[^>]*>(?:<span[^>]*>\d+</span> )?([^<]+)</button>', self.desk.page
        )
        return self.send(choice=next(value for value, name in buttons if unescape(name) == label))

    def keeps(self, what: str, **fields: str) -> None:
        self.desk.post(f"script/{self.id}/{what}", **fields)

    def adviser(self) -> tuple[str, str]:
        """The user name and the name of whose contact it is."""
        with self.running.services.database.read() as connection:
            found = accounts.get(connection, self.contact.adviser_id)
        assert found
        return found.login, found.name

    def note(self, *sections: str) -> str:
        query = "&".join(f"{each}=on" for each in sections)
        return self.desk.client.get(f"/adviser/script/{self.id}/note.txt?{query}").text


@pytest.fixture
def desk(app: Starlette, login: str) -> Iterator[Desk]:  # noqa: F811
    browser = Desk(app)
    browser.sign_in(login)
    yield browser
    browser.open()
    browser.post("sign-out")


@pytest.fixture
def call(desk: Desk, running: Running) -> Call:
    return Call(desk, running)


@pytest.fixture
def people(running: Running) -> Iterator[None]:
    load_people(running.services.database)
    yield
    unload_people(running.services.database)


def actions(running: Running, subject: str) -> list[tuple[str, str]]:
    with running.services.database.read() as connection:
        return [(row.actor, row.action) for row in reversed(audit.latest(connection)) if row.subject == subject]


# --- who gets in


@pytest.mark.parametrize("path", PATHS)
def test_nobody_sees_it_without_signing_in(app: Starlette, path: str) -> None:  # noqa: F811
    assert "Sign in to the desk" in Desk(app).open(f"/adviser/script{path}").text


def test_an_editor_has_no_access(app: Starlette, running: Running) -> None:  # noqa: F811
    editor = Desk(app)
    editor.sign_in(make(running, role="editor"))
    for path in PATHS:
        assert editor.open(f"/adviser/script{path}").status_code == 403
    assert editor.post("script/start", kind="phone", csrf="").status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_a_form_needs_its_proof_and_our_own_page(desk: Desk, path: str) -> None:
    assert desk.post(f"script/{path}", csrf="0" * 64, kind="phone").status_code == 403
    elsewhere = desk.client.post(f"/adviser/script/{path}", data={}, headers={"origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403


def test_nothing_of_a_colleagues_contact_can_be_seen_or_changed(
    app: Starlette,  # noqa: F811
    running: Running,
    call: Call,
) -> None:
    call.keeps("note", note="only mine")
    for role in ("adviser", "lead", "admin"):
        other = Desk(app)
        other.sign_in(make(running, role=role))
        assert call.contact.reference not in other.open("/adviser/script").text
        for path in ("", "/note", "/note.txt", "/note.pdf", "/search?q=pay"):
            response = other.open(f"/adviser/script/{call.id}{path}")
            assert response.status_code == 404
            assert call.contact.reference not in response.text
        other.open("/adviser/script")
        for path in POSTS[1:]:
            assert other.post(path.replace("1/", f"script/{call.id}/"), note="theirs", words="hello").status_code == 404
    assert "only mine" in call.note("notes")
    assert "theirs" not in call.note("notes")
    assert call.contact.is_open


# --- a call


def test_each_contact_has_a_conversation_of_its_own(desk: Desk, running: Running) -> None:
    first, second = Call(desk, running), Call(desk, running, "face_to_face", case_reference="LAS 4711")
    assert first.contact.conversation_id != second.contact.conversation_id
    second.goes("3")
    desk.open(f"/adviser/script/{first.id}")
    assert "Have you been told yours?" not in first.page
    assert second.contact.case_reference == "LAS 4711"
    assert "Face to face" in second.note()


def test_a_phone_call_from_hello_to_case_note(call: Call, running: Running) -> None:
    assert "Say" in call.page
    assert "Don't promise" in call.page
    assert "Have you been told yours?" in call.goes("3")
    assert "Listen for" in call.page
    assert "What was the figure" not in call.chooses("No")
    step = call.says("can i pay my sister to look after me")
    assert "Source" in step or "Source" in call.desk.page
    call.goes("again")
    assert "told" in call.goes("3")
    call.goes("eligibility")
    call.goes("back")
    found = call.desk.client.get(f"/adviser/script/{call.id}/search?q=can+it+be+spent+on+a+holiday").text
    answer = re.findall(r'name="jump" value="([^"]+)"', found)[0]
    call.goes(answer)
    call.keeps(
        "details",
        speaker="someone_else",
        needs="Plain words, no rush",
        risk="concern",
        risk_detail="Brother answers for her",
    )
    call.keeps("details", consent="yes", consent_detail="Social work team")
    call.keeps("note", note="Budget letter  came\nin March")
    call.keeps("note", note="wrong caller")
    call.keeps(
        "action", action="Ask for the indicative budget in writing", owner="Social work team", due_on="2026-12-01"
    )
    assert "wrong caller" in call.note("notes")
    wrong = re.findall(r'name="entry" value="(\d+)">Take out<span[^>]*> note wrong', call.desk.page)[0]
    call.keeps("remove", entry=wrong)
    begun = call.contact.started_at
    call.keeps("close")
    contact = call.contact
    assert not contact.is_open
    lines = call.note(*SECTIONS).splitlines()
    assert lines[:7] == [
        "CASE NOTE",
        "",
        f"Contact: {contact.reference}",
        f"Date and time: {begun:%A} {begun.day} {begun:%B %Y}, {begun:%H:%M} to {contact.closed_at:%H:%M}",
        "Kind of contact: Phone",
        f"Adviser: {call.adviser()[1]}",
        "",
    ]
    text = "\n".join(lines)
    assert "WHO\n- Somebody who helps or speaks for them\n" in text
    assert '"can i pay my sister to look after me"' in text
    assert re.search(r"\d\d:\d\d You should be told a figure before you plan. Have you been told yours\? - No\n", text)
    assert re.search(rf"- \d\d:\d\d .+ \[{answer}\]\. Source: .+, read \d+ \w+ 2026\n", text)
    assert "ACCESS NEEDS\n- Plain words, no rush\n" in text
    assert "CONSENT\n- To keep and pass on what they said: Yes. Social work team\n" in text
    assert "RISK\n- Concern. Brother answers for her\n" in text
    assert re.search(r"NOTES\n- \d\d:\d\d Budget letter came in March\n\n", text)
    assert text.endswith(
        "ACTIONS\n- Ask for the indicative budget in writing. Owner: Social work team. Due: 1 December 2026"
    )
    assert "#" not in text
    assert (call.adviser()[0], "script note exported as text") in actions(running, contact.reference)


def test_only_what_is_ticked_is_in_the_note_and_the_pdf_says_the_same(call: Call, running: Running) -> None:
    call.keeps("note", note="not for them")
    call.keeps("action", action="Ring back", owner="Sam")
    assert "NOTES" not in call.note("actions")
    assert call.note("actions").endswith("ACTIONS\n- Ring back. Owner: Sam. Due: no date\n")
    pdf = call.desk.client.get(f"/adviser/script/{call.id}/note.pdf?actions=on")
    reader = PdfReader(BytesIO(pdf.content))
    assert pdf.headers["content-type"] == "application/pdf"
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    words = " ".join(page.extract_text() for page in reader.pages)
    assert "Ring back. Owner: Sam." in words
    assert call.contact.reference in words
    assert "not for them" not in words
    assert [action for _, action in actions(running, call.contact.reference)] == [
        "script contact started",
        "script note exported as text",
        "script note exported as text",
        "script note exported as PDF",
    ]


def test_danger_is_answered_at_once_and_stands_in_the_note(call: Call) -> None:
    assert "999" in call.says("i dont want to be here any more, i have the pills in front of me")
    assert "follow your safeguarding procedure" in call.desk.page
    assert "Help for somebody in danger was read out" in call.note("risk")


def test_a_button_of_an_older_card_does_nothing_and_pressing_twice_counts_once(call: Call) -> None:
    call.goes("3")
    old = re.findall(r'name="choice" value="([^"]+)"', call.desk.page)[0]
    message_id = re.findall(r'name="message_id" value="([^"]+)"', call.desk.page)[0]
    for _ in range(2):
        call.desk.post(f"script/{call.id}/say", choice=old, message_id=message_id)
    assert call.desk.page.count("<em>Went to:</em>") == 1
    assert "So far (2)" in call.desk.page
    call.goes("4")
    assert call.desk.post(f"script/{call.id}/say", choice=old, message_id="0" * 32).status_code == 409
    for bad in ({"jump": "nowhere"}, {"words": ""}, {"words": "x" * 3000}, {"choice": "1:1"}, {}):
        assert call.desk.post(f"script/{call.id}/say", message_id="1" * 32, **bad).status_code == 409


def test_closed_is_closed(call: Call) -> None:
    call.desk.post(f"script/{call.id}/close")
    call.desk.open(f"/adviser/script/{call.id}")
    assert 'name="words"' not in call.desk.page
    for path, fields in (("say", {"words": "hello", "message_id": "2" * 32}), ("note", {"note": "late"})):
        call.desk.open("/adviser/script")
        assert call.desk.post(f"script/{call.id}/{path}", **fields).status_code == 409


# --- verification read out


class Phones:
    def __init__(self) -> None:
        self.codes: list[Code] = []

    def send(self, code: Code) -> None:
        self.codes.append(code)


def test_money_is_shown_to_the_adviser_only_after_the_persons_own_code(
    call: Call, people: None, running: Running
) -> None:
    clock: Any = running.clock
    assert "is anyone with you" in call.goes("money")
    assert "budget letter" in call.chooses("No, alone")
    call.says("EX1001")
    assert "digits" in call.says("3 march 1956")
    assert FIGURE not in call.desk.page
    phones = Phones()
    replace(running.codes, senders={"text": phones, "email": phones}).work_once(ahead=outgoing.LATER)
    (code,) = phones.codes
    assert code.is_read_out
    assert "Read it only to the adviser" in code.words
    assert FIGURE not in call.says("000000")
    assert FIGURE in call.says(f"{code.digits[:3]} {code.digits[3:]}")
    conversation_id = call.contact.conversation_id
    assert conversation_id
    done = actions(running, conversation_id)
    assert (call.adviser()[0], "identity proved") in done
    assert not [action for actor, action in done if actor == "person"]
    text = call.note(*SECTIONS)
    assert FIGURE not in text
    assert "Figures read out after the person's own code" in text
    assert "EX1001" not in text.upper().replace(" ", "")
    assert "1956" not in text
    assert code.digits not in text
    clock.move_to(clock.now() + timedelta(minutes=16))
    assert FIGURE not in call.desk.open(f"/adviser/script/{call.id}").text


def test_who_may_be_overheard_is_told_nothing_and_closing_ends_the_proof(
    call: Call, desk: Desk, people: None, running: Running
) -> None:
    call.goes("money")
    assert "talk alone" in call.chooses("Yes, or not sure")
    other = Call(desk, running)
    other.goes("money")
    other.chooses("No, alone")
    other.says("EX1001")
    other.says("3 march 1956")
    phones = Phones()
    replace(running.codes, senders={"text": phones, "email": phones}).work_once(ahead=outgoing.LATER)
    assert FIGURE in other.says(phones.codes[-1].digits)
    conversation_id = other.contact.conversation_id
    other.keeps("close")
    assert FIGURE not in desk.open(f"/adviser/script/{other.id}").text
    with running.services.database.read() as connection:
        assert conversation_id
        assert verified(connection, conversation_id, running.clock.now()) is None
        assert contacts.adviser_of(connection, conversation_id) is None


# --- paper, and how long


def test_each_step_can_be_printed_in_full(desk: Desk, running: Running) -> None:
    steps = running.services.steps.walk.steps
    everything = unescape(desk.open("/adviser/script/print").text)
    for step in steps:
        page = unescape(desk.open(f"/adviser/script/print/{step.number}").text)
        for option in step.options:
            assert f"If they say: {option.label}" in page
        assert f"Step {step.number}: {step.title}" in everything
        assert "{" not in page
    assert desk.open("/adviser/script/print/8").status_code == 404


def test_contacts_go_with_their_time(call: Call, running: Running) -> None:
    call.keeps("note", note="short-lived")
    services = running.services
    days = services.settings.retention.script_days
    began = call.contact.started_at
    retention.purge(services.database, began + timedelta(days=days) - timedelta(seconds=1), services.settings.retention)
    assert call.contact
    counts = retention.purge(services.database, began + timedelta(days=days), services.settings.retention)
    assert counts.contacts >= 1
    with services.database.read() as connection:
        assert connection.execute(script_contact.select().where(script_contact.c.id == call.id)).first() is None
        assert connection.execute(script_entry.select().where(script_entry.c.contact_id == call.id)).first() is None
