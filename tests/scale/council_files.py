"""Makes files of a large council that does not exist, for measuring how long loads take."""

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

START = date(2026, 4, 6)


def write_files(folder: Path, people: int) -> dict[str, Path]:
    """Files of people, budgets and payments (one each a person), by their profile. Every run makes the same."""
    makers: dict[str, tuple[str, Callable[[int], tuple[object, ...]]]] = {
        "people": ("reference,date_of_birth,mobile,email,do_not_disclose", _person),
        "budgets": (
            "record_id,reference,funder,kind,service,start_date,agreed,agreed_per,contribution,contribution_per,as_of",
            _budget,
        ),
        "payments": ("record_id,budget,date,amount,type,status", _payment),
    }
    files = {}
    for name, (header, make) in makers.items():
        files[name] = folder / f"{name}.csv"
        with files[name].open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(header.split(","))
            writer.writerows(_rows(make, people))
    return files


def _rows(make: Callable[[int], tuple[object, ...]], people: int) -> Iterator[tuple[object, ...]]:
    return (make(number) for number in range(people))


def _person(number: int) -> tuple[object, ...]:
    born = date(1930, 1, 1) + timedelta(days=number % 25_000)
    phone = f"07700 900{number % 1000:03}"
    return f"EX-{number:07}", born.strftime("%d/%m/%Y"), phone, f"person{number}@example.org", ""


def _budget(number: int) -> tuple[object, ...]:
    kind = ("notional", "third party", "direct payment")[number % 3]
    agreed = f"£{number % 900 + 100:,}.50"
    money = (agreed, "week", f"{number % 60}.25", "week")
    return f"B{number:07}", f"EX-{number:07}", "council", kind, "help at home", START, *money, "2026-11-01"


def _payment(number: int) -> tuple[object, ...]:
    return f"P{number:07}", f"B{number:07}", "01/10/2026", f"{number % 900 + 100}.25", "paid in", "paid"
