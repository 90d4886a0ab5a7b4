"""My plan so far: put together from where a person is in the guided conversations, and said in the chat."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from sqlalchemy.engine import Connection

from actions import place
from actions.base import TurnAction, entity
from actions.effects import in_words, values_of
from actions.misses import forget_misses
from actions.resuming import nothing_pending, remind
from actions.services import Services
from actions.turn import Turn
from casework import progress, referrals
from common.outcomes import Outcome
from knowledge.flow import FlowContext
from knowledge.plan import plan_of
from knowledge.plan_reply import MORE, more_reply, plan_reply
from knowledge.plan_shape import Here, Plan, Promise

NOT_ON_PAPER = ("urgent",)
"""Requests of this priority may be about safety: they are never in a plan."""


class ActionPlan(TurnAction):
    """Says the plan in short, with the way to all of it."""

    def name(self) -> str:
        return "action_plan"

    def answer(self, turn: Turn, tracker: Tracker) -> list[EventType]:
        with turn.services.database.read() as connection:
            promises = _promises(connection, turn.conversation_id)
        plan = make_plan(turn.services, turn.flows, promises, turn.now)
        words = turn.services.plan_content.words
        is_more, has_flow = entity(tracker, "option") == MORE, place.under_way(turn) is not None
        said = more_reply(plan, words, has_flow) if is_more else plan_reply(plan, words, turn.channel, has_flow)
        turn.say(said, Outcome.GUIDED)
        turn.topic = "plan"
        forget_misses(turn)
        if turn.channel == "sms":  # a number takes one of the plan's own choices
            return [SlotSet("last_answer", None), *nothing_pending()]
        return [SlotSet("last_answer", None), *remind(turn, tracker)]


def read_plan(
    services: Services, connection: Connection, conversation_id: str, at: datetime, with_private: bool = False
) -> Plan:
    """The plan of a conversation as it stands in the database."""
    states = progress.all_of(connection, conversation_id)
    return make_plan(services, states, _promises(connection, conversation_id), at, with_private)


def make_plan(
    services: Services,
    states: Mapping[str, dict[str, Any] | None],
    promises: tuple[Promise, ...],
    at: datetime,
    with_private: bool = False,
) -> Plan:
    """The plan from the states of the flows. A part that council.yml switches off is not in it."""
    settings = services.settings
    here = Here(
        context=FlowContext(now=at, channel="web", values=values_of(services, at), schemes=settings.schemes_here()),
        contacts={key: found[0] for key, found in services.contacts.items() if found},
        offers=services.local_offers(),
        promises=promises,
    )
    emails = {"council_asc": settings.contacts.adult_social_care_email, "icb_phb": settings.contacts.icb_phb_email}
    contacts = {key: replace(contact, email=emails.get(key, "")) for key, contact in here.contacts.items()}
    return plan_of(services.plan_content, states, replace(here, contacts=contacts), with_private)


def _promises(connection: Connection, conversation_id: str) -> tuple[Promise, ...]:
    open_ones = referrals.of_conversation(connection, conversation_id)
    shown = (each for each in open_ones if each.priority not in NOT_ON_PAPER)
    return tuple(Promise(each.reference, in_words(each.promised_by)) for each in shown)
