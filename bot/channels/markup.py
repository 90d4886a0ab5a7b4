"""Replies as HTML. Everything is escaped; the only markup is **bold**, "- " lists, paragraphs and links to letters."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

from markupsafe import Markup, escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LETTER = re.compile(r"(?<!\S)/letters/[a-z0-9-]+\b")
"""A page of ours that replies name."""
_ENDS_A_LINE = (".", "?", "!", ":")


def as_html(text: str, one_idea_a_line: bool = False) -> Markup:
    """A reply's text, a paragraph a line. A line that stops in the middle of a sentence runs on into the next.

    one_idea_a_line: every line stands by itself, as in "Simple words".
    """
    return Markup("\n").join(
        block for paragraph in re.split(r"\n\s*\n", text.strip()) for block in _blocks(paragraph, one_idea_a_line)
    )


def typed_html(text: str) -> Markup:
    """What a person typed: escaped, with its line breaks."""
    return Markup("<br>").join(escape(line) for line in text.strip().splitlines())


def british_date(iso: str) -> str:
    """`2026-11-22` as 22 November 2026. Anything else stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"


def dialled(number: str) -> str:
    """A phone number as a tel: link needs it."""
    return re.sub(r"[^\d+]", "", number)


def _blocks(paragraph: str, one_idea_a_line: bool) -> Iterator[Markup]:
    lines = [line.strip() for line in paragraph.splitlines()]
    for is_list, group in groupby(lines, key=lambda line: line.startswith("- ")):
        if is_list:
            items = Markup("").join(Markup("<li>{}</li>").format(_bold(line[2:])) for line in group)
            yield Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>').format(items)
        else:
            for line in _joined(list(group), one_idea_a_line):
                yield Markup('<p class="govuk-body">{}</p>').format(_bold(line))


def _joined(lines: list[str], one_idea_a_line: bool) -> Iterator[str]:
    text = lines[0]
    for before, line in pairwise(lines):
        stops = one_idea_a_line or before.rstrip("*").endswith(_ENDS_A_LINE)
        if stops:
            yield text
        text = line if stops else f"{text} {line}"
    yield text


def _bold(line: str) -> Markup:
    bold = _BOLD.sub(r"<strong>\1</strong>", str(escape(line)))
    return Markup(_LETTER.sub(r'<a class="govuk-link" href="\g<0>">\g<0></a>', bold))  # noqa: S704
