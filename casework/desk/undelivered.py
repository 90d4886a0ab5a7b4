"""What did not arrive, for whoever leads the desk: texts to people, and notices to staff. Nobody's number or words."""

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from casework.notices.tables import notice
from casework.texts.lost import LOST
from casework.texts.tables import text_out


def texts(connection: Connection) -> int:
    """How many texts did not arrive that nobody has looked at."""
    lost = (text_out.c.state.in_(LOST), text_out.c.seen_at.is_(None))
    return int(connection.execute(select(func.count()).select_from(text_out).where(*lost)).scalar_one())


def notices(connection: Connection) -> int:
    """How many notices were given up and not dealt with."""
    return int(
        connection.execute(select(func.count()).select_from(notice).where(notice.c.state == "dead")).scalar_one()
    )


def count(connection: Connection) -> int:
    """Both."""
    return texts(connection) + notices(connection)
