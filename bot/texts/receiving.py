"""From a text that came in to a kept message, in one transaction: what is committed here can't be lost."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.engine import Connection

from actions.services import Services
from bot.engine.intake import READ_FOR_SAFETY, Intake
from bot.texts.provider import Incoming
from bot.texts.wording import TextWords
from casework import conversations, inbox, outbox, safety
from casework.texts import incoming, outgoing, phones
from casework.texts.numbers import PhoneKeys
from casework.texts.phones import Phone
from casework.texts.tables import Became, ReadBy
from common.clock import Clock
from common.outcomes import Outcome
from common.phones import international, kind_of
from common.replies import Reply
from common.text import without_controls
from knowledge.flow import Option
from knowledge.gsm7 import parts
from knowledge.safety import escalation
from knowledge.text_keywords import Keyword, in_words, keyword
from language.choices import find_option
from language.safety import Finding, SafetyGate

_READERS: dict[str, ReadBy] = {"no": "nobody", "yes": "others", "not_sure": "unsure"}
_WHO_READS = (
    Option("no", "No", ("nobody", "no one", "just me", "only me", "nobody else", "no one else", "only i do")),
    Option("yes", "Yes", ("they do", "he does", "she does", "sometimes", "we share it", "shared")),
    Option("not_sure", "Not sure"),
)
"""The answers to the question whether anybody else reads the texts, in their order."""
_TELL_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Taken:
    """What became of a text. is_new: it had not come before; conversation_id: the one that waits for an answer."""

    is_new: bool
    became: Became | Literal["again"]
    conversation_id: str | None = None


@dataclass(frozen=True)
class _One:
    """A text in the middle of its transaction."""

    connection: Connection
    id: int
    phone: Phone
    words: str
    provider: str
    at: datetime


@dataclass
class Receiver:
    """Takes texts in, whatever the provider. Safe to call from several threads; raises what the database raises."""

    services: Services
    intake: Intake
    gate: SafetyGate
    clock: Clock
    words: TextWords
    _writing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def keys(self) -> PhoneKeys:
        """What hides and opens numbers."""
        return PhoneKeys(self.services.phone_key)

    def receive(self, text: Incoming) -> Taken:
        """Keep a text, once. After this returns it is committed, and may be acknowledged."""
        words, now = without_controls(text.words[:READ_FOR_SAFETY]).strip(), self.clock.now()
        finding = self.gate.read(words) if words else None
        crisis = finding if finding and finding.kind.is_crisis else None
        with self._writing, self.services.database.write() as connection:  # waiting here is fairer than in SQLite
            id = incoming.note(connection, text.provider, text.provider_id, now)
            if id is None:
                return Taken(False, "again")
            kind = kind_of(text.sender)
            number = international(text.sender)
            if number is None or kind == "landline" or (kind == "abroad" and not self._answers_abroad):
                return self._cannot_reply(connection, id, crisis, now)
            phone = phones.see(connection, self.keys, number, text.provider, now)
            one = _One(connection, id, phone, words, text.provider, now)
            return self._take(one, text, crisis)

    @property
    def _answers_abroad(self) -> bool:
        return self.services.settings.texts.numbers_abroad

    def _take(self, one: _One, text: Incoming, crisis: Finding | None) -> Taken:
        """Help first; then keywords, what is refused, who reads the phone, and the conversation."""
        if crisis is not None:
            if one.phone.introduced_at is None:  # nothing shall come between them and help
                phones.change(one.connection, one.phone.key, introduced_at=one.at)
            return self._keep(one, one.words)
        word = keyword(one.words, one.provider)
        if word in ("stop", "start"):
            return self._stop_or_start(one, word, told_already=text.stops_itself or one.provider == "twilio")
        if one.phone.opted_out_at is not None:
            return self._became(one, "opted_out")
        if phones.count_text(one.connection, one.phone, one.at) > self._most_a_minute:
            return self._too_fast(one)
        if word == "help":
            return self._notice(one, "text_help", "keyword") if not text.stops_itself else self._became(one, "keyword")
        if not one.words and text.has_media:
            return self._notice(one, "text_no_words", "no_words")
        if one.phone.introduced_at is None:
            return self._introduce(one)
        if one.phone.read_by is None and one.phone.held is not None:
            return self._who_reads(one, word)
        return self._converse(one, word)

    @property
    def _most_a_minute(self) -> int:
        return self.services.settings.limits.messages_per_minute_conversation

    def _introduce(self, one: _One) -> Taken:
        """Who we are, what it costs, and who else reads the phone. What they asked waits for that."""
        phones.change(one.connection, one.phone.key, introduced_at=one.at, held=one.words)
        return self._notice(one, "text_intro", "held")

    def _who_reads(self, one: _One, word: Keyword | None) -> Taken:
        """Asked once. Whoever says something else has not said that nobody does: what they say counts as well."""
        held = one.phone.held or ""
        reader = _reader(one.words, word)
        phones.change(one.connection, one.phone.key, read_by=reader or "unsure", held=None)
        changed = _One(one.connection, one.id, _now(one), one.words, one.provider, one.at)
        if reader is None:
            return self._converse(changed, word, before=held)
        if not held or keyword(held) or _is_greeting(held):
            return self._notice(changed, "text_welcome" if reader == "nobody" else "text_shared", "keyword")
        return self._keep_or_refuse(changed, held)

    def _converse(self, one: _One, word: Keyword | None, before: str = "") -> Taken:
        if word == "private":
            return self._now_private(one)
        if word == "shared":
            phones.change(one.connection, one.phone.key, read_by="others", rest=None)
            return self._notice(one, "text_shared", "keyword")
        if word == "human" and not one.phone.is_private:  # its questions would say what this is about
            return self._notice(one, "text_withheld", "keyword")
        if word == "more" and one.phone.rest:
            written = self.words.shown_as(one.phone.rest, one.phone.is_private)
            phones.change(one.connection, one.phone.key, rest=list(written.rest) or None)
            return self._say(one, written.text, "keyword")
        said = (in_words(word) if word else None) or one.words
        return self._keep_or_refuse(one, f"{before}\n{said}".strip())

    def _now_private(self, one: _One) -> Taken:
        """From now on in full, with the answer that was held back last, if there is one."""
        phones.change(one.connection, one.phone.key, read_by="nobody")
        found = conversations.find_by_token(one.connection, one.phone.key)
        replies = _last_replies(one.connection, found.id, one.at) if found else []
        if not replies or one.phone.is_private:
            return self._notice(one, "text_private", "keyword")
        written = self.words.answer(replies, is_private=True)
        phones.change(one.connection, one.phone.key, rest=list(written.rest) or None)
        return self._say(one, written.text, "keyword")

    def _stop_or_start(self, one: _One, word: Keyword, told_already: bool) -> Taken:
        is_stop = word == "stop"
        was_out = one.phone.opted_out_at is not None
        at = (one.phone.opted_out_at or one.at) if is_stop else None
        phones.change(one.connection, one.phone.key, opted_out_at=at, rest=None, held=None)
        if told_already or (is_stop and was_out):
            return self._became(one, "keyword")
        return self._notice(one, f"text_{word}", "keyword", despite_stop=True)

    def _too_fast(self, one: _One) -> Taken:
        told = one.phone.told_too_fast_at
        if told is not None and one.at - told < _TELL_AGAIN:
            return self._became(one, "too_fast")
        phones.change(one.connection, one.phone.key, told_too_fast_at=one.at)
        return self._notice(one, "text_too_fast", "too_fast")

    def _cannot_reply(self, connection: Connection, id: int, crisis: Finding | None, at: datetime) -> Taken:
        """From a landline, a short number or a name: no text can reach it. Danger is told to the desk all the same."""
        if crisis is not None:
            at_risk = crisis.about in ("child", "other")
            step = escalation(crisis.kind.value, identifiable=True, child_or_other_at_risk=at_risk, consent=None)
            safety.record(
                connection,
                conversation_id=None,
                inbox_id=None,
                kind=crisis.kind.value,
                about=crisis.about,
                tell="" if step.tell == "nobody" else step.tell,
                within_minutes=step.within_minutes,
                at=at,
            )
        incoming.became(connection, id, "cannot_reply")
        return Taken(True, "cannot_reply")

    def _keep_or_refuse(self, one: _One, words: str) -> Taken:
        text, refusal = self.intake.read(words)
        if refusal is not None:
            reply = self.services.wording.say(refusal)
            return self._say(one, self.words.answer([reply], one.phone.is_private).text, "refused")
        return self._keep(one, text)

    def _keep(self, one: _One, words: str) -> Taken:
        found = conversations.find_by_token(one.connection, one.phone.key)
        if found is None or found.forgotten_at is not None or found.owner == "closed":
            found = conversations.create(one.connection, "sms", one.phone.key, one.at)
        words = words[: self.services.settings.limits.max_message_characters]
        received = inbox.receive(one.connection, found.id, f"text-{one.id}", words, None, one.at)
        incoming.became(one.connection, one.id, "kept", one.phone.key, received.inbox_id)
        return Taken(True, "kept", found.id)

    def _notice(self, one: _One, wording_id: str, became: Became, despite_stop: bool = False) -> Taken:
        return self._say(one, self.words.notice(wording_id), became, despite_stop)

    def _say(self, one: _One, text: str, became: Became, despite_stop: bool = False) -> Taken:
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
        return self._became(one, became)

    def _became(self, one: _One, what: Became) -> Taken:
        incoming.became(one.connection, one.id, what, one.phone.key)
        return Taken(True, what)


def _reader(words: str, word: Keyword | None) -> ReadBy | None:
    """Who else reads the phone, by the answer to that question; None when it is no answer to it."""
    if word in ("private", "shared"):
        return "nobody" if word == "private" else "others"
    found = find_option(words, _WHO_READS)
    return _READERS.get(found.key) if found else None


def _is_greeting(words: str) -> bool:
    return words.casefold().strip(" .!?") in ("hi", "hello", "hey", "hiya", "good morning", "good afternoon", "test")


def _now(one: _One) -> Phone:
    found = phones.find(one.connection, one.phone.key)
    assert found is not None, "this transaction holds its row"
    return found


def _last_replies(connection: Connection, conversation_id: str, at: datetime) -> list[Reply]:
    """The replies to the last message, as far as they may still be shown. None of them were help in danger."""
    rows = outbox.since(connection, conversation_id, limit=5)
    last = [row for row in rows if row.inbox_id == rows[-1].inbox_id] if rows else []
    if not last or last[-1].outcome in (Outcome.CRISIS, Outcome.CLOSED):
        return []
    return [Reply.from_json(row.reply).as_at(at) for row in last]
