"""The case note: what happened in a contact, in plain text, to paste into a case-management system."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.channels.markup import british_date
from bot.script.trail import Trail
from casework.scripts.contacts import Contact
from casework.scripts.entries import Entry
from common.clock import LONDON
from common.outcomes import Outcome

KINDS = {"phone": "Phone", "face_to_face": "Face to face", "video": "Video", "other": "Other"}
SPEAKERS = {
    "not_said": "Not said",
    "self": "The person",
    "someone_else": "Somebody who helps or speaks for them",
    "professional": "A professional",
}
RISKS = {"none_seen": "None seen", "concern": "Concern", "urgent": "Urgent"}
CONSENTS = {"not_asked": "Not asked", "yes": "Yes", "no": "No"}
SECTIONS = {
    "who": "Who",
    "words": "Their words",
    "asked": "What was asked and answered",
    "advice": "Advice given",
    "results": "Where the questions led",
    "needs": "Access needs",
    "consent": "Consent",
    "risk": "Risk",
    "notes": "Notes",
    "actions": "Actions",
}
"""What can be ticked, in the order in which it stands. The first lines (id, date, kind, adviser) are always there."""
_NOT_KEPT = "(not kept: who they are, or a code)"


@dataclass(frozen=True)
class CaseNote:
    """head: pairs of what and which; sections: headings with their lines; each line is whole."""

    title: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def text(self) -> str:
        """As plain text: no tabs, no marks, one line end at the end."""
        parts = [self.title.upper(), "\n".join(f"{name}: {value}" for name, value in self.head)]
        parts += ["\n".join([heading.upper(), *(f"- {line}" for line in lines)]) for heading, lines in self.sections]
        return "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class Material:
    """What a note is made from. consents: purpose and answer in the conversation; results: by flow, whole lines;
    sources: of each answer, with the date on which they were read."""

    contact: Contact
    adviser: str
    trail: Trail
    entries: tuple[Entry, ...]
    consents: tuple[tuple[str, bool, datetime], ...]
    results: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, str]
    now: datetime


def make(material: Material, ticked: Collection[str]) -> CaseNote:
    """The note with the sections that were ticked (keys of SECTIONS), in their order."""
    contact = material.contact
    ended = contact.closed_at
    when = f"{_day(contact.started_at)}, {_time(contact.started_at)}" + (f" to {_time(ended)}" if ended else "")
    head = [("Contact", contact.reference), ("Date and time", when), ("Kind of contact", KINDS[contact.kind])]
    head.append(("Adviser", material.adviser))
    if contact.case_reference:
        head.append(("Case reference", contact.case_reference))
    made = {key: _section(key, material) for key in SECTIONS if key in ticked}
    sections = tuple((SECTIONS[key], lines or ("Nothing.",)) for key, lines in made.items())
    return CaseNote("Case note", tuple(head), sections)


def _section(key: str, material: Material) -> tuple[str, ...]:
    contact, entries = material.contact, material.entries
    if key == "words":
        return tuple(
            f'{_time(each.at)} "{_line(each.said)}"' if each.said else f"{_time(each.at)} {_NOT_KEPT}"
            for each in material.trail.exchanges
            if each.how == "words"
        )
    if key == "asked":
        pairs = [each for each in material.trail.exchanges if each.how == "choice" and each.asked and each.said]
        money = [each for each in material.trail.exchanges if each.outcome is Outcome.BALANCE_SHOWN]
        lines = [f"{_time(each.at)} {_line(each.asked)} - {_line(each.said or '')}" for each in pairs]
        return (*lines, *(f"{_time(each.at)} Figures read out after the person's own code" for each in money))
    if key == "advice":
        given = [each for each in entries if each.kind == "advice"]
        return tuple(
            f"{_time(each.at)} {_line(each.text)} [{each.answer_id}]{_source(material.sources.get(each.answer_id))}"
            for each in given
        )
    if key == "results":
        return tuple(
            f"{name.capitalize()}: {_line(line)}" for name, lines in material.results.items() for line in lines
        )
    if key == "notes":
        return tuple(f"{_time(each.at)} {_line(each.text)}" for each in entries if each.kind == "note")
    if key == "actions":
        return tuple(_action(each) for each in entries if each.kind == "action")
    if key == "consent":
        own = (
            _with_detail(f"To keep and pass on what they said: {CONSENTS[contact.consent]}", contact.consent_detail),
        )
        return (
            *own,
            *(f"{_time(at)} {_purpose(what)}: {'yes' if yes else 'no'}" for what, yes, at in material.consents),
        )
    if key == "risk":
        found = [each for each in material.trail.exchanges if each.outcome is Outcome.CRISIS]
        own = _with_detail(RISKS[contact.risk], contact.risk_detail)
        return (own, *(f"{_time(each.at)} Help for somebody in danger was read out" for each in found))
    if key == "who":
        return (SPEAKERS[contact.speaker],)
    return (_line(contact.needs),) if contact.needs else ("None said.",)


def _action(entry: Entry) -> str:
    due = british_date(entry.due_on) if entry.due_on else "no date"
    return f"{_line(entry.text)}. Owner: {_line(entry.owner) or 'not said'}. Due: {due}".replace("..", ".")


def _source(text: str | None) -> str:
    return f". Source: {text}" if text else ""


def _with_detail(text: str, detail: str) -> str:
    return f"{text}. {_line(detail)}" if detail else text


def _purpose(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _line(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def _day(at: datetime) -> str:
    day: date = at.astimezone(LONDON).date()
    return f"{day:%A} {british_date(day.isoformat())}"


def _time(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"
