"""Commands on people's records."""

import sys
from datetime import datetime
from pathlib import Path

import click

from bot.commands.shared import STATE_OPTION


@click.command(name="import-budgets")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--profile", help="The kind of file, where its header does not tell.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the file tells of, where its rows don't say.")
@click.option("--dry-run", is_flag=True, help="Check all of it and write nothing.")
@click.option("--show", default=20, show_default=True, help="How many problems to show in full.")
@STATE_OPTION
def import_budgets(
    files: tuple[Path, ...], profile: str | None, as_of: datetime | None, dry_run: bool, show: int, state: Path
) -> None:
    """Load people, budgets or money from CSV FILES, each all or nothing (docs/councils/budgets.md)."""
    from bot.importing import CannotImport, Wanted, import_file

    try:
        day = as_of.date() if as_of else None
        is_well = all(import_file(state, Wanted(file, profile, day, dry_run, show)) for file in files)
    except CannotImport as problem:
        raise click.ClickException(str(problem)) from None
    sys.exit(0 if is_well else 1)


@click.command(name="forget-person")
@click.argument("reference")
@STATE_OPTION
def forget_person(reference: str, state: Path) -> None:
    """Delete a person's budgets, contacts and history by their REFERENCE (or a representative by theirs)."""
    from bot.importing import CannotImport, forget

    try:
        click.echo(forget(state, reference))
    except CannotImport as problem:
        raise click.ClickException(str(problem)) from None


@click.command()
@STATE_OPTION
def purge(state: Path) -> None:
    """Delete what has been kept for as long as council.yml allows."""
    from bot.purging import purge_once

    click.echo(purge_once(state))


@click.command(name="not-told")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From the beginning of this day's month.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, for a spreadsheet.")
@STATE_OPTION
def not_told(since: datetime | None, as_csv: bool, state: Path) -> None:
    """Count who was not told what, by step and month, for the council and the ICB. No names, no small numbers."""
    from bot.not_told import show_not_told
    from bot.running import open_database

    database = open_database(state)
    show_not_told(database, since.date() if since else None, as_csv)
    database.close()
