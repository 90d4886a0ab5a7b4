"""Loads of councils' files: what they bring and refuse, and what a kill, a race and a second time leave behind."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.paths import ROOT
from casework import audit, conversations, schema
from casework.budgets import people, records, tables
from casework.budgets.forgetting import forget
from casework.budgets.importing.files import UnreadableFile
from casework.budgets.importing.loading import Order, Report, load
from casework.database import Database
from casework.retention import purge
from common.budgets import Budget
from common.settings import Settings

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
EXAMPLES = sorted((ROOT / "docs/councils/examples").glob("*.csv"))

PEOPLE = "reference,date_of_birth,mobile,email\nEX-1001,01/02/1960,07700 900001,one@example.org\nEX-1002,1970-03-04,,\n"
BUDGETS = (
    "record_id,reference,funder,kind,service,start_date,agreed,agreed_per,as_of\n"
    'B1,ex 1001,council,direct payment,help at home,01/04/2026,"£10,400.00",year,20/11/2026\n'
)
PAYMENTS = "record_id,budget,date,amount,type,status\nP1,B1,01/10/2026,800.00,paid in,paid\n"
FINANCE = (
    "record_id,reference,funder,kind,service,start_date,end_date,frequency,gross,contribution,net,payment_status,"
    "payment_date,as_of\nB1,EX1001,council,dp,help,01/04/2026,{end},week,100,{contribution},80,paid,01/10/2026,2026-11-01\n"
)
AUDIT = "budget,period_start,period_end,opening,receipts,spend,closing\nB1,01/04/2026,30/09/2026,100,500,{spend},200\n"
CARD = "transaction_id,budget,transaction_date,transaction_type,amount,balance,merchant,mcc\n"


def quiet(_step: str, _at: int, _total: int) -> None:
    pass


@pytest.fixture
def bring(database: Database, tmp_path: Path) -> Callable[..., Report]:
    def bring(*contents: str | bytes, at: datetime = NOW, **order: Any) -> Report:
        report = Report()
        for content in contents:
            file = tmp_path / "file.csv"
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
            report = load(database, Order(file, "staff tester", at, **order), quiet)
        return report

    return bring


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of budgets."""
    kinds = (tables.person, tables.representative, tables.budget, tables.entry, tables.history, tables.import_run)
    with database.read() as connection:
        return {
            kind.name: [tuple(row) for row in connection.execute(select(kind).order_by(kind.c.id))] for kind in kinds
        }


def budgets_of(database: Database, reference: str, on: date = TODAY) -> list[Budget]:
    with database.read() as connection:
        found = people.find(connection, reference)
        assert found is not None
        return records.budgets_of(connection, found.id, on)


def may_disclose(database: Database, reference: str, at: datetime = NOW) -> bool:
    with database.read() as connection:
        found = people.find(connection, reference)
        assert found is not None
        return records.may_disclose(connection, found.id, at=at, contact_change_days=14)


def test_every_example_loads_in_order_and_a_second_time_changes_nothing(database: Database) -> None:
    for is_second in (False, True):
        for file in EXAMPLES:
            report = load(database, Order(file, "staff tester", NOW), quiet)
            assert (report.problems, report.changes > 0) == ([], not is_second), file.name
    assert len(EXAMPLES) == 8
    shown = [budgets_of(database, f"EX-DEMO-{number:02}") for number in range(1, 12)]
    assert [len(each) for each in shown] == [1] * 8 + [2, 1, 1]
    assert not may_disclose(database, "EX-DEMO-07")
    card = budgets_of(database, "EX-DEMO-10")[0]
    assert (card.balance_pence, card.as_of, card.is_paid_net) == (63_140, date(2026, 11, 12), True)
    assert [each.category for each in card.entries if each.kind == "spent"] == ["agency", "travel"]
    assert [each.pence for each in card.entries if each.kind == "paid_in"] == [84_000]
    stored = str(everything(database))
    assert "FICTIONAL" not in stored
    assert "XXXX" not in stored


def test_a_dry_run_tells_what_it_would_do_and_does_nothing(database: Database, bring: Callable[..., Report]) -> None:
    before = everything(database)
    assert bring(PEOPLE, is_dry=True).changes == 2
    assert everything(database) == before


