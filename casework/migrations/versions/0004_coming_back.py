"""Codes to come back to the steps, and who was not told what."""

import sqlalchemy as sa
from alembic import op

from casework.columns import JsonText, Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "journey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("word_hash", sa.String(length=200), nullable=True),
        sa.Column("word_tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("answers", JsonText(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.CheckConstraint("step BETWEEN 1 AND 7", name=op.f("ck_journey_step")),
        sa.CheckConstraint("word_tries >= 0", name=op.f("ck_journey_word_tries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_journey_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_journey_expires_at"), "journey", ["expires_at"], unique=False)
    op.create_table(
        "journey_conversation",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_journey_conversation_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["journey_id"],
            ["journey.id"],
            name=op.f("fk_journey_conversation_journey_id_journey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_journey_conversation")),
    )
    op.create_index(op.f("ix_journey_conversation_journey_id"), "journey_conversation", ["journey_id"], unique=False)
    op.create_table(
        "code_shown",
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.Column("instead", JsonText(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name=op.f("fk_code_shown_inbox_id_inbox"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("inbox_id", name=op.f("pk_code_shown")),
    )
    op.create_index(op.f("ix_code_shown_at"), "code_shown", ["at"], unique=False)
    op.create_table(
        "code_try",
        sa.Column("who", sa.String(length=48), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("who", "since", name=op.f("pk_code_try")),
    )
    op.create_index(op.f("ix_code_try_since"), "code_try", ["since"], unique=False)
    op.create_table(
        "not_told",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("funder", sa.String(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("step BETWEEN 1 AND 7", name=op.f("ck_not_told_step")),
        sa.CheckConstraint("funder IN ('', 'nhs', 'council', 'both')", name=op.f("ck_not_told_funder")),
        sa.CheckConstraint("count > 0", name=op.f("ck_not_told_count")),
        sa.PrimaryKeyConstraint("day", "step", "channel", "funder", name=op.f("pk_not_told")),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("not_told", "code_try", "code_shown", "journey_conversation", "journey"):
        op.drop_table(table)
