"""What staff do on the command line until the desk is there: requests to people, and safety events."""

from rich.console import Console
from rich.table import Column, Table

from casework import audit, referrals, safety
from casework.database import Database
from casework.desk import work
from casework.schema import ReferralStatus
from common.clock import LONDON, Clock


class NoSuchRequest(Exception):
    """There is no open request with this reference; the message says so."""


def show_requests(database: Database, console: Console) -> None:
    """Requests that are not done, the one due first at the top. Times are those of London."""
    with database.read() as connection:
        waiting = referrals.open_referrals(connection)
    table = Table(
        "reference", "due (London)", "kind", "status", "name", "reach them by", "about", "suits", highlight=False
    )
    for each in waiting:
        due = each.due_at.astimezone(LONDON).strftime("%a %d %b %H:%M")
        reach = f"{each.contact_kind} {each.contact}"
        table.add_row(each.reference, due, each.kind, each.status, each.name, reach, each.about, each.when_suits)
    console.print(table if waiting else "No request is waiting.")


def set_request(database: Database, clock: Clock, reference: str, status: ReferralStatus) -> None:
    """Take or finish a request. Raises NoSuchRequest when none with this reference can be."""
    with database.write() as connection:
        found = referrals.find(connection, reference.strip().upper())
        if found is None or found.status == "done":
            raise NoSuchRequest(f"no open request has the reference {reference}")
        referrals.set_status(connection, found.reference, found.status, status, clock.now())
        work.follow_request(connection, found.reference, status, clock.now())
        audit.write(connection, clock.now(), actor="staff", action=f"request {status}", subject=found.reference)


def show_safety_events(database: Database, console: Console, clock: Clock, seen: int | None = None) -> None:
    """Findings of the safety gate that nobody has looked at; `seen`: one to mark first. Times are London's."""
    if seen is not None:
        with database.write() as connection:
            if safety.mark_seen(connection, seen, clock.now()):
                audit.write(connection, clock.now(), actor="staff", action="safety event seen", subject=str(seen))
    with database.read() as connection:
        unseen = safety.unseen(connection)
    table = Table("id", "when", "kind", "about", Column("to be told", no_wrap=True), "due", "conversation")
    for each in unseen:
        due = each.alert_due_at.astimezone(LONDON).strftime("%d %b %H:%M") if each.alert_due_at else "-"
        when = each.created_at.astimezone(LONDON).strftime("%d %b %H:%M")
        table.add_row(
            str(each.id), when, each.kind, each.about, each.tell or "nobody", due, each.conversation_id or "-"
        )
    console.print(table if unseen else "No safety event is waiting to be looked at.")
