"""`./navigator adviser` and `./navigator audit`: accounts at the desk, and whether the audit log is whole."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from bot.commands.shared import STATE_OPTION
from casework.desk.tables import Role

if TYPE_CHECKING:
    from casework.database import Database

BY = "command line"


@click.group()
def adviser() -> None:
    """Accounts of those who answer at the desk."""


@adviser.command()
@click.argument("login")
@click.option("--name", required=True, help="As people in the chat see it: a first name will do.")
@click.option("--role", type=click.Choice(get_args(Role)), default="adviser", show_default=True)
@click.option("--safeguarding", is_flag=True, help="May see messages as they were written; each time is noted.")
@click.option("--no-password", is_flag=True, help="For those who sign in with the council's own sign-in only.")
@STATE_OPTION
def add(login: str, name: str, role: Role, safeguarding: bool, no_password: bool, state: Path) -> None:
    """Make an account; asks for its password."""
    from casework.desk import accounts
    from common.clock import SystemClock

    password_hash = None if no_password else _ask_for_password()
    with _records(state) as database, database.write() as connection:
        details = {"login": login, "name": name, "role": role, "safeguarding": safeguarding}
        now = SystemClock().now()
        if not accounts.add(connection, **details, password_hash=password_hash, at=now, by=BY):  # type: ignore[arg-type]
            raise click.ClickException(f"there is an account {login} already")
    click.echo(f"{login} can sign in at /adviser.")


@adviser.command(name="list")
@STATE_OPTION
def list_(state: Path) -> None:
    """Show all accounts."""
    from casework.desk import accounts

    with _records(state) as database, database.read() as connection:
        for each in accounts.everyone(connection):
            marks = ["safeguarding"] * each.safeguarding + ["disabled"] * (each.disabled_at is not None)
            click.echo("  ".join([each.login, each.name, each.role, *marks]))


@adviser.command()
@click.argument("login")
@click.option("--undo", is_flag=True, help="Open it again.")
@STATE_OPTION
def disable(login: str, undo: bool, state: Path) -> None:
    """Close an account and end its sessions."""
    from casework.desk import accounts
    from common.clock import SystemClock

    with _records(state) as database, database.write() as connection:
        if not accounts.set_disabled(connection, login, not undo, SystemClock().now(), BY):
            raise click.ClickException(f"there is no account {login}")
    click.echo(f"{login} is {'open again' if undo else 'closed'}.")


@adviser.command()
@click.argument("login")
@STATE_OPTION
def reset(login: str, state: Path) -> None:
    """Give an account a new password, and end its lock and sessions."""
    from casework.desk import accounts
    from common.clock import SystemClock

    password_hash = _ask_for_password()
    with _records(state) as database, database.write() as connection:
        if not accounts.set_password(connection, login, password_hash, SystemClock().now(), BY):
            raise click.ClickException(f"there is no account {login}")
    click.echo(f"{login} has a new password.")


@adviser.command()
@click.argument("login")
@STATE_OPTION
def unlink(login: str, state: Path) -> None:
    """Let somebody else sign in to an account with the council's own sign-in, and end its sessions."""
    from casework.desk import sign_on
    from common.clock import SystemClock

    with _records(state) as database, database.write() as connection:
        if not sign_on.unlink(connection, login, SystemClock().now(), BY):
            raise click.ClickException(f"there is no account {login}")
    click.echo(f"{login} belongs to whoever signs in next with that address.")


@click.group()
def audit() -> None:
    """The log of who did what to which record."""


@audit.command()
@click.option("--holds", default="", metavar="HASH", help="A hash noted earlier that must still be in the log.")
@STATE_OPTION
def verify(holds: str, state: Path) -> None:
    """Check that no row of the log was changed, taken out or put in."""
    from casework import audit as log

    with _records(state) as database, database.read() as connection:
        found = log.verify(connection, holds)
    for problem in found.wrong:
        click.echo(problem)
    click.echo(f"{found.rows} rows. The last hash is {found.last_hash}")
    click.echo("The log is NOT whole." if found.wrong else "The log is whole.")
    sys.exit(1 if found.wrong else 0)


def _ask_for_password() -> str:
    """From the terminal, twice, or from the first line of a pipe."""
    from bot.desk.passwords import hashed

    password = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True)
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )
    try:
        return hashed(password)
    except ValueError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _records(state: Path) -> "Iterator[Database]":
    from bot.running import open_database

    database = open_database(state)
    try:
        yield database
    finally:
        database.close()
