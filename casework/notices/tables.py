"""The table of notices. It shares the metadata, and the column types, of casework.schema."""

from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, UniqueConstraint, text

from casework.columns import JsonText, Moment
from casework.schema import metadata

Kind = Literal["urgent_case", "safety_alert", "late", "nobody_takes", "call_back_due", "digest"]
Way = Literal["email", "webhook"]
NoticeState = Literal["waiting", "sent", "dropped", "dead"]
"""`dropped`: nobody needs it any more, or it is switched off; `dead`: given up, and listed until somebody looks."""


def _one_of(column: str, values: object) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in get_args(values))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("way", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("dedupe_key", String(100), nullable=False),
    Column("subject_id", Integer),
    Column("about", String(32), nullable=False),
    Column("quiet_key", String(64), nullable=False),
    Column("numbers", JsonText, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("try_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("state", String(16), nullable=False, server_default=text("'waiting'")),
    Column("problem", String(200), nullable=False, server_default=text("''")),
    Column("ended_at", Moment),
    _one_of("way", Way),
    _one_of("kind", Kind),
    _one_of("state", NoticeState),
    UniqueConstraint("way", "dedupe_key"),
    Index("ix_notice_state_try_at", "state", "try_at"),
    Index("ix_notice_quiet_key", "quiet_key"),
    sqlite_autoincrement=True,
)
"""`subject_id`: the case or the safety event; `about`: what staff call it; `quiet_key`: not twice in a while."""
