"""Every answer and message on every channel, within its limits; and the table of what becomes of a reply is true."""

import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from bot import talk
from bot.channels.pages import Pages
from bot.paths import ROOT
from bot.rendering import BLOCKS, as_json, blocks_as_markdown
from bot.running import Running
from common.replies import Chart, Choice, Contact, Link, Part, Private, Reply, Source, Table, Term, Words
from knowledge.gsm7 import parts, strangers
from knowledge.safety import safety_reply
from knowledge.texting import pages, sms_text
from language.safety.kinds import RiskKind

DOC = ROOT / "docs/developers/channels.md"
CHANNELS = ("web", "sms", "adviser", "terminal")

EXAMPLES: dict[str, Reply] = {
    "words": Reply(Words("TOKEN", simple="TOKEN", sms="TOKEN", adviser="TOKEN")),
    "choices": Reply(Words("a"), choices=(Choice("TOKEN", "yes"),)),
    "sources": Reply(Words("a"), sources=(Source("TOKEN", "https://www.gov.uk", "2026-11-22"),)),
    "table": Reply(Words("a"), table=Table(("h", "i"), (("TOKEN", "b"),))),
    "contacts": Reply(Words("a"), contacts=(Contact("TOKEN"),)),
    "terms": Reply(Words("a term"), terms=(Term("term", "TOKEN"),)),
    "speaker": Reply(Words("a"), speaker="TOKEN"),
    "links": Reply(Words("a"), links=(Link("TOKEN", "/letters"),)),
    "chart": Reply(Words("a"), chart=Chart("TOKEN", (Part("a", 1, "b"),), "c")),
    "private": Reply(Words("TOKEN"), private=Private("2026-11-23T10:15:00+00:00", Words("gone"))),
}


@pytest.fixture(scope="module")
def web(running: Running) -> Pages:
    return Pages(running.services.settings)


def shown(web: Pages, reply: Reply, channel: str) -> str:
    """A reply as a channel shows it."""
    if channel == "web":
        template = web._environment.get_template("parts.html")
        return str(template.module.navigator_says("n", reply, 1, "plain"))  # type: ignore[attr-defined]
    if channel == "sms":
        return " ".join(pages(sms_text([reply])))
    if channel == "adviser":
        return str(as_json(reply, "adviser"))
    said = StringIO()
    talk._show(Console(file=said, width=200), reply)
    return said.getvalue()


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_becomes_what_the_table_says(web: Pages, block: str, channel: str) -> None:
    assert ("TOKEN" in shown(web, EXAMPLES[block], channel)) is bool(getattr(BLOCKS[block], channel))


def test_the_table_has_every_block_and_the_docs_have_the_table() -> None:
    assert set(BLOCKS) == {field.name for field in fields(Reply)} - {"numbered", "answer"} == set(EXAMPLES)
    assert blocks_as_markdown() in DOC.read_text()


def words_in(thing: Any, seen: set[int]) -> Iterator[Words]:
    """All words in an object, at any depth."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, Words):
        yield thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from words_in(getattr(thing, field.name), seen)
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from words_in(value, seen)
    elif isinstance(thing, (tuple, list, set, frozenset)):
        for value in thing:
            yield from words_in(value, seen)


def filled(words: Words) -> Words:
    """With a word of twelve letters for each placeholder, as the check of the content counts it."""
    values: dict[str, str] = defaultdict(lambda: "x" * 12)
    return Words(**{f.name: string.Formatter().vformat(getattr(words, f.name), (), values) for f in fields(Words)})


def messages(running: Running) -> Iterator[tuple[str, Reply]]:
    """Every answer, system reply, flow's message and help in danger."""
    services = running.services
    for answer_id in services.search.content.answers:
        yield f"answer {answer_id}", services.answer(answer_id)
    for reply_id, reply in services.wording.replies.items():
        yield f"reply {reply_id}", Reply(filled(reply.words), choices=reply.choices)
    for name, flow in services.flows.items():
        found = list(words_in(flow, set()))
        assert found, f"no words in {name}"
        for number, words in enumerate(found):
            yield f"flow {name} {number}", Reply(filled(words))
    contacts = services.settings.contact_values()
    for kind in RiskKind:
        yield f"danger {kind.value}", safety_reply(kind.value, "self", contacts, show_untested=True)


def test_every_message_is_within_limits_on_every_channel(running: Running, web: Pages) -> None:
    wrong, count = [], 0
    for name, reply in messages(running):
        count += 1
        on = {channel: shown(web, reply, channel) for channel in CHANNELS}
        said = sms_text([Reply(reply.words)])
        if parts(said) > 2 or strangers(said):
            wrong.append(f"{name}: {parts(said)} parts, {strangers(said)!r}: {said}")
        wrong += [
            f"{name} on {channel}: a placeholder is left"
            for channel in ("web", "sms", "terminal")
            if "{" in on[channel]
        ]
        wrong += [f"{name} on {channel}: nothing" for channel in CHANNELS if not on[channel].strip()]
        if not reply.words.register("adviser").strip() or "**" in on["web"] + on["terminal"]:
            wrong.append(f"{name}: marks are left")
    assert wrong == []
    assert count > 400
