"""What somebody at the desk may see of a case. Opening one that is not one's own is always noted."""

from dataclasses import dataclass

from casework.desk.accounts import Adviser
from casework.desk.cases import Case


@dataclass(frozen=True)
class Access:
    """is_holder: it is in their hands; contact: how to reach the person; since: what they wrote after the hand-over, as
    they wrote it; as_written: everything as it was written, each time noted."""

    is_holder: bool
    contact: bool
    since: bool
    as_written: bool


def access(me: Adviser, case: Case) -> Access:
    """Contact details are for whoever has the case, leads and the safeguarding role; a chat for the first two."""
    holds = case.adviser_id == me.id and case.state in ("taken", "wrap_up")
    leads = me.role == "lead"
    return Access(
        is_holder=holds,
        contact=holds or leads or me.safeguarding,
        since=holds or leads,
        as_written=me.safeguarding,
    )
