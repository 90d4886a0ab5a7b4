"""My plan so far: what somebody has told, worked out and still has to ask, from the states of the guided conversations.

Pure. Money from records is never in it, nor anything about safety; section 117 only for who asks for private things
(`PlanWords.private_routes`). It gives no verdict: routes are things to ask about (facts F-eligibility-22, -64).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from common.clock import LONDON
from knowledge.plan_found import PlanContent, routes_in, sums_in, ways_in
from knowledge.plan_sections import Maker
from knowledge.plan_shape import Here, Plan
from knowledge.plan_steps import read_steps

States = Mapping[str, Mapping[str, Any] | None]


def plan_of(content: PlanContent, states: States, here: Here, with_private: bool = False) -> Plan:
    """The plan from the states of the flows, by their names; a flow that was not begun may be missing."""
    made_on = here.context.now.astimezone(LONDON).date()
    steps = read_steps(content.walk, states.get("steps"))
    routes = routes_in(content, states.get("eligibility"), with_private)
    ways = ways_in(content, states.get("options"))
    counted = sums_in(content, states.get("sums"), here.context)
    made = Maker(content, here, steps, routes, ways, counted)
    look_again_on = made_on + timedelta(days=content.words.look_again_days)
    sections = (
        made.where(),
        made.decisions(),
        made.routes_section(),
        made.questions(),
        made.sums(),
        made.ring(),
        made.dates(look_again_on),
        made.letters(),
    )
    return Plan(
        made_on=made_on,
        look_again_on=look_again_on,
        is_empty=not (steps.is_begun or routes or ways or here.promises or counted),
        shows_private=with_private,
        is_finished=steps.is_finished,
        where=made.where_line(),
        to_ask=tuple(steps.ask_about(step) for step in steps.to_ask),
        sections=tuple(each for each in sections if each is not None),
    )
