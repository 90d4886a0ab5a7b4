"""The desk over HTTP: who gets in, what they may see and do, and what a person sees of it."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import delete, select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.channels.app import create_app
from bot.desk.passwords import hashed
from bot.desk.sweeping import sweep_once
from bot.running import Running
from casework import audit, conversations, outbox, safety, schema
from casework.desk import accounts, cases, reviews, tables
from casework.desk.cases import Case
from casework.texts import outgoing, phones
from casework.texts.numbers import PhoneKeys
from casework.texts.tables import text_out
from common.clock import SettableClock
from knowledge.gsm7 import fits
from tests.contract.web_client import Browser

PASSWORD = "correct horse battery"
SECRET = "my name is Philippa Grimsdyke, ring 07700 900123"


class Desk:
    """One adviser's browser, without JavaScript. A second passes with each thing that it does."""

    clock: SettableClock

    def __init__(self, app: Starlette, base_url: str = "http://navigator.test") -> None:
        self.client = TestClient(app, base_url, raise_server_exceptions=False, follow_redirects=True)
        self.page = ""

    def open(self, path: str = "/adviser") -> Response:
        response = self.client.get(path)
        self.page = response.text
        return response

    def sign_in(self, login: str, password: str = PASSWORD) -> Response:
        response = self.client.post("/adviser/sign-in", data={"login": login, "password": password})
        self.page = response.text
        return response

    def post(self, path: str, **fields: str) -> Response:
        self.clock.move_to(self.clock.now() + timedelta(seconds=1))
        found = re.search(r'name="csrf" value="([^"]*)"', self.page)
        csrf = fields.pop("csrf", found[1] if found else "")
        response = self.client.post(f"/adviser/{path}", data={"csrf": csrf, **fields})
        if response.status_code == 200:
            self.page = response.text
        return response


@pytest.fixture
def app(running: Running) -> Starlette:
    assert isinstance(running.clock, SettableClock)
    Desk.clock = running.clock
    return create_app(running)


@pytest.fixture
def login(running: Running) -> str:
    """A fresh account."""
    return make(running)


def make(running: Running, **changes: Any) -> str:
    name = f"a{uuid.uuid4().hex[:8]}"
    details: dict[str, Any] = {"name": name.title(), "role": "adviser", "safeguarding": False, **changes}
    with running.services.database.write() as connection:
        accounts.add(
            connection, login=name, password_hash=hashed(PASSWORD), at=running.clock.now(), by="test", **details
        )
    return name


@pytest.fixture
def desk(app: Starlette, login: str) -> Iterator[Desk]:
    """An adviser who is signed in and available."""
    browser = Desk(app)
    browser.sign_in(login)
    browser.post("presence", presence="available")
    yield browser
    browser.post("sign-out")


@pytest.fixture
def joined(app: Starlette, desk: Desk, running: Running) -> Iterator[tuple[Browser, Case]]:
    """Somebody who waits for a live chat, after having said something private to the assistant."""
    person = Browser(app)
    for text in (SECRET, "i want to talk to a person", "my payment stopped", "chat now", "stay nameless", "yes"):
        person.say(text)
    assert "first in the queue" in person.page
    Desk.clock.move_to(Desk.clock.now() + timedelta(seconds=1))
    case = newest(running)
    yield person, case
    if (left := newest(running)).conversation_id:
        with running.services.database.write() as connection:
            conversations.forget(connection, left.conversation_id, running.clock.now())


def newest(running: Running) -> Case:
    with running.services.database.read() as connection:
        return cases.where(connection, tables.desk_case.c.id > 0)[-1]


def actions(running: Running, subject: str) -> list[str]:
    with running.services.database.read() as connection:
        return [row.action for row in reversed(audit.latest(connection)) if row.subject == subject]


# --- getting in


@pytest.mark.parametrize("path", ["/adviser", "/adviser/cases/1"])
def test_nobody_gets_in_without_signing_in(app: Starlette, path: str) -> None:
    assert "Sign in to the desk" in Desk(app).open(path).text


