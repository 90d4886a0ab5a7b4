"""Tables of coming back with a code: journeys, who is on one, tries at codes, and who was not told what (no names)."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, PrimaryKeyConstraint, String, Table, text

from casework.columns import JsonText, Moment
from casework.schema import metadata

# What a code opens. `step`: 1 to 7, all that the code alone shows; `answers`: the answers of each flow, kept only once
# the person has chosen a word. Both secrets are hashes.
journey = Table(
    "journey",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("word_hash", String(200)),
    Column("word_tries", Integer, nullable=False, server_default=text("0")),
    Column("step", Integer, nullable=False),
    Column("answers", JsonText, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    CheckConstraint("step BETWEEN 1 AND 7", name="step"),
    CheckConstraint("word_tries >= 0", name="word_tries"),
    sqlite_autoincrement=True,
)

# Conversations that go on with a journey. `is_open`: began it, or gave the word; only these share answers.
journey_conversation = Table(
    "journey_conversation",
    metadata,
    Column("conversation_id", String(32), ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("journey_id", Integer, ForeignKey("journey.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("is_open", Boolean, nullable=False),
)

# A reply that shows a code. After a day `instead` stands in its place.
code_shown = Table(
    "code_shown",
    metadata,
    Column("inbox_id", Integer, ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True),
    Column("instead", JsonText, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

# Wrong codes by who tried (`all`, or a conversation) in a window of time.
code_try = Table(
    "code_try",
    metadata,
    Column("who", String(48), nullable=False),
    Column("since", Moment, nullable=False, index=True),
    Column("wrong", Integer, nullable=False),
    PrimaryKeyConstraint("who", "since"),
)

# How many said that they were not told, on which day. Nothing in it leads to anybody.
not_told = Table(
    "not_told",
    metadata,
    Column("day", String(10), nullable=False),
    Column("step", Integer, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("funder", String(16), nullable=False),
    Column("count", Integer, nullable=False),
    CheckConstraint("step BETWEEN 1 AND 7", name="step"),
    CheckConstraint("funder IN ('', 'nhs', 'council', 'both')", name="funder"),
    CheckConstraint("count > 0", name="count"),
    PrimaryKeyConstraint("day", "step", "channel", "funder"),
)
