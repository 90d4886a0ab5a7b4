"""The databases that records are tested on: SQLite always, PostgreSQL too where NAVIGATOR_TEST_POSTGRESQL has a URL.

Everything in that PostgreSQL database is deleted.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from casework.database import Database

POSTGRESQL = os.environ.get("NAVIGATOR_TEST_POSTGRESQL", "")


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.db'}"
    engine = create_engine(POSTGRESQL, future=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return POSTGRESQL


@pytest.fixture
def sqlite_only(url: str) -> None:
    """Skips a test of what only SQLite has."""
    if not url.startswith("sqlite"):
        pytest.skip("only SQLite has this")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open database with all its tables."""
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.close()
