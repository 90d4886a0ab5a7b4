"""Whether answers helped, and counts of turns."""

import sqlalchemy as sa
from alembic import op

from casework.columns import Moment, OutcomeName, PersonsText

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("outcome", OutcomeName(length=32), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("words", PersonsText(), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=True),
        sa.Column("who_until", Moment(), nullable=True),
        sa.CheckConstraint("channel IN ('web', 'sms', 'adviser', 'terminal')", name=op.f("ck_feedback_channel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("who", name=op.f("uq_feedback_who")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feedback_day_answer", "feedback", ["day", "answer"], unique=False)
    op.create_index(op.f("ix_feedback_who_until"), "feedback", ["who_until"], unique=False)
    op.create_table(
        "turn_count",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("outcome", OutcomeName(length=32), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_turn_count_hour")),
        sa.PrimaryKeyConstraint("day", "hour", "channel", "outcome", "topic", name=op.f("pk_turn_count")),
    )
    op.create_table(
        "answer_count",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "answer", name=op.f("pk_answer_count")),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("answer_count", "turn_count", "feedback"):
        op.drop_table(table)
