"""What guided conversations with questions have in common: the questions, and the two files that hold their words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from common.replies import Choice
from knowledge.fields import Fields
from knowledge.flow import Option
from knowledge.flow_words import (
    Saying,
    check_file,
    keys_of,
    offered,
    problem,
    read_options,
    read_saying,
    read_sayings,
)
from knowledge.located import Document, read_yaml


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its options, and why it is asked. Flows add what else they need."""

    ask: Saying
    why: Saying
    options: tuple[Option, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The options as ways on."""
        return tuple(offered(option) for option in self.options)


@dataclass(frozen=True)
class FlowFiles:
    """words.yml and questions.yml of a flow, with the sayings and the table of words.yml read."""

    words: Document
    questions: Document
    sayings: Mapping[str, Saying]
    caption: str
    headings: tuple[str, ...]


def read_flow_files(folder: Path, sayings: Iterable[str]) -> FlowFiles:
    """The two files of a flow. Raises ContentError (file, line, problem, mend), also when a saying is missing."""
    words, questions = read_yaml(folder / "words.yml"), read_yaml(folder / "questions.yml")
    check_file(words)
    check_file(questions)
    found = read_sayings(words, "sayings")
    for key in sayings:
        if key not in found:
            raise problem(words, ("sayings",), f"the saying `{key}` is missing", "Add it with its four registers")
    keys_of(words, "table")
    table = Fields(words, ("table",))
    return FlowFiles(words, questions, found, table.text("caption"), table.texts("headings"))


def read_question(document: Document, *place: str | int) -> AskedQuestion:
    """The question at a place. Raises ContentError."""
    keys_of(document, *place)
    return AskedQuestion(
        ask=read_saying(document, *place, "ask"),
        why=read_saying(document, *place, "why"),
        options=read_options(document, *place),
    )
