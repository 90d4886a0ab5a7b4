"""The words of a guided conversation of a few questions and a result (`knowledge.guided`), as read from its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.eligibility_routes import read_check_question
from knowledge.eligibility_table import Question, walk
from knowledge.flow import Option
from knowledge.flow_words import Saying, keys_of, problem, read_options, read_sayings
from knowledge.located import Document

_SAYINGS = ("intro", "resume", "first", "where", "result", "which")


@dataclass(frozen=True)
class Guide:
    """The questions in order, what is said around them, and the ways on from the result and from an earlier visit."""

    questions: tuple[Question, ...]
    sayings: Mapping[str, Saying]
    result_options: tuple[Option, ...]
    resume_options: tuple[Option, ...]

    def path(self, answers: Mapping[str, str]) -> list[Question]:
        """The questions that are asked with these answers, in order; answered or not."""
        return walk(self.questions, answers)[0]

    def question(self, id: str) -> Question:
        """The question of this id. Raises StopIteration when there is none."""
        return next(question for question in self.questions if question.id == id)


def read_guide(asked: Document, words: Document, sayings: Iterable[str] = ()) -> Guide:
    """The questions of one file and the words of another, which has these sayings too. Raises ContentError."""
    found = read_sayings(words, "sayings")
    for key in (*_SAYINGS, *sayings):
        if key not in found:
            raise problem(words, ("sayings",), f"the saying `{key}` is missing", "Add it with its four registers")
    questions: list[Question] = []
    for key in keys_of(asked, "questions"):
        questions.append(read_check_question(asked, key, questions))
    return Guide(tuple(questions), found, read_options(words, "result"), read_options(words, "resume"))
