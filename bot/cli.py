"""Navigator's commands. `./navigator` makes the environment and passes everything on to here."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.content_commands import content
from bot.desk.commands import adviser, audit
from bot.insights.terminal import insights
from bot.paths import ROOT, State
from bot.sums_commands import rates, sums

if TYPE_CHECKING:
    from bot.running import Running

# One message is small work: threads of the matrix library would only wait for each other. Set before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

STATE_OPTION = click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path, resolve_path=True),
    envvar="NAVIGATOR_STATE",
    default=ROOT / "var",
    show_default="var",
    help="Folder for all that is built and kept.",
)


@click.group(help="Navigator: help to find your way through personal health budgets.", no_args_is_help=True)
def main() -> None:
    """The command group."""


def _progress(step: str) -> None:
    click.echo(f"{step} ...", err=True)


def _start(folder: Path, settable_clock: bool = False) -> "Running":
    from bot.running import start
    from common.clock import SettableClock

    clock = SettableClock(datetime.now(UTC)) if settable_clock else None
    try:
        return start(folder, _progress, clock)
    except Exception as error:
        from bot.build import BuildFailed
        from bot.sending.making import SendingNotSetUp
        from bot.texts.making import TextsNotSetUp
        from common.secret_key import BadSecretKey
        from common.settings import SettingsError
        from knowledge.located import ContentError

        known = (SettingsError, BuildFailed, ContentError, SendingNotSetUp, TextsNotSetUp, BadSecretKey)
        if isinstance(error, known):
            raise click.ClickException(str(error)) from None
        raise


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@STATE_OPTION
def serve(host: str, port: int, state: Path) -> None:
    """Serve the chat to people on the web."""
    from bot.server import PortTaken
    from bot.server import serve as run

    try:
        run(lambda: _start(state), host, port, _progress)
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from None


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Read and write JSON lines.")
@click.option("--sender", default="you", show_default=True, help="Whose conversation to go on with.")
@STATE_OPTION
def talk(as_json: bool, sender: str, state: Path) -> None:
    """Talk with the assistant in the terminal."""
    from bot import talk as talking

    running = _start(state, settable_clock=as_json)
    try:
        if as_json:
            talking.run_json(running)
        else:
            talking.talk(running, sender)
    finally:
        running.close()


@main.command()
@STATE_OPTION
def build(state: Path) -> None:
    """Build knowledge.db and train the model, if they are not current."""
    from bot.build import BuildFailed
    from bot.build import build as run

    try:
        run(State(state), _progress)
    except BuildFailed as failed:
        raise click.ClickException(str(failed)) from None
    click.echo("Current.")


@main.command()
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


@main.command(name="import-budgets")
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


@main.command(name="forget-person")
@click.argument("reference")
@STATE_OPTION
def forget_person(reference: str, state: Path) -> None:
    """Delete a person's budgets, contacts and history by their REFERENCE (or a representative by theirs)."""
    from bot.importing import CannotImport, forget

    try:
        click.echo(forget(state, reference))
    except CannotImport as problem:
        raise click.ClickException(str(problem)) from None


@main.command()
@STATE_OPTION
def purge(state: Path) -> None:
    """Delete what has been kept for as long as council.yml allows."""
    from bot.purging import purge_once

    click.echo(purge_once(state))


@main.command()
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


@main.command(name="safety-events")
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


@main.command()
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


@main.command(name="not-told")
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


@main.command()
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
        handle(database, SystemClock(), open_settings(state), seen=seen, again=again)
        show_texts(database, Console())
    except NoSuchText as problem:
        raise click.ClickException(str(problem)) from None
    finally:
        database.close()


@main.command(name="sms-simulator")
@click.option("--port", default=8100, show_default=True, help="Port to listen on, on this machine only.")
@click.option("--terminal", is_flag=True, help="In the terminal instead of a page.")
@STATE_OPTION
def sms_simulator(port: int, terminal: bool, state: Path) -> None:
    """Text with the assistant without a provider: a phone on a page, or in the terminal."""
    from bot.server import PortTaken
    from bot.texts.simulator import in_terminal, serve_phone

    try:
        if terminal:
            in_terminal(_start(state))
        else:
            serve_phone(lambda: _start(state), port, _progress)
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from None


@main.command()
@click.argument("words", nargs=-1, required=True)
@STATE_OPTION
def search(words: tuple[str, ...], state: Path) -> None:
    """Search the content as the assistant does, and show why each answer was found."""
    from rich.console import Console

    from bot.build import build as make
    from bot.searching import show_search

    make(State(state), _progress, model=False)
    show_search(State(state).knowledge_db, " ".join(words), Console())


main.add_command(content)
main.add_command(rates)
main.add_command(sums)
main.add_command(adviser)
main.add_command(insights)
main.add_command(audit)


@main.command(name="safety-table")
def safety_table() -> None:
    """Print who is told what after a disclosure, for the safeguarding lead."""
    from knowledge.safety import print_escalation_table

    click.echo(print_escalation_table())


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests, on all cores; with arguments, which go to pytest, on one."""
    if not arguments:
        click.get_current_context().invoke(build, state=ROOT / "var")  # once, and not by each process
        arguments = ("--numprocesses", "auto", "--dist", "loadfile")
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT))  # noqa: S603


@main.group()
def bench() -> None:
    """Measure Navigator beside stock Rasa."""


def _bench(module: str, arguments: tuple[str, ...]) -> None:
    sys.exit(subprocess.call([sys.executable, "-W", "ignore", "-m", module, *arguments], cwd=ROOT))  # noqa: S603


@bench.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def speed(arguments: tuple[str, ...]) -> None:
    """Start, memory, turns, load (arguments: docs/developers/benchmarks.md)."""
    _bench("bench.speed", arguments)


@bench.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def understanding(arguments: tuple[str, ...]) -> None:
    """What is understood, by texts that nothing was learned from (arguments: docs/developers/benchmarks.md)."""
    _bench("bench.understanding", arguments)


@main.command(name="check-code")
def check_code() -> None:
    """Run ruff, mypy and import-linter."""
    commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"])
    folder = Path(sys.executable).parent
    failed = [command[0] for command in commands if subprocess.call([folder / command[0], *command[1:]], cwd=ROOT)]  # noqa: S603
    if failed:
        raise click.ClickException("not clean: " + ", ".join(failed))


if __name__ == "__main__":
    main(prog_name="./navigator")
