"""What a notice says. A case number, a link to the desk and counts: nothing about anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.notices.queue import Notice
from casework.notices.tables import Kind

SAYS: Mapping[Kind, str] = {
    "urgent_case": "An urgent case waits at the desk",
    "safety_alert": "The safety gate has found something that somebody has to look at",
    "late": "A case has waited for longer than it should",
    "nobody_takes": "Nobody took a live chat, and the person was offered a call-back",
    "call_back_due": "A call-back is due soon",
    "digest": "The desk today",
}
COUNTS: Mapping[str, str] = {
    "waiting": "cases wait to be taken",
    "due_today": "cases in all are due today",
    "overdue": "cases are overdue",
    "unanswered": "questions found no answer in the last 24 hours",
    "review_due": "pieces of content are to be reviewed within 30 days",
}


@dataclass(frozen=True)
class Told:
    """A notice as it leaves. `handle`: the same at every try; `about`: a case number, an alert's number or a day."""

    handle: str
    kind: Kind
    about: str
    link: str
    at: str
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The subject of an email."""
        return f"Navigator: {SAYS[self.kind]} ({self.about})"

    @property
    def text(self) -> str:
        """The text of an email."""
        counts = [f"{number} {COUNTS[key]}" for key, number in self.numbers.items()]
        lines = [f"{SAYS[self.kind]}: {self.about}.", "", *counts, *[""] * bool(counts), self.link, ""]
        return "\n".join([*lines, "Open the link at the desk to see more. Nobody reads replies to this address."])

    def to_json(self) -> dict[str, Any]:
        """The body of a webhook."""
        body = {"id": self.handle, "kind": self.kind, "about": self.about, "link": self.link, "at": self.at}
        return {**body, "numbers": dict(self.numbers)}


def told(notice: Notice, desk: str) -> Told:
    """Put a notice in words. `desk`: the address under which staff open the desk, without a path."""
    path = f"/adviser/cases/{notice.subject_id}" if notice.quiet_key.startswith("case:") else "/adviser"
    at = notice.created_at.isoformat(timespec="seconds")
    return Told(notice.handle, notice.kind, notice.about, desk.rstrip("/") + path, at, notice.numbers)
