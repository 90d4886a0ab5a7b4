"""Checks of all other wording that people see: system replies, safety replies, flows, letters, helplines.

The short texts of a file have no reading age each, so they are measured together.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.check_answers import check_dates
from knowledge.check_words import (
    MOST_WORDS,
    SHORT,
    Finding,
    check_length,
    check_promises,
    check_public,
    check_simple,
    check_sms,
)
from knowledge.fields import Fields
from knowledge.house_style import check_style, check_words
from knowledge.located import ContentError, Document, Place, read_yaml
from knowledge.problem import Problem
from knowledge.reading_age import LIMIT, measure, word_count

# What stands for a value that is filled in, such as a name or a sum, or what a person is to fill in.
_PLACEHOLDER = re.compile(r"\{\w*\}|\[[^\]\n]*\]")
NOT_WORDING = {
    "facts.yml",
    "house_style.yml",
    "known_words.yml",
    "link_hosts.yml",
    "seeds.yml",
    "signoff.yml",
    "sources.yml",
    "unused_facts.yml",
}


def wording_files(folder: Path) -> list[Path]:
    """The YAML files of a knowledge folder that hold wording and are not answers."""
    files = (file for file in sorted(folder.rglob("*.yml")) if file.name not in NOT_WORDING)
    return [file for file in files if not {folder / "answers", folder / "asked"}.intersection(file.parents)]


def check_wording(file: Path, known: frozenset[str], today: date, dated: bool) -> Iterator[Problem]:
    """The problems of one file. `dated`: it must say when it was reviewed, by when it will be, and who owns it."""
    try:
        document = read_yaml(file)
        if dated:
            whole = Fields(document)
            whole.text("owner")
            yield from _at(document, (), check_dates(whole.day("reviewed_on"), whole.day("review_by"), today))
    except ContentError as error:
        yield Problem.of(error)
        return
    together = []
    for place, entry in _entries(document.data, ()):
        yield from _at(document, place, _entry(entry, known, today))
        plain = entry.get("plain")
        if isinstance(plain, str) and word_count(plain) < SHORT:
            together.append(_PLACEHOLDER.sub("one", plain).strip())
    age = measure("\n\n".join(together), known).age
    if word_count(" ".join(together)) >= SHORT and age > LIMIT:
        problem = f"the short `plain` texts together have a reading age of {age}"
        yield Problem(file, 1, problem, "Use shorter words and sentences")


def _at(document: Document, place: Place, found: Iterator[tuple[Place, Finding]]) -> Iterator[Problem]:
    for inner, (problem, mend) in found:
        yield Problem(document.file, document.line(*place, *inner), problem, mend)


def _entries(value: object, place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    if isinstance(value, dict):
        yield place, value
        for key, inner in value.items():
            yield from _entries(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _entries(inner, (*place, index))


def _entry(entry: dict[str, Any], known: frozenset[str], today: date) -> Iterator[tuple[Place, Finding]]:
    for name in MOST_WORDS:
        text = entry.get(name)
        if isinstance(text, str):
            text = _PLACEHOLDER.sub("one", text)
            found = check_length(text, name) if word_count(text) < SHORT else check_public(text, name, known)
            yield from (((name,), finding) for finding in found)
    if isinstance(text := entry.get("simple"), str):
        yield from ((("simple",), finding) for finding in check_simple(_PLACEHOLDER.sub("one", text), known))
    if isinstance(text := entry.get("sms"), str):
        yield from ((("sms",), finding) for finding in check_sms(_PLACEHOLDER.sub("x" * 12, text).strip(), known))
    for name in (*MOST_WORDS, "simple", "sms", "adviser"):
        if isinstance(text := entry.get(name), str):
            yield from (((name,), finding) for finding in check_words(text, name, known))
            if name != "adviser":
                yield from (((name,), finding) for finding in check_promises(text, name))
                yield from (((name,), finding) for finding in check_style(text, name))
    if isinstance(day := entry.get("ring_tested_on"), date) and day > today:
        yield ("ring_tested_on",), (f"{day} is in the future", "Give the day on which somebody rang the number")
