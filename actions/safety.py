"""A finding of the safety gate: help at once, a row for those who must know, nothing claimed that was not done."""

from collections.abc import Sequence
from typing import Literal

from actions import reasons
from actions.turn import Mark, Turn
from casework import referrals
from casework import safety as safety_events
from common.outcomes import Outcome
from common.replies import Choice, Reply
from knowledge.safety import cannot_speak_reply, escalation, in_their_language, safety_reply
from knowledge.texting import fits_a_text
from language.safety import Finding

IDENTIFIABLE_CHANNELS = frozenset({"sms"})
"""Channels on which the council could find out who wrote."""


DOUBT = "doubt"
"""Kept in casework until the next message: the last one read only somewhat like risk."""

CANNOT_SPEAK = "danger_now/cannot-speak-now"
"""The rule for somebody who is overheard: no use telling them to call."""

ANSWERS = frozenset(
    {
        Outcome.ANSWERED,
        Outcome.CLARIFIED,
        Outcome.GUIDED,
        Outcome.CALCULATED,
        Outcome.BALANCE_SHOWN,
        Outcome.IDENTITY_NEEDED,
        Outcome.IDENTITY_REFUSED,
        Outcome.STOPPED,
        Outcome.CLOSED,
        Outcome.HANDED_OVER,
    }
)
"""Outcomes worth having beside words about danger, when it is in doubt whether there is any."""


def answer_finding(turn: Turn, finding: Finding) -> None:
    """Say where help is, and stage the record that the escalation table asks for, without any of the person's words.

    A wish for medical advice is declined with the names of those who may give it (F-safety-22). Nobody is told of it.
    """
    turn.say(_reply(turn, finding), _outcome(finding))
    _record(turn, finding)


def answer_in_few_words(turn: Turn, finding: Finding) -> None:
    """The same where danger is in doubt and a person reads along: help that presumes nothing."""
    turn.say(_help_in_few_words(turn, finding), _outcome(finding))
    _record(turn, finding)


def put_help_first(
    turn: Turn, finding: Finding, mark: Mark, asked_again: bool = False
) -> Literal["beside", "waiting", "alone"]:
    """Put help in a few words before what the turn has said since the mark: a false alarm costs no answer.

    "waiting": a text had too little room, and the answer waits for a "1", as if nothing had been asked. "alone": there
    is nothing worth saying beside help, or no room for it; nothing was changed. asked_again: all that was said is the
    question of a flow once more, which decides nothing about the outcome.
    """
    said = turn.replies[mark.replies :]
    outcomes = set(turn.outcomes[mark.outcomes :])
    if not said or not ANSWERS & outcomes:
        return "alone"
    became: Literal["beside", "waiting"] = "beside"
    help_first = _help_in_few_words(turn, finding)
    if turn.channel == "sms" and not fits_a_text([help_first, *said]):
        waiting = _answer_waits(turn, turn.answers[mark.answers :]) if Outcome.ANSWERED in outcomes else None
        if waiting is None:
            return "alone"
        turn.undo_to(mark)
        said, became = [waiting], "waiting"
    turn.replies[mark.replies :] = [help_first, *said]
    if asked_again:
        del turn.outcomes[mark.outcomes :]
    turn.outcomes.append(_outcome(finding))
    if finding.kind.is_crisis:
        turn.save_progress(DOUBT, {"matched": finding.matched})
    _record(turn, finding)
    return became


def _help_in_few_words(turn: Turn, finding: Finding) -> Reply:
    if finding.kind.is_crisis:
        phone = turn.services.settings.contacts.adult_safeguarding_phone
        team = f"your council's adult {f'safeguarding team on {phone}' if phone else 'social care team'}"
        return turn.services.wording.say("in_case_of_danger", team=team)
    if finding.sure and turn.channel != "sms":
        return _reply(turn, finding)
    return turn.services.wording.say("in_case_of_illness")


def _answer_waits(turn: Turn, answers: Sequence[str]) -> Reply | None:
    if not answers:
        return None
    reply = turn.services.wording.say("answer_waits")
    return Reply(words=reply.words, choices=(Choice("My answer", "ask_question", {"answer": answers[0]}),))


def _reply(turn: Turn, finding: Finding) -> Reply:
    settings = turn.services.settings
    if finding.matched == CANNOT_SPEAK:
        return cannot_speak_reply(settings.contact_values())
    reply = safety_reply(
        finding.kind.value,
        finding.about,
        settings.contact_values(),
        show_untested=settings.show_numbers_not_ring_tested,
    )
    return in_their_language(reply, finding.language) if finding.language else reply


def _outcome(finding: Finding) -> Outcome:
    return Outcome.CRISIS if finding.kind.is_crisis else Outcome.OUT_OF_SCOPE


def _record(turn: Turn, finding: Finding) -> None:
    if not finding.kind.is_crisis:
        return
    reasons.note_reason(turn, "crisis")
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
