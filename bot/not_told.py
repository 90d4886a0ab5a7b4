"""`./navigator not-told`: how many people said that they were not given what a step is about. No names in it."""

import csv
import sys
from datetime import date

from rich.console import Console
from rich.table import Table

from bot.paths import ROOT
from casework.coming_back.not_told import FEWEST, Counted, report
from casework.database import Database
from knowledge.step_loading import load_walk

FUNDERS = {"": "not known", "nhs": "NHS", "council": "council", "both": "NHS and council"}
HEADINGS = ("month", "step", "what they were not told", "whose money", "people")


def show_not_told(database: Database, since: date | None, as_csv: bool) -> None:
    """Print the counts to standard output, as a table or as CSV."""
    with database.read() as connection:
        counted = report(connection, since)
    rows = rows_of(counted)
    if as_csv:
        csv.writer(sys.stdout).writerows([HEADINGS, *rows])
        return
    console = Console()
    table = Table(*HEADINGS, highlight=False)
    for row in rows:
        table.add_row(*row)
    console.print(table if rows else "Nobody has said that they were not told something.")
    if rows:
        console.print(f"Numbers below {FEWEST} are not given. Whoever says it twice in one chat is counted once.")


def rows_of(counted: list[Counted]) -> list[tuple[str, str, str, str, str]]:
    """The lines of the report, in words."""
    titles = {step.number: step.title for step in load_walk(ROOT / "knowledge" / "steps").steps}
    return [
        (
            each.month,
            str(each.step),
            titles[each.step],
            FUNDERS[each.funder],
            f"fewer than {FEWEST}" if each.count is None else str(each.count),
        )
        for each in counted
    ]