WRONG = {
    "net": ((PEOPLE, FINANCE.format(end="", contribution=10)), 2, "net"),
    "end before start": ((PEOPLE, FINANCE.format(end="01/03/2026", contribution=20)), 2, "end_date"),
    "unknown person": ((BUDGETS,), 2, "reference"),
    "unknown budget": ((PEOPLE, PAYMENTS), 2, "budget"),
    "audit": ((PEOPLE, BUDGETS, AUDIT.format(spend=300)), 2, "closing"),
    "negative": ((PEOPLE, BUDGETS, PAYMENTS.replace("800.00", "-800")), 2, "amount"),
    "float": ((PEOPLE, BUDGETS, PAYMENTS.replace("800.00", "800.0000000001")), 2, "amount"),
    "twice": ((PEOPLE + "ex1001,1960-02-01,,\n",), 4, "reference"),
    "not in the future": ((PEOPLE, BUDGETS, PAYMENTS.replace("01/10/2026", "01/10/2027")), 2, "date"),
    "somebody else's": ((PEOPLE, BUDGETS, BUDGETS.replace("ex 1001", "EX1002")), 2, "record_id"),
    "a comma without quotes": ((PEOPLE, BUDGETS, PAYMENTS.replace("800.00", "£1,800.00")), 2, ""),
    "empty": ((PEOPLE, BUDGETS.replace("help at home", "")), 2, "service"),
    "half an amount": ((PEOPLE, BUDGETS.replace("year", "")), 2, "agreed"),
    "a card backwards": (
        (PEOPLE, BUDGETS, CARD + "T1,B1,05/10/2026,load,5,5,x,\nT2,B1,04/10/2026,load,5,10,x,\n"),
        3,
        "transaction_date",
    ),
}


@pytest.mark.parametrize(("contents", "line", "column"), WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_named_and_nothing_of_its_file_stays(
    database: Database, bring: Callable[..., Report], contents: tuple[str, ...], line: int, column: str
) -> None:
    *right, wrong = contents
    bring(*right)
    before = everything(database)
    report = bring(wrong)
    assert [(each.line, each.column) for each in report.problems] == [(line, column)] * report.problem_count
    assert report.problem_count >= 1
    assert everything(database) == before


def test_all_problems_are_counted_and_some_are_shown(bring: Callable[..., Report]) -> None:
    report = bring(PEOPLE + "?,?,?,?\n" * 50, show=3)
    assert (report.problem_count, len(report.problems)) == (200, 3)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + PEOPLE.encode(),
        PEOPLE.replace(",", ";").replace("\n", "\r\n").encode() + b"\r\n;;;\r\n\r\n",
        b"sep=;\n" + PEOPLE.replace(",", ";").encode(),
        PEOPLE.replace("one@", "zo\u00eb@").encode("cp1252"),
        PEOPLE.replace("date_of_birth", "Date of Birth").replace("reference", '"Client ID"').encode(),
    ],
)
def test_files_as_systems_write_them(database: Database, bring: Callable[..., Report], content: bytes) -> None:
    assert bring(content).problems == []
    assert len(everything(database)["person"]) == 2


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfea\x00", b"PK\x03\x04", b"a,b\n1,2\n", PEOPLE.encode()[:37], b'"a\n']
)
def test_what_is_no_such_file_is_refused(bring: Callable[..., Report], content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        bring(content)


def test_a_change_keeps_what_was_and_stops_disclosure_for_a_while(
    database: Database, bring: Callable[..., Report]
) -> None:
    bring(PEOPLE, BUDGETS)
    assert may_disclose(database, "ex1001")
    report = bring(PEOPLE.replace("900001", "900002"))
    assert [report.counts["person"].changed, report.counts["person"].same] == [1, 1]
    past = everything(database)["history"]
    assert [row[-1]["mobile"] for row in past] == ["+447700900001"]
    assert not may_disclose(database, "ex1001")
    assert not may_disclose(database, "ex1001", NOW + timedelta(days=13))
    assert may_disclose(database, "ex1001", NOW + timedelta(days=14))
    assert bring(PEOPLE.replace("900001", "900002")).changes == 0


def test_a_column_left_out_leaves_what_is_there(database: Database, bring: Callable[..., Report]) -> None:
    flagged = PEOPLE.replace("email\n", "email,do_not_disclose\n").replace("one@example.org", "one@example.org,dispute")
    bring(flagged.replace("1970-03-04,,", "1970-03-04,,,"), PEOPLE)
    assert not may_disclose(database, "ex1001")
    assert may_disclose(database, "ex1002")


def test_money_told_of_by_several_files_counts_once(database: Database, bring: Callable[..., Report]) -> None:
    bring(
        PEOPLE, BUDGETS, PAYMENTS, CARD + "T1,B1,02/10/2026,load,800,800,x,\nT2,B1,03/10/2026,purchase,30,770,x,4121\n"
    )
    bring(AUDIT.format(spend=400))
    (found,) = budgets_of(database, "EX1001")
    assert [(each.kind, each.pence) for each in found.entries] == [
        ("opening", 10_000),
        ("paid_in", 80_000),
        ("spent", 3_000),
    ]
    assert (found.balance_pence, found.as_of) == (77_000, date(2026, 10, 3))


def die(url: str, file: Path, step: str, at_least: int) -> None:
    def kill(now: str, at: int, _total: int) -> None:
        if now == step and at >= at_least:
            os.kill(os.getpid(), signal.SIGKILL)

    load(Database(url), Order(file, "staff tester", NOW), kill)


@pytest.mark.parametrize(("step", "at_least"), [("checking", 1), ("writing", 0), ("writing", 1)])
def test_a_kill_leaves_nothing_half(url: str, database: Database, tmp_path: Path, step: str, at_least: int) -> None:
    before = everything(database)
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    killed = multiprocessing.get_context("fork").Process(target=die, args=(url, file, step, at_least))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert everything(database) == before
    assert load(database, Order(file, "staff tester", NOW), quiet).changes == 2


def test_two_loads_at_once_bring_each_record_once(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _: load(database, Order(file, "staff tester", NOW), quiet), range(2)))
    assert sorted(report.changes for report in reports) == [0, 2]


