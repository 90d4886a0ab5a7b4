"""The tables as CSV, for spreadsheets. Numbers too small to be shown are empty."""

import csv
from collections.abc import Sequence
from io import StringIO

from bot.insights.tables import InsightTable, for_file


def one_table(table: InsightTable) -> str:
    """A table with its headings. Waits are in minutes."""
    written = StringIO()
    headings = [
        f"{each} (minutes)" if each in ("Middle wait", "Nine of ten within") else each for each in table.headings
    ]
    csv.writer(written).writerows([headings, *([for_file(cell) for cell in row] for row in table.rows)])
    return written.getvalue()


def all_tables(tables: Sequence[InsightTable]) -> str:
    """All tables, one line a cell: table, row, what it is, value."""
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow(("table", "row", "what", "value"))
    for table in tables:
        for row in table.rows:
            for heading, cell in zip(table.headings[1:], row[1:], strict=True):
                lines.writerow((table.key, for_file(row[0]), heading, for_file(cell)))
    return written.getvalue()
