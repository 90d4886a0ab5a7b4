"""What staff do about texts, at the desk or on the command line: how many left, and those that did not arrive."""

from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table

from casework import audit
from casework.database import Database
from casework.texts import incoming, lost
from common.clock import LONDON
from common.settings import Settings


class NoSuchText(Exception):
    """There is no such text, or its words are gone; the message says so."""


def handle(
    database: Database, now: datetime, settings: Settings, seen: str | None, again: str | None, actor: str = "staff"
) -> None:
    """Mark a text that did not arrive as looked at, or try it once more. Raises NoSuchText."""
    with database.write() as connection:
        if seen is not None:
            if not lost.mark_seen(connection, seen, now):
                raise NoSuchText(f"no text that did not arrive has the reference {seen}")
            audit.write(connection, now, actor=actor, action="text seen", subject=seen)
        if again is not None:
            until = now + timedelta(hours=settings.texts.give_up_hours)
            if not lost.send_again(connection, again, now, until):
                raise NoSuchText(f"no text with the reference {again} can be sent again")
            audit.write(connection, now, actor=actor, action="text sent again", subject=again)


def show_texts(database: Database, console: Console) -> None:
    """Counts, and texts that did not arrive: crises first. Nobody's number or words. Times are London's."""
    with database.read() as connection:
        came, left, dead = incoming.counts(connection), lost.counts(connection), lost.dead_letters(connection)
    console.print("came in: " + _listed(came), highlight=False)
    console.print("left: " + _listed(left), highlight=False)
    table = Table("reference", "written (London)", "kind", "state", "tries", "why", "conversation", highlight=False)
    for each in dead:
        written = each.created_at.astimezone(LONDON).strftime("%a %d %b %H:%M")
        kind = "help in danger" if each.is_crisis else each.kind
        table.add_row(
            each.reference, written, kind, each.state, str(each.attempts), each.why, each.conversation_id or "-"
        )
    console.print(table if dead else "Every text has arrived, or is on its way.")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in sorted(counts.items())) or "nothing"
