"""Texts and emails on their way."""

import sqlalchemy as sa
from alembic import op

from casework.columns import JsonText, Moment, PersonsText

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "text_phone",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("first_seen_at", Moment(), nullable=False),
        sa.Column("last_seen_at", Moment(), nullable=False),
        sa.Column("introduced_at", Moment(), nullable=True),
        sa.Column("read_by", sa.String(length=16), nullable=True),
        sa.Column("held", PersonsText(), nullable=True),
        sa.Column("rest", JsonText(), nullable=True),
        sa.Column("opted_out_at", Moment(), nullable=True),
        sa.Column("forget_at", Moment(), nullable=True),
        sa.Column("minute_since", Moment(), nullable=True),
        sa.Column("in_minute", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("told_too_fast_at", Moment(), nullable=True),
        sa.CheckConstraint("provider IN ('notify', 'twilio', 'simulator')", name=op.f("ck_text_phone_provider")),
        sa.CheckConstraint("read_by IN ('nobody', 'others', 'unsure')", name=op.f("ck_text_phone_read_by")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_text_phone")),
    )
    op.create_index(op.f("ix_text_phone_last_seen_at"), "text_phone", ["last_seen_at"])
    op.create_table(
        "text_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("provider_id", sa.String(length=100), nullable=False),
        sa.Column("phone_key", sa.String(length=64), nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("became", sa.String(length=16), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("provider IN ('notify', 'twilio', 'simulator')", name=op.f("ck_text_in_provider")),
        sa.CheckConstraint(
            "became IN ('kept', 'held', 'keyword', 'opted_out', 'too_fast', 'no_words', 'refused', 'cannot_reply')",
            name=op.f("ck_text_in_became"),
        ),
        _to_phone("text_in"),
        _to_inbox("text_in"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_in")),
        sa.UniqueConstraint("provider", "provider_id", name=op.f("uq_text_in_provider_provider_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_text_in_received_at"), "text_in", ["received_at"])
    op.create_index("ix_text_in_phone_key", "text_in", ["phone_key"])
    op.create_index("ix_text_in_inbox_id", "text_in", ["inbox_id"])
    op.create_table(
        "text_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("phone_key", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("text_in_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", PersonsText(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("is_crisis", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("despite_stop", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_private", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(length=16), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("looks", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("try_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("claimed_at", Moment(), nullable=True),
        sa.Column("provider", sa.String(length=16), nullable=True),
        sa.Column("provider_id", sa.String(length=100), nullable=True),
        sa.Column("other_ids", JsonText(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("why", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.CheckConstraint("kind IN ('reply', 'notice', 'first')", name=op.f("ck_text_out_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'uncertain', 'sent', 'delivered', 'failed', 'expired', 'stopped')",
            name=op.f("ck_text_out_state"),
        ),
        _to_phone("text_out"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_text_out_conversation_id_conversation"),
            ondelete="SET NULL",
        ),
        _to_inbox("text_out"),
        sa.ForeignKeyConstraint(
            ["text_in_id"], ["text_in.id"], name=op.f("fk_text_out_text_in_id_text_in"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_out")),
        sa.UniqueConstraint("reference", name=op.f("uq_text_out_reference")),
        sa.UniqueConstraint("inbox_id", name=op.f("uq_text_out_inbox_id")),
        sa.UniqueConstraint("text_in_id", name=op.f("uq_text_out_text_in_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_text_out_created_at"), "text_out", ["created_at"])
    op.create_index("ix_text_out_phone_key_id", "text_out", ["phone_key", "id"])
    op.create_index("ix_text_out_state_try_at", "text_out", ["state", "try_at"])
    op.create_index("ix_text_out_conversation_id", "text_out", ["conversation_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("text_out", "text_in", "text_phone"):
        op.drop_table(table)


def _to_phone(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_phone_key_text_phone")
    return sa.ForeignKeyConstraint(["phone_key"], ["text_phone.key"], name=name, ondelete="CASCADE")


def _to_inbox(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_inbox_id_inbox")
    return sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=name, ondelete="SET NULL")
