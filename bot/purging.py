"""Deletes what has been kept long enough: by `./navigator purge`, and on a schedule while `serve` runs."""

import asyncio
import logging
from dataclasses import asdict
from pathlib import Path

from bot.running import open_database, open_settings
from casework.database import Database
from casework.retention import PurgeCounts, purge
from common.clock import Clock, SystemClock
from common.settings import Retention

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0


def purge_once(folder: Path) -> str:
    """Purge the records of a state folder; returns what was done, in words for staff."""
    settings = open_settings(folder)
    database = open_database(folder)
    try:
        return in_words(purge(database, SystemClock().now(), settings.retention))
    finally:
        database.close()


def in_words(counts: PurgeCounts) -> str:
    """One line a kind of record."""
    return "\n".join(f"{kind.replace('_', ' ')}: {number}" for kind, number in asdict(counts).items())


async def purge_regularly(database: Database, clock: Clock, retention: Retention) -> None:
    """Purge at once and then every hour, until cancelled. A purge that fails is tried again an hour later."""
    while True:
        try:
            await asyncio.to_thread(purge, database, clock.now(), retention)
        except Exception as error:
            logger.error("purge failed: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
