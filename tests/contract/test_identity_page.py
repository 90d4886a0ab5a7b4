"""What somebody types to say who they are comes back on no page and in no JSON, answered or not."""

import json
from collections.abc import Iterator

import pytest

from bot.channels.app import create_app
from bot.channels.transcript import FromYou, read_transcript
from bot.running import Running
from casework import conversations, inbox, progress
from tests.contract.web_client import Browser
from tests.identity_records import load_people, unload_people

TYPED = ("EX 1001", "3rd of March 56", "112233")


@pytest.fixture
def on_record(running: Running) -> Iterator[Running]:
    """The assistant with people on record."""
    load_people(running.services.database)
    yield running
    unload_people(running.services.database)


def test_typed_answers_are_hidden_on_the_page(on_record: Running) -> None:
    browser = Browser(create_app(on_record), address="192.0.2.77")
    browser.open()
    browser.say("how much have i got left")
    assert "What is the reference" in browser.page
    for typed in TYPED:
        browser.say(typed)
        assert typed not in browser.page
    assert "That is not the code I need" in browser.page
    assert browser.page.count("Hidden, to keep it private.") == len(TYPED)
    assert browser.said() == ["how much have i got left"]
    answer = browser.say_json("445566")
    kept = json.dumps([answer, browser.messages()])
    assert not any(typed in kept for typed in (*TYPED, "445566"))


def test_a_message_that_waits_is_hidden_too(on_record: Running) -> None:
    database, now = on_record.services.database, on_record.clock.now()
    with database.write() as connection:
        mine = conversations.create(connection, "web", None, now).id
        for flow, text in (("steps", "shown"), ("identity", "hidden")):
            progress.save(connection, mine, flow, {"at": "code", "then": ""}, now)
            inbox.receive(connection, mine, text, text, None, now)
            found = read_transcript(connection, mine, now).messages
            words = [message.text for message in found if isinstance(message, FromYou)]
            assert words == (["shown"] if flow == "steps" else [None, None])
        connection.execute(inbox._T.delete().where(inbox._T.c.conversation_id == mine))
