"""What the worker does with notices: find what is due, claim, put off, end; and the list of what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from casework.notices import tables
from casework.notices.staging import LASTS
from casework.notices.tables import Kind, NoticeState, Way

_T = tables.notice

CLAIM = timedelta(seconds=90)
"""How long a notice that somebody is sending is left alone by others. A process that died in it loses no more."""
BACK_OFF = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
)
"""How long to wait after each try that failed. After one more, it is given up."""


@dataclass(frozen=True)
class Notice:
    """One notice by one way. `attempts` counts tries, the one under way included."""

    id: int
    way: Way
    kind: Kind
    dedupe_key: str
    subject_id: int | None
    about: str
    quiet_key: str
    numbers: dict[str, int]
    created_at: datetime
    try_at: datetime
    expires_at: datetime
    attempts: int
    state: NoticeState
    problem: str
    ended_at: datetime | None

    @property
    def handle(self) -> str:
        """The same at every try, so that whoever gets it twice can tell."""
        return f"notice-{self.id}"


def due(connection: Connection, at: datetime, limit: int = 50) -> list[Notice]:
    """What waits and whose time has come, the oldest first, expired ones among them."""
    chosen = select(_T).where(_T.c.state == "waiting", _T.c.try_at <= at).order_by(_T.c.try_at, _T.c.id).limit(limit)
    return [Notice(**row._mapping) for row in connection.execute(chosen)]


def claim(connection: Connection, seen: Notice, at: datetime) -> bool:
    """Take a notice for sending. False when another process took it."""
    same = (_T.c.id == seen.id, _T.c.state == "waiting", _T.c.try_at == seen.try_at, _T.c.attempts == seen.attempts)
    change = update(_T).where(*same).values(try_at=at + CLAIM, attempts=seen.attempts + 1)
    return bool(connection.execute(change).rowcount == 1)


def quiet_until(connection: Connection, notice: Notice, at: datetime, quiet: timedelta) -> datetime | None:
    """Until when this way is quiet about the same case, or None when it is not."""
    sent = select(func.max(_T.c.ended_at)).where(
        _T.c.way == notice.way, _T.c.quiet_key == notice.quiet_key, _T.c.state == "sent", _T.c.id != notice.id
    )
    last = connection.execute(sent).scalar()
    return last + quiet if last is not None and last + quiet > at else None


def hold(connection: Connection, notice: Notice, until: datetime) -> None:
    """Leave it until then, without a try."""
    connection.execute(update(_T).where(_T.c.id == notice.id, _T.c.state == "waiting").values(try_at=until))


def fail(
    connection: Connection, notice: Notice, problem: str, at: datetime, *, again: bool, wait: timedelta | None = None
) -> bool:
    """A try failed: try again later, or give up. True when it was given up. `notice`: as seen before the claim.

    wait: how long the other side asked us to wait, at least.
    """
    if not again or notice.attempts >= len(BACK_OFF):
        end(connection, notice, "dead", at, problem)
        return True
    until = at + max(BACK_OFF[notice.attempts], wait or timedelta(0))
    connection.execute(update(_T).where(_T.c.id == notice.id).values(try_at=until, problem=problem[:200]))
    return False


def end(connection: Connection, notice: Notice, state: NoticeState, at: datetime, problem: str = "") -> None:
    """Sent, dropped or dead."""
    values = {"state": state, "ended_at": at, "problem": problem[:200]}
    connection.execute(update(_T).where(_T.c.id == notice.id).values(**values))


def latest(connection: Connection, dead_only: bool, limit: int = 100) -> list[Notice]:
    """The newest notices, or what was given up, newest first."""
    chosen = select(_T).order_by(_T.c.id.desc()).limit(limit)
    chosen = chosen.where(_T.c.state == "dead") if dead_only else chosen
    return [Notice(**row._mapping) for row in connection.execute(chosen)]


def send_again(connection: Connection, notice_id: int, at: datetime) -> bool:
    """Begin anew with one that was given up. False when there is none by that number."""
    kind = connection.execute(select(_T.c.kind).where(_T.c.id == notice_id, _T.c.state == "dead")).scalar()
    if kind is None:
        return False
    fresh = {"state": "waiting", "attempts": 0, "try_at": at, "ended_at": None, "problem": ""}
    change = update(_T).where(_T.c.id == notice_id, _T.c.state == "dead")
    return bool(connection.execute(change.values(**fresh, expires_at=at + LASTS[kind])).rowcount == 1)


def set_aside(connection: Connection, notice_id: int, at: datetime) -> bool:
    """Somebody has dealt with one that was given up. False when there is none by that number."""
    change = update(_T).where(_T.c.id == notice_id, _T.c.state == "dead").values(state="dropped", ended_at=at)
    return bool(connection.execute(change).rowcount == 1)
