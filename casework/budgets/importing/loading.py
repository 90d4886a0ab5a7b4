"""Loads one file: reads and checks all of it first, then takes it over in one transaction, or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from casework import audit, dialect
from casework.budgets.importing import checks, files, staging
from casework.budgets.importing.cells import Unfit
from casework.budgets.importing.checks import Problem
from casework.budgets.importing.merging import Counts, Merge
from casework.budgets.importing.profiles import PROFILES, Column, Profile, recognise
from casework.budgets.importing.rows import Load
from casework.budgets.tables import import_run
from casework.database import Database
from common.clock import LONDON

COLUMN_OF = {
    "mobile": "mobile",
    "email": "email",
    "do_not_disclose": "do_not_disclose",
    "ends_on": "end_date",
    "agreed_pence": "agreed",
    "agreed_per": "agreed_per",
    "hours_week_hundredths": "hours_week",
    "contribution_pence": "contribution",
    "contribution_per": "contribution_per",
    "is_paid_net": "paid_net",
    "committed_pence": "committed",
    "unpaid_tax_pence": "unpaid_tax",
    "unpaid_holiday_pence": "unpaid_holiday",
}
"""Columns of tables that only a heading of the file sets: without the heading, what is on record stays."""
_AGREED = ("agreed_pence", "agreed_per", "contribution_pence", "contribution_per", "is_paid_net")


@dataclass(frozen=True)
class Order:
    """What to load. actor: who does it, a user name; at: when (aware); as_of: the day the file tells of, for rows that
    don't say; profile: None to recognise it by the header; show: how many problems to give in full."""

    file: Path
    actor: str
    at: datetime
    profile: str | None = None
    as_of: date | None = None
    is_dry: bool = False
    show: int = 20


@dataclass
class Report:
    """What came of a load. counts: by kind of record; unused: headings that were left aside, and never stored;
    problems: the first of `problem_count`. Anything was written only if there are none and it was not dry."""

    profile: str = ""
    sha256: str = ""
    lines: int = 0
    counts: dict[str, Counts] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    @property
    def changes(self) -> int:
        """Records that were added or changed."""
        return sum(each.added + each.changed for each in self.counts.values())


Progress = Callable[[str, int, int], None]
"""Told a step ("checking" or "writing"), how far it is and how much there is."""


class _TakenBack(Exception):
    """Ends a transaction of which nothing is to stay."""


def load(database: Database, order: Order, progress: Progress) -> Report:
    """Load a file. Raises files.UnreadableFile, and sqlalchemy.exc.OperationalError when another load took more than
    two minutes. Killed at any moment, it leaves all of the file in the records or nothing."""
    surveyed = files.survey(order.file)
    report = Report(sha256=surveyed.sha256)
    with database.load() as connection:
        with connection.begin():
            staging.create(connection)
            with files.open_rows(order.file, surveyed.encoding) as rows:
                step = lambda at: progress("checking", at, surveyed.size)  # noqa: E731
                profile, given = _stage(connection, order, rows, report, step)
            progress("checking", surveyed.size, surveyed.size)
            if report.problem_count:
                _check(connection, profile, report, order.show)
                return report
        dialect.may_write(connection)
        try:
            with connection.begin():
                dialect.lock_for_load(connection)
                _check(connection, profile, report, order.show)
                if report.problem_count:
                    raise _TakenBack
                _write(connection, order, profile, given, report, progress)
                if order.is_dry:
                    raise _TakenBack
        except _TakenBack:
            pass
    return report


def _stage(
    connection: Connection, order: Order, rows: Iterator[files.Row], report: Report, progress: Callable[[int], None]
) -> tuple[Profile, frozenset[str]]:
    header = next(rows, None)
    if header is None:
        raise files.UnreadableFile("the file is empty")
    headings = [files.heading(cell) for cell in header.cells]
    profile = _profile(order.profile, frozenset(headings))
    placed = _places(profile, headings)
    named = {column.name for _, column in placed}
    report.profile = profile.name
    report.unused = [cell for number, cell in enumerate(header.cells) if number not in dict(placed) and cell]
    load_, stager = Load(order.at.astimezone(LONDON).date(), order.as_of), staging.Stager(connection)
    for row in rows:
        report.lines += 1
        try:
            if len(row.cells) > len(headings):
                raise Unfit("has more cells than the header. Put quotation marks around amounts with a comma")
            values = _values(placed, row.cells, row.line, report, order.show)
            if values is not None:
                for target, made in profile.make(values, load_):
                    stager.add(row.line, target, made)
        except Unfit as unfit:
            _note(report, Problem(row.line, unfit.column, str(unfit)), order.show)
        if report.lines % 1000 == 0:
            progress(row.at)
    if not report.lines:
        raise files.UnreadableFile("the file has a header and no rows")
    stager.finish()
    return profile, frozenset(named)


