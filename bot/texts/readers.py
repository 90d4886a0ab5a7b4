"""Who else reads the texts of a phone: asked once, changed by PRIVATE and SHARED, and what that holds back."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.texts.taking import OneText, Taken, Taking
from casework import conversations, outbox
from casework.texts import phones
from casework.texts.phones import Phone
from casework.texts.tables import ReadBy
from common.outcomes import Outcome
from common.replies import Reply
from knowledge.flow import Option
from knowledge.text_keywords import Keyword, keyword
from language.choices import find_option, match_label, match_place

_READERS: dict[str, ReadBy] = {"no": "nobody", "yes": "others", "not_sure": "unsure"}
_WHO_READS = (
    Option("no", "No", ("nobody", "no one", "just me", "only me", "nobody else", "no one else", "only i do")),
    Option("yes", "Yes", ("they do", "he does", "she does", "sometimes", "we share it", "shared")),
    Option("not_sure", "Not sure"),
)
"""The answers to the question whether anybody else reads the texts, in their order."""
_SHORT_ANSWERS = (
    Option("yes", "Yes", ("ok", "okay", "y")),
    Option("no", "No", ("n",)),
    Option("not_sure", "Not sure"),
    Option("skip", "Skip", ("next", "pass")),
)
"""What answers a question, whichever it is."""
_FEW_WORDS = 4


@dataclass(frozen=True)
class Readers:
    """Asks who reads a phone, and knows what to do with the answer."""

    taking: Taking

    def introduce(self, one: OneText) -> Taken:
        """Who we are, what it costs, and who else reads the phone. What they asked waits for that."""
        phones.change(one.connection, one.phone.key, introduced_at=one.at, held=one.words)
        return self.taking.notice(one, "text_intro", "held")

    def hear(self, one: OneText, word: Keyword | None) -> tuple[OneText, Taken | None, str]:
        """The answer to the question, which is asked once.

        The text with its phone as it is now; what became of it, or None when it was no answer: then it counts as a
        message, behind the words that had waited. (Whoever says something else has not said that nobody reads it.)
        """
        held = one.phone.held or ""
        reader = _reader(one.words, word)
        phones.change(one.connection, one.phone.key, read_by=reader or "unsure", held=None)
        changed = replace(one, phone=_now(one))
        if reader is None:
            return changed, None, held
        if not held or keyword(held) or _is_greeting(held):
            said = "text_welcome" if reader == "nobody" else "text_shared"
            return changed, self.taking.notice(changed, said, "keyword"), ""
        return changed, self.taking.keep_or_refuse(changed, held), ""

    def now_private(self, one: OneText) -> Taken:
        """From now on in full, with the answer that was held back last, if there is one."""
        phones.change(one.connection, one.phone.key, read_by="nobody")
        replies = self._last_replies(one)
        if not replies or one.phone.is_private:
            return self.taking.notice(one, "text_private", "keyword")
        return self.taking.show(one, self.taking.words.answer(replies, is_private=True))

    def now_shared(self, one: OneText) -> Taken:
        """From now on without topics, figures and references."""
        phones.change(one.connection, one.phone.key, read_by="others", rest=None)
        return self.taking.notice(one, "text_shared", "keyword")

    def answers_the_unseen(self, one: OneText) -> bool:
        """Whether a text would answer a question that was held back: nobody can have meant that.

        A number, a choice by its words, or yes, no and their like.
        """
        if one.phone.is_private:
            return False
        replies = self._last_replies(one)
        if not replies or not self.taking.words.answer(replies, is_private=False).is_withheld:
            return False
        labels = [choice.label for choice in replies[-1].choices]
        options = (*_SHORT_ANSWERS, *(Option(label, label) for label in labels))
        is_number = re.fullmatch(r"\W*\d{1,3}\W*", one.words) is not None or match_place(one.words, labels) is not None
        return is_number or (len(one.words.split()) <= _FEW_WORDS and find_option(one.words, options) is not None)

    def takes_a_choice(self, one: OneText) -> bool:
        """Whether a text is word for word a choice of the last one: "more" where one of them is called More."""
        replies = self._last_replies(one)
        return bool(replies) and match_label(one.words, [choice.label for choice in replies[-1].choices]) is not None

    def _last_replies(self, one: OneText) -> list[Reply]:
        found = conversations.find_by_token(one.connection, one.phone.key)
        return _last_replies(one.connection, found.id, one.at) if found else []


def _reader(words: str, word: Keyword | None) -> ReadBy | None:
    """Who else reads the phone, by the answer to that question; None when it is no answer to it."""
    if word in ("private", "shared"):
        return "nobody" if word == "private" else "others"
    found = find_option(words, _WHO_READS)
    return _READERS.get(found.key) if found else None


def _is_greeting(words: str) -> bool:
    return words.casefold().strip(" .!?") in ("hi", "hello", "hey", "hiya", "good morning", "good afternoon", "test")


def _now(one: OneText) -> Phone:
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
