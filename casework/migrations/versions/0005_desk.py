"""Advisers, hand-overs and their history; the audit log as a chain of hashes."""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from casework.columns import JsonText, Moment, PersonsText

revision = "0005"
down_revision = "0004"

_audit = sa.table(
    "audit",
    sa.column("id", sa.Integer),
    sa.column("at", Moment),
    *(sa.column(name, sa.String) for name in ("actor", "action", "subject", "detail", "previous_hash", "hash")),
)


def upgrade() -> None:
    """Make the tables, chain what the audit log holds already, and open a case for each request that waits."""
    _chain_the_audit_log()
    op.create_table(
        "adviser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("safeguarding", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("disabled_at", Moment(), nullable=True),
        sa.Column("failed_tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("locked_until", Moment(), nullable=True),
        sa.Column("presence", sa.String(length=16), server_default=sa.text("'away'"), nullable=False),
        sa.Column("heartbeat_at", Moment(), nullable=True),
        sa.Column("busy_until", Moment(), nullable=True),
        sa.CheckConstraint("presence IN ('available', 'busy', 'away')", name=op.f("ck_adviser_presence")),
        sa.CheckConstraint("role IN ('adviser', 'lead', 'editor', 'admin')", name=op.f("ck_adviser_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser")),
        sa.UniqueConstraint("login", name=op.f("uq_adviser_login")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "adviser_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["adviser.id"], name=op.f("fk_adviser_session_adviser_id_adviser"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_adviser_session")),
    )
    op.create_index(op.f("ix_adviser_session_adviser_id"), "adviser_session", ["adviser_id"], unique=False)
    op.create_index(op.f("ix_adviser_session_expires_at"), "adviser_session", ["expires_at"], unique=False)
    op.create_table(
        "desk_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("priority", sa.String(length=16), nullable=False),
        sa.Column("is_safeguarding", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("name", PersonsText(), nullable=False),
        sa.Column("about", PersonsText(), nullable=False),
        sa.Column("needs", JsonText(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_since", Moment(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("breached_at", Moment(), nullable=True),
        sa.Column("active_at", Moment(), nullable=False),
        sa.Column("adviser_typing_at", Moment(), nullable=True),
        sa.Column("person_typing_at", Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('resolved', 'advice_given', 'referred_on', 'no_answer', 'left', 'not_reached', 'deleted', "
            "'not_recorded')",
            name=op.f("ck_desk_case_outcome"),
        ),
        sa.CheckConstraint("priority IN ('routine', 'soon', 'urgent')", name=op.f("ck_desk_case_priority")),
        sa.CheckConstraint("state IN ('waiting', 'taken', 'wrap_up', 'closed')", name=op.f("ck_desk_case_state")),
        sa.CheckConstraint("way IN ('live', 'call_back', 'referral')", name=op.f("ck_desk_case_way")),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["adviser.id"], name=op.f("fk_desk_case_adviser_id_adviser"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_desk_case_conversation_id_conversation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_desk_case_referral_id_referral"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_desk_case_reference")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_desk_case_adviser_id"), "desk_case", ["adviser_id"], unique=False)
    op.create_index(op.f("ix_desk_case_closed_at"), "desk_case", ["closed_at"], unique=False)
    op.create_index(op.f("ix_desk_case_conversation_id"), "desk_case", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_desk_case_created_at"), "desk_case", ["created_at"], unique=False)
    op.create_index(op.f("ix_desk_case_referral_id"), "desk_case", ["referral_id"], unique=False)
    op.create_index("ix_desk_case_state_due_at", "desk_case", ["state", "due_at"], unique=False)
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("detail", PersonsText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["adviser.id"], name=op.f("fk_case_event_adviser_id_adviser"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["desk_case.id"], name=op.f("fk_case_event_case_id_desk_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_case_event_adviser_id"), "case_event", ["adviser_id"], unique=False)
    op.create_index(op.f("ix_case_event_case_id"), "case_event", ["case_id"], unique=False)
    _open_cases()


def downgrade() -> None:
    """Take them away again."""
    for table in ("case_event", "desk_case", "adviser_session", "adviser"):
        op.drop_table(table)
    with op.batch_alter_table("audit") as batch:
        batch.drop_column("hash")
        batch.drop_column("previous_hash")


def _chain_the_audit_log() -> None:
    with op.batch_alter_table("audit") as batch:
        for name in ("previous_hash", "hash"):
            batch.add_column(sa.Column(name, sa.String(length=64), nullable=False, server_default=""))
    connection, previous = op.get_bind(), "0" * 64
    for row in connection.execute(sa.select(_audit).order_by(_audit.c.id)).all():
        moment = row.at.astimezone(UTC).isoformat(timespec="microseconds")
        said = [previous, moment, row.actor, row.action, row.subject, row.detail]
        digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()
        change = _audit.update().where(_audit.c.id == row.id).values(previous_hash=previous, hash=digest)
        connection.execute(change)
        previous = digest
    with op.batch_alter_table("audit") as batch:
        for name in ("previous_hash", "hash"):
            batch.alter_column(name, existing_type=sa.String(length=64), existing_nullable=False, server_default=None)


def _open_cases() -> None:
    op.execute(
        "INSERT INTO desk_case (reference, conversation_id, referral_id, way, category, priority, is_safeguarding,"
        " channel, name, about, needs, state, state_since, created_at, due_at, active_at)"
        " SELECT r.reference, r.conversation_id, r.id,"
        " CASE WHEN r.kind != 'complaint' AND r.contact_kind = 'phone' THEN 'call_back' ELSE 'referral' END,"
        " r.kind, r.priority, false, COALESCE(c.channel, 'web'), '', '', '{}', 'waiting', r.created_at, r.created_at,"
        " r.due_at, r.created_at"
        " FROM referral r LEFT JOIN conversation c ON c.id = r.conversation_id WHERE r.status != 'done'"
    )
