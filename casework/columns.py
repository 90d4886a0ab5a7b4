"""Column types that mean the same on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from common.outcomes import Outcome


class Moment(TypeDecorator):
    """An aware datetime, given back in UTC. Refuses a naive one with ValueError.

    PostgreSQL keeps timestamptz; SQLite keeps ISO text of one fixed width, so that text order is time order.
    """

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The column type of this database."""
        kind = DateTime(timezone=True) if dialect.name == "postgresql" else String(32)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """An aware moment as this database stores it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.isoformat(timespec="microseconds")

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        """The stored moment, aware, in UTC."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)


class JsonText(TypeDecorator):
    """A JSON value kept as text, pure ASCII: odd characters travel as escapes, which both databases can hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The JSON of a value. Raises TypeError for what JSON cannot say."""
        return None if value is None else json.dumps(value, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value that was stored."""
        return None if value is None else json.loads(value)


class PersonsText(TypeDecorator):
    """Text as somebody typed it. What a database cannot hold (NUL, half a surrogate pair) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text with every character storable."""
        if value is None:
            return None
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\x00", "\ufffd")


class OutcomeName(TypeDecorator):
    """One of the closed list of outcomes, kept by its name."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: Outcome | str | None, dialect: Dialect) -> str | None:
        """The outcome's name. Raises ValueError when it is not on the list."""
        return None if value is None else Outcome(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Outcome | None:
        """The outcome."""
        return None if value is None else Outcome(value)
