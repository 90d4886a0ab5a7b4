"""A contact so far: the cards that were read out, and what was said to each. Read back from inbox and outbox."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy.engine import Connection

from bot.channels.transcript import FromNavigator, FromYou, Transcript, read_transcript
from casework.scripts.contacts import Contact
from common.outcomes import Outcome
from common.replies import Reply
from common.text import unwrapped
from knowledge import script, script_jumps
from knowledge.script import ScriptLine

How = Literal["choice", "words", "jump"]
PREFIX: dict[How, str] = {"choice": "c-", "words": "w-", "jump": "j-"}
"""How a message came in, kept at the front of its client message id."""


@dataclass(frozen=True)
class Card:
    """One reply as an adviser reads it. `number`: of the first of its choices by keyboard, 0 where it has none."""

    outbox_id: int
    lines: tuple[ScriptLine, ...]
    reply: Reply
    number: int = 0


@dataclass(frozen=True)
class Exchange:
    """What came in, and the cards that followed. `asked`: what the adviser had read out before it, shortly.

    said: the person's words, the label of a choice, or where the adviser went; None where it was not kept.
    """

    at: datetime
    how: How
    asked: str
    said: str | None
    cards: tuple[Card, ...]
    outcome: Outcome | None


@dataclass(frozen=True)
class Trail:
    """All exchanges, oldest first. last_reply: the id to which choices refer, 0 before anything was said."""

    exchanges: tuple[Exchange, ...] = ()
    last_reply: int = 0
    is_pending: bool = False

    @property
    def current(self) -> tuple[Card, ...]:
        """The cards to read now."""
        return self.exchanges[-1].cards if self.exchanges else ()


def read_trail(connection: Connection, contact: Contact, now: datetime) -> tuple[Trail, Transcript]:
    """The trail of a contact. Figures show only while the person's proof holds and the contact is open."""
    if contact.conversation_id is None:
        return Trail(), Transcript()
    transcript = read_transcript(connection, contact.conversation_id, now)
    exchanges: list[Exchange] = []
    for message in transcript.messages:
        if isinstance(message, FromYou):
            asked = _asked(exchanges[-1].cards) if exchanges else ""
            exchanges.append(_exchange(message, asked))
        elif exchanges:
            card = _card(message if contact.is_open else replace(message, reply=message.reply.covered()))
            exchanges[-1] = replace(exchanges[-1], cards=(*exchanges[-1].cards, card))
    last = transcript.last_reply
    if exchanges:
        exchanges[-1] = replace(exchanges[-1], cards=_numbered(exchanges[-1].cards, last))
    return Trail(tuple(exchanges), last.outbox_id if last else 0, transcript.is_pending), transcript


def card_of(reply: Reply, outbox_id: int = 0) -> Card:
    """A reply as a card. Words without a text for advisers are read out as they are for everybody."""
    adviser = unwrapped(reply.words.adviser)
    lines = script.parse(adviser) if adviser else (ScriptLine("say", "", unwrapped(reply.words.plain)),)
    return Card(outbox_id, lines, reply)


def _card(message: FromNavigator) -> Card:
    return card_of(message.reply, message.outbox_id)


def _numbered(cards: tuple[Card, ...], last: FromNavigator | None) -> tuple[Card, ...]:
    """Numbers belong to the newest reply only: that is the one the engine looks at."""
    return tuple(
        replace(card, number=1) if last and card.outbox_id == last.outbox_id and card.reply.choices else card
        for card in cards
    )


def _exchange(message: FromYou, asked: str) -> Exchange:
    came = (how for how, prefix in PREFIX.items() if message.client_message_id.startswith(prefix))
    how: How = next(came, "words")
    said = message.text
    if said and said.startswith(script_jumps.MARK) and how != "words":
        said = script_jumps.label(said)
    return Exchange(message.at, how, asked, said, (), message.outcome)


def _asked(cards: tuple[Card, ...]) -> str:
    """The last words that were to be said, without their quotation marks."""
    said = [line.text for card in cards for line in card.lines if line.kind == "say"]
    return said[-1].strip().strip('"').replace("**", "") if said else ""
