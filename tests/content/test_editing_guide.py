"""docs/editing-content.md works: this follows it, step by step, in a copy of the content."""

import re
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.paths import ROOT
from knowledge.build import write
from knowledge.check import check
from knowledge.content import load_answers
from knowledge.explain import explain
from knowledge.search import Search, decide, search_in
from tests.encoding import remembering

GUIDE = (ROOT / "docs/editing-content.md").read_text()
DAY = date(2026, 11, 25)


def search_of(folder: Path) -> Search:
    database = sqlite3.connect(":memory:")
    write(load_answers(folder), remembering(), Database(database))
    return search_in(database, DAY)


@pytest.fixture(scope="module")
def target() -> str:
    """The file that the guide says to save."""
    found = re.search(r"Save this as `knowledge/(answers/[a-z]+/([a-z-]+)\.yml)`", GUIDE)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def searched() -> list[str]:
    """What the guide searches for: first before, then after the answer is there."""
    found = re.findall(r'^\./navigator search "(.+)"$', GUIDE, re.MULTILINE)
    assert len(found) == 2
    return found


@pytest.fixture(scope="module")
def edited(target: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content with the answer of the guide."""
    folder = Path(shutil.copytree(ROOT / "knowledge", tmp_path_factory.mktemp("edited") / "knowledge"))
    block = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    (folder / target).write_text(block[1])
    return folder


def test_step_1_it_is_not_there_yet(target: str, searched: list[str]) -> None:
    assert not (ROOT / "knowledge" / target).exists()
    assert explain(search_of(ROOT / "knowledge"), searched[0], remembering().encode([searched[0]])[0])


def test_step_4_nothing_is_to_be_mended(edited: Path, target: str) -> None:
    found = [problem for problem in check(edited, DAY, remembering()) if problem.file == edited / target]
    assert found == []


def test_step_5_it_comes_first_in_other_words(edited: Path, target: str, searched: list[str]) -> None:
    search, text = search_of(edited), searched[1]
    ranked = search.rank(text, remembering().encode([text])[0])
    assert text not in (edited / target).read_text()
    assert ranked[0].id == Path(target).stem, ranked
    assert decide(ranked).kind == "sure"


def test_facts_are_told_as_the_guide_says(edited: Path, target: str) -> None:
    answer = load_answers(edited).answers[Path(target).stem]
    named = re.findall(r"^- `(F-[a-z]+-\d+)`", GUIDE, re.MULTILINE)
    assert list(answer.facts) == named
