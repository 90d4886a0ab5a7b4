"""`./navigator insights`: the lead's view in the terminal."""

import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.commands.shared import STATE_OPTION
from bot.insights.csv_files import all_tables
from bot.insights.period import read_period


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From this day on; else the last 28 days.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, for a spreadsheet.")
@STATE_OPTION
def insights(since: date | None, as_csv: bool, state: Path) -> None:
    """Waiting times, volumes, outcomes, feedback, and what has to be reviewed. No names, no small numbers."""
    from bot.insights.tables import in_words, read_insights
    from bot.running import open_services
    from casework import audit
    from common.clock import SystemClock, today

    services, clock = open_services(state, lambda step: None), SystemClock()
    fields = {"from": f"{since:%Y-%m-%d}"} if since else {}
    period = read_period(fields, today(clock))
    if period.problem:
        raise click.ClickException(period.problem)
    found = read_insights(services, period, today(clock))
    if as_csv:
        with services.database.write() as connection:
            detail = f"{period.first} to {period.last}"
            audit.write(connection, clock.now(), "command line", "insights_exported", "all", detail)
        sys.stdout.write(all_tables(found.tables))
    else:
        console = Console(highlight=False)
        console.print(f"{period.first} to {period.last}: {found.messages} messages, {found.begun} conversations begun")
        for each in found.tables:
            table = Table(*each.headings, title=each.title, title_justify="left", highlight=False)
            for row in each.rows:
                table.add_row(*(in_words(cell) for cell in row))
            console.print(table if each.rows else f"{each.title}: nothing yet.")
    services.database.close()
