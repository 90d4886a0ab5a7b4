"""What the replies of a turn look like as one text message."""

import re
from collections.abc import Sequence
from dataclasses import replace

from common.replies import Choice, Reply
from knowledge.gsm7 import folded, parts

MOST_PARTS = 2
TALK_TO_PERSON = "talk_to_person"
"""The intent of the choice that leads to a person."""
PERSON_LABEL = "Talk to a person"
"""Its words."""
_NUMBERED = re.compile(r"\breply \d", re.IGNORECASE)
_OFFER = re.compile(r"[\s,;-]*(?:\bor )?\breply 1\b.*$", re.IGNORECASE | re.DOTALL)


def sms_text(replies: Sequence[Reply]) -> str:
    """One text for all replies of a turn, with numbered choices of the last one where its words don't number them.

    Numbers in the words of an earlier reply are left out: a number means a choice of the last one.
    """
    if not replies:
        return ""
    last = replies[-1]
    body = " ".join(filter(None, (*map(_without_offer, replies[:-1]), _words(last))))
    if _is_to_be_numbered(last):
        body += f" {_numbered(last.choices)}"
    return body


def fits_a_text(replies: Sequence[Reply]) -> bool:
    """Whether the replies make one text of at most two parts."""
    return parts(sms_text(replies)) <= MOST_PARTS


def _offers_a_person(reply: Reply) -> bool:
    return _is_to_be_numbered(reply) and reply.choices[0].intent == TALK_TO_PERSON


def _is_to_be_numbered(reply: Reply) -> bool:
    return bool(reply.choices) and reply.numbered and not _NUMBERED.search(reply.words.register("sms"))


def _numbered(choices: Sequence[Choice], since: int = 1) -> str:
    """The choices from number `since` on, or nothing when there are none."""
    numbers = list(enumerate(choices, 1))[since - 1 :]
    return "Reply " + ", ".join(f"{number} {choice.label}" for number, choice in numbers) if numbers else ""


def _words(reply: Reply) -> str:
    said = " ".join(reply.words.register("sms").split())
    return f"{reply.speaker}: {said}" if reply.speaker else said


def _without_offer(reply: Reply) -> str:
    said = _words(reply)
    kept = _OFFER.sub("", said)
    return kept if kept == said or kept.endswith((".", "?", "!")) or not kept else f"{kept}."


MORE = " Text MORE."
"""At the end of a text that does not hold all."""
_BEFORE_A_CHOICE = re.compile(r",\s(?=\d+ )")
_AFTER_A_SENTENCE = re.compile(r"[.?!]\s")


def pages(text: str) -> list[str]:
    """A text as texts of at most two parts, each but the last ending in `MORE`.

    Cut after a sentence or between two numbered choices, else after a word. Choices keep their numbers.
    """
    rest, found = " ".join(folded(text).split()), []
    while parts(rest) > MOST_PARTS:
        cut = _cut(rest, f".{MORE}")
        head = rest[:cut].rstrip()
        found.append((f"{head[:-1]}." if _is_before_a_choice(rest, cut) else head) + MORE)
        rest = rest[cut:].lstrip()
    return [*found, rest]


def text_pages(replies: Sequence[Reply]) -> list[str]:
    """The replies of a turn as texts of at most two parts, each but the last ending in `MORE`.

    The offer of a person that comes as the first choice stands in the first of them, however long the answer is; the
    other choices stand where the words end, with their numbers.
    """
    if fits_a_text(replies) or not _offers_a_person(replies[-1]):
        return pages(sms_text(replies))
    *before, last = replies
    body = " ".join(folded(sms_text([*before, replace(last, choices=())])).split())
    offer = f" Reply 1 {last.choices[0].label}."
    cut = _cut(body, offer + MORE) if parts(body + offer + MORE) > MOST_PARTS else len(body)
    rest = f"{body[cut:].lstrip()} {_numbered(last.choices, since=2)}".strip()
    return [body[:cut].rstrip() + offer + MORE, *pages(rest)]


def _is_before_a_choice(text: str, cut: int) -> bool:
    return any(found.end() == cut for found in _BEFORE_A_CHOICE.finditer(text))


def _cut(text: str, ending: str) -> int:
    """Where the longest beginning that fits with an ending ends: never nought."""
    longest = max(length for length in range(1, len(text)) if parts(text[:length] + ending) <= MOST_PARTS)
    head = text[: longest + 2]  # so that what comes after the mark is seen
    for marks, least in (((_AFTER_A_SENTENCE, _BEFORE_A_CHOICE), longest // 2), ((re.compile(r"\s"),), 1)):
        ends = [found.end() for mark in marks for found in mark.finditer(head) if least <= found.end() <= longest + 1]
        if ends:
            return max(ends)
    return longest


def split(text: str) -> list[str]:
    """A text as texts that each hold at most 306 GSM-7 characters (two parts), all of which are sent, in order.

    Cut after a sentence, else after a word. At least one, even of an empty text.
    """
    rest, found = " ".join(folded(text).split()), []
    while parts(rest) > MOST_PARTS:
        cut = _cut(rest, "")
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest]
