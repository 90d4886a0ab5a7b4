"""The tables of identity. They share the metadata, and the column types, of casework.schema.

Nothing here says who somebody is in words: references and addresses are kept as keyed hashes, people by their row's
number, codes not at all. Counters hang on no conversation, so that deleting a chat sets none of them back.
"""

from typing import Literal

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

from casework.columns import Moment
from casework.schema import metadata, one_of

SpeakingAs = Literal["self", "representative"]
Stage = Literal["birth", "code", "passed", "locked", "void"]
"""What an attempt waits for, or how it ended. void: left, or another one was begun."""
Counted = Literal["conversation", "address", "reference", "wrong", "sent", "all_sent"]
"""conversation, address: attempts begun there; reference, wrong: attempts, and wrong codes, with that reference; sent:
codes sent to that person; all_sent: codes sent to anybody."""


def _conversation() -> Column:
    return Column("conversation_id", String(32), ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False)


challenge = Table(
    "identity_challenge",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(),
    Column("handle", String(32), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False, index=True),
    Column("stage", String(16), nullable=False),
    Column("reference_key", String(64), nullable=False),
    Column("person_id", Integer),
    Column("representative_id", Integer),
    Column("may_pass", Boolean, nullable=False, server_default=text("false")),
    Column("code_hash", String(64)),
    Column("code_expires_at", Moment),
    Column("codes", Integer, nullable=False, server_default=text("0")),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    one_of("stage", Stage),
    Index("ix_identity_challenge_conversation_id_id", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

session = Table(
    "identity_session",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(),
    Column("person_id", Integer, nullable=False),
    Column("representative_id", Integer),
    Column("speaking_as", String(16), nullable=False),
    Column("verified_at", Moment, nullable=False),
    Column("until", Moment, nullable=False, index=True),
    one_of("speaking_as", SpeakingAs),
    Index("ix_identity_session_conversation_id_until", "conversation_id", "until"),
    sqlite_autoincrement=True,
)

counter = Table(
    "identity_counter",
    metadata,
    Column("kind", String(16), nullable=False),
    Column("key", String(64), nullable=False),
    Column("since", Moment, nullable=False, index=True),
    Column("count", Integer, nullable=False),
    one_of("kind", Counted),
    PrimaryKeyConstraint("kind", "key"),
)

outgoing = Table(
    "identity_outgoing",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(),
    Column("handle", String(32), nullable=False),
    Column("person_id", Integer),
    Column("representative_id", Integer),
    Column("way", String(16), nullable=False),
    Column("is_real", Boolean, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("try_at", Moment, nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("way IN ('text', 'email', 'none')", name="way"),
    Index("ix_identity_outgoing_conversation_id", "conversation_id"),
    sqlite_autoincrement=True,
)
