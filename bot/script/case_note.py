"""The case note: what happened in a contact, in plain text, to paste into a case-management system."""

from collections.abc import Callable, Collection, Mapping
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
    made = {key: _MADE_BY[key](material) for key in SECTIONS if key in ticked}
    sections = tuple((SECTIONS[key], lines or ("Nothing.",)) for key, lines in made.items())
    return CaseNote("Case note", tuple(head), sections)


Lines = tuple[str, ...]


def _who(material: Material) -> Lines:
    return (SPEAKERS[material.contact.speaker],)


def _words(material: Material) -> Lines:
    said = [each for each in material.trail.exchanges if each.how == "words"]
    return tuple(
        f'{_time(each.at)} "{_line(each.said)}"' if each.said else f"{_time(each.at)} {_NOT_KEPT}" for each in said
    )


def _asked(material: Material) -> Lines:
    pairs = [each for each in material.trail.exchanges if each.how == "choice" and each.asked and each.said]
    money = [each for each in material.trail.exchanges if each.outcome is Outcome.BALANCE_SHOWN]
    lines = [f"{_time(each.at)} {_line(each.asked)} - {_line(each.said or '')}" for each in pairs]
    return (*lines, *(f"{_time(each.at)} Figures read out after the person's own code" for each in money))


def _advice(material: Material) -> Lines:
    return tuple(
        f"{_time(each.at)} {_line(each.text)} [{each.answer_id}]{_source(material.sources.get(each.answer_id))}"
        for each in material.entries
        if each.kind == "advice"
    )


def _results(material: Material) -> Lines:
    return tuple(f"{name.capitalize()}: {_line(line)}" for name, lines in material.results.items() for line in lines)


def _needs(material: Material) -> Lines:
    return (_line(material.contact.needs) or "None said.",)


def _consent(material: Material) -> Lines:
    contact = material.contact
    agreed = _with_detail(f"To keep and pass on what they said: {CONSENTS[contact.consent]}", contact.consent_detail)
    in_talk = (f"{_time(at)} {_purpose(what)}: {'yes' if yes else 'no'}" for what, yes, at in material.consents)
    return (agreed, *in_talk)


def _risk(material: Material) -> Lines:
    found = [each for each in material.trail.exchanges if each.outcome is Outcome.CRISIS]
    own = _with_detail(RISKS[material.contact.risk], material.contact.risk_detail)
    return (own, *(f"{_time(each.at)} Help for somebody in danger was read out" for each in found))


def _notes(material: Material) -> Lines:
    return tuple(f"{_time(each.at)} {_line(each.text)}" for each in material.entries if each.kind == "note")


def _actions(material: Material) -> Lines:
    return tuple(_action(each) for each in material.entries if each.kind == "action")


_MADE_BY: Mapping[str, Callable[[Material], Lines]] = {
    "who": _who,
    "words": _words,
    "asked": _asked,
    "advice": _advice,
    "results": _results,
    "needs": _needs,
    "consent": _consent,
    "risk": _risk,
    "notes": _notes,
    "actions": _actions,
}


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
