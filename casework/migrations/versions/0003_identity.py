"""Proving who somebody is."""

import sqlalchemy as sa
from alembic import op

from casework.columns import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "identity_challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        _conversation(),
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("reference_key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.Column("may_pass", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", Moment(), nullable=True),
        sa.Column("codes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "stage IN ('birth', 'code', 'passed', 'locked', 'void')", name=op.f("ck_identity_challenge_stage")
        ),
        _of_conversation("identity_challenge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_challenge")),
        sa.UniqueConstraint("handle", name=op.f("uq_identity_challenge_handle")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_identity_challenge_created_at"), "identity_challenge", ["created_at"])
    op.create_index("ix_identity_challenge_conversation_id_id", "identity_challenge", ["conversation_id", "id"])
    op.create_table(
        "identity_session",
        sa.Column("id", sa.Integer(), nullable=False),
        _conversation(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.Column("speaking_as", sa.String(length=16), nullable=False),
        sa.Column("verified_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.CheckConstraint("speaking_as IN ('self', 'representative')", name=op.f("ck_identity_session_speaking_as")),
        _of_conversation("identity_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_session")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_identity_session_until"), "identity_session", ["until"])
    op.create_index("ix_identity_session_conversation_id_until", "identity_session", ["conversation_id", "until"])
    op.create_table(
        "identity_counter",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('conversation', 'address', 'reference', 'wrong', 'sent', 'all_sent')",
            name=op.f("ck_identity_counter_kind"),
        ),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_identity_counter")),
    )
    op.create_index(op.f("ix_identity_counter_since"), "identity_counter", ["since"])
    op.create_table(
        "identity_outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        _conversation(),
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("is_real", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("try_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("way IN ('text', 'email', 'none')", name=op.f("ck_identity_outgoing_way")),
        _of_conversation("identity_outgoing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_outgoing")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_identity_outgoing_try_at"), "identity_outgoing", ["try_at"])
    op.create_index("ix_identity_outgoing_conversation_id", "identity_outgoing", ["conversation_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("identity_outgoing", "identity_counter", "identity_session", "identity_challenge"):
        op.drop_table(table)


def _conversation() -> sa.Column:
    return sa.Column("conversation_id", sa.String(length=32), nullable=False)


def _of_conversation(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_conversation_id_conversation")
    return sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=name, ondelete="CASCADE")
