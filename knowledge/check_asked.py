"""Checks of knowledge/asked: for answers that are there, and asked nowhere else."""

from collections.abc import Collection, Iterable, Iterator

from knowledge.check_answers import Asked
from knowledge.located import Document
from knowledge.problem import Problem


def check_asked(documents: Iterable[Document], ids: Collection[str], asked: Asked) -> Iterator[Problem]:
    """The problems of these files. ids: of all answers; asked: the questions that their own files hold."""
    for document in documents:
        for id, texts in document.data.items():
            if id not in ids:
                yield Problem(document.file, document.line(id), f"there is no answer `{id}`", "Use the id of an answer")
            for index, text in enumerate(texts):
                if earlier := asked.earlier(str(text), document.file):
                    where = "this file" if earlier == document.file else f"{earlier.parent.name}/{earlier.name}"
                    line = document.line(id, index)
                    yield Problem(document.file, line, f'"{text}" is in {where} as well', "Keep it where it fits best")
