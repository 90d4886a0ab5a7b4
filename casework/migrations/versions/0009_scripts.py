"""Notes of advisers who use the assistant as a script."""

import sqlalchemy as sa
from alembic import op

from casework.columns import Moment, PersonsText

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "script_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("speaker", sa.String(length=16), nullable=False),
        sa.Column("case_reference", PersonsText(), nullable=False),
        sa.Column("needs", PersonsText(), nullable=False),
        sa.Column("risk", sa.String(length=16), nullable=False),
        sa.Column("risk_detail", PersonsText(), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=False),
        sa.Column("consent_detail", PersonsText(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.CheckConstraint("kind IN ('phone', 'face_to_face', 'video', 'other')", name=op.f("ck_script_contact_kind")),
        sa.CheckConstraint(
            "speaker IN ('not_said', 'self', 'someone_else', 'professional')", name=op.f("ck_script_contact_speaker")
        ),
        sa.CheckConstraint("risk IN ('none_seen', 'concern', 'urgent')", name=op.f("ck_script_contact_risk")),
        sa.CheckConstraint("consent IN ('not_asked', 'yes', 'no')", name=op.f("ck_script_contact_consent")),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["adviser.id"], name=op.f("fk_script_contact_adviser_id_adviser"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_script_contact_conversation_id_conversation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_contact")),
        sa.UniqueConstraint("reference", name=op.f("uq_script_contact_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_script_contact_conversation_id"), "script_contact", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_script_contact_started_at"), "script_contact", ["started_at"], unique=False)
    op.create_index(
        "ix_script_contact_adviser_id_started_at", "script_contact", ["adviser_id", "started_at"], unique=False
    )
    op.create_table(
        "script_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", PersonsText(), nullable=False),
        sa.Column("answer_id", sa.String(length=100), nullable=False),
        sa.Column("owner", PersonsText(), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('note', 'action', 'advice')", name=op.f("ck_script_entry_kind")),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["script_contact.id"],
            name=op.f("fk_script_entry_contact_id_script_contact"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_script_entry_contact_id"), "script_entry", ["contact_id"], unique=False)


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("script_entry")
    op.drop_table("script_contact")
