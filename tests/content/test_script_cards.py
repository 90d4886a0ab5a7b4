"""Every text for advisers becomes a card: nothing of it is lost, and no warning hides in what is said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.paths import ROOT
from knowledge import script
from knowledge.located import read_yaml
from knowledge.script import parse

KNOWLEDGE = ROOT / "knowledge"


def adviser_texts(node: Any) -> Iterator[str]:
    """All texts of the register `adviser` in a file."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "adviser" and isinstance(value, str):
                yield value
            else:
                yield from adviser_texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from adviser_texts(value)


def by_file() -> list[tuple[Path, tuple[str, ...]]]:
    found = ((file, tuple(adviser_texts(read_yaml(file).data))) for file in sorted(KNOWLEDGE.rglob("*.yml")))
    return [(file.relative_to(KNOWLEDGE), texts) for file, texts in found if texts]


def test_nothing_of_any_text_is_lost() -> None:
    texts = [(file, text) for file, found in by_file() for text in found]
    assert len(texts) > 1000
    lost = [f"{file}: {text}" for file, text in texts if script.as_text(parse(text)) != script.bare(text)]
    assert not lost


def test_no_warning_hides_in_another_block() -> None:
    """Outside quotation marks, a sentence that begins with one of these has a block of its own."""
    openings = ("Don't promise", "Listen for", "Know:", "Say:")
    hidden = [
        f"{file}: {line.text}"
        for file, found in by_file()
        for text in found
        for line in parse(text)
        for sentence in line.text.replace("**", "").split(". ")[1:]
        if sentence.startswith(openings) and line.text[: line.text.find(sentence)].count('"') % 2 == 0
    ]
    assert not hidden


def test_every_answer_says_something_aloud_or_tells_the_adviser_what_to_do() -> None:
    kinds = {
        str(file): {line.kind for text in found for line in parse(text)}
        for file, found in by_file()
        if file.parts[0] in ("answers", "steps")
    }
    assert [file for file, found in kinds.items() if not found & {"say", "know"}] == []


CARDS: dict[str, list[tuple[str, str, str]]] = {
    'Say: "Yes." It is a rule.': [("say", "Say", '"Yes."'), ("know", "", "It is a rule.")],
    "Know: it is local. **Don't promise** any figure.": [
        ("know", "Know", "it is local."),
        ("dont", "Don't promise", "any figure."),
    ],
    'Listen for: "card only"; a pause.\nAsk: "Who pays?"': [
        ("listen", "Listen for", '"card only"; a pause.'),
        ("say", "Ask", '"Who pays?"'),
    ],
    'If they say "my son does my money": he is a nominee.': [
        ("if_they_say", "If they say", '"my son does my money": he is a nominee.')
    ],
    "- one\n- two": [("know", "", "- one\n- two")],
    'Say: "Listen for: nothing. Know: quoted."': [("say", "Say", '"Listen for: nothing. Know: quoted."')],
    "": [],
}


@pytest.mark.parametrize("text", CARDS)
def test_blocks(text: str) -> None:
    assert [(line.kind, line.label, line.text) for line in parse(text)] == CARDS[text]
