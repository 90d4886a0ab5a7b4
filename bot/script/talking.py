"""From what an adviser clicks or types to the next card: into the inbox, through the engine, advice noted."""

import asyncio
import hashlib
import logging
import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.engine.intake import Refused
from bot.engine.results import TurnResult
from bot.running import Running
from bot.script.trail import PREFIX, How, read_trail
from casework.errors import UnknownConversation
from casework.scripts import entries
from casework.scripts.contacts import Contact
from common.errors import describe_without_data
from knowledge import script_jumps
from knowledge.flow_words import GIVE_ANSWER

logger = logging.getLogger(__name__)

WAIT_SECONDS = 8.0
Problem = Literal["", "passed", "refused", "slow", "closed", "unknown"]
"""passed: a button of an older card; refused: empty or too long; slow: the answer is still under way; closed: the
contact is over; unknown: there is no such place or answer."""
_CHOICE = re.compile(r"(\d{1,18}):(\d{1,3})")
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Sent:
    """What came from the page. message_id: made with the page, so that pressing twice counts once."""

    how: How
    text: str
    message_id: str

    @property
    def client_message_id(self) -> str:
        """Of this page and this content: something else that is sent from the same page is another message."""
        same = hashlib.sha256(f"{self.message_id}:{self.text}".encode(errors="replace")).hexdigest()
        return PREFIX[self.how] + same[:32]


class Talking:
    """Sends what was said through the engine, as the person's."""

    def __init__(self, running: Running) -> None:
        self._running = running

    async def send(self, contact: Contact, sent: Sent) -> Problem:
        """Take one message and wait for its card. An empty problem: all went well."""
        problem = await asyncio.to_thread(self._take, contact, sent)
        if problem or contact.conversation_id is None:
            return problem
        work = self._running.engine.submit(contact.conversation_id)
        try:
            result = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(work)), WAIT_SECONDS)
        except TimeoutError:
            return "slow"
        except Exception as error:  # the message is kept, and the engine comes back to it
            logger.error("a card failed: %s", describe_without_data(error))
            return "slow"
        if result is not None and result.answers:
            await asyncio.to_thread(self._note_advice, contact, result)
        return ""

    def _take(self, contact: Contact, sent: Sent) -> Problem:
        text: str | None = sent.text
        number: int | None = None
        if not contact.is_open or contact.conversation_id is None:
            return "closed"
        if not _ID.fullmatch(sent.message_id):
            return "refused"
        answers = self._running.services.search.content.answers
        is_place = script_jumps.read(sent.text, answers) is not None
        if sent.how == "jump" and not is_place:
            return "unknown"
        if sent.how == "words":
            sent = replace(sent, how="jump") if is_place else self._pressed_by_key(contact, sent)
        message_id = sent.client_message_id
        if sent.how == "choice":
            chosen = self._chosen(contact, sent)
            if chosen is None:
                return "passed"
            text, number = chosen
        now, intake = self._running.clock.now(), self._running.intake
        try:
            taken = intake.accept(contact.conversation_id, message_id, text, number, now)
        except UnknownConversation:
            return "closed"
        return "refused" if isinstance(taken, Refused) else ""

    def _pressed_by_key(self, contact: Contact, sent: Sent) -> Sent:
        """The button whose number or whole label was typed: that is a choice, and no words of the person."""
        with self._running.services.database.read() as connection:
            trail, transcript = read_trail(connection, contact, self._running.clock.now())
        row, typed = transcript.reply(trail.last_reply), sent.text.strip().casefold()
        if row is None or trail.is_pending:
            return sent
        names = [choice.label.casefold() for choice in row.reply.choices]
        numbers = [str(number) for number in range(1, len(names) + 1)] if row.reply.numbered else []
        for listed in (numbers, names):
            if typed in listed:
                return replace(sent, how="choice", text=f"{row.outbox_id}:{listed.index(typed) + 1}")
        return sent

    def _chosen(self, contact: Contact, sent: Sent) -> tuple[str | None, int | None] | None:
        """A choice by its number where it is of the newest reply, else by its label; None: its question has passed."""
        found = _CHOICE.fullmatch(sent.text)
        if found is None:
            return None
        with self._running.services.database.read() as connection:
            trail, transcript = read_trail(connection, contact, self._running.clock.now())
        if transcript.has(sent.client_message_id):
            return None, 1  # came twice: the first counts
        row, number = transcript.reply(int(found[1])), int(found[2])
        if row is None or not 1 <= number <= len(row.reply.choices):
            return None
        choice = row.reply.choices[number - 1]
        if row.outbox_id == trail.last_reply and not trail.is_pending:
            return None, number
        return None if choice.intent == GIVE_ANSWER else (choice.label, None)

    def _note_advice(self, contact: Contact, result: TurnResult) -> None:
        services, now = self._running.services, self._running.clock.now()
        with services.database.write() as connection:
            for answer_id in result.answers:
                answer = services.search.content.answers.get(answer_id)
                if answer is not None:
                    entries.advice(connection, contact, answer_id, answer.title, now)
