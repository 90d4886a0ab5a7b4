"""Builds knowledge.db: the content, searchable, in one read-only SQLite file that opens in Datasette."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from knowledge.answer import Answer
from knowledge.content import Content, load_answers
from knowledge.directions import STATEMENT_WEIGHT, discriminate, number_owners
from knowledge.encoding import Encoder
from knowledge.grams import learn
from knowledge.located import ContentError
from knowledge.reading_age import sentences_of

SCHEMA_VERSION = "3"
SEARCHED_COLUMNS = ("questions", "title", "plain")


def build(folder: Path, target: Path, encoder: Encoder) -> str:
    """Build knowledge.db from a knowledge folder and return the content version (SHA-256).

    The file appears whole or not at all: it is written beside `target` and renamed. Raises ContentError.
    """
    content = load_answers(folder)
    if not content.answers:
        raise ContentError(folder / "answers", 1, "there are no answers", "Add one as answers/<topic>/<id>.yml")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    try:
        database = Database(str(unfinished))
        write(content, encoder, database)
        database.close()
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return content.version


def content_version(folder: Path) -> str:
    """The version that `build` would give to a knowledge folder as it stands (SHA-256). Raises ContentError."""
    return load_answers(folder).version


def built_version(path: Path) -> str | None:
    """The content version of a knowledge.db, or None when there is no such file or it is of an older kind."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            meta = dict(database.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError:
            return None
    return str(meta["content_version"]) if meta.get("schema_version") == SCHEMA_VERSION else None


def write(content: Content, encoder: Encoder, database: Database) -> None:
    """Write all tables of knowledge.db to an empty database."""
    answers = list(content.answers.values())
    database.table("sources").insert_all((asdict(source) for source in content.sources.values()), pk="key")
    database.table("facts").insert_all((asdict(fact) for fact in content.facts.values()), pk="id")
    database.table("answers").insert_all((_row(answer, content) for answer in answers), pk="id")
    _write_questions(answers, encoder, database)
    database.table("answer_sources").insert_all(
        (
            {"answer": answer.id, "source": source, "position": position}
            for answer in answers
            for position, source in enumerate(answer.sources)
        ),
        pk=("answer", "source"),
        foreign_keys=[("answer", "answers", "id"), ("source", "sources", "key")],
    )
    database.table("answers").enable_fts(SEARCHED_COLUMNS, tokenize="porter unicode61")
    database.table("meta").insert_all(
        [
            {"key": "schema_version", "value": SCHEMA_VERSION},
            {"key": "content_version", "value": content.version},
            {"key": "built_at", "value": datetime.now(UTC).isoformat(timespec="seconds")},
        ],
        pk="key",
    )


def _row(answer: Answer, content: Content) -> dict[str, object]:
    # Lists become JSON, except the questions: full-text search reads them as lines.
    return {**asdict(answer), "questions": "\n".join(answer.questions), "signed": answer.id in content.signed}


def _write_questions(answers: Sequence[Answer], encoder: Encoder, database: Database) -> None:
    asked = [(answer.id, question) for answer in answers for question in answer.questions]
    stated = [(answer.id, text) for answer in answers for text in (answer.title, *sentences_of(answer.plain))]
    vectors = encoder.encode([text for _, text in [*asked, *stated]])
    database.table("questions").insert_all(
        (
            {"id": number, "answer": id, "text": text, "embedding": _blob(vector)}
            for number, ((id, text), vector) in enumerate(zip(asked, vectors, strict=False), start=1)
        ),
        pk="id",
        foreign_keys=[("answer", "answers", "id")],
    )
    ids, owners = number_owners([id for id, _ in [*asked, *stated]])
    number = {id: index for index, id in enumerate(ids)}
    counts = np.concatenate([np.ones(len(asked)), np.full(len(stated), STATEMENT_WEIGHT)])
    _write_grams([text for _, text in asked], [number[id] for id, _ in asked], ids, database)
    directions, offsets = discriminate(owners, vectors, counts, len(ids))
    database.table("directions").insert_all(
        (
            {"answer": id, "direction": _blob(direction), "offset": float(offset)}
            for id, direction, offset in zip(ids, directions, offsets, strict=True)
        ),
        pk="answer",
        foreign_keys=[("answer", "answers", "id")],
    )


def _write_grams(texts: Sequence[str], owners: Sequence[int], ids: Sequence[str], database: Database) -> None:
    grams, unseen = learn(texts, owners, len(ids))
    database.table("grams").insert_all(
        (
            {
                "gram": gram.text,
                "rarity": gram.rarity,
                "answers": gram.answers.astype("<i2").tobytes(),
                "weights": gram.values.astype("<f4").tobytes(),
            }
            for gram in grams
        ),
        pk="gram",
    )
    database.table("gram_answers").insert_all(
        (
            {"number": index, "answer": id, "unseen": float(value)}
            for index, (id, value) in enumerate(zip(ids, unseen, strict=True))
        ),
        pk="number",
        foreign_keys=[("answer", "answers", "id")],
    )


def _blob(vector: NDArray[np.float32]) -> bytes:
    return vector.astype("<f4").tobytes()
