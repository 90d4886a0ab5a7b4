"""Notices to staff on their way, and whose sign-in at the council's service belongs to which adviser."""

import sqlalchemy as sa
from alembic import op

from casework.columns import JsonText, Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("dedupe_key", sa.String(length=100), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("quiet_key", sa.String(length=64), nullable=False),
        sa.Column("numbers", JsonText(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("try_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(length=16), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("problem", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('urgent_case', 'safety_alert', 'late', 'nobody_takes', 'call_back_due', 'digest')",
            name=op.f("ck_notice_kind"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dropped', 'dead')", name=op.f("ck_notice_state")),
        sa.CheckConstraint("way IN ('email', 'webhook')", name=op.f("ck_notice_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("way", "dedupe_key", name=op.f("uq_notice_way_dedupe_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notice_created_at"), "notice", ["created_at"], unique=False)
    op.create_index("ix_notice_quiet_key", "notice", ["quiet_key"], unique=False)
    op.create_index("ix_notice_state_try_at", "notice", ["state", "try_at"], unique=False)
    op.create_table(
        "adviser_sign_on",
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["adviser.id"], name=op.f("fk_adviser_sign_on_adviser_id_adviser"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_adviser_sign_on")),
        sa.UniqueConstraint("adviser_id", name=op.f("uq_adviser_sign_on_adviser_id")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("adviser_sign_on")
    op.drop_table("notice")
