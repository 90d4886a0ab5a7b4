"""The tables of scripts. They share the metadata, and the column types, of casework.schema."""

from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from casework.columns import Moment, PersonsText
from casework.schema import metadata

ContactKind = Literal["phone", "face_to_face", "video", "other"]
Speaker = Literal["not_said", "self", "someone_else", "professional"]
Risk = Literal["none_seen", "concern", "urgent"]
Consent = Literal["not_asked", "yes", "no"]
EntryKind = Literal["note", "action", "advice"]


def _one_of(column: str, values: object) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in get_args(values))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


# One contact of an adviser with somebody. No name is asked for; `case_reference` is the council's own, if any.
script_contact = Table(
    "script_contact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(16), nullable=False, unique=True),
    Column("adviser_id", Integer, ForeignKey("adviser.id", ondelete="CASCADE"), nullable=False),
    Column("conversation_id", String(32), ForeignKey("conversation.id", ondelete="SET NULL"), index=True),
    Column("kind", String(16), nullable=False),
    Column("speaker", String(16), nullable=False),
    Column("case_reference", PersonsText, nullable=False),
    Column("needs", PersonsText, nullable=False),
    Column("risk", String(16), nullable=False),
    Column("risk_detail", PersonsText, nullable=False),
    Column("consent", String(16), nullable=False),
    Column("consent_detail", PersonsText, nullable=False),
    Column("started_at", Moment, nullable=False, index=True),
    Column("closed_at", Moment),
    _one_of("kind", ContactKind),
    _one_of("speaker", Speaker),
    _one_of("risk", Risk),
    _one_of("consent", Consent),
    Index("ix_script_contact_adviser_id_started_at", "adviser_id", "started_at"),
    sqlite_autoincrement=True,
)

# What an adviser noted, agreed to do or advised, with its moment. `due_on`: an ISO date; `answer_id`: of an advice.
script_entry = Table(
    "script_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("contact_id", Integer, ForeignKey("script_contact.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", PersonsText, nullable=False),
    Column("answer_id", String(100), nullable=False),
    Column("owner", PersonsText, nullable=False),
    Column("due_on", String(10), nullable=False),
    _one_of("kind", EntryKind),
    sqlite_autoincrement=True,
)
