"""The editors' preview shows an answer as its file stands, in every register, and what is wrong with it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.paths import ROOT
from bot.preview import create_preview
from common.settings import Settings

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path_factory.mktemp("preview") / "knowledge"))


@pytest.fixture
def preview(folder: Path) -> TestClient:
    return TestClient(create_preview(folder, Settings.load(ROOT / "council.yml"), DAY))


def test_all_answers_are_listed_and_can_be_narrowed_down(preview: TestClient) -> None:
    assert preview.get("/").text.count('class="govuk-link alone"') > 300
    narrowed = preview.get("/", params={"q": "prepaid"}).text
    assert '<a class="govuk-link alone" href="/prepaid-cards">' in narrowed
    assert "dementia" not in narrowed
    assert "There is no answer like that" in preview.get("/", params={"q": "<b>"}).text


def test_an_answer_in_every_register_as_its_file_stands(preview: TestClient, folder: Path) -> None:
    page = preview.get("/prepaid-cards")
    assert page.status_code == 200
    for heading in ("On the web", "In simple words", "By text", "For an adviser", "If asked for more"):
        assert f">{heading}</h2>" in page.text
    assert "in 2 parts" in page.text
    assert "Nothing to mend" in page.text
    assert "F-options-38" in page.text
    file = folder / "answers/options/prepaid-cards.yml"
    before = file.read_text()
    file.write_text(before.replace("A prepaid card is like", "<i>You are eligible</i> (see). A card is like"))
    changed = preview.get("/prepaid-cards").text
    assert "&lt;i&gt;You are eligible&lt;/i&gt;" in changed
    assert "You are eligible</i>" not in changed
    assert "to mend" in changed
    file.write_text("title: [")
    broken = preview.get("/prepaid-cards")
    assert broken.status_code == 500
    assert "prepaid-cards.yml" in broken.text
    file.write_text(before)


def test_what_is_not_there(preview: TestClient) -> None:
    assert preview.get("/nothing").status_code == 404
    assert preview.get("/static/govuk.css").status_code == 200
