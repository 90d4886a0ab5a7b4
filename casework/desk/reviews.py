"""A sample of closed cases, looked at by a lead for quality."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from casework import audit
from casework.desk import cases, tables
from casework.desk.accounts import Adviser
from casework.desk.cases import Case
from casework.dialect import upsert

_T, _R = tables.desk_case, tables.case_review
QUESTIONS = {
    "understood": "Was what they wanted understood, and nothing asked twice?",
    "right": "Was what was said right, with its source?",
    "promises": "Was nothing promised that others decide?",
    "safe": "Was danger seen, and dealt with by the procedure?",
    "recorded": "Do the notes say what was agreed, and who does it by when?",
}
ANSWERS = ("yes", "no", "not_applicable")
SAMPLE = 5
_SEEN_THROUGH = ("resolved", "advice_given", "referred_on", "other_way", "no_answer")


@dataclass(frozen=True)
class Review:
    """What a lead found. `answers`: by the keys of QUESTIONS; `by`: an adviser's name, or empty."""

    case_id: int
    at: datetime
    answers: Mapping[str, str]
    note: str
    by: str


def sample(connection: Connection, week: date, begins: datetime, ends: datetime, count: int = SAMPLE) -> list[Case]:
    """Cases that advisers closed in a week, drawn at random: the same ones whoever looks, whenever they look.

    week: its Monday; begins, ends: its bounds as moments.
    """
    closed = (_T.c.closed_at >= begins, _T.c.closed_at < ends, _T.c.outcome.in_(_SEEN_THROUGH))
    ids = connection.execute(select(_T.c.id).where(*closed).order_by(_T.c.id)).scalars().all()
    drawn = random.Random(week.isoformat()).sample(ids, min(count, len(ids)))
    return cases.where(connection, _T.c.id.in_(drawn)) if drawn else []


def write(
    connection: Connection, found: Case, by: Adviser, answers: Mapping[str, str], note: str, at: datetime
) -> bool:
    """Keep what a lead found about a closed case; a second look replaces the first. False for anything else."""
    known = {key: value for key, value in answers.items() if key in QUESTIONS and value in ANSWERS}
    if by.role != "lead" or found.state != "closed" or not known:
        return False
    values = {"case_id": found.id, "adviser_id": by.id, "at": at, "answers": known, "note": note}
    upsert(connection, _R, ["case_id"], values)
    audit.write(connection, at, actor=by.login, action="case_reviewed", subject=found.reference)
    return True


def of(connection: Connection, case_ids: Sequence[int]) -> dict[int, Review]:
    """The reviews of these cases, by case."""
    if not case_ids:
        return {}
    name = tables.adviser.c.name
    chosen = (
        select(_R.c.case_id, _R.c.at, _R.c.answers, _R.c.note, name)
        .select_from(_R.outerjoin(tables.adviser, tables.adviser.c.id == _R.c.adviser_id))
        .where(_R.c.case_id.in_(case_ids))
    )
    return {
        row.case_id: Review(row.case_id, row.at, row.answers, row.note, row.name or "")
        for row in connection.execute(chosen)
    }
