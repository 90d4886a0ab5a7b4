"""Conversations by text, through receiver, gate, model, queue and worker: one text of at most two parts each time."""

import pytest
from sqlalchemy import select

from actions.services import KNOWLEDGE
from bot.running import Running
from bot.texts.provider import Incoming
from casework.database import Database
from casework.texts import phones, tables
from casework.texts.numbers import PhoneKeys
from knowledge.discreet import Discreet
from knowledge.gsm7 import parts
from tests.flows.conftest import TABLES
from tests.texting import Network, TextPhone

INTRO = "Does anyone else read your texts?"
WITHHELD = "others may read this phone"


@pytest.fixture
def network(running: Running) -> Network:
    return Network(running)


@pytest.fixture
def database(running: Running) -> Database:
    return running.services.database


def row_of(phone: TextPhone) -> phones.Phone:
    services = phone.network.running.services
    with services.database.read() as connection:
        found = phones.find(connection, PhoneKeys(services.phone_key).hash(phone.number))
    assert found is not None
    return found


def test_the_first_text_says_who_we_are_in_one_part_and_what_was_asked_is_not_lost(network: Network) -> None:
    phone = network.phone()
    first = phone.texts("what is a direct payment")
    assert INTRO in first
    assert "Exampleshire" in first
    assert "usual rate" in first
    assert parts(first) == 1
    assert "direct payment" in phone.texts("1").lower()
    assert INTRO not in phone.texts("can i pay my sister")


@pytest.mark.parametrize(("answer", "full"), [("no", True), ("just me", True), ("3", False), ("yes", False)])
def test_only_a_phone_that_nobody_else_reads_gets_topics(network: Network, answer: str, full: bool) -> None:
    phone = network.phone()
    phone.texts("what is a direct payment")
    reply = phone.texts(answer)
    assert ("direct payment" in reply.lower()) is full
    assert (WITHHELD in reply) is not full


def test_a_shared_phone_gets_no_topic_until_its_person_changes_that(network: Network) -> None:
    phone = network.phone()
    phone.texts("hello")
    discreet = Discreet.load(KNOWLEDGE)
    for said in ("2", "start the steps", "yes", "check what i could ask for", "how much have i got left", "human"):
        reply = phone.texts(said)
        assert discreet.tells(reply) is None or reply == phone.got[0].words, reply
    phone.texts("what is a direct payment")
    assert "direct payment" in phone.texts("PRIVATE").lower()  # the answer that was held back
    assert "SHARED" not in phone.texts("can i pay my sister")
    phone.texts("shared")
    assert WITHHELD in phone.texts("what is a direct payment")


@pytest.mark.parametrize("unseen", ["1", "yes", "no thanks", "two", "not sure", "skip", "the second one"])
def test_a_question_that_was_held_back_is_not_answered_by_chance(network: Network, unseen: str) -> None:
    phone = network.phone()
    phone.texts("hello")
    phone.texts("2")
    assert WITHHELD in phone.texts("start the steps")
    assert WITHHELD in phone.texts(unseen)
    assert phone.last is not None
    assert phone.last.became == "keyword"  # nothing reached the conversation
    asked = phone.texts("PRIVATE")
    assert "Reply 1" in asked  # the question that waits, as it was
    assert phone.texts("1") != asked


def test_who_says_something_else_is_not_asked_again(network: Network) -> None:
    phone = network.phone()
    phone.texts("can i pay my sister")
    reply = phone.texts("she lives with me")
    assert WITHHELD in reply
    assert row_of(phone).read_by == "unsure"
    assert INTRO not in phone.texts("hello")


@pytest.mark.parametrize("said", ["2", "two", "the second", "2 please", "Two.", "number 2"])
def test_numbers_mean_the_choices_of_the_last_text(network: Network, said: str) -> None:
    phone = network.phone(introduced=True)
    assert "2 " in phone.texts("menu")
    reply = phone.texts(said)
    assert network.running.services.flows["eligibility"].name == "eligibility"
    assert "who" in reply.lower() or "for you" in reply.lower() or "yourself" in reply.lower(), reply


def test_keywords_are_whole_messages_and_come_after_the_safety_gate(network: Network, database: Database) -> None:
    phone = network.phone(introduced=True)
    assert "HUMAN" in phone.texts("Help!")
    assert "999" in phone.texts("help, he's hitting me")
    assert row_of(phone).opted_out_at is None
    phone.texts("i want to stop paying for my care")
    assert row_of(phone).opted_out_at is None
    assert "START" in phone.texts("Stop.")
    assert phone.texts("what is a direct payment") == ""
    assert phone.texts("STOP") == ""
    assert "999" in phone.texts("i want to kill myself")  # answered all the same, and the desk is told
    with database.read() as connection:
        told = TABLES["safety_event"]
        found = connection.execute(select(told).order_by(told.c.id.desc())).first()
    assert found is not None
    assert found.alert_due_at is not None
    assert "Welcome back" in phone.texts("start")
    assert "direct payment" in phone.texts("what is a direct payment").lower()


