"""The tables that hold people's records. A change here needs a migration (casework/migrations/); a test compares them.

Moments are aware datetimes in UTC. Everything that hangs on a conversation goes with it, but for what people were
promised (referrals) and what was done for their safety: those lose the link and keep their own retention.
"""

from typing import Literal, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from casework.columns import JsonText, Moment, OutcomeName, PersonsText

HEAD = "0009"
"""The migration that these tables are at."""

Channel = Literal["web", "sms", "adviser", "terminal"]
Owner = Literal["bot", "waiting", "adviser", "closed"]
Register = Literal["plain", "simple"]
ReferralKind = Literal["referral", "call_back", "complaint"]
ReferralStatus = Literal["open", "taken", "done"]
Priority = Literal["routine", "soon", "urgent"]
ContactKind = Literal["phone", "text", "email", "letter"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one_of(column: str, values: object) -> CheckConstraint:
    """A check that a column holds one of a Literal's values (or nothing, where it may)."""
    listed = ", ".join(f"'{value}'" for value in get_args(values))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _row_id() -> Column:
    return Column("id", Integer, primary_key=True)


def _of_conversation() -> Column:
    return Column("conversation_id", String(32), ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False)


def _from_conversation() -> Column:
    return Column("conversation_id", String(32), ForeignKey("conversation.id", ondelete="SET NULL"))


# sqlite_autoincrement: an id that was deleted is never given out again, so "everything after id n" stays true.
conversation = Table(
    "conversation",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("token_hash", String(64), unique=True),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False, index=True),
    Column("turn", Integer, nullable=False, server_default=text("0")),
    Column("owner", String(16), nullable=False, server_default=text("'bot'")),
    Column("owner_since", Moment, nullable=False),
    Column("clock_at", Moment, nullable=False),
    Column("register", String(16), nullable=False, server_default=text("'plain'")),
    Column("closed_at", Moment),
    Column("forgotten_at", Moment, index=True),
    one_of("channel", Channel),
    one_of("owner", Owner),
    one_of("register", Register),
)

inbox = Table(
    "inbox",
    metadata,
    _row_id(),
    _of_conversation(),
    Column("client_message_id", String(100), nullable=False),
    Column("text", PersonsText),
    Column("choice_number", Integer),
    Column("received_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("outcome", OutcomeName),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("blanked_at", Moment),
    UniqueConstraint("conversation_id", "client_message_id"),
    Index(
        "ix_inbox_pending",
        "conversation_id",
        "id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
    Index(
        "ix_inbox_unblanked",
        "done_at",
        sqlite_where=text("blanked_at IS NULL"),
        postgresql_where=text("blanked_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    _row_id(),
    _of_conversation(),
    Column("inbox_id", Integer, ForeignKey("inbox.id", ondelete="CASCADE")),
    Column("position", Integer, nullable=False),
    Column("reply", JsonText, nullable=False),
    Column("outcome", OutcomeName, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("delivered_at", Moment),
    UniqueConstraint("inbox_id", "position"),
    Index("ix_outbox_conversation_id_id", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

tracker_event = Table(
    "tracker_event",
    metadata,
    _row_id(),
    _of_conversation(),
    Column("turn", Integer, nullable=False),
    Column("data", JsonText, nullable=False),
    Index("ix_tracker_event_conversation_id_turn_id", "conversation_id", "turn", "id"),
    sqlite_autoincrement=True,
)

tracker_state = Table(
    "tracker_state",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("slots", JsonText, nullable=False),
)

progress = Table(
    "progress",
    metadata,
    _of_conversation(),
    Column("flow", String(64), nullable=False),
    Column("state", JsonText, nullable=False),
    Column("updated_at", Moment, nullable=False),
    PrimaryKeyConstraint("conversation_id", "flow"),
)

referral = Table(
    "referral",
    metadata,
    _row_id(),
    Column("reference", String(16), nullable=False, unique=True),
    _from_conversation(),
    Column("kind", String(16), nullable=False),
    Column("priority", String(16), nullable=False),
    Column("name", PersonsText, nullable=False),
    Column("contact", PersonsText, nullable=False),
    Column("contact_kind", String(16), nullable=False),
    Column("about", PersonsText, nullable=False),
    Column("when_suits", PersonsText, nullable=False),
    Column("consent_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("promised_by", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("status", String(16), nullable=False, server_default=text("'open'")),
    Column("done_at", Moment),
    one_of("kind", ReferralKind),
    one_of("priority", Priority),
    one_of("contact_kind", ContactKind),
    one_of("status", ReferralStatus),
    Index("ix_referral_status_due_at", "status", "due_at"),
    Index("ix_referral_conversation_id", "conversation_id"),
    sqlite_autoincrement=True,
)

safety_event = Table(
    "safety_event",
    metadata,
    _row_id(),
    _from_conversation(),
    Column("inbox_id", Integer, ForeignKey("inbox.id", ondelete="SET NULL")),
    Column("kind", String(64), nullable=False),
    Column("about", String(64), nullable=False),
    Column("tell", String(200), nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("alert_due_at", Moment),
    Column("seen_at", Moment),
    Index("ix_safety_event_conversation_id", "conversation_id"),
    Index("ix_safety_event_inbox_id", "inbox_id"),
    sqlite_autoincrement=True,
)

consent = Table(
    "consent",
    metadata,
    _row_id(),
    _of_conversation(),
    Column("purpose", String(64), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_consent_conversation_id_purpose", "conversation_id", "purpose"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    _row_id(),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(100), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    sqlite_autoincrement=True,
)

purge_run = Table(
    "purge_run",
    metadata,
    _row_id(),
    Column("at", Moment, nullable=False),
    Column("counts", JsonText, nullable=False),
    sqlite_autoincrement=True,
)

unanswered = Table(
    "unanswered",
    metadata,
    _row_id(),
    Column("at", Moment, nullable=False, index=True),
    Column("masked_text", PersonsText, nullable=False),
    Column("outcome", OutcomeName, nullable=False),
    Column("channel", String(16), nullable=False),
    one_of("channel", Channel),
    sqlite_autoincrement=True,
)
