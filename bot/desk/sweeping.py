"""Takes the next step for cases whose time is up, while `serve` runs: nobody waits into silence."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

from actions.services import Services
from casework.desk.cases import Case
from casework.desk.sweep import Limits, sweep
from common.clock import Clock

logger = logging.getLogger(__name__)

EVERY_SECONDS = 5.0


def sweep_once(services: Services, now: datetime) -> list[tuple[str, str]]:
    """One look through all cases; returns what was done, as (kind, reference)."""
    desk = services.settings.desk
    limits = Limits(
        longest_wait=timedelta(minutes=desk.longest_wait),
        adviser_silent=timedelta(minutes=desk.adviser_silent),
        person_silent=timedelta(minutes=desk.person_silent),
        wrap_up=timedelta(minutes=desk.wrap_up),
        kept_in_hand=timedelta(hours=desk.kept_in_hand_hours),
        is_closed=not services.opening_hours.is_open(now),
    )

    def say(wording: str, case: Case) -> dict[str, Any]:
        return services.wording.say(wording).to_json()

    return sweep(services.database, now, limits, say)


async def sweep_regularly(services: Services, clock: Clock) -> None:
    """Sweep every few seconds, until cancelled. A sweep that fails is tried again."""
    while True:
        try:
            await asyncio.to_thread(sweep_once, services, clock.now())
        except Exception as error:
            logger.error("the sweep of the desk failed: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
