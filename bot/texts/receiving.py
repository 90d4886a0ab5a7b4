"""From a text that came in to a kept message, in one transaction: what is committed here can't be lost."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.engine import Connection

from actions.services import Services
from bot.engine.intake import READ_FOR_SAFETY, Intake
from bot.texts.provider import Incoming
from bot.texts.readers import Readers
from bot.texts.taking import OneText, Taken, Taking
from bot.texts.wording import TextWords
from casework import safety
from casework.texts import incoming, phones
from casework.texts.numbers import PhoneKeys
from common.clock import Clock
from common.phones import international, kind_of
from common.text import without_controls
from knowledge.safety import escalation
from knowledge.text_keywords import Keyword, in_words, keyword
from language.safety import Finding, SafetyGate

_TELL_AGAIN = timedelta(hours=1)


@dataclass
class Receiver:
    """Takes texts in, whatever the provider. Safe to call from several threads; raises what the database raises."""

    services: Services
    intake: Intake
    gate: SafetyGate
    clock: Clock
    words: TextWords
    _writing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @cached_property
    def keys(self) -> PhoneKeys:
        """What hides and opens numbers."""
        return PhoneKeys(self.services.phone_key)

    @cached_property
    def _taking(self) -> Taking:
        return Taking(self.services, self.intake, self.words)

    @cached_property
    def _readers(self) -> Readers:
        return Readers(self._taking)

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
            one = OneText(connection, id, phone, words, text.provider, now)
            return self._take(one, text, crisis)

    @property
    def _answers_abroad(self) -> bool:
        return self.services.settings.texts.numbers_abroad

    def _take(self, one: OneText, text: Incoming, crisis: Finding | None) -> Taken:
        """Help first; then keywords, what is refused, who reads the phone, and the conversation."""
        if crisis is not None:
            if one.phone.introduced_at is None:  # nothing shall come between them and help
                phones.change(one.connection, one.phone.key, introduced_at=one.at)
            return self._taking.keep(one, one.words)
        word = keyword(one.words, one.provider)
        if word in ("stop", "start"):
            return self._stop_or_start(one, word, told_already=text.stops_itself or one.provider == "twilio")
        if one.phone.opted_out_at is not None:
            return self._taking.became(one, "opted_out")
        if phones.count_text(one.connection, one.phone, one.at) > self._most_a_minute:
            return self._too_fast(one)
        if word == "help":
            if text.stops_itself:  # the provider has answered it
                return self._taking.became(one, "keyword")
            return self._taking.notice(one, "text_help", "keyword")
        if not one.words and text.has_media:
            return self._taking.notice(one, "text_no_words", "no_words")
        if one.phone.introduced_at is None:
            return self._readers.introduce(one)
        if one.phone.read_by is None and one.phone.held is not None:
            one, taken, before = self._readers.hear(one, word)
            return taken or self._converse(one, word, before)
        return self._converse(one, word)

    @property
    def _most_a_minute(self) -> int:
        return self.services.settings.limits.messages_per_minute_conversation

    def _converse(self, one: OneText, word: Keyword | None, before: str = "") -> Taken:
        if word == "private":
            return self._readers.now_private(one)
        if word == "shared":
            return self._readers.now_shared(one)
        if word == "human" and not one.phone.is_private:  # its questions would say what this is about
            return self._taking.notice(one, "text_withheld", "keyword")
        if word == "more" and one.phone.rest:
            return self._taking.show(one, self.words.shown_as(one.phone.rest, one.phone.is_private))
        if not before and self._readers.answers_the_unseen(one):
            return self._taking.notice(one, "text_withheld", "keyword")
        meant = in_words(word) if word and not self._readers.takes_a_choice(one) else None
        said = meant or one.words
        return self._taking.keep_or_refuse(one, f"{before}\n{said}".strip())

    def _stop_or_start(self, one: OneText, word: Keyword, told_already: bool) -> Taken:
        is_stop = word == "stop"
        was_out = one.phone.opted_out_at is not None
        at = (one.phone.opted_out_at or one.at) if is_stop else None
        phones.change(one.connection, one.phone.key, opted_out_at=at, rest=None, held=None)
        if told_already or (is_stop and was_out):
            return self._taking.became(one, "keyword")
        return self._taking.notice(one, f"text_{word}", "keyword", despite_stop=True)

    def _too_fast(self, one: OneText) -> Taken:
        told = one.phone.told_too_fast_at
        if told is not None and one.at - told < _TELL_AGAIN:
            return self._taking.became(one, "too_fast")
        phones.change(one.connection, one.phone.key, told_too_fast_at=one.at)
        return self._taking.notice(one, "text_too_fast", "too_fast")

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
