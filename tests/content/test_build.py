"""knowledge.db holds all of the content, appears whole or not at all, and is only read at run time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlite_utils import Database

from bot.nlu.importer import ContentImporter, sample
from knowledge.build import build, built_version, content_version, write
from knowledge.content import Content, load_answers
from knowledge.located import ContentError
from knowledge.search import open_search, search_in
from tests.encoding import remembering

FOLDER = Path(__file__).parent.parent.parent / "knowledge"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "var" / "knowledge.db"
    assert build(FOLDER, target, remembering()) == content_version(FOLDER)
    return target


@pytest.fixture
def database(built: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{built}?mode=ro", uri=True)) as connection:
        yield connection


def test_what_was_built_is_what_was_written(built: Path) -> None:
    search, content = open_search(built, TODAY), load_answers(FOLDER)
    assert search.content == content
    assert search.content.version == content.version == built_version(built)
    assert search.answer("who-has-a-right") == content.reply("who-has-a-right")


def test_it_can_be_read_with_any_sqlite_tool(database: sqlite3.Connection) -> None:
    def count(table: str) -> int:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    content = load_answers(FOLDER)
    assert count("answers") == count("directions") == len(content.answers)
    assert count("questions") == sum(len(answer.questions) for answer in content.answers.values())
    assert count("sources") == len(content.sources)
    assert count("answer_sources") == sum(len(answer.sources) for answer in content.answers.values())
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    found = database.execute("SELECT rowid FROM answers_fts WHERE answers_fts MATCH 'budgets'").fetchall()
    assert len(found) > 20, "the stemmer joins budget and budgets"


def test_embeddings_are_unit_vectors(database: sqlite3.Connection) -> None:
    for (blob,) in database.execute("SELECT embedding FROM questions LIMIT 50"):
        assert np.linalg.norm(np.frombuffer(blob, dtype="<f4")) == pytest.approx(1.0, abs=1e-4)


def test_nothing_is_written_at_run_time(built: Path) -> None:
    before = built.read_bytes(), sorted(built.parent.iterdir())
    search = open_search(built, TODAY)
    search.rank("can i pay my sister", remembering().encode(["can i pay my sister"])[0])
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        search._lexical._database.execute("DELETE FROM answers")
    assert (built.read_bytes(), sorted(built.parent.iterdir())) == before


class BrokenEncoder:
    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        raise RuntimeError("no weights")


def test_a_failed_build_leaves_the_old_one_and_no_rubbish(built: Path) -> None:
    before = built.read_bytes()
    with pytest.raises(RuntimeError, match="no weights"):
        build(FOLDER, built, BrokenEncoder())
    assert built.read_bytes() == before
    assert [file.name for file in built.parent.iterdir()] == ["knowledge.db"]


def test_other_files_are_not_taken_for_a_build(tmp_path: Path) -> None:
    assert built_version(tmp_path / "none.db") is None
    (tmp_path / "text.db").write_text("not a database")
    assert built_version(tmp_path / "text.db") is None
    Database(str(tmp_path / "old.db")).table("meta").insert_all([{"key": "content_version", "value": "1"}])
    assert built_version(tmp_path / "old.db") is None
    with pytest.raises(FileNotFoundError, match="build it first"):
        open_search(tmp_path / "none.db", TODAY)


def test_no_answers_is_a_clear_problem(tmp_path: Path) -> None:
    for name in ("sources.yml", "facts.yml"):
        (tmp_path / name).write_text("")
    with pytest.raises(ContentError, match="no answers"):
        build(tmp_path, tmp_path / "knowledge.db", remembering())


def few(content: Content) -> Content:
    ids = ("who-has-a-right", "what-is-a-phb", "dementia", "gym-and-exercise")
    answers = {id: content.answers[id] for id in ids}
    answers["dementia"] = replace(answers["dementia"], draft=True)
    answers["gym-and-exercise"] = replace(answers["gym-and-exercise"], review_by=TODAY)
    return Content(answers, content.sources, content.facts, signed=frozenset({"who-has-a-right"}))


@pytest.mark.parametrize(
    ("today", "drafts", "signed_only", "found"),
    [
        (TODAY, False, False, {"who-has-a-right", "what-is-a-phb", "gym-and-exercise"}),
        (TODAY + timedelta(days=1), False, False, {"who-has-a-right", "what-is-a-phb"}),
        (TODAY, True, False, {"who-has-a-right", "what-is-a-phb", "gym-and-exercise", "dementia"}),
        (TODAY, True, True, {"who-has-a-right"}),
        (date(2030, 1, 1), False, False, set()),
    ],
)
def test_drafts_overdue_and_unsigned_answers_are_not_shown(
    today: date, drafts: bool, signed_only: bool, found: set[str]
) -> None:
    database = sqlite3.connect(":memory:")
    write(few(load_answers(FOLDER)), remembering(), Database(database))
    search = search_in(database, today, drafts, signed_only)
    text = "personal health budget dementia gym right"
    ranked = [answer.id for answer in search.rank(text, remembering().encode([text])[0])]
    assert {id for id in ranked if search.is_shown(id)} == found
    # An unsigned one is found all the same, so that it can be said that there is one.
    assert {id for id in ranked if not search.is_shown(id)} == {id for id in ranked if search.is_held_back(id)}
    assert any(search.is_held_back(id) for id in ranked) == signed_only
    assert set(search.find(text)) <= found


def test_the_importer_brings_a_balanced_sample() -> None:
    content = load_answers(FOLDER)
    answers = list(content.answers.values())
    chosen = sample(answers, per_answer=2, most=10_000)
    assert chosen == sample(answers[::-1], per_answer=2, most=10_000), "the order of files makes no difference"
    assert len(chosen) == 2 * len(answers)
    assert all(any(question in chosen for question in answer.questions) for answer in answers)
    assert len(sample(answers, per_answer=3, most=50)) == 50
    data = ContentImporter(training_data_paths=[], per_answer=2).get_nlu_data()
    assert {example.get("intent") for example in data.training_examples} == {"ask_question"}
    versions = {example.get("metadata")["example"]["content_version"] for example in data.training_examples}
    assert versions == {content.version}
