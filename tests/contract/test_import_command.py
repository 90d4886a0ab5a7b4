"""`./navigator import-budgets` and `forget-person`: what staff see, and docs/councils/budgets.md beside the code."""

import re
from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli import main
from bot.paths import ROOT
from casework.budgets.importing.profiles import PROFILES

EXAMPLES = sorted(map(str, (ROOT / "docs/councils/examples").glob("*.csv")))
DOC = (ROOT / "docs/councils/budgets.md").read_text(encoding="utf-8")


def run(state: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--state", str(state)])


def test_examples_load_by_one_command_and_somebody_is_forgotten(tmp_path: Path) -> None:
    dry = run(tmp_path, "import-budgets", EXAMPLES[0], "--dry-run")
    assert (dry.exit_code, "nothing was changed" in dry.output) == (0, True)
    first = run(tmp_path, "import-budgets", *EXAMPLES)
    assert first.exit_code == 0, first.output
    assert "Columns left aside, and not stored: merchant, card_number." in first.output
    assert run(tmp_path, "import-budgets", *EXAMPLES).output.count("Nothing changed") == len(EXAMPLES)
    assert run(tmp_path, "forget-person", "ex demo 01").exit_code == 0
    assert "nobody on record" in run(tmp_path, "forget-person", "ex demo 01").output


def test_problems_are_shown_by_line_without_what_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("reference,date_of_birth,mobile\nEX1001,31/02/1960,01632 960001\nEX1002,x,\n")
    result = run(tmp_path, "import-budgets", str(file), "--show", "2")
    assert result.exit_code == 1
    shown = re.findall(r"^people\.csv:(\d+): (\w+) is .+\. .+\.$", result.output, re.MULTILINE)
    assert shown == [("2", "date_of_birth"), ("2", "mobile")]
    assert "3 problems found, 1 of them not shown." in result.output
    assert "Nothing was changed." in result.output
    assert not any(secret in result.output for secret in ("EX1001", "31/02", "960001"))


def test_what_is_no_profile_or_no_file_is_said_plainly(tmp_path: Path) -> None:
    assert "there is no profile ledger" in run(tmp_path, "import-budgets", EXAMPLES[0], "--profile", "ledger").output
    assert "can't be opened" in run(tmp_path, "import-budgets", str(tmp_path / "gone.csv")).output
    missing = run(tmp_path, "import-budgets", EXAMPLES[0], "--profile", "audit")
    assert (missing.exit_code, "columns are missing for audit" in missing.output) == (1, True)


def test_the_documented_columns_are_those_of_the_code() -> None:
    documented = dict(re.findall(r"^\| `([\w-]+)` \| (\**`\w+`\**(?:, \**`\w+`\**)*) \|$", DOC, re.MULTILINE))
    expected = {
        profile.name: ", ".join(f"**`{each.name}`**" if each.needed else f"`{each.name}`" for each in profile.columns)
        for profile in PROFILES.values()
    }
    assert documented == expected


def test_every_kind_of_file_has_an_example_that_is_clearly_fictional() -> None:
    assert {Path(each).stem.partition("-")[2] for each in EXAMPLES} == set(PROFILES)
    for each in EXAMPLES:
        text = Path(each).read_text()
        assert all(phone.startswith("07700 900") for phone in re.findall(r"\b07\d[\d ]+", text)), each
        assert all(address.endswith("@example.org") for address in re.findall(r"[\w.]+@[\w.]+", text)), each
        assert all("DEMO" in row for row in text.splitlines()[1:])
