"""What actions know and do about phones: who reads one, and a reference by text for somebody on the web."""

from datetime import timedelta

from sqlalchemy.engine import Connection

from actions.turn import Turn
from casework import conversations
from casework.texts import outgoing, phones
from casework.texts.numbers import PhoneKeys
from common.phones import international, kind_of
from knowledge.gsm7 import parts


def has_one_reader(turn: Turn) -> bool:
    """Whether the person of a turn by text has said that nobody else reads the phone."""
    with turn.services.database.read() as connection:
        found = conversations.get(connection, turn.conversation_id)
        phone = phones.find(connection, found.token_hash) if found and found.token_hash else None
    return phone is not None and phone.is_private


def send_reference(turn: Turn, connection: Connection, contact: str, reference: str) -> None:
    """Queue a text with a reference to the number that a request came with, if texts leave and it is a mobile.

    Nothing in it tells what it is about.
    """
    settings, number = turn.services.settings, contact.partition(",")[0].strip()
    whole = international(number)
    if settings.texts.provider == "none" or whole is None or kind_of(number) != "mobile":
        return
    said = turn.services.wording.say(
        "text_reference", short_name=settings.council.short_name, reference=reference
    ).words.register("sms")
    body = " ".join(said.split())
    phone = phones.see(connection, PhoneKeys(turn.services.phone_key), whole, settings.texts.provider, turn.now)
    outgoing.add(
        connection,
        phone_key=phone.key,
        conversation_id=turn.conversation_id,
        kind="notice",
        body=body,
        parts=parts(body),
        at=turn.now,
        expires_at=turn.now + timedelta(hours=settings.texts.give_up_hours),
    )
