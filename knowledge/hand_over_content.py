"""What is said when somebody asks for a person, as read from knowledge/hand_over."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from common.replies import Choice, Words
from knowledge.fields import Fields
from knowledge.flow import FreeText, Option
from knowledge.flow_words import (
    Saying,
    check_file,
    keys_of,
    offered,
    problem,
    read_options,
    read_saying,
    read_sayings,
    read_words,
)
from knowledge.located import Document, read_yaml

QUESTIONS = ("about", "complaint", "name", "contact", "when", "consent")
_SAYINGS = (
    "open", "closed", "first", "kept", "where", "see", "contact_miss_1", "contact_miss_2", "contact_miss_3",
    "contact_needed", "landline", "done", "not_passed_on", "ring",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question. `row` heads its line in the list of what an adviser will see; empty for consent."""

    ask: Saying
    why: Saying
    options: tuple[Option, ...]
    free_text: FreeText
    row: str

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The options as ways on."""
        return tuple(offered(option) for option in self.options)


@dataclass(frozen=True)
class HandOver:
    """All questions and sayings. `phone_line` tells the number, `no_phone_line` what to do when there is none."""

    questions: Mapping[str, Question]
    sayings: Mapping[str, Saying]
    phone_line: Words
    no_phone_line: Words
    caption: str
    headings: tuple[str, ...]
    not_given: str


def load_hand_over(folder: Path) -> HandOver:
    """Read knowledge/hand_over. Raises ContentError (file, line, problem, mend)."""
    words, asked = read_yaml(folder / "words.yml"), read_yaml(folder / "questions.yml")
    check_file(words)
    check_file(asked)
    sayings = read_sayings(words, "sayings")
    for key in _SAYINGS:
        if key not in sayings:
            raise problem(words, ("sayings",), f"the saying `{key}` is missing", "Add it with its four registers")
    keys_of(words, "table")
    table = Fields(words, ("table",))
    return HandOver(
        questions={key: _question(asked, key) for key in QUESTIONS},
        sayings=sayings,
        phone_line=read_words(words, "phone_line"),
        no_phone_line=read_words(words, "no_phone_line"),
        caption=table.text("caption"),
        headings=table.texts("headings"),
        not_given=table.text("not_given"),
    )


def _question(document: Document, key: str) -> Question:
    keys_of(document, key)
    read = Fields(document, (key,))
    free_text = read.text("free_text", required=False)
    if free_text not in get_args(FreeText):
        mend = "Use name, contact or text, or leave it out"
        raise problem(document, (key, "free_text"), f"`{free_text}` is no kind of free text", mend)
    return Question(
        ask=read_saying(document, key, "ask"),
        why=read_saying(document, key, "why"),
        options=read_options(document, key),
        free_text=cast(FreeText, free_text),
        row=read.text("row", required=False),
    )
