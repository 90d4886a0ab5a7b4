"""What answers are about, in the few words in which people name it (knowledge/subjects.yml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from knowledge.answer import Answer
from knowledge.fields import Fields
from knowledge.located import read_yaml


@dataclass(frozen=True)
class Subject:
    """A subject's name, and whose it is: ids (a star at either end stands for anything), or whole topics."""

    name: str
    answers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def has(self, answer: Answer) -> bool:
        """Whether an answer is about it."""
        return answer.topic in self.topics or any(fnmatchcase(answer.id, pattern) for pattern in self.answers)


def load_subjects(knowledge: Path) -> tuple[Subject, ...]:
    """The subjects of a knowledge folder, in their order; none without the file. Raises ContentError."""
    file = knowledge / "subjects.yml"
    if not file.exists():
        return ()
    document = read_yaml(file)
    found = []
    for index in range(len(Fields(document).items("subjects"))):
        read = Fields(document, ("subjects", index))
        answers, topics = (read.texts(name, required=False) for name in ("answers", "topics"))
        found.append(Subject(read.text("name"), answers, topics))
    return tuple(found)


def subject_of(answers: Mapping[str, Answer], subjects: tuple[Subject, ...]) -> dict[str, Subject]:
    """The subject of each answer that has one, by id: the first that fits."""
    named = ((answer.id, next((s for s in subjects if s.has(answer)), None)) for answer in answers.values())
    return {id: subject for id, subject in named if subject is not None}
