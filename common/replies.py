"""What the assistant says, as blocks without any channel's markup. Channels render them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Words:
    """One message in each register.

    plain: for the web; simple: one idea a line; sms: at most 306 GSM-7 characters; adviser: what an adviser says aloud.
    An empty register falls back on `plain`.
    """

    plain: str
    simple: str = ""
    sms: str = ""
    adviser: str = ""

    def register(self, name: str) -> str:
        """The text of a register (`plain`, `simple`, `sms`, `adviser`), or the plain one where it is empty."""
        return str(getattr(self, name)) or self.plain


@dataclass(frozen=True)
class Choice:
    """A way on that is offered. Tapping it, or typing its number or label, enters as this intent with these entities.

    The person's browser or phone never sends intent names: it sends the choice's number, and the server looks it up.
    """

    label: str
    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """Where a statement comes from. `checked` is the ISO date on which its text was read; `url` may be empty."""

    title: str
    url: str
    checked: str


@dataclass(frozen=True)
class Term:
    """A word of the field that a reply uses. `written`: as it first stands in the plain words; `meaning`: plain too."""

    written: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """Rows under headings, each cell already formatted for a reader."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class Part:
    """One bar of a chart. pence: its length, nought or more; words: the amount as it is read."""

    label: str
    pence: int
    words: str


@dataclass(frozen=True)
class Chart:
    """Amounts side by side, as bars on a page and as nothing elsewhere. alternative: the same in words."""

    label: str
    parts: tuple[Part, ...]
    alternative: str


@dataclass(frozen=True)
class Private:
    """What makes a reply private: it shows until a moment (aware, ISO); then `afterwards` stands in its place."""

    until: str
    afterwards: Words


@dataclass(frozen=True)
class Contact:
    """A way to reach people. `phone` and `text` are as dialled; any field but `name` may be empty."""

    name: str
    phone: str = ""
    text: str = ""
    email: str = ""
    url: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Link:
    """A page of ours, such as /letters/phb-right. `page` begins with one slash; a text message shows no links."""

    label: str
    page: str


@dataclass(frozen=True)
class Reply:
    """One message from the assistant, or from the adviser that `speaker` names (such as "Sam, adviser").

    numbered: whether a typed number takes a choice, or is an answer by itself.
    """

    words: Words
    choices: tuple[Choice, ...] = ()
    sources: tuple[Source, ...] = ()
    table: Table | None = None
    contacts: tuple[Contact, ...] = ()
    terms: tuple[Term, ...] = ()
    speaker: str = ""
    links: tuple[Link, ...] = ()
    numbered: bool = True
    chart: Chart | None = None
    private: Private | None = None

    def as_at(self, now: datetime, may_see: bool = True) -> "Reply":
        """The reply as it may be shown at a moment (aware). A private one is covered once its time is over.

        may_see: whether whoever looks has proved who they are; without it a private reply is covered at once.
        """
        if self.private is None or (may_see and now < datetime.fromisoformat(self.private.until)):
            return self
        return self.covered()

    def covered(self) -> "Reply":
        """What stands in the place of a private reply: its ways on are left of it. Any other reply is itself."""
        return Reply(words=self.private.afterwards, choices=self.choices) if self.private else self

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, ready for `json.dumps`."""
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Reply":
        """The reply that `to_json` wrote."""
        table = data.get("table")
        return Reply(
            words=Words(**data["words"]),
            choices=tuple(Choice(**choice) for choice in data.get("choices", ())),
            sources=tuple(Source(**source) for source in data.get("sources", ())),
            table=Table(tuple(table["headings"]), tuple(tuple(row) for row in table["rows"]), table.get("caption", ""))
            if table
            else None,
            contacts=tuple(Contact(**contact) for contact in data.get("contacts", ())),
            terms=tuple(Term(**term) for term in data.get("terms", ())),
            speaker=data.get("speaker", ""),
            links=tuple(Link(**link) for link in data.get("links", ())),
            numbered=data.get("numbered", True),
            chart=_chart(data.get("chart")),
            private=_private(data.get("private")),
        )


def _chart(data: Mapping[str, Any] | None) -> Chart | None:
    if not data:
        return None
    return Chart(data["label"], tuple(Part(**part) for part in data["parts"]), data["alternative"])


def _private(data: Mapping[str, Any] | None) -> Private | None:
    return Private(data["until"], Words(**data["afterwards"])) if data else None
