"""What the replies of a turn look like as one text message."""

import re
from collections.abc import Sequence
from dataclasses import replace

from common.replies import Reply
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
        body += " Reply " + ", ".join(f"{number} {choice.label}" for number, choice in enumerate(last.choices, 1))
    return body


def fits_a_text(replies: Sequence[Reply]) -> bool:
    """Whether the replies make one text of at most two parts."""
    return parts(sms_text(replies)) <= MOST_PARTS


def shortened(replies: Sequence[Reply]) -> list[Reply]:
    """The replies with fewer choices, then without the first ones, until they fit; the last one's words always stay.

    So does a person who is the first choice: `text_pages` finds room for that.
    """
    kept = list(replies)
    while kept and not fits_a_text(kept):
        last = kept[-1]
        if _offers_a_person(last) and len(last.choices) == 1:
            break
        if _is_to_be_numbered(last):
            kept[-1] = replace(last, choices=last.choices[:-1])
        elif len(kept) > 1:
            del kept[0]
        else:
            break
    return kept


def _offers_a_person(reply: Reply) -> bool:
    return _is_to_be_numbered(reply) and reply.choices[0].intent == TALK_TO_PERSON


def _is_to_be_numbered(reply: Reply) -> bool:
    return bool(reply.choices) and reply.numbered and not _NUMBERED.search(reply.words.register("sms"))


def _words(reply: Reply) -> str:
    said = " ".join(reply.words.register("sms").split())
    return f"{reply.speaker}: {said}" if reply.speaker else said


def _without_offer(reply: Reply) -> str:
    said = _words(reply)
    kept = _OFFER.sub("", said)
    return kept if kept == said or kept.endswith((".", "?", "!")) or not kept else f"{kept}."


MORE = " Text MORE."
"""At the end of a text that does not hold all."""


def pages(text: str) -> list[str]:
    """A text as texts of at most two parts, each but the last ending in `MORE`. Cut after a sentence, else a word."""
    rest, found = " ".join(folded(text).split()), []
    while parts(rest) > MOST_PARTS:
        cut = _cut(rest)
        found.append(rest[:cut].rstrip() + MORE)
        rest = rest[cut:].lstrip()
    return [*found, rest]


def text_pages(replies: Sequence[Reply]) -> list[str]:
    """The replies of a turn as texts of at most two parts, each but the last ending in `MORE`.

    The offer of a person that comes as the first choice stands in the first of them, however long the answer is.
    """
    if fits_a_text(replies) or not _offers_a_person(replies[-1]):
        return pages(sms_text(replies))
    *before, last = replies
    body = " ".join(folded(sms_text([*before, replace(last, choices=())])).split())
    offer = f" Reply 1 {last.choices[0].label}."
    cut = _cut(body, offer + MORE)
    return [body[:cut].rstrip() + offer + MORE, *pages(body[cut:].lstrip())]


def _cut(text: str, ending: str = MORE) -> int:
    """Where the longest beginning that fits with an ending ends: never nought."""
    longest = max(length for length in range(1, len(text)) if parts(text[:length] + ending) <= MOST_PARTS)
    head = text[: longest + 1]
    for mark, least in ((r"[.?!]\s", longest // 2), (r"\s", 1)):
        ends = [found.end() for found in re.finditer(mark, head) if found.end() >= least]
        if ends:
            return ends[-1]
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