def test_people_go_on_chatting_while_a_file_is_read(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    begun = []

    def chat(step: str, _at: int, _total: int) -> None:
        if step == "checking":
            with database.write() as connection:
                begun.append(conversations.create(connection, "web", None, NOW).id)

    load(database, Order(file, "staff tester", NOW), chat)
    assert begun
    assert len(everything(database)["person"]) == 2


def test_a_load_is_in_the_audit_log_without_personal_data(database: Database, bring: Callable[..., Report]) -> None:
    report = bring(PEOPLE)
    with database.read() as connection:
        (row,) = audit.latest(connection)
    assert (row.actor, row.action) == ("staff tester", "imported people")
    assert report.sha256 in row.detail
    assert "person added 2" in row.detail
    assert not any(word in str(row) for word in ("EX1001", "1960", "900001", "example.org"))


def test_forgetting_somebody_takes_all_of_it_and_never_gives_the_id_again(
    database: Database, bring: Callable[..., Report]
) -> None:
    bring(PEOPLE, BUDGETS, PAYMENTS, PEOPLE.replace("900001", "900002"))
    with database.write() as connection:
        gone = people.find(connection, "EX1001")
        assert gone is not None
        assert forget(connection, "ex-1001", "staff tester", NOW)
        assert not forget(connection, "ex-1001", "staff tester", NOW)
    left = everything(database)
    assert [len(left[name]) for name in ("person", "budget", "entry", "history")] == [1, 0, 0, 0]
    bring(PEOPLE)
    with database.read() as connection:
        again = people.find(connection, "EX1001")
        assert again is not None
        assert again.id > gone.id
        assert not any("EX1001" in str(row) for row in audit.latest(connection))


def test_old_budgets_go_by_themselves(database: Database, bring: Callable[..., Report]) -> None:
    ended = BUDGETS.replace("start_date,", "start_date,end_date,").replace("01/04/2026,", "01/04/2026,30/06/2026,")
    bring(PEOPLE, ended)
    retention = Settings.load(ROOT / "council.yml").retention
    assert purge(database, NOW, retention).budgets == 0
    later = datetime(2026, 6, 30, 12, tzinfo=UTC) + timedelta(days=retention.budget_days)
    assert (purge(database, later, retention).budgets, len(everything(database)["person"])) == (1, 2)
    assert purge(database, NOW + timedelta(days=retention.budget_days), retention).people == 2


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        (tables.person, "do_not_disclose", "because"),
        (tables.budget, "funder", "nobody"),
        (tables.budget, "agreed_pence", -1),
        (tables.budget, "agreed_per", None),
        (tables.budget, "ends_on", date(2020, 1, 1)),
        (tables.budget, "person_id", 999),
        (tables.entry, "pence", 0),
        (tables.entry, "category", "Corner Shop"),
        (tables.entry, "budget_id", 999),
    ],
)
def test_the_database_itself_refuses(
    database: Database, bring: Callable[..., Report], table: Any, column: str, value: Any
) -> None:
    bring(PEOPLE, BUDGETS, PAYMENTS)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(table.update().values(**{column: value}))
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(schema.audit)).scalar_one() == 3
