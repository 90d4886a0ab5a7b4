"""What is said when somebody is asked who they are, as read from knowledge/identity."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.flow_words import Saying, check_file, problem, read_sayings
from knowledge.located import read_yaml
from knowledge.questions import AskedQuestion, read_question

QUESTIONS = ("own_phone", "alone", "reference", "birth", "code")
SAYINGS = (
    "begin", "sent", "date_miss", "again", "no_more", "wrong", "six", "expired", "lapsed", "put_right", "locked",
    "limited", "right", "private_way", "no_reference", "not_come", "no_skip", "left", "not_here", "message",
    "message_read_out",
)  # fmt: skip


@dataclass(frozen=True)
class IdentityWords:
    """All questions and sayings. `message` is what the code is sent in: plain by email, sms by text.

    `message_read_out`: the same where the person reads it to an adviser.
    """

    questions: Mapping[str, AskedQuestion]
    sayings: Mapping[str, Saying]


def load_identity(folder: Path) -> IdentityWords:
    """Read knowledge/identity. Raises ContentError (file, line, problem, mend), also when a saying is missing."""
    words, questions = read_yaml(folder / "words.yml"), read_yaml(folder / "questions.yml")
    check_file(words)
    check_file(questions)
    sayings = read_sayings(words, "sayings")
    for key in SAYINGS:
        if key not in sayings:
            raise problem(words, ("sayings",), f"the saying `{key}` is missing", "Add it with its four registers")
    return IdentityWords({key: read_question(questions, key) for key in QUESTIONS}, sayings)
