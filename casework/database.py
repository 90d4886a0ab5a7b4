"""The way to the database: connections that read, connections that write, and bringing the tables up to date."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.sql.dml import Delete, Update, UpdateBase

from casework import dialect, schema
from casework.audit import MAY_PURGE_AUDIT

_MIGRATIONS = Path(__file__).with_name("migrations")

log = logging.getLogger(__name__)


class Database:
    """People's records, in SQLite or PostgreSQL. One per process; threads share it."""

    def __init__(self, url: str) -> None:
        """Open `sqlite:///file` or `postgresql://...`. Connects on first use. Raises ValueError for any other."""
        parsed = make_url(url)
        self._engine = create_engine(parsed, future=True, **dialect.engine_options(parsed))
        name = self._engine.dialect.name
        event.listen(self._engine, "connect", lambda driver_connection, _: dialect.set_up(driver_connection, name))
        event.listen(self._engine, "begin", dialect.begin)
        event.listen(self._engine, "before_execute", _check)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the records. A write on it raises PermissionError."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in one transaction: committed when the block ends, undone when it raises.

        Raises sqlalchemy.exc.OperationalError when another writer holds SQLite for more than five seconds.
        """
        with self._engine.connect().execution_options(**{dialect.WRITES: True}) as connection, connection.begin():
            yield connection

    @contextmanager
    def load(self) -> Iterator[Connection]:
        """A connection for a bulk load, closed for good afterwards, so that its temporary tables are gone.

        Its first transactions are for temporary tables only, and keep nobody waiting; after `dialect.may_write` the
        next one writes records.
        """
        with self._engine.connect() as connection:
            connection.detach()
            yield connection.execution_options(**{dialect.WRITES: True, dialect.STAGES: True})

    def migrate(self) -> None:
        """Bring the tables up to date. Safe when several processes start at once."""
        with self.read() as connection:
            if _version(connection) == schema.HEAD:
                return
        from alembic import command  # slow to import, and needed only when there is something to do
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.write() as connection:
            dialect.lock_for_migration(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        log.info("the records are at version %s", schema.HEAD)

    def forget_deleted_pages(self) -> None:
        """After a purge: overwrite what the database still keeps of deleted rows, as far as it can."""
        with self._engine.connect() as connection:
            dialect.forget_deleted_pages(connection)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _check(connection: Connection, statement: Any, _many: Any, _one: Any, options: dict[str, Any]) -> None:
    if not isinstance(statement, UpdateBase):
        return
    if not connection.get_execution_options().get(dialect.WRITES, False):
        raise PermissionError("this connection only reads: use Database.write()")
    rewrites = isinstance(statement, (Update, Delete)) and statement.table is schema.audit
    if rewrites and not options.get(MAY_PURGE_AUDIT, False):
        raise PermissionError("the audit log is only ever added to")
