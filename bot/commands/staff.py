"""Commands for those who answer people, without the desk."""

from pathlib import Path

import click

from bot.commands.shared import STATE_OPTION


@click.command()
@click.option("--take", "taken", metavar="REFERENCE", help="Say that you deal with it.")
@click.option("--done", metavar="REFERENCE", help="Say that it is done.")
@STATE_OPTION
def requests(taken: str | None, done: str | None, state: Path) -> None:
    """Show requests to people, the one due first at the top."""
    from rich.console import Console

    from bot.running import open_database
    from bot.staff import NoSuchRequest, set_request, show_requests
    from common.clock import SystemClock

    database = open_database(state)
    try:
        for reference in filter(None, (taken, done)):
            set_request(database, SystemClock(), reference, "done" if reference == done else "taken")
        show_requests(database, Console())
    except NoSuchRequest as problem:
        raise click.ClickException(str(problem)) from None
    finally:
        database.close()


@click.command(name="safety-events")
@click.option("--seen", type=int, metavar="ID", help="Say that you have looked at it.")
@STATE_OPTION
def safety_events(seen: int | None, state: Path) -> None:
    """Show findings of the safety gate that nobody has looked at."""
    from rich.console import Console

    from bot.running import open_database
    from bot.staff import show_safety_events
    from common.clock import SystemClock

    database = open_database(state)
    show_safety_events(database, Console(), SystemClock(), seen)
    database.close()


@click.command()
@click.option("--dead", is_flag=True, help="Only those that were given up.")
@click.option("--again", type=int, metavar="ID", help="Begin anew with one that was given up.")
@STATE_OPTION
def notices(dead: bool, again: int | None, state: Path) -> None:
    """Show what staff were told by email and webhook, the newest at the top."""
    from bot.notices.commands import NoSuchNotice, show_notices

    try:
        show_notices(state, dead, again)
    except NoSuchNotice as problem:
        raise click.ClickException(str(problem)) from None


@click.command()
@click.option("--seen", metavar="REFERENCE", help="Say that you have looked at one that did not arrive.")
@click.option("--again", metavar="REFERENCE", help="Try one that did not arrive once more.")
@STATE_OPTION
def texts(seen: str | None, again: str | None, state: Path) -> None:
    """Show how many texts left, and those that did not arrive."""
    from rich.console import Console

    from bot.running import open_database, open_settings
    from bot.texts.staff import NoSuchText, handle, show_texts
    from common.clock import SystemClock

    database = open_database(state)
    try:
        handle(database, SystemClock().now(), open_settings(state), seen=seen, again=again)
        show_texts(database, Console())
    except NoSuchText as problem:
        raise click.ClickException(str(problem)) from None
    finally:
        database.close()
