"""Nothing is kept for longer than council.yml says. Runs on a schedule and by `./navigator purge`."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Table, and_, delete, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.dml import UpdateBase

from casework import audit, outbox, schema
from casework.budgets import tables as budgets
from casework.coming_back import purging
from casework.coming_back.tables import journey
from casework.database import Database
from casework.desk import accounts, tables
from casework.feedback import given
from casework.feedback import tables as counted
from casework.identity import tables as identity
from casework.notices.tables import notice
from casework.scripts.tables import script_contact
from casework.texts import tables as texts
from casework.texts.forgetting import (
    arrived_are_due,
    forget_phones,
    phones_are_due,
    texts_are_due,
    words_are_due,
)
from common.clock import LONDON
from common.settings import Retention

BATCH = 200
"""Rows a transaction: a purge never keeps a person's message waiting for long."""

_HAND_OVER = "hand_over"

COUNTS = (counted.hour_count, counted.turn_count, counted.answer_count)
"""Counters with nobody in them."""

FAREWELL = timedelta(days=1)
"""How long the emptied row of a deleted conversation stays, so that the farewell can be read."""


@dataclass(frozen=True)
class PurgeCounts:
    """How many rows of each kind were blanked (`raw_texts`) or deleted (the others).

    figures: replies that showed somebody's money, and of which only the words around it are left; replies: what the
    assistant said; drafts: requests to people that were begun and never sent; budgets: that ended; people: without a
    budget; history: what records said before a change; codes: to come back with, and all that is behind them;
    codes_shown: replies that no longer show one; identity: attempts to prove who somebody is, with what was counted of
    them, and codes that have expired; texts: their words; phones: that had not texted for long; feedback: whether
    answers helped; counts: of messages and answers; contacts: that advisers had in script mode, with their notes.
    """

    raw_texts: int
    figures: int
    replies: int
    drafts: int
    conversations: int
    referrals: int
    cases: int
    desk_sessions: int
    safety_events: int
    unanswered: int
    audit: int
    purge_runs: int
    budgets: int = 0
    people: int = 0
    history: int = 0
    codes: int = 0
    codes_shown: int = 0
    identity: int = 0
    texts: int = 0
    phones: int = 0
    feedback: int = 0
    counts: int = 0
    contacts: int = 0


def purge(database: Database, now: datetime, retention: Retention) -> PurgeCounts:
    """Blank or delete what is as old as its number of days, or older, at `now` (aware), and note that it was done.

    Interrupted at any point, it leaves whole rows only, and the next run goes on. Messages that still wait for an
    answer keep their text; requests to people are never deleted before they are done.
    """

    def since(days: int) -> datetime:
        return now - timedelta(days=days)

    keep_budgets = since(retention.budget_days)
    words_days = max(retention.raw_text_days, 1)  # an answer that goes within the hour may never be read
    conversation, referral, safety_event = schema.conversation.c, schema.referral.c, schema.safety_event.c
    forgotten_or_old = or_(
        conversation.last_seen_at <= since(retention.conversation_days), conversation.forgotten_at <= now - FAREWELL
    )
    counts = PurgeCounts(
        raw_texts=_blank_texts(database, now, since(retention.raw_text_days)),
        figures=cover_figures(database, now),
        replies=_delete(database, schema.outbox.c.id, schema.outbox.c.created_at <= since(words_days)),
        drafts=_delete_drafts(database, since(words_days)),
        conversations=_delete(database, conversation.id, forgotten_or_old),
        referrals=_delete(database, referral.id, referral.done_at <= since(retention.referral_days)),
        cases=_delete(database, tables.desk_case.c.id, tables.desk_case.c.closed_at <= since(retention.referral_days)),
        desk_sessions=_delete_sessions(database, now),
        safety_events=_delete(database, safety_event.id, safety_event.created_at <= since(retention.safety_event_days)),
        unanswered=_delete(
            database, schema.unanswered.c.id, schema.unanswered.c.at <= since(retention.unanswered_days)
        ),
        audit=_trim_audit(database, since(retention.audit_days), now),
        purge_runs=_delete(database, schema.purge_run.c.id, schema.purge_run.c.at <= since(retention.audit_days)),
        budgets=_delete(database, budgets.budget.c.id, budgets.budget.c.ends_on <= keep_budgets.date()),
        people=_delete(database, budgets.person.c.id, _without_budget(keep_budgets)),
        history=_delete(database, budgets.history.c.id, budgets.history.c.changed_at <= keep_budgets),
        codes=_delete(database, journey.c.id, journey.c.expires_at <= now),
        codes_shown=purging.hide_codes(database, now),
        identity=_delete_identity(database, now, since(retention.identity_days)),
        texts=_blank_and_delete_texts(database, now, since(words_days), since(retention.conversation_days)),
        phones=_delete(database, texts.phone.c.key, phones_are_due(since(retention.conversation_days))),
        feedback=_delete_days(database, counted.feedback, since(retention.feedback_days)),
        counts=sum(_delete_days(database, table, since(retention.statistics_days)) for table in COUNTS),
        contacts=_delete_contacts(database, since(retention.script_days)),
    )
    purging.forget_tries(database, now)
    with database.write() as connection:
        given.blank(connection, now)
    _forget_notices(database, since(retention.notice_days))
    _delete(database, budgets.import_run.c.id, budgets.import_run.c.at <= since(retention.audit_days))
    with database.write() as connection:
        _note(connection, now, counts)
    database.forget_deleted_pages()
    return counts


