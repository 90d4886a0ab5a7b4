"""What a reply looks like on each channel, as plain data."""

from dataclasses import asdict
from typing import Any

from common.replies import Reply
from common.text import unwrapped
from knowledge.gsm7 import parts
from knowledge.texting import sms_text

REGISTERS = {"web": "plain", "terminal": "plain", "sms": "sms", "adviser": "adviser"}


def as_json(reply: Reply, channel: str) -> dict[str, Any]:
    """A reply as `talk --json` and /chat/messages give it (DESIGN.md, section 4)."""
    text = unwrapped(reply.words.register(REGISTERS[channel]))
    return {
        "text": text,
        "choices": [choice.label for choice in reply.choices],
        "sources": [asdict(source) for source in reply.sources],
        "table": asdict(reply.table) if reply.table else None,
        "contact": [asdict(contact) for contact in reply.contacts] or None,
        "links": [asdict(link) for link in reply.links],
        "parts": parts(sms_text([reply])) if channel == "sms" else None,
    }
