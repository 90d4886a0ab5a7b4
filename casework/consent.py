"""What a person agreed to, or took back: every answer is kept, the last one counts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from casework import schema

_T = schema.consent


def record(connection: Connection, *, conversation_id: str, purpose: str, given: bool, at: datetime) -> None:
    """Keep an answer: `given` False is a refusal, or a consent taken back."""
    values = {"conversation_id": conversation_id, "purpose": purpose, "given": given, "at": at}
    connection.execute(_T.insert().values(**values))


def is_given(connection: Connection, conversation_id: str, purpose: str) -> bool | None:
    """The last answer, or None when they were never asked."""
    answers = select(_T.c.given).where(_T.c.conversation_id == conversation_id, _T.c.purpose == purpose)
    answer: bool | None = connection.execute(answers.order_by(_T.c.id.desc()).limit(1)).scalar()
    return answer


def answers(connection: Connection, conversation_id: str) -> list[tuple[str, bool, datetime]]:
    """All answers of a conversation in their order: purpose, whether it was given, and when."""
    chosen = select(_T.c.purpose, _T.c.given, _T.c.at).where(_T.c.conversation_id == conversation_id)
    return [(row.purpose, row.given, row.at) for row in connection.execute(chosen.order_by(_T.c.id))]
