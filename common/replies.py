"""What the assistant says, as blocks without any channel's markup. Channels render them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
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
class Contact:
    """A way to reach people. `phone` and `text` are as dialled; any field but `name` may be empty."""

    name: str
    phone: str = ""
    text: str = ""
    email: str = ""
    url: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Reply:
    """One message from the assistant, or from the adviser that `speaker` names (such as "Sam, adviser")."""

    words: Words
    choices: tuple[Choice, ...] = ()
    sources: tuple[Source, ...] = ()
    table: Table | None = None
    contacts: tuple[Contact, ...] = ()
    terms: tuple[Term, ...] = ()
    speaker: str = ""

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
        )
