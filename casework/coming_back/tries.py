"""Wrong codes are counted, so that nobody can try them out: for each conversation, and for all together."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from casework.coming_back.tables import code_try
from casework.dialect import insert_or_ignore
from casework.errors import TurnConflict

EVERYBODY = "all"
CONVERSATION_A_DAY = 5
EVERYBODY_AN_HOUR = 100

_T = code_try.c


def may_try(connection: Connection, conversation_id: str, at: datetime) -> bool:
    """Whether another code may be tried in this conversation now."""
    return all(_wrong(connection, who, since) < most for who, since, most in _windows(conversation_id, at))


def count_wrong(connection: Connection, *, conversation_id: str, at: datetime) -> None:
    """Note a wrong code. Raises TurnConflict when others used the tries up meanwhile: look again."""
    for who, since, most in _windows(conversation_id, at):
        insert_or_ignore(connection, code_try, {"who": who, "since": since, "wrong": 0})
        mine = update(code_try).where(_T.who == who, _T.since == since, _T.wrong < most)
        if connection.execute(mine.values(wrong=_T.wrong + 1)).rowcount != 1:
            raise TurnConflict("too many wrong codes")


def _windows(conversation_id: str, at: datetime) -> tuple[tuple[str, datetime, int], ...]:
    hour = at.replace(minute=0, second=0, microsecond=0)
    day = hour - timedelta(hours=hour.hour)
    return ((conversation_id, day, CONVERSATION_A_DAY), (EVERYBODY, hour, EVERYBODY_AN_HOUR))


def _wrong(connection: Connection, who: str, since: datetime) -> int:
    return int(connection.execute(select(_T.wrong).where(_T.who == who, _T.since == since)).scalar() or 0)
