"""The printable report holds every word that can be said, and its PDF is made for screen readers."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.paths import ROOT
from bot.report import write_html, write_pdf
from common.settings import Settings
from knowledge.answer import Answer
from knowledge.check_wording import wording_files
from knowledge.content import load_answers
from knowledge.located import read_yaml
from knowledge.report import REGISTERS, Report, make_report

KNOWLEDGE = ROOT / "knowledge"
DAY = date(2026, 11, 25)
SETTINGS = Settings.load(ROOT / "council.yml")


@pytest.fixture(scope="module")
def report() -> Report:
    return make_report(KNOWLEDGE)


def test_every_word_of_every_answer_is_in_it(report: Report) -> None:
    said = {(entry.title, text) for part in report.parts for entry in part.entries for _, text in entry.words}
    for answer in load_answers(KNOWLEDGE).answers.values():
        for name in REGISTERS:
            text = getattr(answer, name).strip()
            assert not text or (answer.title, text) in said, (answer.id, name)


def test_every_word_of_every_conversation_is_in_it(report: Report) -> None:
    said = {text for part in report.parts for entry in part.entries for _, text in entry.words}
    for file in wording_files(KNOWLEDGE):
        if file.name not in ("glossary.yml", "helplines.yml"):
            missing = [text for text in plain_texts(read_yaml(file).data) if text.strip() not in said]
            assert missing == [], file


def plain_texts(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["plain"]] if isinstance(value.get("plain"), str) else []
        return own + [text for inner in value.values() for text in plain_texts(inner)]
    return [text for inner in value for text in plain_texts(inner)] if isinstance(value, list) else []


def test_signers_and_evidence_are_named(report: Report) -> None:
    entries = {entry.title: entry for part in report.parts for entry in part.entries}
    cards = entries["Prepaid cards"]
    assert cards.sign == ("council", "ICB")
    assert cards.standing == "unsigned"
    assert any("F-options-38" in note for note in cards.notes)
    assert cards.sources
    assert sum(report.counts.values()) == len(load_answers(KNOWLEDGE).answers)


def test_every_thing_to_buy_is_in_it(report: Report) -> None:
    glance = [
        text
        for part in report.parts
        if part.title.startswith("Things to buy")
        for e in part.entries
        for _, text in e.words
    ]
    assert sum(text.count("- **") for text in glance) >= 250
    assert all("NHS: " in line and "Council: " in line for text in glance for line in text.splitlines())


def test_one_topic_alone() -> None:
    assert [part.title for part in make_report(KNOWLEDGE, ("money",)).parts] == ["Answers: money"]


def test_the_page_holds_it_all_and_escapes_it(report: Report, tmp_path: Path) -> None:
    write_html(report, SETTINGS, DAY, tmp_path / "all.html")
    html = (tmp_path / "all.html").read_text()
    assert html.count("<article>") == sum(len(part.entries) for part in report.parts)
    assert "25 November 2026" in html
    assert "<script" not in html
    assert '<html lang="en-GB">' in html


def test_the_pdf_is_tagged_and_says_its_language(tmp_path: Path) -> None:
    write_pdf(make_report(KNOWLEDGE, ("money",)), SETTINGS, DAY, tmp_path / "all.pdf")
    reader = PdfReader(BytesIO((tmp_path / "all.pdf").read_bytes()))
    catalogue = reader.root_object
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in catalogue
    assert reader.metadata is not None
    assert reader.metadata.title == "Everything Navigator can say"
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    answers: list[Answer] = [each for each in load_answers(KNOWLEDGE).answers.values() if each.topic == "money"]
    missing = [answer.title for answer in answers if " ".join(answer.title.split()) not in text]
    assert missing == []
