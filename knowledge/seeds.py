"""Which section of which seed became which answer: seeds.yml, and the table in docs/editors/seeds.md made from it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.fields import Fields
from knowledge.located import ContentError, Document, Place, read_yaml

TABLE = Path(__file__).parent.parent / "docs/editors/seeds.md"
RENEW = ".venv/bin/python -m knowledge.seeds"
MOST_WORDS = 4
_RANGE = re.compile(r"([1-9]\d*)-([1-9]\d*)")
_YEAR = re.compile(r"20\d\d(?: to 20\d\d)?")
_INTRODUCTION = f"""# The seeds

Navigator grew from five files of blog posts, written from about 2010 to 2015. They are history, and so is every answer
that tells of them. This table says where each section went, or why it went nowhere. Lines are those of the seed file.
Answers without `history` in their name tell what holds today; those with `meaning` come from the glossary.

It is made from `knowledge/seeds.yml`. To renew it: `{RENEW}`.
"""


@dataclass(frozen=True)
class Section:
    """A part of a seed, from line `first` to `last` (both from 1), which starts with the words `begins`.

    year: when it was written, about. answers: the ids of those that tell of it; `outside`: why none does.
    """

    title: str
    year: str
    first: int
    last: int
    begins: str
    answers: tuple[str, ...]
    outside: str


@dataclass(frozen=True)
class Seed:
    """One seed file, by its name, with its key in sources.yml and its sections in order."""

    file: str
    source: str
    sections: tuple[Section, ...]


def load_seeds(folder: Path) -> tuple[Seed, ...]:
    """seeds.yml of a knowledge folder. Raises ContentError (file, line, problem, mend)."""
    document = read_yaml(folder / "seeds.yml")
    seeds = []
    for number in range(len(Fields(document).items("seeds"))):
        read = Fields(document, ("seeds", number))
        places: list[Place] = [("seeds", number, "sections", index) for index in range(len(read.items("sections")))]
        sections = tuple(_section(document, place) for place in places)
        seeds.append(Seed(read.text("file"), read.text("source"), sections))
    return tuple(seeds)


def _section(document: Document, place: Place) -> Section:
    read = Fields(document, place)
    first, last = _range(read)
    section = Section(
        title=read.text("title"),
        year=read.text("year"),
        first=first,
        last=last,
        begins=read.text("begins"),
        answers=read.texts("answers", required=False),
        outside=read.text("outside", required=False),
    )
    if not _YEAR.fullmatch(section.year):
        raise _wrong(read, "year", f"`{section.year}` is no year", 'Write "2013", or "2012 to 2013"')
    if len(section.begins.split()) > MOST_WORDS:
        # The seeds are not ours to copy: a few words are enough to see that the lines are still right.
        raise _wrong(read, "begins", f"`begins` has more than {MOST_WORDS} words", "Keep the first of them")
    if bool(section.answers) == bool(section.outside):
        raise _wrong(read, "answers", "a section needs answers or a reason", "Give one of `answers` and `outside`")
    return section


def _range(read: Fields) -> tuple[int, int]:
    text = read.text("lines")
    found = _RANGE.fullmatch(text)
    if not found or int(found[1]) > int(found[2]):
        raise _wrong(read, "lines", f"`{text}` is no range of lines", "Give the first and the last, such as 1-13")
    return int(found[1]), int(found[2])


def _wrong(read: Fields, name: str, problem: str, mend: str) -> ContentError:
    return ContentError(read.document.file, read.document.line(*read.place, name), problem, mend)


def as_markdown(seeds: Iterable[Seed]) -> str:
    """docs/editors/seeds.md: a table for each seed."""
    parts = [_INTRODUCTION]
    for seed in seeds:
        rows = [
            f"| {each.first} to {each.last} | {each.title} | {each.year} | {_went(each)} |" for each in seed.sections
        ]
        parts.append(
            "\n".join([f"## {seed.file}\n", "| lines | section | about | where it went |", "|---|---|---|---|", *rows])
        )
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _went(section: Section) -> str:
    return ", ".join(f"`{id}`" for id in section.answers) or f"nowhere: {section.outside}"


if __name__ == "__main__":
    TABLE.write_text(as_markdown(load_seeds(Path(__file__).parent)), encoding="utf-8")