@pytest.mark.parametrize("path", ["/adviser/events", "/adviser/changes", "/adviser/answers?q=pay"])
def test_what_scripts_read_is_refused_without_signing_in(app: Starlette, path: str) -> None:
    assert Desk(app).open(path).status_code == 401


def test_a_wrong_password_and_no_account_look_the_same_and_lock(app: Starlette, login: str, running: Running) -> None:
    wrong, nobody = Desk(app).sign_in(login, "wrong"), Desk(app).sign_in("nobody-here", "wrong")
    assert wrong.status_code == nobody.status_code == 403
    assert wrong.text.replace(login, "") == nobody.text.replace("nobody-here", "")
    for _ in range(running.services.settings.desk.wrong_passwords - 1):
        Desk(app).sign_in(login, "wrong")
    assert "locked" in Desk(app).sign_in(login).text
    clock = running.clock
    assert isinstance(clock, SettableClock)
    clock.move_to(clock.now() + timedelta(minutes=running.services.settings.desk.locked_for))
    assert "Who is waiting" in Desk(app).sign_in(login).text


def test_a_disabled_account_is_out_at_once(app: Starlette, desk: Desk, login: str, running: Running) -> None:
    assert "Who is waiting" in desk.open().text
    with running.services.database.write() as connection:
        accounts.set_disabled(connection, login, True, running.clock.now(), "test")
    assert "Sign in" in desk.open().text
    assert desk.sign_in(login).status_code == 403


def test_the_cookie_is_the_servers_alone_and_of_our_own_pages_only(app: Starlette, login: str) -> None:
    response = Desk(app, "https://navigator.test").client.post(
        "/adviser/sign-in", data={"login": login, "password": PASSWORD}, follow_redirects=False
    )
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-navigator-desk=")
    for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"):
        assert part in cookie
    assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["presence", "cases/1/take", "cases/1/say", "cases/1/close", "sign-out"])
def test_a_form_without_proof_does_nothing(desk: Desk, path: str) -> None:
    assert desk.post(path, csrf="0" * 64, presence="away").status_code == 403
    elsewhere = {"origin": "https://elsewhere.example"}
    assert desk.client.post(f"/adviser/{path}", data={}, headers=elsewhere).status_code == 403
    assert "You are <strong>available" in desk.open().text


def test_an_editor_sees_no_cases(app: Starlette, running: Running, joined: tuple[Browser, Case]) -> None:
    editor = Desk(app)
    editor.sign_in(make(running, role="editor"))
    assert '<h1 class="govuk-heading-l">Insights</h1>' in editor.open("/adviser").text  # what editors are here for
    assert "Script mode" not in editor.open("/adviser").text
    for path in (f"cases/{joined[1].id}", "script", "undelivered", "quality", "accounts"):
        response = editor.open(f"/adviser/{path}")
        assert response.status_code in (403, 404)
        assert "payment" not in response.text
    assert editor.post(f"cases/{joined[1].id}/take").status_code == 403
    assert newest(running).state == "waiting"


# --- a chat