def cover_figures(database: Database, now: datetime) -> int:
    """Take people's figures out of replies whose time to be seen is over at `now` (aware); returns of how many."""
    covered = 0
    while True:
        with database.write() as connection:
            found = outbox.private(connection, now, BATCH)
            here = outbox.cover(connection, found, now)
        covered += here
        if here < BATCH:
            return covered


def last_run(connection: Connection) -> datetime | None:
    """When a purge ended last, or None."""
    at: datetime | None = connection.execute(
        select(schema.purge_run.c.at).order_by(schema.purge_run.c.id.desc()).limit(1)
    ).scalar()
    return at


def _without_budget(before: datetime) -> ColumnElement:
    """People whom the council loaded long ago and who have no budget."""
    has_budget = select(budgets.budget.c.id).where(budgets.budget.c.person_id == budgets.person.c.id).exists()
    return and_(budgets.person.c.loaded_at <= before, ~has_budget)


def _note(connection: Connection, now: datetime, counts: PurgeCounts) -> None:
    connection.execute(schema.purge_run.insert().values(at=now, counts=asdict(counts)))
    detail = ", ".join(f"{kind} {number}" for kind, number in asdict(counts).items() if number)
    audit.write(connection, now, actor="system", action="purged", subject="records", detail=detail or "nothing was due")


def _blank_texts(database: Database, now: datetime, before: datetime) -> int:
    row = schema.inbox.c
    due = select(row.id).where(row.done_at <= before, row.blanked_at.is_(None)).limit(BATCH)
    return _in_batches(database, update(schema.inbox).where(row.id.in_(due)).values(text=None, blanked_at=now))


def _delete_drafts(database: Database, before: datetime) -> int:
    """Requests to people that were begun and never sent: they hold a name and a number."""
    row = schema.progress.c
    with database.write() as connection:
        due = delete(schema.progress).where(row.flow == _HAND_OVER, row.updated_at <= before)
        return int(connection.execute(due).rowcount)


def _delete_contacts(database: Database, before: datetime) -> int:
    """What advisers noted in script mode. The conversation behind it has its own retention."""
    return _delete(database, script_contact.c.id, script_contact.c.started_at <= before)


def _delete_identity(database: Database, now: datetime, before: datetime) -> int:
    challenge, session, counter = identity.challenge.c, identity.session.c, identity.counter
    due = (
        (challenge.id, challenge.created_at <= before),
        (session.id, session.until <= before),
        (identity.outgoing.c.id, identity.outgoing.c.expires_at <= now),
    )
    with database.write() as connection:
        counted = int(connection.execute(delete(counter).where(counter.c.since <= before)).rowcount)
    return counted + sum(_delete(database, key, condition) for key, condition in due)


def _blank_and_delete_texts(database: Database, now: datetime, words_since: datetime, keep_since: datetime) -> int:
    row = texts.text_out.c
    due = select(row.id).where(words_are_due(now, words_since)).limit(BATCH)
    blanked = _in_batches(database, update(texts.text_out).where(row.id.in_(due)).values(body=None))
    _delete(database, row.id, texts_are_due(keep_since))
    _delete(database, texts.text_in.c.id, arrived_are_due(words_since))
    with database.write() as connection:
        forget_phones(connection, now, words_since, keep_since)
    return blanked


def _delete_days(database: Database, table: Table, before: datetime) -> int:
    """Rows of days (in London) that are over. A day at a time is few rows."""
    with database.write() as connection:
        due = delete(table).where(table.c.day <= before.astimezone(LONDON).date().isoformat())
        return int(connection.execute(due).rowcount)


def _delete(database: Database, key: Column, condition: ColumnElement) -> int:
    due = select(key).where(condition).limit(BATCH)
    return _in_batches(database, delete(key.table).where(key.in_(due)))


def _delete_sessions(database: Database, now: datetime) -> int:
    with database.write() as connection:
        return accounts.purge_sessions(connection, now)


def _forget_notices(database: Database, before: datetime) -> None:
    """Numbers of cases only: they are not counted among what a purge deleted."""
    _delete(database, notice.c.id, notice.c.created_at <= before)


def _trim_audit(database: Database, before: datetime, now: datetime) -> int:
    total = 0
    while True:
        with database.write() as connection:
            gone = audit.trim(connection, before, now, BATCH)
        total += gone
        if gone < BATCH:
            return total


def _in_batches(database: Database, change: UpdateBase) -> int:
    total = 0
    while True:
        with database.write() as connection:
            changed = connection.execute(change).rowcount
        total += changed
        if changed < BATCH:
            return total
