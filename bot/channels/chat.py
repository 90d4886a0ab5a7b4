"""The web chat without its pages: from a browser's session to a kept message and its answer."""

import asyncio
import logging
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.exc import IntegrityError

from actions.desk import DeskState, desk_state
from bot.channels.metrics import Metrics
from bot.channels.rates import Rate, address_key
from bot.channels.sessions import Session
from bot.channels.transcript import WELCOME_ID, FromNavigator, FromYou, Transcript, read_exchange, read_transcript
from bot.engine.intake import READ_FOR_SAFETY, Accepted, Refused, find_or_begin
from bot.engine.results import TurnResult
from bot.running import Running
from casework import conversations, outbox
from casework.conversations import Conversation
from casework.desk import typing
from casework.errors import UnknownConversation
from casework.schema import Register
from common.errors import describe_without_data
from common.outcomes import Outcome
from common.replies import Reply
from knowledge.flow_words import GIVE_ANSWER

logger = logging.getLogger(__name__)

WAIT_SECONDS = 8.0
"""How long a browser waits for an answer before it is told that it takes longer."""

CODES_AN_HOUR_ADDRESS = 20
"""Codes to come back with that may be tried from one internet address, right or wrong; a library has one for all."""

Problem = Literal["too_long", "too_fast", "not_readable", "no_such_choice", "question_passed"]


@dataclass(frozen=True)
class Sent:
    """What a browser sent: typed text, or a choice as `<outbox id>:<number>`. `is_cut`: there was more of it."""

    client_message_id: str
    text: str = ""
    choice: str = ""
    is_cut: bool = False


@dataclass(frozen=True)
class Answered:
    """The message is kept. `messages`: it and its replies; `outcome` is None while its answer is under way.

    `farewell`: the chat is gone, and this is what is said last.
    """

    messages: tuple[FromYou | FromNavigator, ...]
    outcome: Outcome | None
    farewell: tuple[Reply, ...] = ()
    is_gone: bool = False


@dataclass(frozen=True)
class _Taken:
    accepted: Accepted
    words: str


@dataclass(frozen=True)
class NotTaken:
    """The message was refused, and nothing was changed. `reply` says why, but for a choice that is not there."""

    problem: Problem
    reply: Reply | None


