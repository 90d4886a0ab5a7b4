"""Reads what the walk says from knowledge/steps: one file a step (in order of their names) and walk.yml."""

from pathlib import Path

from common.replies import Table
from knowledge.fields import Fields
from knowledge.flow import Option
from knowledge.flow_words import (
    Saying,
    check_file,
    keys_of,
    problem,
    read_choices,
    read_options,
    read_saying,
    read_sayings,
    read_sources,
    read_words,
    value_at,
)
from knowledge.located import ContentError, Document, Place, read_yaml
from knowledge.step_content import Asked, Beginning, Further, Parts, Reaction, Step, Walk

STEPS = 7
_SAYINGS = (
    "intro", "start", "resume", "first", "where", "where_first", "ready", "pause", "marked", "later", "which", "words",
    "summary", "summary_clear",
)  # fmt: skip


def load_walk(folder: Path) -> Walk:
    """Read knowledge/steps. Raises ContentError (file, line, problem, mend)."""
    walk = read_yaml(folder / "walk.yml")
    check_file(walk)
    sayings = read_sayings(walk, "sayings")
    for key in _SAYINGS:
        if key not in sayings:
            raise problem(walk, ("sayings",), f"the saying `{key}` is missing", "Add it with its four registers")
    files = sorted(file for file in folder.glob("*.yml") if file != walk.file)
    if len(files) != STEPS:
        raise ContentError(walk.file, 1, f"there are {len(files)} step files beside it", f"There are {STEPS} steps")
    steps = tuple(_step(number, read_yaml(file), folder) for number, file in enumerate(files, 1))
    keys_of(walk, "noted")
    noted = Fields(walk, ("noted",))
    starts = read_options(walk, "start")
    return Walk(
        steps=steps,
        sayings=sayings,
        beginnings={option.key: _beginning(walk, index, steps) for index, option in enumerate(starts)},
        start_options=starts,
        ready=read_options(walk, "ready")[0],
        finish=read_options(walk, "finish")[0],
        resume_options=read_options(walk, "resume"),
        labels=_texts(walk, "labels", ("more", "later", "done", "go_to", "words", "nobody_near")),
        noted=(noted.text("caption"), noted.text("step"), noted.text("answer")),
        status=_texts(walk, "status", ("done", "skipped", "open", "none")),
    )


def _texts(document: Document, place: str, names: tuple[str, ...]) -> dict[str, str]:
    keys_of(document, place)
    read = Fields(document, (place,))
    return {name: read.text(name) for name in names}


def _beginning(document: Document, index: int, steps: tuple[Step, ...]) -> Beginning:
    place: Place = ("start", "options", index)
    read = Fields(document, place)
    order, knows = value_at(document, *place, "order"), value_at(document, *place, "knows") or {}
    if not isinstance(order, list) or not set(order) <= {step.number for step in steps}:
        raise problem(document, (*place, "order"), "`order` is no list of steps", "Give numbers from 1 to 7")
    if not isinstance(knows, dict):
        raise problem(document, (*place, "knows"), "`knows` is no mapping", "Give the number of a step and an option")
    for number, key in knows.items():
        if not any(option.key == key for option in steps[int(number) - 1].options):
            raise problem(document, (*place, "knows"), f"step {number} has no option `{key}`", "Use one of its keys")
    return Beginning(
        Saying(read_words(document, *place, "says"), read_choices(document, *place)),
        tuple(order),
        {str(number): str(key) for number, key in knows.items()},
        read.flag("waits"),
    )


def _step(number: int, document: Document, folder: Path) -> Step:
    check_file(document)
    whole = Fields(document)
    parts = _parts(document) if "parts" in document.data else None
    asked = read_options(document)
    options = (*parts.options, *asked) if parts and parts.asked else asked
    reactions = _reactions(document, (), asked)
    if parts and parts.asked:
        reactions |= {key: Reaction(says, goes_on=False, to_ask=False) for key, says in parts.says.items()}
    return Step(
        number=number,
        title=whole.text("title"),
        ask_about=whole.text("ask_about"),
        called=whole.texts("called"),
        ask=read_saying(document, "ask"),
        question=read_saying(document, "question"),
        why=read_saying(document, "why"),
        more=read_saying(document, "more"),
        give=read_saying(document, "give"),
        options=options,
        reactions=reactions,
        sources=read_sources(document, folder.parent),
        facts=whole.texts("facts"),
        contacts=whole.texts("contacts", required=False),
        further=_further(document) if "further" in document.data else None,
        parts=parts,
        table=_table(document) if "table" in document.data else None,
    )


def _reactions(document: Document, place: Place, options: tuple[Option, ...]) -> dict[str, Reaction]:
    return {option.key: _reaction(document, (*place, "options", index)) for index, option in enumerate(options)}


def _reaction(document: Document, place: Place) -> Reaction:
    read, choices = Fields(document, place), read_choices(document, *place)
    alone = value_at(document, *place, "says_alone") is not None
    return Reaction(
        says=Saying(read_words(document, *place, "says"), choices),
        goes_on=read.flag("goes_on"),
        to_ask=read.flag("to_ask"),
        contacts=read.texts("contacts", required=False),
        says_alone=Saying(read_words(document, *place, "says_alone"), choices) if alone else None,
    )


def _further(document: Document) -> Further:
    keys_of(document, "further")
    read = Fields(document, ("further",))
    options = read_options(document, "further")
    asked = Asked(read_saying(document, "further", "ask"), options, _reactions(document, ("further",), options))
    known = read_sayings(document, "further", "known") if value_at(document, "further", "known") else {}
    return Further(read.text("id"), asked, read.text("flow", required=False), read.text("asks", required=False), known)


def _parts(document: Document) -> Parts:
    keys_of(document, "parts")
    read = Fields(document, ("parts",))
    options = read_options(document, "parts")
    says = {option.key: read_saying_of(document, ("parts", "options", index)) for index, option in enumerate(options)}
    return Parts(read_saying(document, "parts", "all"), read.text("label"), options, says, read.flag("asked"))


def read_saying_of(document: Document, place: Place) -> Saying:
    """The `says` and the `choices` of an option. Raises ContentError."""
    return Saying(read_words(document, *place, "says"), read_choices(document, *place))


def _table(document: Document) -> Table:
    keys_of(document, "table")
    read = Fields(document, ("table",))
    headings = read.texts("headings")
    rows = []
    for index, row in enumerate(read.items("rows")):
        if not isinstance(row, list) or len(row) != len(headings) or not all(isinstance(cell, str) for cell in row):
            place = ("table", "rows", index)
            raise problem(document, place, "the row does not fit the headings", f"Give {len(headings)} texts")
        rows.append(tuple(row))
    return Table(headings=headings, rows=tuple(rows), caption=read.text("caption"))
