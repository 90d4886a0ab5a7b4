"""The assistant in the terminal: a pleasant chat, or JSON lines in and out (DESIGN.md, section 4)."""

import hashlib
import json
import sys
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from bot.engine.intake import Refused, find_or_begin
from bot.engine.results import TurnResult
from bot.rendering import as_json
from bot.running import Running
from casework.identity.outgoing import LATER
from common.clock import SettableClock, parse_moment
from common.replies import Reply, Table
from common.text import unwrapped
from knowledge.gsm7 import parts
from knowledge.texting import sms_text

CHANNELS = ("web", "sms", "adviser")


class BadLine(Exception):
    """A JSON line that can't be used; the message says what is wrong with it."""


def talk_json(running: Running, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One dict for each line, in order. A line that can't be read gives {"error": ...} and changes nothing."""
    for line in lines:
        if not line.strip():
            continue
        try:
            message = _read(line)
        except BadLine as problem:
            yield {"error": str(problem)}
            continue
        clock = running.clock
        if message.get("at") and isinstance(clock, SettableClock):
            clock.move_to(parse_moment(message["at"]))
        channel = message.get("channel", "web")
        result = _say(running, _conversation(running, channel, message["sender"]), message["text"])
        yield {
            "sender": message["sender"],
            "text": message["text"],
            "replies": _replies(result, channel),
            "outcome": result.outcome.value,
            "intent": result.intent,
            "topic": result.topic,
            "answers": list(result.answers),
            "confidence": result.confidence,
            "ms": result.ms,
        }


def _replies(result: TurnResult, channel: str) -> list[dict[str, Any]]:
    if channel != "sms" or not result.replies:
        return [as_json(reply, channel) for reply in result.replies]
    last = as_json(result.replies[-1], channel)
    text = sms_text(result.replies)
    return [last | {"text": text, "parts": parts(text)}]


def _read(line: str) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError as error:
        raise BadLine(f"not JSON: {error}") from None
    if (
        not isinstance(message, dict)
        or not isinstance(message.get("sender"), str)
        or not isinstance(message.get("text"), str)
    ):
        raise BadLine('a line needs "sender" and "text", both strings')
    if message.get("channel", "web") not in CHANNELS:
        raise BadLine(f'"channel" is one of {", ".join(CHANNELS)}')
    if message.get("at"):
        try:
            parse_moment(message["at"])
        except (ValueError, TypeError) as error:
            raise BadLine(f'"at": {error}') from None
    return message


def _conversation(running: Running, channel: str, sender: str) -> str:
    """Looked up for each message: after "delete my chat" the next one begins a new conversation."""
    token = hashlib.sha256(f"terminal:{channel}:{sender}".encode()).hexdigest()
    return find_or_begin(running.services.database, channel, token, running.clock.now()).id


def _say(running: Running, conversation_id: str, text: str) -> TurnResult:
    accepted = running.intake.accept(conversation_id, uuid.uuid4().hex, text, None, running.clock.now())
    if isinstance(accepted, Refused):
        return TurnResult(accepted.outcome, (accepted.reply,))
    result = running.engine.submit(conversation_id).result(timeout=60)
    assert result is not None, "a message that was just kept has a turn"
    running.codes.work_once(ahead=LATER)
    return result


def talk(running: Running, sender: str) -> None:
    """Chat until the person says `exit` or closes the input."""
    console = Console(highlight=False)
    _show(console, running.services.wording.say("welcome", **running.services.facts_for_wording))
    while True:
        try:
            text = console.input("[bold]You:[/bold] ")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if text.strip().lower() in {"exit", "quit"}:
            return
        for reply in _say(running, _conversation(running, "web", sender), text).replies:
            _show(console, reply)


def _show(console: Console, reply: Reply) -> None:
    body = Text(unwrapped(reply.words.plain).replace("**", ""))
    console.print(Text(f"{reply.speaker or 'Navigator'}:", style="bold green"))
    console.print(Padding(body, (0, 2)))
    for contact in reply.contacts:
        console.print(
            Padding(
                Text(
                    " ".join(
                        filter(
                            None, (contact.name, contact.phone, contact.text and f"text {contact.text}", contact.hours)
                        )
                    )
                ),
                (0, 4),
            )
        )
    if reply.table:
        console.print(Padding(_grid(reply.table), (0, 2)))
    for link in reply.links:
        console.print(Padding(Text(f"{link.label}: {link.page}"), (0, 4)))
    for number, choice in enumerate(reply.choices, 1):
        console.print(Padding(Text(f"{number}  {choice.label}", style="cyan"), (0, 4)))
    for source in reply.sources:
        console.print(Padding(Text(f"Source: {source.title}, read {source.checked}", style="dim"), (0, 2)))
    console.print()


def _grid(table: Table) -> RichTable:
    grid = RichTable(*table.headings, title=table.caption, show_lines=True)
    for row in table.rows:
        grid.add_row(*row)
    return grid


def run_json(running: Running) -> None:
    """Read standard input, write standard output, line by line."""
    for answer in talk_json(running, sys.stdin):
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
