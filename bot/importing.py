"""`./navigator import-budgets` and `forget-person`: what councils load, and what comes back in words for staff."""

import getpass
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy.exc import OperationalError

from bot.running import open_database
from casework.budgets.forgetting import forget as forget_record
from casework.budgets.importing.files import UnreadableFile
from casework.budgets.importing.loading import Order, Report, load
from casework.budgets.importing.profiles import PROFILES
from common.clock import SystemClock


class CannotImport(Exception):
    """Nothing was done; the message says why and how to mend it."""


@dataclass(frozen=True)
class Wanted:
    """What staff asked for. show: how many problems to show in full; the others as in casework's Order."""

    file: Path
    profile: str | None
    as_of: date | None
    is_dry: bool
    show: int


def import_file(state: Path, wanted: Wanted) -> bool:
    """Load a file into the records of a state folder and say what came of it. False when it has to be mended first.

    Raises CannotImport.
    """
    if wanted.profile is not None and wanted.profile not in PROFILES:
        raise CannotImport(f"there is no profile {wanted.profile}. Use one of {', '.join(PROFILES)}")
    order = Order(
        file=wanted.file,
        actor=staff(),
        at=SystemClock().now(),
        profile=wanted.profile,
        as_of=wanted.as_of,
        is_dry=wanted.is_dry,
        show=wanted.show,
    )
    database = open_database(state)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn(),
        console=Console(stderr=True),
    )  # fmt: skip
    try:
        with bar:
            tasks = {step: bar.add_task(step, total=1) for step in ("checking", "writing")}
            report = load(database, order, lambda step, at, total: bar.update(tasks[step], completed=at, total=total))
    except UnreadableFile as problem:
        raise CannotImport(f"{wanted.file.name}: {problem}") from None
    except OperationalError:
        raise CannotImport(
            "somebody else is loading or writing. Nothing was changed: try again in a few minutes"
        ) from None
    finally:
        database.close()
    _say(report, wanted, Console(soft_wrap=True, highlight=False))
    return not report.problem_count


def forget(state: Path, reference: str) -> str:
    """Delete the record with a reference; returns what was done. Raises CannotImport when there is none."""
    database = open_database(state)
    try:
        with database.write() as connection:
            if not forget_record(connection, reference, staff(), SystemClock().now()):
                raise CannotImport("nobody on record has that reference")
        database.forget_deleted_pages()
    finally:
        database.close()
    return "Forgotten. Take them out of your own files too: the next load would bring them back."


def staff() -> str:
    """Who works here, for the audit log: the name of the account on this machine."""
    try:
        return f"staff {getpass.getuser()}"[:100]
    except (KeyError, OSError):
        return f"staff {os.getuid()}"


def _say(report: Report, wanted: Wanted, console: Console) -> None:
    if report.unused:
        console.print(f"Columns left aside, and not stored: {', '.join(report.unused)}.", markup=False)
    for problem in report.problems:
        where = f"{wanted.file.name}:{problem.line}: {problem.column}".rstrip(": ")
        console.print(f"{where} {problem.message}.", markup=False)
    if report.problem_count:
        more = report.problem_count - len(report.problems)
        console.print(f"{report.problem_count} problems found" + (f", {more} of them not shown" if more else "") + ".")
        console.print("Nothing was changed.")
        return
    table = Table("record", "added", "changed", "as it was")
    for target, counts in report.counts.items():
        table.add_row(target, *(f"{number:,}" for number in (counts.added, counts.changed, counts.same)))
    console.print(f"{report.profile}: {report.lines:,} rows.")
    console.print(table)
    if not report.changes:
        console.print("Nothing changed: all of it is on record already.")
    elif wanted.is_dry:
        console.print("A dry run: nothing was changed. This is what a load would do.")
