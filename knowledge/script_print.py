"""The full script of a step, to print: everything that an adviser may read out or needs to know at it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from common.replies import Source
from knowledge.flow_words import Saying, fill_text
from knowledge.script import ScriptLine, parse
from knowledge.step_content import Asked, Step, Walk

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Part:
    """A part of a printed script. depth: 0 for a part of the step, 1 for what follows an answer."""

    heading: str
    lines: tuple[ScriptLine, ...]
    depth: int = 0


@dataclass(frozen=True)
class PrintedStep:
    """One step. facts: the ids that hold what is said."""

    number: int
    title: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    facts: tuple[str, ...]


def printed(walk: Walk, values: Mapping[str, str]) -> tuple[PrintedStep, ...]:
    """All steps. values: what the texts name, such as {council}; one without a value is left as a blank to fill in."""
    return tuple(_step(step, values) for step in walk.steps)


def _step(step: Step, values: Mapping[str, str]) -> PrintedStep:
    own = {**values, "number": str(step.number), "title": step.title}
    parts = [
        _part("Begin", step.ask, own),
        *_answers(Asked(step.ask, step.options, step.reactions), own),
        _part("Ask again", step.question, own),
    ]
    if step.further is not None:
        parts += [_part("Then ask", step.further.asked.ask, own), *_answers(step.further.asked, own)]
    if step.parts is not None:
        labels = {option.key: option.label for option in step.parts.options}
        parts.append(_part("What happens when", step.parts.all, own))
        parts += [_part(labels[key], saying, own, 1) for key, saying in step.parts.says.items()]
    parts += [_part("Why", step.why, own), _part("More", step.more, own), _part("To give", step.give, own)]
    return PrintedStep(step.number, step.title, tuple(part for part in parts if part.lines), step.sources, step.facts)


def _answers(asked: Asked, values: Mapping[str, str]) -> list[Part]:
    found = []
    for option in asked.options:
        reaction = asked.reactions.get(option.key)
        if reaction is None:
            continue
        found.append(_part(f"If they say: {option.label}", reaction.says, values, 1))
        if reaction.says_alone is not None:
            found.append(_part(f"If they say: {option.label} (nobody near is listed)", reaction.says_alone, values, 1))
    return found


def _part(heading: str, saying: Saying, values: Mapping[str, str], depth: int = 0) -> Part:
    text = fill_text(saying.words.adviser, values)
    return Part(heading, parse(_PLACEHOLDER.sub("______", text)), depth)
