"""The tables of the desk. They share the metadata, and the column types, of casework.schema."""

from typing import Literal, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from casework.columns import JsonText, Moment, PersonsText
from casework.schema import Priority, metadata

Role = Literal["adviser", "lead", "editor", "admin"]
Presence = Literal["available", "busy", "away"]
Way = Literal["live", "call_back", "referral"]
CaseState = Literal["waiting", "taken", "wrap_up", "closed"]
WrapUp = Literal[
    "resolved",
    "advice_given",
    "referred_on",
    "other_way",
    "no_answer",
    "left",
    "not_reached",
    "deleted",
    "not_recorded",
]
"""How a case ended. The last four are set by the desk itself, the others by an adviser."""


def _one_of(column: str, values: object) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in get_args(values))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


adviser = Table(
    "adviser",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(100), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("role", String(16), nullable=False),
    Column("safeguarding", Boolean, nullable=False),
    Column("password_hash", String(200)),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    Column("failed_tries", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", Moment),
    Column("presence", String(16), nullable=False, server_default=text("'away'")),
    Column("heartbeat_at", Moment),
    Column("busy_until", Moment),
    _one_of("role", Role),
    _one_of("presence", Presence),
    sqlite_autoincrement=True,
)

adviser_session = Table(
    "adviser_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("adviser_id", Integer, ForeignKey("adviser.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

desk_case = Table(
    "desk_case",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(16), nullable=False, unique=True),
    Column("conversation_id", String(32), ForeignKey("conversation.id", ondelete="SET NULL"), index=True),
    Column("referral_id", Integer, ForeignKey("referral.id", ondelete="CASCADE"), index=True),
    Column("way", String(16), nullable=False),
    Column("category", String(64), nullable=False),
    Column("reason", String(32), nullable=False, server_default=text("'asked'")),
    Column("priority", String(16), nullable=False),
    Column("is_safeguarding", Boolean, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("name", PersonsText, nullable=False),
    Column("about", PersonsText, nullable=False),
    Column("needs", JsonText, nullable=False),
    Column("state", String(16), nullable=False),
    Column("state_since", Moment, nullable=False),
    Column("adviser_id", Integer, ForeignKey("adviser.id", ondelete="SET NULL"), index=True),
    Column("created_at", Moment, nullable=False, index=True),
    Column("window_from", Moment),
    Column("due_at", Moment, nullable=False),
    Column("taken_at", Moment),
    Column("breached_at", Moment),
    Column("active_at", Moment, nullable=False),
    Column("adviser_typing_at", Moment),
    Column("person_typing_at", Moment),
    Column("outcome", String(32)),
    Column("closed_at", Moment, index=True),
    _one_of("way", Way),
    _one_of("priority", Priority),
    _one_of("state", CaseState),
    _one_of("outcome", WrapUp),
    Index("ix_desk_case_state_due_at", "state", "due_at"),
    sqlite_autoincrement=True,
)

case_event = Table(
    "case_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("desk_case.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("adviser_id", Integer, ForeignKey("adviser.id", ondelete="SET NULL"), index=True),
    Column("kind", String(32), nullable=False),
    Column("detail", PersonsText, nullable=False),
    sqlite_autoincrement=True,
)

case_review = Table(
    "case_review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("desk_case.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("adviser_id", Integer, ForeignKey("adviser.id", ondelete="SET NULL"), index=True),
    Column("at", Moment, nullable=False),
    Column("answers", JsonText, nullable=False),
    Column("note", PersonsText, nullable=False),
    sqlite_autoincrement=True,
)

adviser_sign_on = Table(
    "adviser_sign_on",
    metadata,
    Column("issuer", String(200), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("adviser_id", Integer, ForeignKey("adviser.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("linked_at", Moment, nullable=False),
    PrimaryKeyConstraint("issuer", "subject"),
)
"""Whose account at the council's sign-in service an adviser's account belongs to. One each."""
