"""What a reply looks like on each channel, as plain data."""

from dataclasses import asdict, dataclass
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


@dataclass(frozen=True)
class Shown:
    """What a block of a reply becomes on each channel; empty: it is left out there."""

    web: str
    sms: str
    adviser: str
    terminal: str


BLOCKS: dict[str, Shown] = {
    "words": Shown(
        "the plain words, or the simple ones; paragraphs and lists",
        "the short words, in letters of GSM-7; more than two parts wait for MORE",
        "the adviser's words: what to say, what to know",
        "the plain words",
    ),
    "choices": Shown("a button each", "numbers at the end of the words", "their labels", "numbers"),
    "sources": Shown("in details, with the day they were read", "", "with the day they were read", "a line each"),
    "table": Shown("a table that stacks on a phone", "", "its rows", "a table"),
    "contacts": Shown("links to call, text and write", "", "their fields", "a line each"),
    "terms": Shown("in the words, with their meaning", "", "", ""),
    "speaker": Shown("above the words, where an adviser speaks", "before the words", "", "before the words"),
    "links": Shown("links", "", "label and page", "label and page"),
    "chart": Shown("bars, with the same in words", "", "", ""),
    "private": Shown(
        "the words, until its time is over; then what may still be read",
        "the words, unless others read the phone; not sent once its time is over",
        "the words",
        "the words",
    ),
}
"""The one table of what becomes of a reply. docs/developers/channels.md shows it, and a test holds it true."""


def blocks_as_markdown() -> str:
    """The table as docs/developers/channels.md has it."""
    rows = [
        f"| `{name}` | {each.web or '-'} | {each.sms or '-'} | {each.adviser or '-'} | {each.terminal or '-'} |"
        for name, each in BLOCKS.items()
    ]
    return "\n".join(["| block | web | text | adviser | terminal |", "|---|---|---|---|---|", *rows]) + "\n"
