"""What a flow asks to be done in casework, staged into the turn's one commit."""

from collections.abc import Sequence

from actions.turn import Turn
from casework import consent, referrals
from common.clock import LONDON
from knowledge.flow import Effect, FlowContext


def context_of(turn: Turn) -> FlowContext:
    """The facts that flows may put into words."""
    settings, hours = turn.services.settings, turn.services.opening_hours
    return FlowContext(
        now=turn.now,
        channel=turn.channel,
        values={
            "open_now": "yes" if hours.is_open(turn.now) else "no",
            "opens_at": in_words(hours.next_opening(turn.now)),
            "hours": hours.describe(),
            "promised_by": in_words(hours.promised_by(turn.now)),
            "figures_by_sms": "yes" if settings.features.balance_by_sms else "",
            **settings.names(),
        },
        schemes=settings.schemes_here(),
    )


def carry_out(turn: Turn, effects: Sequence[Effect]) -> dict[str, str]:
    """Stage the effects; returns what they add to the words (`reference`, `promised_by`).

    Raises ValueError for an effect that nobody carries out, so that none is dropped in silence.
    """
    values: dict[str, str] = {}
    for effect in effects:
        if effect.kind != "create_referral":
            raise ValueError(f"no action carries out the effect {effect.kind!r}")
        values |= _create_referral(turn, effect)
    return values


def _create_referral(turn: Turn, effect: Effect) -> dict[str, str]:
    reference = referrals.new_reference()
    promised_by = turn.services.opening_hours.promised_by(turn.now)
    details = dict(effect.values)
    turn.stage(
        lambda connection: referrals.create(
            connection,
            reference=reference,
            conversation_id=turn.conversation_id,
            kind=details.get("kind", "referral"),
            name=details.get("name", ""),
            contact=details["contact"],
            contact_kind=details["contact_kind"],
            about=details.get("about", ""),
            when=details.get("when", ""),
            at=turn.now,
            promised_by=promised_by,
        )
    )
    turn.stage(
        lambda connection: consent.record(
            connection, conversation_id=turn.conversation_id, purpose="pass_on_to_adviser", given=True, at=turn.now
        )
    )
    return {"reference": reference, "promised_by": in_words(promised_by)}


def in_words(moment: object) -> str:
    """A moment as people say it in London: 'Monday 23 November at 5pm'."""
    from datetime import datetime

    assert isinstance(moment, datetime)
    local = moment.astimezone(LONDON)
    hour = f"{local.hour % 12 or 12}{f':{local.minute:02d}' if local.minute else ''}{'am' if local.hour < 12 else 'pm'}"
    return f"{local:%A} {local.day} {local:%B} at {hour}"