def test_danger_in_the_first_text_is_answered_at_once(network: Network) -> None:
    phone = network.phone()
    first = phone.texts("i dont want to be here anymore")
    assert "999" in first
    assert INTRO not in first
    assert INTRO not in phone.texts("1")


def test_more_is_a_choice_where_one_is_called_so(network: Network) -> None:
    phone = network.phone(introduced=True)
    for said in ("check what i could ask for", "1", "yes", *["skip"] * 6):
        phone.texts(said)
    assert "1 More" in phone.texts("print my plan")
    by_word = phone.texts("MORE")
    phone.texts("print my plan")
    assert by_word == phone.texts("1")


def test_human_menu_back_and_more(network: Network) -> None:
    phone = network.phone(introduced=True)
    phone.texts("start the steps")
    phone.texts("no")
    assert "Step 2" in phone.texts("next")
    assert "tep 1" in phone.texts("BACK")
    assert "01632 960001" in phone.texts("HUMAN")
    assert phone.texts("MENU")
    assert phone.texts("MORE")


def test_the_same_text_twice_is_answered_once(network: Network) -> None:
    phone = network.phone(introduced=True)
    assert phone.texts("what is a direct payment", id="same-1")
    assert phone.texts("what is a direct payment", id="same-1") == ""
    assert phone.last is not None
    assert phone.last.is_new is False


def test_too_many_texts_get_one_kind_word(network: Network) -> None:
    phone = network.phone(introduced=True)
    most = network.running.services.settings.limits.messages_per_minute_conversation
    clock_row = [network.receiver.receive(_text(phone, number)) for number in range(most + 5)]
    assert [taken.became for taken in clock_row].count("too_fast") >= 4
    network.worker.work_once()
    for _ in range(most + 5):
        network.worker.work_once()
    assert sum("wait a minute" in each.words for each in phone.got) == 1
    assert network.receiver.receive(_text(phone, 99, "he is going to kill me")).became == "kept"


def _text(phone: TextPhone, number: int, words: str = "info") -> Incoming:
    return Incoming("simulator", f"{phone.number}-{number}", phone.number, words)


@pytest.mark.parametrize("sender", ["60777", "EE", "01632 960001", "+33612345678", "VoiceMail"])
def test_what_cannot_be_answered_is_not(network: Network, database: Database, sender: str) -> None:
    before = _safety_events(database)
    phone = network.phone(sender)
    assert phone.texts("hello") == ""
    assert phone.last is not None
    assert phone.last.became == "cannot_reply"
    phone.texts("my husband is hitting me right now")
    assert _safety_events(database) == before + 1


def _safety_events(database: Database) -> int:
    with database.read() as connection:
        return len(connection.execute(select(TABLES["safety_event"].c.id)).all())


def test_a_picture_without_a_word(network: Network) -> None:
    phone = network.phone(introduced=True)
    assert "pictures" in phone.texts("", has_media=True)
    assert "direct payment" in phone.texts("what is a direct payment", has_media=True).lower()


def test_numbers_are_never_kept_or_logged_in_the_open(
    network: Network, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    phone = network.phone(introduced=True)
    phone.texts("what is a direct payment")
    with database.read() as connection:
        for table in (tables.phone, tables.text_in, tables.text_out, *TABLES.values()):
            assert phone.number[3:] not in str(connection.execute(select(table)).all())
    assert phone.number[3:] not in caplog.text


def test_a_deleted_chat_takes_the_number_along(network: Network, database: Database) -> None:
    phone = network.phone(introduced=True)
    phone.texts("what is a direct payment")
    phone.texts("delete my chat")
    assert phone.texts("yes")
    row = row_of(phone)
    assert (row.number, row.read_by, row.held, row.rest) == (None, None, None, None)
    with database.read() as connection:
        left = connection.execute(select(tables.text_out.c.id).where(tables.text_out.c.phone_key == row.key)).all()
        assert len(left) <= 4  # notices about texting, and the farewell
    assert INTRO in phone.texts("hello")


def test_more_brings_what_did_not_fit(network: Network, database: Database) -> None:
    phone = network.phone(introduced=True)
    with database.write() as connection:
        phones.change(connection, row_of(phone).key, rest=["The second text. Text MORE.", "A third, on your budget."])
    assert phone.texts("more") == "The second text. Text MORE."
    phone.texts("STOP")
    phone.texts("START")
    assert row_of(phone).rest is None
    with database.write() as connection:
        phones.change(connection, row_of(phone).key, rest=["On your budget."], read_by="others")
    assert WITHHELD in phone.texts("MORE")


def test_danger_in_another_script_fits_two_parts_and_begins_with_999(network: Network) -> None:
    phone = network.phone(introduced=True)
    first = phone.texts("میں خود کو مارنا چاہتا ہوں")
    assert "999" in first
    assert parts(first) <= 2