def test_a_chat_from_the_queue_to_the_end(
    desk: Desk, joined: tuple[Browser, Case], running: Running, login: str
) -> None:
    person, case = joined
    before = person.answers()
    person.say("is anybody there")
    assert person.answers() == before  # the assistant is silent
    assert case.reference in desk.open().text
    desk.post(f"cases/{case.id}/take")
    for shown in ("my payment stopped", "is anybody there", "In hand"):
        assert shown in desk.page
    for hidden in ("Grimsdyke", "900123"):
        assert hidden not in desk.page
    person.open()
    assert "has joined" in person.page
    desk.post(f"cases/{case.id}/say", text="I <b>see</b> it. Shall I ring?")
    assert "Not yet delivered" in desk.page
    person.open()
    assert "I &lt;b&gt;see&lt;/b&gt; it" in person.page
    assert f"{login.title()}, adviser" in person.page
    assert "Not yet delivered" not in desk.open(f"/adviser/cases/{case.id}").text
    found = person.messages()
    assert (found["owner"], found["messages"][-1]["from"]) == ("adviser", "adviser")
    before = person.answers()
    person.say("yes please, on 07700 900456")
    assert person.answers() == before  # the assistant is silent
    assert "07700 900456" in desk.open(f"/adviser/cases/{case.id}").text  # as the person wrote it to the adviser
    desk.post(f"cases/{case.id}/finish", agreed="We ring tomorrow")
    person.open()
    assert "You agreed: We ring tomorrow." in person.page
    assert person.say_json("what is a personal health budget")["outcome"] == "answered"
    desk.post(f"cases/{case.id}/note", note="rang the payroll")
    desk.post(f"cases/{case.id}/close", outcome="advice_given")
    assert newest(running).outcome == "advice_given"
    assert actions(running, case.reference) == [
        *("case_taken", "case_seen", "case_seen", "case_seen", "case_seen", "chat_ended", "case_seen"),
        *("case_note", "case_seen", "case_closed"),
    ]


def test_a_ready_answer_is_found_put_in_and_sent_with_its_source(
    desk: Desk, joined: tuple[Browser, Case], running: Running
) -> None:
    person, case = joined
    desk.post(f"cases/{case.id}/take")
    desk.open(f"/adviser/cases/{case.id}?q=can+i+pay+my+sister")
    link = re.search(r'href="(/adviser/cases/[^"]*insert=[^"]*register=simple[^"]*)"', desk.page)
    assert link
    desk.open(link[1].replace("&amp;", "&").partition("#")[0])
    draft = re.search(r'name="text"[^>]*>\n(.*?)</textarea>', desk.page, re.DOTALL)
    answer = re.search(r'name="answer" id="answer" value="([^"]+)"', desk.page)
    assert draft
    assert answer
    assert draft[1].strip()
    desk.post(f"cases/{case.id}/say", text=draft[1], answer=answer[1])
    said = person.messages()["messages"][-1]
    assert said["from"] == "adviser"
    assert said["sources"]


def test_only_safeguarding_sees_messages_as_written_and_that_is_noted(
    app: Starlette, desk: Desk, joined: tuple[Browser, Case], running: Running
) -> None:
    _, case = joined
    desk.open(f"/adviser/cases/{case.id}")
    assert desk.post(f"cases/{case.id}/as-written").status_code == 403
    keeper = Desk(app)
    keeper.sign_in(make(running, safeguarding=True))
    keeper.open(f"/adviser/cases/{case.id}")
    assert "Grimsdyke" not in keeper.page
    keeper.post(f"cases/{case.id}/as-written")
    assert "Grimsdyke" in keeper.page
    assert actions(running, case.reference)[-1] == "case_seen_as_written"


def test_danger_in_a_chat_is_answered_at_once_and_the_adviser_is_alerted(
    desk: Desk, joined: tuple[Browser, Case], running: Running
) -> None:
    person, case = joined
    desk.post(f"cases/{case.id}/take")
    assert person.say_json("i want to kill myself")["outcome"] == "crisis"
    person.open()
    assert "The adviser who is with you sees what you wrote" in person.page
    assert "Nobody is watching" not in person.page
    desk.open(f"/adviser/cases/{case.id}")
    assert "<title>(Alert)" in desk.page
    assert newest(running).is_safeguarding
    assert "Alerts: somebody may be in danger" in desk.open().text


def test_who_leaves_the_queue_has_the_assistant_again(joined: tuple[Browser, Case], running: Running) -> None:
    person, _ = joined
    person.choose("Leave the queue")
    assert "You have left the queue" in person.page
    assert newest(running).outcome == "left"
    assert person.say_json("what is a personal health budget")["outcome"] == "answered"


def test_nobody_came_so_a_call_back_is_offered(joined: tuple[Browser, Case], running: Running) -> None:
    person, case = joined
    later = running.clock.now() + timedelta(minutes=running.services.settings.desk.longest_wait, seconds=1)
    assert ("not_reached", case.reference) in sweep_once(running.services, later)
    person.open()
    assert "nobody was free" in person.page
    assert person.messages()["owner"] == "bot"
    person.choose("Call me back instead")
    assert "What is it about" in person.page


