"""The lead's list of texts that did not arrive: who sees it, what is on it, and what is done about one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.app import create_app
from bot.running import Running
from casework.texts import lost, outgoing, phones, tables
from casework.texts.numbers import PhoneKeys
from common.clock import SettableClock
from tests.contract.test_desk import Desk, make

NUMBER = "+447700900771"


@pytest.fixture
def dead(running: Running) -> list[str]:
    """Two texts that did not arrive, one of them help in danger; gives their references, that one first."""
    assert isinstance(running.clock, SettableClock)
    Desk.clock, now = running.clock, running.clock.now()
    with running.services.database.write() as connection:
        for each in lost.dead_letters(connection):
            lost.mark_seen(connection, each.reference, now)
        key = phones.see(connection, PhoneKeys(running.services.phone_key), NUMBER, "notify", now).key
        for words, is_crisis in (("a secret answer", False), ("call 999", True)):
            until = now + timedelta(hours=4)
            outgoing.add(connection, phone_key=key, kind="reply", body=words, parts=1, at=now, expires_at=until,
                         is_crisis=is_crisis)  # fmt: skip
        mine = select(tables.text_out).where(tables.text_out.c.phone_key == key, tables.text_out.c.state == "waiting")
        for row in outgoing.rows_of(connection, mine):
            outgoing.end(connection, row, "failed", now, "Notify said 400")
        return [each.reference for each in lost.dead_letters(connection)]


def signed_in(running: Running, role: str) -> Desk:
    browser = Desk(create_app(running))
    browser.sign_in(make(running, role=role))
    return browser


def test_a_lead_sees_danger_first_and_nobodys_number_or_words(running: Running, dead: list[str]) -> None:
    page = signed_in(running, "lead").open("/adviser/undelivered").text
    assert page.index(dead[0]) < page.index(dead[1])
    assert "Help in danger" in page[: page.index(dead[0])]
    assert "Notify said 400" in page
    for hidden in ("secret answer", "call 999", "7700900771", "7700 900771"):
        assert hidden not in page


def test_one_is_seen_to_and_one_is_tried_once_more(running: Running, dead: list[str]) -> None:
    lead = signed_in(running, "lead")
    lead.open("/adviser/undelivered")
    assert lead.post(f"undelivered/texts/{dead[0]}", do="again", csrf="0" * 64).status_code == 403
    assert lead.post(f"undelivered/texts/{dead[0]}", do="again").status_code == 200
    assert lead.post(f"undelivered/texts/{dead[1]}", do="seen").status_code == 200
    assert "Every text has arrived" in lead.open("/adviser/undelivered").text
    assert lead.post(f"undelivered/texts/{dead[1]}", do="seen").status_code == 409
    with running.services.database.read() as connection:
        states = [outgoing.by_reference(connection, each) for each in dead]
    assert [each.state for each in states if each] == ["waiting", "failed"]


def test_an_adviser_does_not(running: Running, dead: list[str]) -> None:
    adviser = signed_in(running, "adviser")
    assert adviser.open("/adviser/undelivered").status_code == 403
    adviser.open("/adviser")
    assert adviser.post(f"undelivered/texts/{dead[0]}", do="seen").status_code == 403
    assert Desk(create_app(running)).open("/adviser/undelivered").url.path == "/adviser/sign-in"
