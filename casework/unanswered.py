"""Questions that found no answer, masked, for the content editors. Not linked to anybody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from casework import schema
from common.outcomes import Outcome

_T = schema.unanswered


@dataclass(frozen=True)
class Unanswered:
    """A question without an answer, with personal data masked."""

    id: int
    at: datetime
    masked_text: str
    outcome: Outcome
    channel: str


def record(connection: Connection, *, masked_text: str, outcome: str, channel: str, at: datetime) -> None:
    """Keep a question. `masked_text` must be masked already; `outcome` is one of common.outcomes."""
    values = {"masked_text": masked_text, "outcome": outcome, "channel": channel, "at": at}
    connection.execute(_T.insert().values(**values))


def latest(connection: Connection, limit: int = 100) -> list[Unanswered]:
    """The newest questions, newest first."""
    rows = connection.execute(select(_T).order_by(_T.c.id.desc()).limit(limit))
    return [Unanswered(**row._mapping) for row in rows]