class WebChat:
    """What people can do with their chat on the web."""

    def __init__(self, running: Running, metrics: Metrics) -> None:
        limits = running.services.settings.limits
        self._running = running
        self._metrics = metrics
        self._by_session = Rate(limits.messages_per_minute_conversation)
        self._by_address = Rate(limits.messages_per_minute_address)
        self._codes_by_address = Rate(CODES_AN_HOUR_ADDRESS, window=3600.0)
        self.wait_seconds = WAIT_SECONDS

    def look(self, session: Session | None) -> tuple[Conversation | None, Transcript]:
        """The session's conversation, if it has one, and what was said in it."""
        found = self._find(session) if session else None
        if found is None:
            return None, Transcript()
        with self._running.services.database.read() as connection:
            transcript = read_transcript(connection, found.id, self._now())
        unseen = [each.outbox_id for each in transcript.unasked if not each.is_delivered]
        if unseen:  # what an adviser wrote: the desk shows that it has arrived
            with self._running.services.database.write() as connection:
                outbox.mark_delivered(connection, unseen, self._now())
        return found, transcript

    def desk_state(self, conversation: Conversation | None) -> DeskState:
        """Whether somebody waits for, or talks with, an adviser, and the line that tells them how it stands."""
        if conversation is None:
            return DeskState("bot", "")
        return desk_state(self._running.services, conversation, self._now())

    def types(self, session: Session | None) -> None:
        """Somebody is typing: their adviser sees it."""
        found = self._find(session) if session else None
        if found is not None and found.owner == "adviser":
            with self._running.services.database.write() as connection:
                typing.person_types(connection, found.id, self._now())

    def conversation(self, session: Session | None) -> Conversation | None:
        """The session's conversation, if it has one."""
        return self._find(session) if session else None

    def welcome(self) -> Reply:
        """What everybody is greeted with."""
        settings = self._running.services.settings
        days, text_days = settings.retention.conversation_days, settings.retention.raw_text_days
        return self._running.services.wording.say(
            "welcome", council=settings.council.name, days=days, text_days=text_days
        )

    def farewell(self) -> Reply:
        """What is said when the chat is gone."""
        return self._running.services.wording.say("chat_deleted")

    async def say(self, session: Session, address: str | None, sent: Sent) -> Answered | NotTaken:
        """Keep a message and wait for its answer. Raises what the database raises; then nothing was kept."""
        taken = await asyncio.to_thread(self._take, session, address, sent)
        if isinstance(taken, NotTaken):
            self._metrics.refused(taken.problem)
            return taken
        if taken.accepted.is_new:
            self._metrics.message("web")
        work = self._running.engine.submit(taken.accepted.conversation_id)
        work.add_done_callback(self._count)
        result: TurnResult | None = None
        try:
            result = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(work)), self.wait_seconds)
        except TimeoutError:
            logger.info("an answer takes longer than %s seconds", self.wait_seconds)
        except Exception as error:  # the message is kept, and the engine comes back to it
            logger.error("an answer failed: %s", describe_without_data(error))
        return await asyncio.to_thread(self._see, session, taken, result)

    def is_code(self, text: str) -> bool:
        """Whether a text is, or was meant to be, a code to come back with."""
        services = self._running.services
        return services.settings.features.coming_back and services.coming_back.words.codes.looks_like(text)

    def forget(self, session: Session) -> None:
        """Delete the session's chat, if it has one."""
        found = self._find(session)
        if found is None:
            return
        try:
            with self._running.services.database.write() as connection:
                conversations.forget(connection, found.id, self._now())
        except UnknownConversation:
            logger.info("a chat was deleted twice at once")

    def register(self, session: Session) -> Register:
        """How the session's replies are worded."""
        found = self._find(session)
        return found.register if found else "plain"

    def set_register(self, session: Session, register: Register) -> None:
        """Choose how replies are worded."""
        conversation = self._find_or_begin(session)
        with self._running.services.database.write() as connection:
            conversations.set_register(connection, conversation.id, register)

    def _take(self, session: Session, address: str | None, sent: Sent) -> _Taken | NotTaken:
        text, number = sent.text, None
        if sent.choice:
            found, transcript = self.look(session)
            chosen = self._chosen(transcript, sent)
            if not isinstance(chosen, tuple):
                return NotTaken(chosen, None)
            text, number = chosen
        else:
            found = self._find(session)
        if not self._is_slow_enough(session, address) and not self._is_cry_for_help(text):
            return NotTaken("too_fast", self._running.services.wording.say("refused_too_fast"))
        if not sent.choice and self.is_code(text) and not self._codes_by_address.allows(address_key(address)):
            return NotTaken("too_fast", self._running.services.coming_back.words.sayings["too_many"].reply({}))
        if sent.is_cut:
            text = text.ljust(self._running.services.settings.limits.max_message_characters + 1)
        intake, message_id = self._running.intake, sent.client_message_id
        try:
            taken = intake.accept(found.id if found else "", message_id, None if number else text, number, self._now())
        except UnknownConversation:  # the first message that is not refused, or deleted in another window: begin one
            conversation = self._find_or_begin(session)
            taken = intake.accept(conversation.id, message_id, text, None, self._now())
        if isinstance(taken, Accepted) and address:
            self._running.services.origins.note(taken.conversation_id, address_key(address))
        if isinstance(taken, Refused):
            limit = self._running.services.settings.limits.max_message_characters
            return NotTaken("too_long" if len(text) > limit else "not_readable", taken.reply)
        return _Taken(taken, text)

    def _chosen(self, transcript: Transcript, sent: Sent) -> tuple[str, int | None] | Problem:
        """A choice's label, with its number when it belongs to the reply that the engine will look at.

        An older way on is taken by its label. An older answer is not: a "yes" to one question is none to the next.
        """
        row_id, _, place = sent.choice.partition(":")
        if not (sent.choice.isascii() and row_id.isdecimal() and place.isdecimal() and len(sent.choice) < 20):
            return "no_such_choice"
        number, last = int(place), transcript.last_reply
        row = transcript.reply(int(row_id))
        reply = self.welcome() if int(row_id) == WELCOME_ID else row.reply if row else None
        if reply is None or not 1 <= number <= len(reply.choices):
            return "no_such_choice"
        choice = reply.choices[number - 1]
        if last is not None and row == last and not transcript.is_pending:
            return choice.label, number
        if choice.intent == GIVE_ANSWER and not transcript.has(sent.client_message_id):
            return "question_passed"
        return choice.label, None

    def _see(self, session: Session, taken: _Taken, result: TurnResult | None) -> Answered:
        """What became of a message that was taken, as the database has it."""
        accepted = taken.accepted
        with self._running.services.database.read() as connection:
            found = conversations.find_by_token(connection, session.token_hash)
            is_there = found is not None and found.id == accepted.conversation_id and found.forgotten_at is None
            messages = read_exchange(connection, accepted.inbox_id, taken.words, self._now()) if is_there else ()
        if not messages:
            farewell = result.replies if result and result.outcome is Outcome.CLOSED else (self.farewell(),)
            return Answered((), Outcome.CLOSED, farewell, is_gone=True)
        return Answered(messages, messages[0].outcome)

    def _find(self, session: Session) -> Conversation | None:
        with self._running.services.database.read() as connection:
            found = conversations.find_by_token(connection, session.token_hash)
        return found if found is not None and found.forgotten_at is None else None

    def _find_or_begin(self, session: Session) -> Conversation:
        database, now = self._running.services.database, self._now()
        try:
            return find_or_begin(database, "web", session.token_hash, now)
        except IntegrityError:  # another request of this browser was faster
            return find_or_begin(database, "web", session.token_hash, now)

    def _is_slow_enough(self, session: Session, address: str | None) -> bool:
        return self._by_address.allows(address_key(address)) and self._by_session.allows(session.token_hash)

    def _is_cry_for_help(self, text: str) -> bool:
        return self._running.gate.read(text[:READ_FOR_SAFETY]) is not None

    def _count(self, work: "Future[TurnResult | None]") -> None:
        if not work.cancelled() and work.exception() is None and (result := work.result()) is not None:
            self._metrics.turn(result.outcome)

    def _now(self) -> datetime:
        return self._running.clock.now()
