"""What the walk says, as read from knowledge/steps: one file a step (in order of their names) and walk.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from common.replies import Choice, Reply, Source, Table
from knowledge.fields import Fields
from knowledge.flow import Option
from knowledge.flow_words import (
    Saying,
    check_file,
    keys_of,
    offered,
    problem,
    read_choices,
    read_options,
    read_saying,
    read_sayings,
    read_sources,
    read_words,
)
from knowledge.located import ContentError, Document, read_yaml

STEPS = 7
HELP_ME_ASK = "help_me_ask"
_SAYINGS = ("intro", "resume", "first", "where", "where_first", "ready", "pause", "summary", "summary_clear")


@dataclass(frozen=True)
class Reaction:
    """What follows an option. goes_on: straight to the next step; to_ask: there is still something to ask about."""

    says: Saying
    goes_on: bool
    to_ask: bool


@dataclass(frozen=True)
class Step:
    """One step: what it is with its question (`ask`), the question alone, and what can be said about it.

    ask_about: what somebody who was not given it can still ask about, in a few words.
    """

    number: int
    title: str
    ask_about: str
    ask: Saying
    question: Saying
    why: Saying
    more: Saying
    options: tuple[Option, ...]
    reactions: Mapping[str, Reaction]
    sources: tuple[Source, ...]
    facts: tuple[str, ...]
    table: Table | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The options as ways on."""
        return tuple(offered(option) for option in self.options)

    @property
    def help_option(self) -> tuple[Option, ...]:
        """The option that gives words to ask with, if the step has one."""
        return tuple(option for option in self.options if option.key == HELP_ME_ASK)


@dataclass(frozen=True)
class Walk:
    """All steps, and what is said between them.

    ready, finish: the way on after a reaction, and after that of the last step.
    noted: caption and headings of the table of answers at the end.
    """

    steps: tuple[Step, ...]
    sayings: Mapping[str, Saying]
    ready: Option
    finish: Option
    resume_options: tuple[Option, ...]
    noted: tuple[str, str, str]
    not_answered: str
    go_to: str

    def summary(self, answers: Mapping[str, str], values: Mapping[str, str]) -> Reply:
        """The end: what was noted by step, what is still to ask, and a person."""
        still = [step for step in self.steps if self._still_to_ask(step, answers)]
        filled = {
            **values,
            "still_list": "\n".join(f"- {step.ask_about}" for step in still),
            "still_numbers": ", ".join(str(step.number) for step in still),
        }
        ways = [
            Choice(self.go_to.replace("{step}", str(step.number)), "change_answer", {"option": str(step.number)})
            for step in still[:1]
        ]
        reply = self.sayings["summary" if still else "summary_clear"].reply(filled, *ways)
        rows = tuple((f"{step.number}. {step.title}", self._noted(step, answers)) for step in self.steps)
        caption, *headings = self.noted
        return Reply(words=reply.words, choices=reply.choices, table=Table(tuple(headings), rows, caption))

    def _still_to_ask(self, step: Step, answers: Mapping[str, str]) -> bool:
        reaction = step.reactions.get(answers.get(str(step.number), ""))
        return reaction is None or reaction.to_ask

    def _noted(self, step: Step, answers: Mapping[str, str]) -> str:
        given = answers.get(str(step.number))
        return next((option.label for option in step.options if option.key == given), self.not_answered)


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
    whole = Fields(walk)
    keys_of(walk, "noted")
    noted = Fields(walk, ("noted",))
    return Walk(
        steps=tuple(_step(number, read_yaml(file), folder) for number, file in enumerate(files, 1)),
        sayings=sayings,
        ready=read_options(walk, "ready")[0],
        finish=read_options(walk, "finish")[0],
        resume_options=read_options(walk, "resume"),
        noted=(noted.text("caption"), noted.text("step"), noted.text("answer")),
        not_answered=whole.text("not_answered"),
        go_to=whole.text("go_to"),
    )


def _step(number: int, document: Document, folder: Path) -> Step:
    check_file(document)
    whole = Fields(document)
    options = read_options(document)
    return Step(
        number=number,
        title=whole.text("title"),
        ask_about=whole.text("ask_about"),
        ask=read_saying(document, "ask"),
        question=read_saying(document, "question"),
        why=read_saying(document, "why"),
        more=read_saying(document, "more"),
        options=options,
        reactions={option.key: _reaction(document, index) for index, option in enumerate(options)},
        sources=read_sources(document, folder.parent),
        facts=whole.texts("facts"),
        table=_table(document) if "table" in document.data else None,
    )


def _reaction(document: Document, index: int) -> Reaction:
    read = Fields(document, ("options", index))
    says = Saying(read_words(document, "options", index, "says"), read_choices(document, "options", index))
    return Reaction(says=says, goes_on=read.flag("goes_on"), to_ask=read.flag("to_ask"))


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
