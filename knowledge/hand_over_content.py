"""What is said when somebody asks for a person, as read from knowledge/hand_over."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from common.replies import Words
from knowledge.fields import Fields
from knowledge.flow import FreeText
from knowledge.flow_words import Saying, problem, read_words
from knowledge.located import Document
from knowledge.questions import AskedQuestion, read_flow_files, read_question

QUESTIONS = ("about", "complaint", "way", "name", "contact", "when", "needs", "missed", "consent", "live_consent")
_SAYINGS = (
    "open", "closed", "first", "kept", "where", "see", "contact_miss_1", "contact_miss_2", "contact_miss_3",
    "contact_needed", "landline", "done", "not_passed_on", "ring", "live_waiting", "live_gone",
    "slot_gone", "slot_full",
)  # fmt: skip


@dataclass(frozen=True)
class Question(AskedQuestion):
    """One question. `row` heads its line in the list of what an adviser will see; empty for consent."""

    free_text: FreeText
    row: str


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
    files = read_flow_files(folder, _SAYINGS)
    return HandOver(
        questions={key: _question(files.questions, key) for key in QUESTIONS},
        sayings=files.sayings,
        phone_line=read_words(files.words, "phone_line"),
        no_phone_line=read_words(files.words, "no_phone_line"),
        caption=files.caption,
        headings=files.headings,
        not_given=Fields(files.words, ("table",)).text("not_given"),
    )


def _question(document: Document, key: str) -> Question:
    asked = read_question(document, key)
    read = Fields(document, (key,))
    free_text = read.text("free_text", required=False)
    if free_text not in get_args(FreeText):
        mend = "Use name, contact or text, or leave it out"
        raise problem(document, (key, "free_text"), f"`{free_text}` is no kind of free text", mend)
    return Question(**vars(asked), free_text=cast(FreeText, free_text), row=read.text("row", required=False))
