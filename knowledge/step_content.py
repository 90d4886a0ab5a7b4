"""What the walk says, as read from knowledge/steps: one file a step (in order of their names) and walk.yml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from common.replies import Choice, Source, Table
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

STEPS = 7
HELP_ME_ASK = "help_me_ask"
_SAYINGS = (
    "intro", "start", "resume", "first", "where", "where_first", "ready", "pause", "marked", "later", "which", "words",
    "summary", "summary_clear",
)  # fmt: skip


@dataclass(frozen=True)
class Reaction:
    """What follows an option.

    goes_on: straight to what comes next; to_ask: there is still something to ask about; contacts: keys of who can help;
    says_alone: what is said instead where council.yml names nobody near.
    """

    says: Saying
    goes_on: bool
    to_ask: bool
    contacts: tuple[str, ...] = ()
    says_alone: Saying | None = None


@dataclass(frozen=True)
class Asked:
    """A question with its options and what follows each."""

    ask: Saying
    options: tuple[Option, ...]
    reactions: Mapping[str, Reaction]


@dataclass(frozen=True)
class Further:
    """A second question of a step. known: what is said instead where another flow heard the answer already.

    flow, question: whose answer that is; an empty question means that the flow came to its end.
    """

    id: str
    asked: Asked
    flow: str = ""
    question: str = ""
    known: Mapping[str, Saying] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """Stages of a step that open one by one. asked: the step's own question is which of them it is."""

    all: Saying
    label: str
    options: tuple[Option, ...]
    says: Mapping[str, Saying]
    asked: bool

    def after(self, key: str) -> Option | None:
        """The part that follows, or None after the last one."""
        keys = [option.key for option in self.options]
        place = keys.index(key) + 1
        return self.options[place] if place < len(keys) else None


@dataclass(frozen=True)
class Step:
    """One step: what it is with its question (`ask`), the question alone, and what can be said about it.

    ask_about: what somebody who was not given it can still ask about, in a few words; called: how people name the step;
    give: what a professional gives people at this step.
    """

    number: int
    title: str
    ask_about: str
    called: tuple[str, ...]
    ask: Saying
    question: Saying
    why: Saying
    more: Saying
    give: Saying
    options: tuple[Option, ...]
    reactions: Mapping[str, Reaction]
    sources: tuple[Source, ...]
    facts: tuple[str, ...]
    contacts: tuple[str, ...] = ()
    further: Further | None = None
    parts: Parts | None = None
    table: Table | None = None

    @property
    def help_option(self) -> tuple[Option, ...]:
        """The option that gives words to ask with, if the step has one."""
        return tuple(option for option in self.options if option.key == HELP_ME_ASK)


@dataclass(frozen=True)
class Beginning:
    """One way to come to the walk. order: of the steps; knows: answers that it brings; waits: its words come alone."""

    says: Saying
    order: tuple[int, ...]
    knows: Mapping[str, str]
    waits: bool


@dataclass(frozen=True)
class Walk:
    """All steps, and what is said between them.

    ready, finish: the way on after a reaction, and after that of the last step; beside: what every question offers too.
    noted: caption and headings of the table of answers; status: how that table calls what has no answer.
    """

    steps: tuple[Step, ...]
    sayings: Mapping[str, Saying]
    beginnings: Mapping[str, Beginning]
    start_options: tuple[Option, ...]
    ready: Option
    finish: Option
    resume_options: tuple[Option, ...]
    labels: Mapping[str, str]
    noted: tuple[str, str, str]
    status: Mapping[str, str]

    @property
    def beside(self) -> tuple[Choice, ...]:
        """What can be done at every question besides answering it."""
        return (
            Choice(self.labels["more"], "tell_more"),
            Choice(self.labels["later"], "skip"),
            Choice(self.labels["done"], "mark_done"),
        )

    def go_to(self, step: Step) -> Choice:
        """The way to a step."""
        return Choice(
            self.labels["go_to"].replace("{step}", str(step.number)), "go_to_step", {"option": str(step.number)}
        )

    def option_of(self, step: Step, key: str) -> Option | None:
        """The option of a step's own question that this answer names, or None: answers outlive questions."""
        return next((option for option in step.options if option.key == key), None)


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
