"""`./navigator notices`: what staff were told by email and webhook, what did not arrive, and once more."""

from pathlib import Path

import click

from bot.running import open_database
from casework.notices import queue
from common.clock import LONDON, SystemClock


class NoSuchNotice(Exception):
    """There is no notice by that number that was given up."""


def show_notices(state: Path, dead_only: bool, again: int | None) -> None:
    """List the newest notices, after having begun anew with the number `again`. Raises NoSuchNotice."""
    database = open_database(state)
    try:
        if again is not None:
            with database.write() as connection:
                if not queue.send_again(connection, again, SystemClock().now()):
                    raise NoSuchNotice(f"no notice {again} was given up: ./navigator notices --dead lists them")
            click.echo(f"Notice {again} is sent again while the server runs.")
        with database.read() as connection:
            found = queue.latest(connection, dead_only)
    finally:
        database.close()
    for each in found:
        when = f"{each.created_at.astimezone(LONDON):%Y-%m-%d %H:%M}"
        tries = f"{each.attempts} {'try' if each.attempts == 1 else 'tries'}"
        marks = [each.problem] if each.problem else []
        click.echo("  ".join([str(each.id), when, each.kind, each.about, each.way, each.state, tries, *marks]))
    if not found:
        click.echo("None.")
