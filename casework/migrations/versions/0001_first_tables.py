"""The first tables: conversations, messages, turns, progress, referrals, safety, consent, audit, retention."""

import sqlalchemy as sa
from alembic import op

from casework.columns import JsonText, Moment, OutcomeName, PersonsText

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_seen_at", Moment(), nullable=False),
        sa.Column("turn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("owner", sa.String(length=16), server_default=sa.text("'bot'"), nullable=False),
        sa.Column("owner_since", Moment(), nullable=False),
        sa.Column("clock_at", Moment(), nullable=False),
        sa.Column("register", sa.String(length=16), server_default=sa.text("'plain'"), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("forgotten_at", Moment(), nullable=True),
        sa.CheckConstraint("channel IN ('web', 'sms', 'adviser', 'terminal')", name=op.f("ck_conversation_channel")),
        sa.CheckConstraint("owner IN ('bot', 'waiting', 'adviser', 'closed')", name=op.f("ck_conversation_owner")),
        sa.CheckConstraint("register IN ('plain', 'simple')", name=op.f("ck_conversation_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_conversation_token_hash")),
    )
    op.create_index(op.f("ix_conversation_forgotten_at"), "conversation", ["forgotten_at"], unique=False)
    op.create_index(op.f("ix_conversation_last_seen_at"), "conversation", ["last_seen_at"], unique=False)
    op.create_table(
        "purge_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("counts", JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge_run")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("masked_text", PersonsText(), nullable=False),
        sa.Column("outcome", OutcomeName(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.CheckConstraint("channel IN ('web', 'sms', 'adviser', 'terminal')", name=op.f("ck_unanswered_channel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unanswered")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_unanswered_at"), "unanswered", ["at"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_consent_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consent_conversation_id_purpose", "consent", ["conversation_id", "purpose"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("client_message_id", sa.String(length=100), nullable=False),
        sa.Column("text", PersonsText(), nullable=True),
        sa.Column("choice_number", sa.Integer(), nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("outcome", OutcomeName(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("blanked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_inbox_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "conversation_id", "client_message_id", name=op.f("uq_inbox_conversation_id_client_message_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["conversation_id", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index(
        "ix_inbox_unblanked",
        "inbox",
        ["done_at"],
        unique=False,
        sqlite_where=sa.text("blanked_at IS NULL"),
        postgresql_where=sa.text("blanked_at IS NULL"),
    )
    op.create_table(
        "progress",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("flow", sa.String(length=64), nullable=False),
        sa.Column("state", JsonText(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_progress_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "flow", name=op.f("pk_progress")),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.String(length=16), nullable=False),
        sa.Column("name", PersonsText(), nullable=False),
        sa.Column("contact", PersonsText(), nullable=False),
        sa.Column("contact_kind", sa.String(length=16), nullable=False),
        sa.Column("about", PersonsText(), nullable=False),
        sa.Column("when_suits", PersonsText(), nullable=False),
        sa.Column("consent_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("promised_by", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("status", sa.String(length=16), server_default=sa.text("'open'"), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "contact_kind IN ('phone', 'text', 'email', 'letter')", name=op.f("ck_referral_contact_kind")
        ),
        sa.CheckConstraint("kind IN ('referral', 'call_back', 'complaint')", name=op.f("ck_referral_kind")),
        sa.CheckConstraint("priority IN ('routine', 'soon', 'urgent')", name=op.f("ck_referral_priority")),
        sa.CheckConstraint("status IN ('open', 'taken', 'done')", name=op.f("ck_referral_status")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_referral_conversation_id_conversation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("reference", name=op.f("uq_referral_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_referral_conversation_id", "referral", ["conversation_id"], unique=False)
    op.create_index("ix_referral_status_due_at", "referral", ["status", "due_at"], unique=False)
    op.create_table(
        "tracker_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("data", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_tracker_event_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracker_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_tracker_event_conversation_id_turn_id", "tracker_event", ["conversation_id", "turn", "id"], unique=False
    )
    op.create_table(
        "tracker_state",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("slots", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_tracker_state_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_tracker_state")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reply", JsonText(), nullable=False),
        sa.Column("outcome", OutcomeName(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_outbox_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_outbox_inbox_id_inbox"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("inbox_id", "position", name=op.f("uq_outbox_inbox_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_conversation_id_id", "outbox", ["conversation_id", "id"], unique=False)
    op.create_table(
        "safety_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("tell", sa.String(length=200), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("alert_due_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_safety_event_conversation_id_conversation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name=op.f("fk_safety_event_inbox_id_inbox"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_safety_event_conversation_id", "safety_event", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_safety_event_created_at"), "safety_event", ["created_at"], unique=False)
    op.create_index("ix_safety_event_inbox_id", "safety_event", ["inbox_id"], unique=False)


def downgrade() -> None:
    op.drop_table("safety_event")
    op.drop_table("outbox")
    op.drop_table("tracker_state")
    op.drop_table("tracker_event")
    op.drop_table("referral")
    op.drop_table("progress")
    op.drop_table("inbox")
    op.drop_table("consent")
    op.drop_table("unanswered")
    op.drop_table("purge_run")
    op.drop_table("conversation")
    op.drop_table("audit")
