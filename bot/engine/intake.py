"""How a message gets in, whatever the channel: refused kindly, or kept in the inbox. Nothing is answered here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from casework import conversations, inbox
from casework.database import Database
from common.outcomes import Outcome
from common.replies import Reply
from common.text import without_controls
from knowledge.wording import Wording
from language.no_language import is_command
from language.safety import SafetyGate

READ_FOR_SAFETY = 20_000
"""Characters of an over-long message that the safety gate still reads."""


@dataclass(frozen=True)
class Accepted:
    """The message is in the inbox. `is_new` is False for one that came before with the same client id."""

    conversation_id: str
    inbox_id: int
    is_new: bool


@dataclass(frozen=True)
class Refused:
    """Nothing was kept or changed; the channel shows the reply."""

    reply: Reply
    outcome: Outcome = Outcome.REFUSED


class Intake:
    """Checks and keeps messages. Safe to call from several threads."""

    def __init__(
        self, database: Database, wording: Callable[[], Wording], gate: Callable[[], SafetyGate], max_characters: int
    ) -> None:
        self._database = database
        self._wording = wording
        self._gate = gate
        self._max_characters = max_characters

    def accept(
        self, conversation_id: str, client_message_id: str, text: str | None, choice_number: int | None, at: datetime
    ) -> Accepted | Refused:
        """Keep a message (typed text or the number of a choice), or refuse it.

        A cry for help is never refused: of a message that is too long, the part that fits is kept and answered.
        Raises casework's UnknownConversation when the conversation is gone.
        """
        if choice_number is None:
            text, refusal = self.read(text or "")
            if refusal is not None:
                return Refused(self._wording().say(refusal))
        with self._database.write() as connection:
            received = inbox.receive(connection, conversation_id, client_message_id, text, choice_number, at)
        return Accepted(conversation_id, received.inbox_id, received.is_new)

    def read(self, text: str) -> tuple[str, str | None]:
        """What is kept of a typed text, and the id of the reply that refuses it, None when it is taken."""
        head = without_controls(text[:READ_FOR_SAFETY]).strip()
        if not any(character.isalnum() for character in head) and not _has_symbols(head):
            return head, "refused_empty"
        too_long, command = len(text) > self._max_characters, is_command(head)
        if not too_long and not command:
            return head, None
        finding = self._gate().read(head)
        if finding is not None and finding.kind.is_crisis:
            return head[: self._max_characters], None
        return head, "refused_too_long" if too_long else "refused_command"


def _has_symbols(text: str) -> bool:
    """Emoji are words to some people: they go to the bot, which asks for others. So does a bare question mark."""
    return any(ord(character) > 0x2FFF for character in text) or "?" in text


def find_or_begin(database: Database, channel: str, token_hash: str | None, at: datetime) -> conversations.Conversation:
    """The conversation of a token (a cookie's or a phone's hash), begun if there is none."""
    if token_hash is not None:
        with database.read() as connection:
            found = conversations.find_by_token(connection, token_hash)
        if found is not None and found.forgotten_at is None and found.owner != "closed":
            return found
    with database.write() as connection:
        return conversations.create(connection, channel, token_hash, at)
