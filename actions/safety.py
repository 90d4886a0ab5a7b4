"""A finding of the safety gate: help at once, a row for those who must know, nothing claimed that was not done."""

from actions.turn import Turn
from casework import referrals
from casework import safety as safety_events
from common.outcomes import Outcome
from knowledge.safety import escalation, safety_reply
from language.safety import Finding

IDENTIFIABLE_CHANNELS = frozenset({"sms"})
"""Channels on which the council could find out who wrote."""


DOUBT = "doubt"
"""Kept in casework until the next message: the last one read only somewhat like risk."""


def answer_finding(turn: Turn, finding: Finding) -> None:
    """Say where help is, and stage the record that the escalation table asks for, without any of the person's words."""
    settings = turn.services.settings
    reply = safety_reply(
        finding.kind.value,
        finding.about,
        settings.contact_values(),
        show_untested=settings.show_numbers_not_ring_tested,
    )
    turn.say(reply, Outcome.CRISIS)
    _record(turn, finding)


def answer_doubt(turn: Turn, finding: Finding) -> None:
    """Put help first in a few words; the message is answered as well. A false alarm costs two lines, not an answer."""
    team = turn.services.settings.contacts.adult_safeguarding_phone or "your council's adult social care team"
    turn.say_wording("in_case_of_danger", Outcome.CRISIS, team=team)
    turn.save_progress(DOUBT, {"matched": finding.matched})
    _record(turn, finding)


def _record(turn: Turn, finding: Finding) -> None:
    step = escalation(
        finding.kind.value,
        identifiable=_is_identifiable(turn),
        child_or_other_at_risk=finding.about in ("child", "other"),
        consent=None,
    )
    turn.stage(
        lambda connection: safety_events.record(
            connection,
            conversation_id=turn.conversation_id,
            inbox_id=turn.inbox_id,
            kind=finding.kind.value,
            about=finding.about,
            tell="" if step.tell == "nobody" else step.tell,
            within_minutes=step.within_minutes,
            at=turn.now,
        )
    )


def _is_identifiable(turn: Turn) -> bool:
    """By their channel, or because they have left a way to be reached or are just doing so."""
    if turn.channel in IDENTIFIABLE_CHANNELS or ((turn.progress("hand_over") or {}).get("draft") or {}).get("contact"):
        return True
    with turn.services.database.read() as connection:
        return referrals.has_contact(connection, turn.conversation_id)
