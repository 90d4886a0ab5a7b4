"""What a reply looks like on each channel, as plain data."""

from collections.abc import Sequence
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


def as_text(reply: Reply, register: str) -> str:
    """A reply as text to keep: without choices, with its figures, contacts and sources written out."""
    lines = [unwrapped(reply.words.register(register)).replace("**", "")]
    if reply.table:
        lines += ["; ".join(_cells(reply.table.headings, row)) for row in reply.table.rows]
    for contact in reply.contacts:
        ways = (contact.phone, contact.text and f"text {contact.text}", contact.email, contact.url, contact.hours)
        lines.append(f"{contact.name}: {', '.join(way for way in ways if way)}")
    lines += [f"Source: {source.title} {source.url}".strip() for source in reply.sources]
    return "\n".join(lines)


def _cells(headings: Sequence[str], row: Sequence[str]) -> list[str]:
    return [f"{heading}: {cell}" if heading else cell for heading, cell in zip(headings, row, strict=True)]
