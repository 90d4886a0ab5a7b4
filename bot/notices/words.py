"""What a notice says (knowledge/replies/staff.yml). Case number, link to the desk, counts: nothing about anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.notices.queue import Notice
from casework.notices.tables import Kind
from knowledge.wording import Wording


@dataclass(frozen=True)
class Told:
    """A notice as it leaves. `handle`: the same at every try; `about`: a case number, an alert's number or a day;
    `subject`, `text`: of an email."""

    handle: str
    kind: Kind
    about: str
    link: str
    at: str
    subject: str
    text: str
    numbers: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The body of a webhook."""
        body = {"id": self.handle, "kind": self.kind, "about": self.about, "link": self.link, "at": self.at}
        return {**body, "numbers": dict(self.numbers)}


def told(notice: Notice, desk: str, wording: Wording) -> Told:
    """Put a notice in words. `desk`: the address under which staff open the desk, without a path."""

    def say(name: str, **values: object) -> str:
        return wording.say(f"notice_{name}", **values).words.plain.strip()

    path = f"/adviser/cases/{notice.subject_id}" if notice.quiet_key.startswith("case:") else "/adviser"
    link, what = desk.rstrip("/") + path, say(notice.kind)
    counts = [say(f"count_{key}", number=number) for key, number in notice.numbers.items()]
    lines = [say("text", what=what, about=notice.about), "", *counts, *[""] * bool(counts), link, "", say("end")]
    return Told(
        handle=notice.handle,
        kind=notice.kind,
        about=notice.about,
        link=link,
        at=notice.created_at.isoformat(timespec="seconds"),
        subject=say("subject", what=what, about=notice.about),
        text="\n".join(lines),
        numbers=notice.numbers,
    )