def test_without_an_adviser_or_at_night_nobody_is_offered_a_chat(app: Starlette, running: Running) -> None:
    with running.services.database.write() as connection:
        for each in accounts.everyone(connection):
            accounts.set_presence(connection, each.id, "away", running.clock.now())
    person = Browser(app)
    person.say("i want to talk to a person")
    person.say("my payment stopped")
    assert "What name" in person.page
    assert "Chat now" not in person.page


def test_a_call_back_is_a_case_with_what_helps(app: Starlette, desk: Desk, running: Running) -> None:
    person = Browser(app)
    said = ("call me back", "my payment stopped", "stay nameless", "07700 900123", "mornings", "british sign language")
    for text in (*said, "my sister's, 07700 900456", "yes"):
        person.say(text)
    case = newest(running)
    assert (case.way, case.priority, case.needs["on the phone"]) == ("call_back", "urgent", "British Sign Language")
    for hidden in ("07700 900123", "07700 900456"):
        assert hidden not in desk.open(f"/adviser/cases/{case.id}").text
    desk.open()
    desk.post(f"cases/{case.id}/take")
    for shown in ("07700 900123", "07700 900456", "mornings", "British Sign Language", "leave none"):
        assert shown in desk.page
    assert actions(running, case.reference)[1:3] == ["case_seen_not_own", "case_taken"]
    assert desk.post(f"cases/{case.id}/close", outcome="no_answer").status_code == 409  # nobody has rung
    for _ in range(3):
        desk.post(f"cases/{case.id}/attempt", reached="no")
    assert "Tried 3 of 3 times" in desk.page
    assert "in another way" in desk.page
    assert desk.post(f"cases/{case.id}/attempt", reached="no").status_code == 409
    desk.post(f"cases/{case.id}/close", outcome="no_answer")
    with running.services.database.read() as connection:
        row = connection.execute(select(schema.referral).where(schema.referral.c.reference == case.reference)).one()
    assert row.status == "done"


def test_a_colleague_sees_no_contact_and_no_names_and_a_lead_watches_and_steps_in(
    app: Starlette, desk: Desk, joined: tuple[Browser, Case], running: Running
) -> None:
    person, case = joined
    desk.post(f"cases/{case.id}/take")
    person.say("i am Philippa Grimsdyke, ring 07700 900456")
    assert "07700 900456" in desk.open(f"/adviser/cases/{case.id}").text
    colleague, keeper, lead = Desk(app), Desk(app), Desk(app)
    colleague.sign_in(make(running))
    keeper.sign_in(make(running, safeguarding=True))
    lead.sign_in(make(running, role="lead"))
    for other in (colleague, keeper):
        page = other.open(f"/adviser/cases/{case.id}").text
        assert "07700 900456" not in page
        assert "Step in" not in page
        assert other.post(f"cases/{case.id}/step-in").status_code == 403
    assert "07700 900456" in keeper.post(f"cases/{case.id}/as-written").text
    assert "07700 900456" in lead.open(f"/adviser/cases/{case.id}").text
    assert actions(running, case.reference)[-1] == "case_seen_not_own"
    lead.post(f"cases/{case.id}/step-in")
    assert actions(running, case.reference)[-2:] == ["case_stepped_in", "case_seen"]
    assert "has taken over" in person.open().text
    assert desk.post(f"cases/{case.id}/say", text="still me").status_code == 409
    lead.post(f"cases/{case.id}/say", text="Now it is me")
    assert "Now it is me" in person.open().text
    lead.post(f"cases/{case.id}/finish")


