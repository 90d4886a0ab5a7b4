"""The tables of texts. They share the metadata, and the column types, of casework.schema.

A phone is found by a keyed hash of its number, which is also its conversation's token. The number itself is sealed, and
goes with the conversation; what stays of a phone that wants no texts is its hash, so that it is never texted again.
"""

from typing import Literal

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from casework.columns import JsonText, Moment, PersonsText
from casework.schema import metadata, one_of

Provider = Literal["notify", "twilio", "simulator"]
ReadBy = Literal["nobody", "others", "unsure"]
"""Who else reads the texts of a phone."""
State = Literal["waiting", "sending", "uncertain", "sent", "delivered", "failed", "expired", "stopped"]
"""Of a text that leaves. sending: somebody is at it; uncertain: it may have been taken; stopped: they want no texts."""
UNDER_WAY = ("waiting", "sending", "uncertain")
"""States in which a text still has to leave; the next one of the same phone waits for it."""
Kind = Literal["reply", "notice", "first"]
"""reply: to a message; notice: about texting itself; first: nobody had written for a while."""
Became = Literal["kept", "held", "keyword", "opted_out", "too_fast", "no_words", "refused", "cannot_reply"]

phone = Table(
    "text_phone",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("number", Text),
    Column("provider", String(16), nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False, index=True),
    Column("introduced_at", Moment),
    Column("read_by", String(16)),
    Column("held", PersonsText),
    Column("rest", JsonText),
    Column("opted_out_at", Moment),
    Column("forget_at", Moment),
    Column("minute_since", Moment),
    Column("in_minute", Integer, nullable=False, server_default=text("0")),
    Column("told_too_fast_at", Moment),
    one_of("provider", Provider),
    one_of("read_by", ReadBy),
)

text_in = Table(
    "text_in",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("provider", String(16), nullable=False),
    Column("provider_id", String(100), nullable=False),
    Column("phone_key", String(64), ForeignKey("text_phone.key", ondelete="CASCADE")),
    Column("received_at", Moment, nullable=False, index=True),
    Column("became", String(16), nullable=False),
    Column("inbox_id", Integer, ForeignKey("inbox.id", ondelete="SET NULL")),
    one_of("provider", Provider),
    one_of("became", Became),
    UniqueConstraint("provider", "provider_id"),
    Index("ix_text_in_phone_key", "phone_key"),
    Index("ix_text_in_inbox_id", "inbox_id"),
    sqlite_autoincrement=True,
)

text_out = Table(
    "text_out",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("phone_key", String(64), ForeignKey("text_phone.key", ondelete="CASCADE"), nullable=False),
    Column("conversation_id", String(32), ForeignKey("conversation.id", ondelete="SET NULL")),
    Column("inbox_id", Integer, ForeignKey("inbox.id", ondelete="SET NULL"), unique=True),
    Column("text_in_id", Integer, ForeignKey("text_in.id", ondelete="SET NULL"), unique=True),
    Column("kind", String(16), nullable=False),
    Column("body", PersonsText),
    Column("parts", Integer, nullable=False),
    Column("is_crisis", Boolean, nullable=False, server_default=text("false")),
    Column("despite_stop", Boolean, nullable=False, server_default=text("false")),
    Column("is_private", Boolean, nullable=False, server_default=text("false")),
    Column("state", String(16), nullable=False, server_default=text("'waiting'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("looks", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Moment, nullable=False, index=True),
    Column("try_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("provider", String(16)),
    Column("provider_id", String(100)),
    Column("other_ids", JsonText),
    Column("ended_at", Moment),
    Column("why", String(200), nullable=False, server_default=text("''")),
    Column("seen_at", Moment),
    one_of("kind", Kind),
    one_of("state", State),
    Index("ix_text_out_phone_key_id", "phone_key", "id"),
    Index("ix_text_out_state_try_at", "state", "try_at"),
    Index("ix_text_out_conversation_id", "conversation_id"),
    sqlite_autoincrement=True,
)
