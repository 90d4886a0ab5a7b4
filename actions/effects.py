"""What a flow asks to be done in casework, staged into the turn's one commit."""

from collections.abc import Callable, Sequence
from datetime import datetime

from actions import desk, keeping, reasons, texting
from actions.services import Services
from actions.turn import Turn
from casework import consent, referrals
from casework.coming_back import not_told
from casework.desk import promised, work
from casework.desk.cases import MISSED, SECOND_NUMBER, VOICEMAIL
from common.call_back_slots import Slot
from common.clock import LONDON
from knowledge.flow import Effect, FlowContext
from knowledge.hand_over_priority import priority_of
from knowledge.identity import NAME as IDENTITY
from knowledge.identity import ONE_READER

TO_A_PERSON = "hand_over"
START_LIVE = "start_live"
"""The effect after which a person, and no longer the assistant, has the conversation."""
NEEDS = {"needs": "on the phone", "missed": MISSED, "voicemail": VOICEMAIL, "second": SECOND_NUMBER}
"""What a case calls what helps the person, by how the flow calls it."""
COUNTED = "not_told"
"""Kept with the conversation: the steps that were counted for it."""
HEARD_BY_OTHERS = ("eligibility", "options")
"""Flows whose answers other flows need not ask for again. A request for a person is nobody else's business."""


def context_of(turn: Turn, flow: str) -> FlowContext:
    """The facts that a flow may put into words. Only the way to a person asks the desk for them."""
    services, values = turn.services, values_of(turn.services, turn.now)
    if flow == TO_A_PERSON:
        values |= desk.call_back_values(services, turn.now)
        # Who speaks with an adviser already needs no live chat.
        with_adviser = turn.channel == "adviser"
        values |= {"live": "no", "queue": ""} if with_adviser else desk.queue_values(services, turn.now)
    if flow == IDENTITY and turn.channel == "sms":
        values |= {ONE_READER: "yes" if texting.has_one_reader(turn) else ""}
    return FlowContext(
        now=turn.now,
        channel=turn.channel,
        values=values,
        schemes=turn.services.settings.schemes_here(),
        said={name: state for name, state in turn.flows.items() if state and name in HEARD_BY_OTHERS},
        contacts=turn.services.contacts,
    )


def values_of(services: Services, at: datetime) -> dict[str, str]:
    """What wording may name: the council, its contacts, and when people are there."""
    hours = services.opening_hours
    return {
        "open_now": "yes" if hours.is_open(at) else "no",
        "opens_at": in_words(hours.next_opening(at)),
        "hours": hours.describe(),
        "promised_by": in_words(hours.promised_by(at)),
        "code_days": str(services.settings.retention.code_days),
        "figures_by_sms": "yes" if services.settings.features.balance_by_sms else "",
        **services.settings.names(),
    }


def carry_out(turn: Turn, effects: Sequence[Effect]) -> dict[str, str]:
    """Stage the effects; returns what they add to the words (`reference`, `promised_by`).

    Raises ValueError for an effect that nobody carries out, so that none is dropped in silence.
    """
    values: dict[str, str] = {}
    for effect in effects:
        if effect.kind not in _CARRIED_OUT:
            raise ValueError(f"no action carries out the effect {effect.kind!r}")
        values |= _CARRIED_OUT[effect.kind](turn, effect)
    return values


def _create_referral(turn: Turn, effect: Effect) -> dict[str, str]:
    reference, reason, details = referrals.new_reference(), reasons.reason_of(turn), dict(effect.values)
    kind, category = details.get("kind", "referral"), details.get("category", "other")
    priority = priority_of(kind, category, details.get("about", ""), reason)
    slot = Slot.read(details["slot"]) if details.get("slot") else None
    promised_by = slot.ends if slot else turn.services.opening_hours.promised_by(turn.now)
    due_at = promised_by if slot else _due_at(turn, priority, promised_by)
    if slot:
        most = turn.services.settings.desk.calls_per_slot
        turn.stage(lambda connection: promised.make_room(connection, slot.ends, most))
    turn.stage(
        lambda connection: referrals.create(
            connection,
            reference=reference,
            conversation_id=turn.conversation_id,
            kind=kind,
            name=details.get("name", ""),
            contact=details["contact"],
            contact_kind=details["contact_kind"],
            about=details.get("about", ""),
            when=details.get("when", ""),
            at=turn.now,
            promised_by=promised_by,
            priority=priority,
            due_at=due_at,
        )
    )
    turn.stage(
        lambda connection: work.open_for_referral(
            connection,
            reference=reference,
            channel=turn.channel,
            category=category,
            needs={name: details[key] for key, name in NEEDS.items() if details.get(key)},
            at=turn.now,
            reason="complaint" if kind == "complaint" and reason == "asked" else reason,
            window_from=slot.begins if slot else None,
        )
    )
    turn.stage(
        lambda connection: consent.record(
            connection, conversation_id=turn.conversation_id, purpose="pass_on_to_adviser", given=True, at=turn.now
        )
    )
    reasons.forget_reason(turn)
    if details.get("text_reference"):
        turn.stage(lambda connection: texting.send_reference(turn, connection, details["contact"], reference))
    return {"reference": reference, "promised_by": in_words(promised_by)}


def _due_at(turn: Turn, priority: str, promised_by: datetime) -> datetime:
    """What is urgent is due sooner than what everybody is promised."""
    if priority != "urgent":
        return promised_by
    hours = turn.services.settings.desk.urgent_within_hours
    return min(promised_by, turn.services.opening_hours.add_working_time(turn.now, working_hours=hours))


def _count_not_told(turn: Turn, effect: Effect) -> dict[str, str]:
    """Somebody was not told what a step is about: counted once a conversation and step, without its id.

    The funder is what the effect says, or what the questions about options were answered with; else it stays unknown.
    """
    step = int(effect.values["step"])
    counted = list((turn.progress(COUNTED) or {}).get("steps", ()))
    if step in counted:
        return {}
    turn.save_progress(COUNTED, {"steps": [*counted, step]})
    answers = (turn.progress("options") or {}).get("answers", {})
    funder = effect.values.get("funder") or answers.get("money", "")
    day = turn.now.astimezone(LONDON).date()
    turn.stage(
        lambda connection: not_told.count(
            connection, day=day, step=step, channel=turn.channel, funder=funder if funder in not_told.FUNDERS else ""
        )
    )
    return {}


_CARRIED_OUT: dict[str, Callable[[Turn, Effect], dict[str, str]]] = {
    "create_referral": _create_referral,
    START_LIVE: lambda turn, effect: desk.join_queue(turn, effect.values),
    "not_told": _count_not_told,
    **keeping.CARRIED_OUT,
}


def in_words(moment: datetime) -> str:
    """A moment as people say it in London: 'Monday 23 November at 5pm'."""
    local = moment.astimezone(LONDON)
    hour = f"{local.hour % 12 or 12}{f':{local.minute:02d}' if local.minute else ''}{'am' if local.hour < 12 else 'pm'}"
    return f"{local:%A} {local.day} {local:%B} at {hour}"
