"""What a page or a case note of a contact is made from, read in one go."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.engine import Connection

from actions.services import Services
from bot.channels.markup import british_date
from bot.desk.sessions import SignedIn
from bot.script.case_note import Material
from bot.script.trail import card_of, read_trail
from casework import consent, progress
from casework.scripts import entries
from casework.scripts.contacts import Contact
from knowledge.flow import FlowContext, Move

RESULTS = ("eligibility", "options", "sums")
"""Guided conversations that end in something to tell. The code to come back with and the proof of who somebody is are
nobody's note."""


def read_material(
    connection: Connection, services: Services, who: SignedIn, contact: Contact, now: datetime
) -> Material:
    """All of a contact. Figures about the person are covered: no note holds them."""
    found = tuple(entries.of_contact(connection, contact))
    trail, _ = read_trail(connection, contact, now)
    return Material(
        contact=contact,
        adviser=who.adviser.name,
        trail=trail,
        entries=found,
        consents=tuple(consent.answers(connection, contact.conversation_id)) if contact.conversation_id else (),
        results=_results(connection, services, contact, now),
        sources={each.answer_id: _sources(services, each.answer_id) for each in found if each.answer_id},
        now=now,
    )


def _results(
    connection: Connection, services: Services, contact: Contact, now: datetime
) -> Mapping[str, tuple[str, ...]]:
    """Where each guided conversation that came to its end led, as the flow itself tells it to advisers."""
    told: dict[str, tuple[str, ...]] = {}
    context = FlowContext(now=now, channel="adviser", values=services.settings.names(), contacts=services.contacts)
    for name in RESULTS:
        state = progress.load(connection, contact.conversation_id, name) if contact.conversation_id else None
        if not state:
            continue
        result = services.flows[name].move(dict(state), Move("repeat"), context)
        if result.pending is None:
            lines = [line for reply in result.replies for line in card_of(reply).lines if line.kind in ("say", "know")]
            told[name] = tuple(line.text for line in lines if line.text)
    return told


def _sources(services: Services, answer_id: str) -> str:
    if answer_id not in services.search.content.answers:
        return ""
    sources = services.answer(answer_id).sources
    return "; ".join(f"{each.title}, read {british_date(each.checked)}" for each in sources)
