"""The tables of feedback and of counts. They share the metadata, and the column types, of casework.schema.

Nothing in them leads to a person or a conversation. Days are ISO dates and hours are 0 to 23, both in London.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, String, Table

from casework.columns import Moment, OutcomeName, PersonsText
from casework.schema import Channel, metadata, one_of

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", String(10), nullable=False),
    Column("answer", String(64), nullable=False),
    Column("topic", String(64), nullable=False),
    Column("outcome", OutcomeName),
    Column("channel", String(16), nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("words", PersonsText, nullable=False),
    Column("who", String(64), unique=True),
    Column("who_until", Moment, index=True),
    one_of("channel", Channel),
    Index("ix_feedback_day_answer", "day", "answer"),
    sqlite_autoincrement=True,
)
"""answer: an id of the content, or empty for a whole conversation. words: masked, what was missing. who: a keyed hash
that stops double counting, blanked at who_until."""

turn_count = Table(
    "turn_count",
    metadata,
    Column("day", String(10), nullable=False),
    Column("hour", Integer, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("outcome", OutcomeName, nullable=False),
    Column("topic", String(64), nullable=False),
    Column("count", Integer, nullable=False),
    Column("begun", Integer, nullable=False),
    CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    PrimaryKeyConstraint("day", "hour", "channel", "outcome", "topic"),
)
"""Messages answered, and how many of them began a conversation."""

answer_count = Table(
    "answer_count",
    metadata,
    Column("day", String(10), nullable=False),
    Column("answer", String(64), nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("day", "answer"),
)
"""How often an answer was shown."""