def test_an_adviser_may_write_more_than_a_text_holds(
    desk: Desk, joined: tuple[Browser, Case], running: Running
) -> None:
    _, case = joined
    desk.post(f"cases/{case.id}/take")
    with running.services.database.write() as connection:
        connection.execute(tables.desk_case.update().where(tables.desk_case.c.id == case.id).values(channel="sms"))
    said = " ".join(f"This is sentence {number} of what I \u2019d like to say." for number in range(20))
    desk.post(f"cases/{case.id}/say", text=said)
    with running.services.database.read() as connection:
        rows = outbox.since(connection, str(case.conversation_id))
    texts = [row.reply["words"]["sms"] for row in rows if "sentence" in row.reply["words"]["plain"]]
    assert len(texts) > 2
    assert all(fits(text) for text in texts)
    assert " ".join(texts) == said.replace("\u2019", "'")


def test_accounts_are_made_changed_and_closed_by_an_admin_only(app: Starlette, running: Running, login: str) -> None:
    admin, new = Desk(app), f"n{uuid.uuid4().hex[:8]}"
    name = make(running, role="admin")
    admin.sign_in(name)
    admin.open("/adviser/accounts")
    assert admin.post("accounts", login=new, name="", role="adviser").status_code == 400
    admin.open("/adviser/accounts")
    admin.post("accounts", login=new, name="New <b>", role="adviser")
    assert "New &lt;b&gt;" in admin.page
    password = re.search(r"is <strong>([^<]{16,})</strong>", admin.page)
    assert password
    assert password[1] not in admin.open("/adviser/accounts").text  # once
    adviser = Desk(app)
    assert "Who is waiting" in adviser.sign_in(new, password[1]).text
    for path in ("/adviser/accounts", "/adviser/quality"):
        assert adviser.open(path).status_code == 403
    adviser.open()
    assert adviser.post("accounts", login="x", name="x", role="admin").status_code == 403
    assert adviser.post(f"accounts/{login}/change", disabled="yes").status_code == 403
    adviser.open("/adviser/password")
    assert adviser.post("password", old="wrong", new=PASSWORD).status_code == 403
    assert adviser.post("password", old=password[1], new="short").status_code == 400
    adviser.open("/adviser/password")
    adviser.post("password", old=password[1], new=PASSWORD)
    assert "Who is waiting" in adviser.sign_in(new).text
    admin.post(f"accounts/{new}/change", role="lead", safeguarding="yes")
    assert "Sign in" in adviser.open().text  # a changed role ends every session
    admin.post(f"accounts/{new}/change", disabled="yes")
    assert adviser.sign_in(new).status_code == 403
    admin.open("/adviser/accounts")
    assert admin.post(f"accounts/{name}/change", role="adviser").status_code == 409  # not oneself
    assert actions(running, new) == [
        *("adviser_added", "signed_in", "adviser_password_reset", "signed_in", "adviser_role_changed"),
        "adviser_disabled",
    ]


def test_a_lead_looks_at_a_sample_of_closed_cases(
    app: Starlette, desk: Desk, joined: tuple[Browser, Case], running: Running
) -> None:
    case, lead = joined[1], Desk(app)
    desk.post(f"cases/{case.id}/take")
    desk.post(f"cases/{case.id}/finish")
    desk.post(f"cases/{case.id}/close", outcome="resolved")
    lead.sign_in(make(running, role="lead"))
    lead.open("/adviser/quality?back=0")
    assert "drawn at random" in lead.page
    assert lead.post(f"cases/{case.id}/review", note="no answers").status_code == 409
    lead.open("/adviser/quality?back=0")
    lead.post(f"cases/{case.id}/review", understood="yes", safe="no", back="0", note="look again")
    with running.services.database.read() as connection:
        review = reviews.of(connection, [case.id])[case.id]
    assert (review.answers, review.note) == ({"understood": "yes", "safe": "no"}, "look again")
    assert actions(running, case.reference)[-1] == "case_reviewed"


def test_two_advisers_and_one_case(app: Starlette, desk: Desk, joined: tuple[Browser, Case], running: Running) -> None:
    other = Desk(app)
    other.sign_in(make(running))
    case = joined[1]
    desk.open()
    desk.post(f"cases/{case.id}/take")
    assert other.post(f"cases/{case.id}/take").status_code == 409
    other.open(f"/adviser/cases/{case.id}")
    lost = other.post(f"cases/{case.id}/say", text="hello from the wrong desk")
    assert lost.status_code == 409
    assert "hello from the wrong desk" in lost.text  # what was typed is not lost
    assert "wrong desk" not in joined[0].open().text


