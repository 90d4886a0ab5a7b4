"""The words of a guided conversation of a few questions and a result (`knowledge.guided`), as read from its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.eligibility_content import NOT_SURE, SKIP, Condition, Question, holds
from knowledge.fields import Fields
from knowledge.flow import Option
from knowledge.flow_words import Saying, keys_of, problem, read_options, read_saying, read_sayings, value_at
from knowledge.located import Document

_SAYINGS = ("intro", "resume", "first", "where", "result", "which")
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Guide:
    """The questions in order, what is said around them, and the ways on from the result and from an earlier visit."""

    questions: tuple[Question, ...]
    sayings: Mapping[str, Saying]
    result_options: tuple[Option, ...]
    resume_options: tuple[Option, ...]

    def path(self, answers: Mapping[str, str]) -> list[Question]:
        """The questions that are asked with these answers, in order; answered or not."""
        return [question for question in self.questions if holds(question.asked_if, answers)]

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
        questions.append(_question(asked, key, questions))
    return Guide(tuple(questions), found, read_options(words, "result"), read_options(words, "resume"))


def read_condition(document: Document, place: Place, questions: Iterable[Question]) -> Condition:
    """The answers that a condition names; none when it is left out. Raises ContentError for those that nobody gives."""
    if value_at(document, *place) in (None, {}):
        return {}
    options = {question.id: {option.key for option in question.options} for question in questions}
    found = {}
    for key in keys_of(document, *place):
        wanted = Fields(document, place).texts(key)
        if key not in options:
            raise problem(document, (*place, key), f"no question `{key}` comes before this", "Name one that does")
        if unknown := set(wanted) - options[key]:
            mend = f"Use its options: {', '.join(sorted(options[key]))}"
            raise problem(document, (*place, key), f"`{key}` has no option {', '.join(sorted(unknown))}", mend)
        found[key] = frozenset(wanted)
    return found


def _question(document: Document, key: str, before: list[Question]) -> Question:
    place = ("questions", key)
    options = read_options(document, *place)
    for wanted in (NOT_SURE, SKIP):
        if wanted not in {option.key for option in options}:
            mend = "Everybody may be unsure, or skip"
            raise problem(document, (*place, "options"), f"the option `{wanted}` is missing", mend)
    return Question(
        id=key,
        title=Fields(document, place).text("title"),
        ask=read_saying(document, *place, "ask"),
        why=read_saying(document, *place, "why"),
        more=read_saying(document, *place, "more"),
        options=options,
        asked_if=read_condition(document, (*place, "asked_if"), before),
    )