def _profile(name: str | None, headings: frozenset[str]) -> Profile:
    fitting = recognise(headings)
    if name is None:
        if len(fitting) == 1:
            return fitting[0]
        wanted = " or ".join(profile.name for profile in fitting) or ", ".join(PROFILES)
        why = "fits more than one kind of file" if fitting else "fits no kind of file"
        raise files.UnreadableFile(f"the header {why}. Say which it is with --profile ({wanted})")
    profile = PROFILES[name]
    if profile not in fitting:  # or another fits better: this one was named
        there = {column.name for column in profile.columns if headings & {column.name, *column.aliases}}
        missing = ", ".join(sorted(profile.needed - there))
        if not missing:
            return profile
        raise files.UnreadableFile(f"columns are missing for {name}: {missing}. Add them, or name another --profile")
    return profile


def _places(profile: Profile, headings: list[str]) -> list[tuple[int, Column]]:
    placed = []
    for column in profile.columns:
        found = [number for number, each in enumerate(headings) if each in (column.name, *column.aliases)]
        if len(found) > 1:
            raise files.UnreadableFile(f"two columns are headed {column.name}. Take one out")
        placed += [(number, column) for number in found]
    return placed


def _values(
    placed: list[tuple[int, Column]], cells: list[str], line: int, report: Report, show: int
) -> dict[str, Any] | None:
    """The values of a row by column, or None when one of them is unfit: each is noted."""
    values: dict[str, Any] = {}
    before = report.problem_count
    for number, column in placed:
        text = cells[number] if number < len(cells) else ""
        try:
            values[column.name] = column.read(text) if text else None
            if column.needed and not text:
                raise Unfit("is empty. Fill it")
        except Unfit as unfit:
            _note(report, Problem(line, column.name, str(unfit)), show)
    return values if report.problem_count == before else None


def _note(report: Report, problem: Problem, show: int) -> None:
    report.problem_count += 1
    if len(report.problems) < show:
        report.problems.append(problem)


def _check(connection: Connection, profile: Profile, report: Report, show: int) -> None:
    for target in profile.targets:
        checks.resolve(connection, target)
    named = {column.name for column in profile.columns}
    owner = "acts_for" if "acts_for" in named else "reference" if "reference" in named else "budget"
    key = next(name for name in ("transaction_id", "record_id", "reference", "budget") if name in named)
    day = next((name for name in ("transaction_date", "period_end") if name in named), "")
    for check in checks.checks(profile.targets, {"owner": owner, "key": key, "day": day}):
        count, found = checks.run(connection, check, show - len(report.problems))
        report.problem_count += count
        report.problems += found
    report.problems.sort(key=lambda problem: problem.line)


def _write(
    connection: Connection, order: Order, profile: Profile, named: frozenset[str], report: Report, progress: Progress
) -> None:
    run = {"at": order.at, "actor": order.actor, "profile": profile.name, "file_sha256": report.sha256}
    inserted = connection.execute(insert(import_run).values(**run, lines=report.lines, counts={}))
    run_id = inserted.inserted_primary_key[0]
    for done, target in enumerate(profile.targets):
        progress("writing", done, len(profile.targets))
        checks.resolve(connection, target)
        given = () if target == "balance" else _given(profile, target, named)
        report.counts[target] = Merge(connection, target, given, run_id, order.at).run()
    progress("writing", len(profile.targets), len(profile.targets))
    counts = {target: asdict(each) for target, each in report.counts.items()}
    connection.execute(import_run.update().where(import_run.c.id == run_id).values(counts=counts))
    each = [f"{target} {key} {number}" for target, of in counts.items() for key, number in of.items()]
    detail = f"file sha256 {report.sha256}, {report.lines} rows; {', '.join(each)}"
    audit.write(connection, order.at, order.actor, "imported " + profile.name, f"import {run_id}", detail)


def _given(profile: Profile, target: str, named: frozenset[str]) -> tuple[str, ...]:
    """The columns of the table that this file sets."""
    always = _AGREED if profile.name == "finance-extract" else ()
    set_by = {name: COLUMN_OF.get(name) for name in staging.columns_of(target)}
    return tuple(name for name, column in set_by.items() if column is None or column in named or name in always)
