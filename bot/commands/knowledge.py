"""Commands about what it knows."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from bot.commands.shared import STATE_OPTION, progress
from bot.paths import ROOT, State


@click.command()
@click.option("--on", "today", type=click.DateTime(["%Y-%m-%d"]), help="Check as if it were this day.")
@click.option("--due", "days", type=click.IntRange(min=0), help="List what is to be reviewed within so many days.")
def check(today: datetime | None, days: int | None) -> None:
    """Check the content and council.yml: every problem with file, line and how to mend it."""
    from bot.notices.making import problems as notice_problems
    from bot.running import open_settings
    from bot.sign_on.making import problems as sign_on_problems
    from bot.texts.checking import problems as problems_of_texts
    from common.settings import SettingsError
    from knowledge.check import check as run
    from language.encoder import shared_encoder

    on = today.date() if today else date.today()  # noqa: DTZ011
    if days is not None:
        _show_due(on, days)
        return
    problems = [str(problem) for problem in run(ROOT / "knowledge", on, shared_encoder())]
    try:
        settings = open_settings(ROOT / "var")
        problems += [*problems_of_texts(settings), *notice_problems(settings), *sign_on_problems(settings)]
    except SettingsError as error:
        problems += error.problems
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(problems)} problems found." if problems else "The content is in order.")
    sys.exit(1 if problems else 0)


def _show_due(on: date, days: int) -> None:
    from knowledge.due import due

    found = due(ROOT / "knowledge", on, days)
    for each in found:
        late = " (overdue)" if each.by < on else ""
        click.echo(
            f"{each.by}{late} {each.file.relative_to(ROOT)}: {each.what}" + f" [{each.owner}]" * bool(each.owner)
        )
    click.echo(f"{len(found)} to be done within {days} days of {on}.")


@click.command()
@click.argument("words", nargs=-1, required=True)
@STATE_OPTION
def search(words: tuple[str, ...], state: Path) -> None:
    """Search the content as the assistant does, and show why each answer was found."""
    from rich.console import Console

    from bot.build import build as make
    from bot.searching import show_search

    make(State(state), progress, model=False)
    show_search(State(state).knowledge_db, " ".join(words), Console())


@click.command(name="safety-table")
def safety_table() -> None:
    """Print who is told what after a disclosure, for the safeguarding lead."""
    from knowledge.safety import print_escalation_table

    click.echo(print_escalation_table())
