"""A reference by text, for somebody on the web who wants it: nothing in it tells what it is about."""

from datetime import timedelta

from sqlalchemy.engine import Connection

from actions.turn import Turn
from casework.texts import outgoing, phones
from casework.texts.numbers import PhoneKeys
from common.phones import international, kind_of
from knowledge.gsm7 import parts


def send_reference(turn: Turn, connection: Connection, contact: str, reference: str) -> None:
    """Queue a text with a reference to the number that a request came with, if texts leave and it is a mobile."""
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
