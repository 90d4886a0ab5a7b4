"""Further ways in which people ask for an answer: knowledge/asked/*.yml. For the search and for training only.

They widen what is found beyond the questions of an answer's own file, above all in everyday words. Nobody is shown
them.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from knowledge.answer import Answer
from knowledge.fields import Fields
from knowledge.located import ContentError, Document, read_yaml

FOLDER = "asked"


def asked_documents(folder: Path) -> list[Document]:
    """The files of a knowledge folder, in order of name. Raises ContentError for one that is not YAML."""
    return [read_yaml(file) for file in sorted((folder / FOLDER).glob("*.yml"))]


def load_asked(folder: Path) -> dict[str, tuple[str, ...]]:
    """Texts by the id of the answer that they ask for. Raises ContentError."""
    found: dict[str, tuple[str, ...]] = {}
    for document in asked_documents(folder):
        read = Fields(document)
        for id in document.data:
            if id in found:
                raise ContentError(document.file, document.line(id), f"another file has `{id}`", "Join the two")
            found[id] = read.texts(id)
    return found


def with_asked(asked: Mapping[str, tuple[str, ...]], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers with their further questions, behind their own. Those of an answer that is not there are left out."""
    found = dict(answers)
    for id, texts in asked.items():
        if id in found:
            found[id] = replace(found[id], questions=(*found[id].questions, *texts))
    return found
