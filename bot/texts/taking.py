"""A text in the middle of its transaction, and what may become of it: an answer of ours, or a kept message."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.engine import Connection

from actions.services import Services
from bot.engine.intake import Intake
from bot.texts.wording import TextWords, Written
from casework import conversations, inbox
from casework.texts import incoming, outgoing, phones
from casework.texts.phones import Phone
from casework.texts.tables import Became
from knowledge.gsm7 import parts


@dataclass(frozen=True)
class Taken:
    """What became of a text. is_new: it had not come before; conversation_id: the one that waits for an answer."""

    is_new: bool
    became: Became | Literal["again"]
    conversation_id: str | None = None


@dataclass(frozen=True)
class OneText:
    """A text, with the phone that it came from. `id` is its row's."""

    connection: Connection
    id: int
    phone: Phone
    words: str
    provider: str
    at: datetime


@dataclass(frozen=True)
class Taking:
    """What can be done with a text, each in its transaction. All raise what the database raises."""

    services: Services
    intake: Intake
    words: TextWords

    def keep_or_refuse(self, one: OneText, words: str) -> Taken:
        """A message for the conversation, unless it is refused: then that is said."""
        text, refusal = self.intake.read(words)
        if refusal is not None:
            reply = self.services.wording.say(refusal)
            return self.say(one, self.words.answer([reply], one.phone.is_private).text, "refused")
        return self.keep(one, text)

    def keep(self, one: OneText, words: str) -> Taken:
        """Into the inbox of the phone's conversation, which begins if there is none."""
        found = conversations.find_by_token(one.connection, one.phone.key)
        if found is None or found.forgotten_at is not None or found.owner == "closed":
            found = conversations.create(one.connection, "sms", one.phone.key, one.at)
        words = words[: self.services.settings.limits.max_message_characters]
        received = inbox.receive(one.connection, found.id, f"text-{one.id}", words, None, one.at)
        incoming.became(one.connection, one.id, "kept", one.phone.key, received.inbox_id)
        return Taken(True, "kept", found.id)

    def notice(self, one: OneText, wording_id: str, became: Became, despite_stop: bool = False) -> Taken:
        """Answer with a saying about texting (knowledge/replies/texts.yml)."""
        return self.say(one, self.words.notice(wording_id), became, despite_stop)

    def show(self, one: OneText, written: Written) -> Taken:
        """Answer with something that was written before; what is left of it waits for MORE."""
        phones.change(one.connection, one.phone.key, rest=list(written.rest) or None)
        return self.say(one, written.text, "keyword")

    def say(self, one: OneText, text: str, became: Became, despite_stop: bool = False) -> Taken:
        """Have a text leave in answer."""
        outgoing.add(
            one.connection,
            phone_key=one.phone.key,
            text_in_id=one.id,
            kind="notice",
            body=text,
            parts=parts(text),
            at=one.at,
            expires_at=one.at + timedelta(hours=self.services.settings.texts.give_up_hours),
            despite_stop=despite_stop,
        )
        return self.became(one, became)

    def became(self, one: OneText, what: Became) -> Taken:
        """No answer, or it is on its way already."""
        incoming.became(one.connection, one.id, what, one.phone.key)
        return Taken(True, what)
