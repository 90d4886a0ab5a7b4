"""Checks of the facts that wording rests on, wherever a file names some: they exist, and are not of low confidence."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.evidence import Fact
from knowledge.located import ContentError, Document, Place, read_yaml
from knowledge.problem import Problem


def check_facts(file: Path, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """The problems of one file; one that can't be read has none here, as other checks say so."""
    try:
        document = read_yaml(file)
    except ContentError:
        return
    for place, key in _named(document.data, ()):
        if key not in facts:
            yield _problem(document, place, f"there is no fact `{key}`", "Use an id of facts.yml")
        elif facts[key].confidence == "low":
            yield _problem(document, place, f"`{key}` is of low confidence", "Take it out, and what rests on it")


def _problem(document: Document, place: Place, what: str, mend: str) -> Problem:
    return Problem(document.file, document.line(*place), what, mend)


def _named(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """All that stands in a list called `facts`, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "facts" and isinstance(inner, list):
                yield from (((*place, key, index), str(fact)) for index, fact in enumerate(inner))
            else:
                yield from _named(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _named(inner, (*place, index))
