"""Figures by date: what holds on a day, what is refused, and what `./navigator check` says of the files."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.paths import ROOT
from knowledge.check_rates import check_rates
from knowledge.located import ContentError
from knowledge.rates import RateNotKnown, Rates

KNOWLEDGE = ROOT / "knowledge"
RATES = Rates.load(KNOWLEDGE)
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("id", "day", "value"),
    [
        ("minimum-wage-21", "2026-03-31", "12.21"), ("minimum-wage-21", "2026-04-01", "12.71"),
        ("minimum-wage-18", "2026-11-25", "10.85"), ("minimum-wage-16", "2025-04-01", "7.55"),
        ("sick-pay", "2026-04-05", "118.75"), ("sick-pay", "2026-04-06", "123.25"),
        ("sick-pay-waiting", "2026-04-05", "3"), ("sick-pay-waiting", "2026-04-06", "0"),
        ("employer-ni-from", "2031-04-05", "5000"), ("redundancy-cap", "2026-04-06", "751"),
    ],
)  # fmt: skip
def test_what_holds_on_a_day(id: str, day: str, value: str) -> None:
    figure = RATES.on(id, date.fromisoformat(day))
    assert str(figure.value) == value
    assert figure.since <= date.fromisoformat(day)
    assert figure.sources
    assert figure.confidence == "high"


@pytest.mark.parametrize(
    ("id", "day", "why"),
    [
        ("minimum-wage-21", "2027-04-01", "ends on 2027-03-31"), ("minimum-wage-21", "2025-03-31", "of 2025-04-01"),
        ("employment-allowance", "2027-04-06", "ends on 2027-04-05"),
        ("redundancy-cap", "2026-04-05", "nobody has confirmed"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused(id: str, day: str, why: str) -> None:
    with pytest.raises(RateNotKnown, match=why):
        RATES.on(id, date.fromisoformat(day))


def test_an_unknown_name_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        RATES.on("minimum-wage-25", TODAY)


def test_every_rate_holds_today_and_each_day_of_its_ranges() -> None:
    for rate, dated in RATES.all():
        assert RATES.on(rate.id, TODAY).title
        for day in (dated.since, dated.until or TODAY):
            assert rate.dated[rate.dated.index(dated)].holds_on(day)
        assert not dated.holds_on(dated.since - timedelta(days=1))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A knowledge folder with rates, facts and sources."""
    shutil.copytree(KNOWLEDGE / "rates", tmp_path / "rates")
    for name in ("facts.yml", "sources.yml"):
        shutil.copy(KNOWLEDGE / name, tmp_path)
    return tmp_path


WAGE = '{value: "12.71", from: 2026-04-01, to: 2027-03-31, facts: [F-employing-20]}'


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (WAGE, WAGE.replace("2026-04-01", "2026-04-02"), "ends on 2026-03-31"),
        (WAGE, WAGE.replace("2027-03-31", "2026-03-31"), "is before"),
        (WAGE, WAGE.replace('"12.71"', '"a lot"'), "`a lot` is no figure"),
        (WAGE, WAGE.replace(", facts: [F-employing-20]", ""), "what it rests on"),
        (WAGE, WAGE.replace(", facts: [F-employing-20]", ", sources: [x], confidence: sure"), "what it rests on"),
        ("unit: pounds an hour", "unit: pounds", "`pounds` is no unit"),
        ("  minimum-wage-18:", "  employer-ni:", "another rate `employer-ni`"),
    ],
)
def test_a_file_that_can_not_be_read_says_where_and_what_to_do(copy: Path, old: str, new: str, named: str) -> None:
    file = copy / "rates" / "minimum-wage.yml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(ContentError) as raised:
        Rates.load(copy)
    assert named in str(raised.value)
    assert raised.value.mend
    assert [str(raised.value) in str(problem) for problem in check_rates(copy, TODAY)] == [True]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("F-employing-20", "F-employing-99", "there is no fact `F-employing-99`"),
        ("facts: [F-employing-20]", "sources: [no-such], confidence: high", "there is no source `no-such`"),
        ("facts: [F-employing-20]", "facts: [F-employing-20], confirmed_by: Sam Example", "without a source"),
    ],
)
def test_what_the_check_says(copy: Path, old: str, new: str, named: str) -> None:
    file = copy / "rates" / "minimum-wage.yml"
    file.write_text(file.read_text().replace(old, new))
    assert any(named in problem.problem for problem in check_rates(copy, TODAY))


def test_the_check_says_when_a_figure_has_run_out(copy: Path) -> None:
    assert [*check_rates(copy, TODAY)] == []
    problems = [*check_rates(copy, date(2027, 4, 6))]
    assert any("`minimum-wage-21` ended on 2027-03-31" in problem.problem for problem in problems)
    assert not any("holiday" in problem.problem for problem in problems)


def test_next_aprils_rates_are_added_as_the_guide_says(copy: Path) -> None:
    """docs/editors/rates.md: one line, and the sums of that day are there."""
    guide = (ROOT / "docs/editors/rates.md").read_text()
    line = next(each for each in guide.splitlines() if each.strip().startswith('- {value: "') and "2027-04-01" in each)
    file = copy / "rates" / "minimum-wage.yml"
    text = file.read_text()
    file.write_text(text.replace(f"      - {WAGE}\n", f"      - {WAGE}\n{line.rstrip()}\n"))
    figure = Rates.load(copy).on("minimum-wage-21", date(2027, 4, 1))
    assert figure.confidence == "high"
    assert figure.sources
    assert [*check_rates(copy, TODAY)] == []


def test_a_weak_figure_counts_once_somebody_has_confirmed_it(copy: Path) -> None:
    file = copy / "rates" / "redundancy.yml"
    confirmed = "facts: [F-employing-41], sources: [fair-work-hub-statutory-redundancy-weekly-cap], confirmed_by: Sam"
    file.write_text(file.read_text().replace("facts: [F-employing-41]", confirmed))
    assert str(Rates.load(copy).on("redundancy-cap", date(2026, 4, 5)).value) == "719"


def test_the_commands() -> None:
    listed = CliRunner().invoke(main, ["rates"], env={"COLUMNS": "200"})
    assert listed.exit_code == 0
    assert "minimum-wage-21" in listed.output
    assert "draft: not shown" in listed.output
    later = CliRunner().invoke(main, ["rates", "--on", "2027-04-06"], env={"COLUMNS": "200"})
    assert "(minimum-wage-21) is not known for 2027-04-06" in later.output
    done = CliRunner().invoke(main, ["sums", "--on", "2026-04-06", "20 hours at £13.50"], env={"COLUMNS": "160"})
    assert done.exit_code == 0
    assert "£15,968.50" in done.output
    for words, day, why in (
        ("20 hours at £10", "2026-04-06", "below 12.71"),
        ("20 hours at £13.50", "2027-04-06", "not known for 2027-04-06"),
    ):
        refused = CliRunner().invoke(main, ["sums", "--on", day, words])
        assert refused.exit_code == 1
        assert why in refused.output
