"""What a reply looks like on each channel, as plain data."""

from dataclasses import asdict
from typing import Any

from common.replies import Reply
from common.text import unwrapped
from knowledge.gsm7 import parts

REGISTERS = {"web": "plain", "terminal": "plain", "sms": "sms", "adviser": "adviser"}


def sms_text(replies: list[Reply]) -> str:
    """One text for all replies of a turn, with numbered choices of the last one where its words don't number them."""
    body = " ".join(" ".join(reply.words.register("sms").split()) for reply in replies)
    choices = replies[-1].choices if replies else ()
    if choices and "1 " not in replies[-1].words.sms:
        body += " Reply " + ", ".join(f"{number} {choice.label}" for number, choice in enumerate(choices, 1))
    return body


def as_json(reply: Reply, channel: str) -> dict[str, Any]:
    """A reply as `talk --json` and /chat/messages give it (DESIGN.md, section 4)."""
    text = unwrapped(reply.words.register(REGISTERS[channel]))
    return {
        "text": text,
        "choices": [choice.label for choice in reply.choices],
        "sources": [asdict(source) for source in reply.sources],
        "table": asdict(reply.table) if reply.table else None,
        "contact": [asdict(contact) for contact in reply.contacts] or None,
        "parts": parts(sms_text([reply])) if channel == "sms" else None,
    }
