"""Replies as HTML. Everything is escaped; the only markup is **bold**, "- " lists, paragraphs, links to our pages."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from bot.channels.pictures import Pictures
from common.clock import LONDON
from common.replies import Term
from knowledge.own_lines import language_of_line

WORDS_TOGETHER, WORDS_OF_A_PART = 110, 70
"""A reply of more words than the first is shown in parts of about the second."""

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"\*\*([a-z]{4,7}(?:-[a-z]{4,7}){2})\*\*")
"""A line that is nothing but a code to come back with: shown big, and marked whole by one tap."""
_PAGE = re.compile(r"(?<!\S)/(?:letters/[a-z0-9-]+\b|sums\b(?:\?[\w.=;&]*\w)?)")
"""A page of ours that replies name. Read after escaping: an & is &amp; by then."""
_TERM = Markup('<details class="term"><summary>{}</summary><span class="term__meaning">{}</span></details>')
_ENDS_A_LINE = (".", "?", "!", ":")


def as_html(text: str, one_idea_a_line: bool = False, terms: Iterable[Term] = ()) -> Markup:
    """A reply's text, a paragraph a line. A line that stops in the middle of a sentence runs on into the next.

    one_idea_a_line: every line stands by itself, as in "Simple words"; terms: words whose meaning can be opened where
    they are first used.
    """
    left = list(terms)
    return Markup("\n").join(
        block for paragraph in re.split(r"\n\s*\n", text.strip()) for block in _blocks(paragraph, one_idea_a_line, left)
    )


def as_bubbles(text: str, is_simple: bool = False, terms: Iterable[Term] = ()) -> list[Markup]:
    """A reply's text as one or more parts, each short enough to take in at once; split between paragraphs only.

    is_simple: one idea a line, each with a picture where one helps.
    """
    left, pictures = list(terms), Pictures() if is_simple else None
    return [
        Markup("\n").join(block for paragraph in part for block in _blocks(paragraph, is_simple, left, pictures))
        for part in _parts(re.split(r"\n\s*\n", text.strip()))
    ]


def _parts(paragraphs: list[str]) -> list[list[str]]:
    if sum(len(each.split()) for each in paragraphs) <= WORDS_TOGETHER:
        return [paragraphs]
    parts: list[list[str]] = [[]]
    words = 0
    for paragraph in paragraphs:
        count = len(paragraph.split())
        if parts[-1] and words + count > WORDS_OF_A_PART:
            parts.append([])
            words = 0
        parts[-1].append(paragraph)
        words += count
    return parts


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


def said_at(at: datetime, today: date | None) -> str:
    """The time in London of an aware moment, as 14:05; with its day (22 November, 14:05) when that is not `today`."""
    local = at.astimezone(LONDON)
    return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%B}, {local:%H:%M}"


def dialled(number: str) -> str:
    """A phone number as a tel: link needs it."""
    return re.sub(r"[^\d+]", "", number)


def _blocks(
    paragraph: str, one_idea_a_line: bool, terms: list[Term], pictures: Pictures | None = None
) -> Iterator[Markup]:
    lines = [line.strip() for line in paragraph.splitlines()]
    for is_list, group in groupby(lines, key=lambda line: line.startswith("- ")):
        if is_list:
            items = Markup("").join(Markup("<li>{}</li>").format(_line(line[2:], terms)) for line in group)
            yield Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>').format(items)
        else:
            for line in _joined(list(group), one_idea_a_line):
                if code := _CODE.fullmatch(line):
                    yield Markup('<p class="govuk-body code-to-keep"><strong>{}</strong></p>').format(code[1])
                    continue
                if language := language_of_line(line):
                    yield Markup('<p class="govuk-body" lang="{}" dir="auto">{}</p>').format(language, line)
                    continue
                html = _line(line, terms)
                if picture := pictures and pictures.of(line):
                    yield Markup(
                        '<div class="govuk-body pictured"><img src="/static/pictures/{}.svg" alt="" width="40" '
                        'height="40"><div>{}</div></div>'
                    ).format(picture, html)
                    continue
                # A paragraph can't hold what opens.
                tag = "div" if "<details" in html else "p"
                yield Markup('<{0} class="govuk-body">{1}</{0}>').format(tag, html)


def _joined(lines: list[str], one_idea_a_line: bool) -> Iterator[str]:
    text = lines[0]
    for before, line in pairwise(lines):
        stops = one_idea_a_line or before.rstrip("*").endswith(_ENDS_A_LINE) or language_of_line(before)
        if stops:
            yield text
        text = line if stops else f"{text} {line}"
    yield text


def _line(line: str, terms: list[Term]) -> Markup:
    """Bold, and the terms that are first used here. `terms`: those left to be found; what is found is taken out."""
    pieces = _BOLD.split(line)  # plain, bold, plain, ...
    return Markup("").join(
        Markup("<strong>{}</strong>").format(piece) if number % 2 else _with_terms(piece, terms)
        for number, piece in enumerate(pieces)
    )


def _with_terms(text: str, terms: list[Term]) -> Markup:
    for term in terms:
        if found := re.search(rf"(?<!\w){re.escape(term.written)}(?!\w)", text):
            terms.remove(term)
            before, after = text[: found.start()], text[found.end() :]
            opened = _TERM.format(term.written, term.meaning)
            return _with_terms(before, terms) + opened + _with_terms(after, terms)
    return Markup(_PAGE.sub(r'<a class="govuk-link" href="\g<0>">\g<0></a>', str(escape(text))))  # noqa: S704
