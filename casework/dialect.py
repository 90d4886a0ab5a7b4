"""The one place that knows which database it is talking to."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection

WRITES = "navigator_writes"
"""Execution option of a connection that may write."""

STAGES = "navigator_stages"
"""Execution option of a connection that writes temporary tables only, for now."""

_BUSY_MILLISECONDS = 5_000
_LOAD_WAITS_MILLISECONDS = 120_000
_MIGRATION_LOCK = 7_436_214
_LOAD_LOCK = 7_436_215
_AUDIT_LOCK = 7_436_216
_CALLS_LOCK = 7_436_217
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_SQLITE_SET_UP = (
    f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a turn that was acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # deleted means overwritten
)


def engine_options(url: URL) -> dict[str, Any]:
    """What `create_engine` needs beside the URL. Raises ValueError for a database that was never tried."""
    name = url.get_backend_name()
    if name not in _INSERTS:
        raise ValueError(f"{name} is not supported: use sqlite:///a/file.db or postgresql://host/name")
    if name == "postgresql":
        return {"pool_size": 5, "max_overflow": 10, "pool_pre_ping": True}
    if not url.database or url.database == ":memory:":
        raise ValueError("records need a file: sqlite:///a/file.db")
    # A folder that is made here holds people's words: nobody else on the machine may look inside.
    Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    from sqlalchemy.pool import QueuePool  # the default for files opens the file again for each statement

    return {"poolclass": QueuePool, "pool_size": 5, "max_overflow": 10, "connect_args": {"check_same_thread": False}}


def set_up(driver_connection: Any, name: str) -> None:
    """Prepare a new connection of the driver."""
    if name != "sqlite":
        return
    driver_connection.isolation_level = None  # the driver would begin transactions late; `begin` does it instead
    for statement in _SQLITE_SET_UP:
        driver_connection.execute(statement).close()


def begin(connection: Connection) -> None:
    """Begin a transaction. Readers see one state of the records.

    On SQLite a writer takes its lock at once: to wait for it later can only fail.
    """
    writes = connection.get_execution_options().get(WRITES, False)
    stages = connection.get_execution_options().get(STAGES, False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes and not stages else "BEGIN")
    elif not writes:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def may_write(connection: Connection) -> None:
    """Let the next transaction of a load write records. It waits up to two minutes for another load to end."""
    connection.execution_options(**{STAGES: False})
    if connection.dialect.name == "sqlite":
        connection.connection.execute(f"PRAGMA busy_timeout = {_LOAD_WAITS_MILLISECONDS}").close()


def lock_for_load(connection: Connection) -> None:
    """Keep every other load waiting until this transaction ends; SQLite has done so when the transaction began."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_LOAD_WAITS_MILLISECONDS}")
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOAD_LOCK})


def lock_for_migration(connection: Connection) -> None:
    """Keep every other process from migrating until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})


def lock_audit(connection: Connection) -> None:
    """Let one writer at a time add to the audit log, until its transaction ends. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _AUDIT_LOCK})


def lock_calls(connection: Connection) -> None:
    """Let one writer at a time promise a call, until its transaction ends. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CALLS_LOCK})


def insert_or_ignore(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless a unique key is taken. True when it was inserted."""
    return bool(connection.execute(_insert_or_ignore(connection.dialect.name, table), values).rowcount == 1)


def upsert(connection: Connection, table: Table, key: Sequence[str], values: Mapping[str, Any]) -> None:
    """Insert a row, or change the one that has the same key."""
    changed = tuple(name for name in values if name not in key)
    connection.execute(_upsert(connection.dialect.name, table, tuple(key), changed), values)


def add_up(connection: Connection, table: Table, key: Mapping[str, Any], numbers: Mapping[str, int]) -> None:
    """Add numbers to the counters of a row; insert it where there is none."""
    statement = _add_up(connection.dialect.name, table, tuple(key), tuple(numbers))
    connection.execute(statement, {**key, **numbers})


def upsert_from(database: str, table: Table, key: Sequence[str], names: Sequence[str], rows: Any) -> Any:
    """A statement: insert the rows of a select (whose columns are `names`), or change those that have the same key."""
    statement = _INSERTS[database](table).from_select(list(names), rows)
    excluded = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=excluded)


# Building a statement costs more than running it, so each is built once.
@lru_cache(maxsize=64)
def _insert_or_ignore(database: str, table: Table) -> Any:
    return _INSERTS[database](table).on_conflict_do_nothing()


@lru_cache(maxsize=64)
def _upsert(database: str, table: Table, key: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    statement = _INSERTS[database](table)
    excluded = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=list(key), set_=excluded)


@lru_cache(maxsize=16)
def _add_up(database: str, table: Table, key: tuple[str, ...], counters: tuple[str, ...]) -> Any:
    statement = _INSERTS[database](table)
    added = {name: table.c[name] + statement.excluded[name] for name in counters}
    return statement.on_conflict_do_update(index_elements=list(key), set_=added)


def forget_deleted_pages(connection: Connection) -> None:
    """Take what was deleted out of the write-ahead log too. Needs a connection outside a transaction."""
    if connection.dialect.name == "sqlite":
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
