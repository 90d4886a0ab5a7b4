"""Every section of the seeds became an answer or has a reason why not; what tells of them says that it is history."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.paths import ROOT
from knowledge.answer import Answer
from knowledge.content import Content, load_answers
from knowledge.located import ContentError
from knowledge.seeds import RENEW, TABLE, Seed, as_markdown, load_seeds
from knowledge.words import speaks_of_the_past

FILES = ROOT.parent / "shared/seeds"
"""The seeds themselves: not part of the repository, but beside it where changes are judged."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PAST = (
    "was, were, wasnt, did, didnt, ended, went, got, old, history, early, years ago, then, before, b4, row, blog, "
    "findings, origins, outcome, lessons, criticisms, concerns"
)
NAMES = (
    "right to control, right 2 control, ipc, integrated personal commissioning, personalisation, putting people first, "
    "barker, purchaser, commissioning cycle, commissioning academy, cabinet office, market shaping, national market, "
    "bottom up, bottom-up, tyrannies, world class, scie, murky, dfe, payment by results, payments by results, "
    "payment by result, payment on results, pbr, perils, clusters, hfma, "
    "innovation scale, demos, audit commission, in and out, clooney, sds act, dpulos, essex, dash, disablement, "
    "facilitation fund, best kept secret, local involvement networks, get yourself active, daily mail test, "
    "newspaper test, poet, lancaster, seven suggestions, 7 practical, virtual"
)
"""What only the past goes by."""


def any_of(listed: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(listed.split(', '))})\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_answers(ROOT / "knowledge")


@pytest.fixture(scope="module")
def background(content: Content) -> list[Answer]:
    return [answer for answer in content.answers.values() if answer.topic == "background"]


@pytest.fixture(scope="module")
def seeds() -> tuple[Seed, ...]:
    return load_seeds(ROOT / "knowledge")


def test_every_section_leads_to_answers_or_has_a_reason(seeds: tuple[Seed, ...], content: Content) -> None:
    named = [(seed.file, section.title, id) for seed in seeds for section in seed.sections for id in section.answers]
    assert [each for each in named if each[2] not in content.answers] == []
    assert {seed.source for seed in seeds} <= set(content.sources)
    assert all(section.outside for seed in seeds for section in seed.sections if not section.answers)


def test_sections_follow_each_other_without_gaps(seeds: tuple[Seed, ...]) -> None:
    for seed in seeds:
        assert seed.sections[0].first == 1, seed.file
        gaps = [(a.title, b.title) for a, b in pairwise(seed.sections) if b.first != a.last + 1]
        assert gaps == [], seed.file


@pytest.mark.skipif(not FILES.is_dir(), reason="the seeds are not beside the repository")
def test_sections_cover_the_seeds_and_begin_as_noted(seeds: tuple[Seed, ...]) -> None:
    assert {seed.file for seed in seeds} == {file.name for file in FILES.glob("*.txt")}
    for seed in seeds:
        lines = (FILES / seed.file).read_text(encoding="utf-8").splitlines()
        assert seed.sections[-1].last == len(lines), seed.file
        wrong = [each.title for each in seed.sections if not _begins(lines[each.first - 1], each.begins)]
        assert wrong == [], seed.file


def _begins(line: str, words: str) -> bool:
    return line.split()[: len(words.split())] == words.split()


def test_every_answer_from_a_seed_is_named_by_a_section(seeds: tuple[Seed, ...], background: list[Answer]) -> None:
    of_seed = {seed.source: {id for section in seed.sections for id in section.answers} for seed in seeds}
    unnamed = [
        (answer.id, source)
        for answer in background
        for source in answer.sources
        if source in of_seed and answer.id not in of_seed[source]
    ]
    assert unnamed == []


def test_background_says_that_it_is_history(background: list[Answer]) -> None:
    assert len(background) >= 30
    assert [answer.id for answer in background if not YEAR.search(answer.history)] == []
    for answer in background:
        first = re.split(r"(?<=[.:])\s", answer.plain)[0]
        assert "history" in first or YEAR.search(first), f"{answer.id}: its first sentence does not say so"
        assert "the past" in answer.simple.splitlines()[0], answer.id
        assert answer.sms.startswith("History"), answer.id


def test_questions_on_history_name_the_past(background: list[Answer]) -> None:
    """A year, a word of the past, or a name that only the past has: so that today's questions go to today's rules."""
    plain_today = [
        (answer.id, question)
        for answer in background
        for question in answer.questions
        if not (speaks_of_the_past(question) or any_of(f"{PAST}, {NAMES}").search(question))
    ]
    assert plain_today == []


def test_every_answer_on_history_leads_to_one_on_today(content: Content, background: list[Answer]) -> None:
    stuck = [answer.id for answer in background if all(content.answers[id].history for id in answer.next)]
    assert stuck == []


def test_the_table_for_editors_is_current(seeds: tuple[Seed, ...]) -> None:
    assert TABLE.read_text(encoding="utf-8") == as_markdown(seeds), f"run {RENEW}"


ENTRY = {"title": "t", "year": '"2013"', "lines": "1-2", "begins": "One two", "answers": "[a]"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, ""),
        ({"title": ""}, "title"),
        ({"year": "long ago"}, "no year"),
        ({"lines": "2 3"}, "no range"),
        ({"lines": "3-2"}, "no range"),
        ({"begins": "one two three four five"}, "more than 4 words"),
        ({"outside": "furniture"}, "answers or a reason"),
        ({"answers": ""}, "answers or a reason"),
    ],
)
def test_a_wrong_section_is_refused_with_its_line(tmp_path: Path, change: dict[str, str], problem: str) -> None:
    fields = "".join(f"    {name}: {value}\n" for name, value in {**ENTRY, **change}.items())
    text = "seeds:\n- file: a.txt\n  source: s\n  sections:\n  -\n" + fields
    (tmp_path / "seeds.yml").write_text(text)
    if not problem:
        assert load_seeds(tmp_path)[0].sections[0].last == 2
        return
    with pytest.raises(ContentError, match=problem) as raised:
        load_seeds(tmp_path)
    assert 5 <= raised.value.line <= 11