def test_the_audit_log_of_all_this_is_whole(running: Running) -> None:
    with running.services.database.read() as connection:
        found = audit.verify(connection)
    assert found.rows > 0
    assert found.wrong == ()


def test_the_pack_tells_answers_as_the_person_read_them(app: Starlette, desk: Desk, running: Running) -> None:
    person = Browser(app)
    for text in ("which option suits me", "1", "i want to talk to a person", "my budget", "chat now", "skip", "yes"):
        person.say(text)
    case = newest(running)
    page = desk.open(f"/adviser/cases/{case.id}").text
    assert re.search(r"<dt>Whose money it is</dt><dd>\s*NHS money", page)
    person.choose("Leave the queue")


# --- an alert, and what did not arrive


def test_an_adviser_looks_in_where_somebody_may_be_in_danger(app: Starlette, desk: Desk, running: Running) -> None:
    person = Browser(app)
    person.say("I want to kill myself")
    with running.services.database.read() as connection:
        event = max(safety.unseen(connection), key=lambda each: each.id)
    assert f"/adviser/alerts/{event.id}/join" in desk.open().text
    page = desk.post(f"alerts/{event.id}/join").text
    case = newest(running)
    assert case.reference in page
    assert "Not asked: the safety gate found danger" in page
    assert "has joined" in person.open().text
    assert person.say_json("hello")["outcome"] == "passed_on"  # the bot is silent
    desk.post(f"cases/{case.id}/say", text="Are you safe now?")
    assert "Are you safe now?" in person.open().text
    again = desk.post(f"alerts/{event.id}/join")
    assert again.status_code == 409
    assert actions(running, str(event.id))[-1] == "alert_joined"
    desk.open(f"/adviser/cases/{case.id}")
    desk.post(f"cases/{case.id}/finish", agreed="")


def test_leads_deal_with_what_did_not_arrive(app: Starlette, running: Running) -> None:
    now, database = running.clock.now(), running.services.database
    references = {}
    with database.write() as connection:
        phone = phones.see(connection, PhoneKeys(b"k" * 32), "+447700900987", "notify", now)
        for body, private in (("an answer", False), ("figures", True)):
            kept = {"kind": "notice", "body": body, "parts": 1, "at": now, "expires_at": now, "is_private": private}
            outgoing.add(connection, phone_key=phone.key, **kept)  # type: ignore[arg-type]
        connection.execute(
            update(text_out).where(text_out.c.phone_key == phone.key).values(state="failed", ended_at=now)
        )
        for row in connection.execute(select(text_out).where(text_out.c.phone_key == phone.key)):
            references[row.body] = row.reference
    adviser, lead = Desk(app), Desk(app)
    adviser.sign_in(make(running))
    assert adviser.open("/adviser/undelivered").status_code == 403
    assert adviser.post(f"undelivered/texts/{references['figures']}", do="seen").status_code == 403
    lead.sign_in(make(running, role="lead"))
    assert "2 texts and notices to look at" in lead.open().text
    page = lead.open("/adviser/undelivered").text
    assert "0900987" not in page
    assert "an answer" not in page
    assert lead.client.get("/metrics").text.count("navigator_texts_undelivered 2") == 1
    assert lead.post(f"undelivered/texts/{references['figures']}", do="again").status_code == 409
    lead.open("/adviser/undelivered")
    lead.post(f"undelivered/texts/{references['figures']}", do="seen")
    lead.post(f"undelivered/texts/{references['an answer']}", do="again")
    assert "Every text has arrived" in lead.open("/adviser/undelivered").text
    assert actions(running, references["an answer"]) == ["text sent again"]
    with database.write() as connection:
        connection.execute(delete(text_out).where(text_out.c.phone_key == phone.key))
