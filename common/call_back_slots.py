"""When people can be rung back: half days in which somebody is there. Pure; London time, bank holidays known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from common.clock import LONDON
from common.opening_hours import OpeningHours

NOTICE = timedelta(hours=1)
"""A slot that begins sooner than this after somebody asked can't be promised."""
SHORTEST = timedelta(hours=1)
"""Less of a half day than this is no slot."""
OFFERED = 3
_MIDDAY = time(12)


@dataclass(frozen=True)
class Slot:
    """A window in which somebody is promised a call. Both moments are aware, in UTC."""

    begins: datetime
    ends: datetime

    def in_words(self) -> str:
        """As people say it in London: "Thursday 26 November, 9am to midday"."""
        begins, ends = self.begins.astimezone(LONDON), self.ends.astimezone(LONDON)
        return f"{begins:%A} {begins.day} {begins:%B}, {_clock(begins)} to {_clock(ends)}"

    def in_short(self) -> str:
        """As in a text message or on a button: "Thu 26 Nov 9am to midday"."""
        begins, ends = self.begins.astimezone(LONDON), self.ends.astimezone(LONDON)
        return f"{begins:%a} {begins.day} {begins:%b} {_clock(begins)} to {_clock(ends)}"

    def kept(self) -> str:
        """As text, for a state: the two moments (ISO 8601) with a slash between them."""
        return f"{self.begins.isoformat()}/{self.ends.isoformat()}"

    @staticmethod
    def read(kept: str) -> "Slot":
        """What `kept` wrote. Raises ValueError for anything else."""
        begins, ends = kept.split("/")
        return Slot(datetime.fromisoformat(begins), datetime.fromisoformat(ends))


def slots_after(hours: OpeningHours, asked_at: datetime) -> Iterator[Slot]:
    """The mornings and afternoons in which somebody is there, from an hour after a moment, in order.

    One that has begun by then is a slot for what is left of it, from the next full hour. Raises ValueError when nobody
    is there for a year.
    """
    earliest = asked_at + NOTICE
    for opens, closes in hours.openings_from(earliest):
        for begins, ends in _halves(opens, closes):
            begins = max(begins, _full_hour(earliest)) if begins < earliest else begins
            if ends - begins >= SHORTEST:
                yield Slot(begins, ends)


def offered_slots(
    hours: OpeningHours, asked_at: datetime, taken: Mapping[datetime, int], most: int, count: int = OFFERED
) -> list[Slot]:
    """The first slots that have room.

    taken: how many calls are promised already, by the end of their slot; most: so many fit in one.
    """
    free = (slot for slot in slots_after(hours, asked_at) if taken.get(slot.ends, 0) < most)
    return list(islice(free, count))


def _halves(opens: datetime, closes: datetime) -> list[tuple[datetime, datetime]]:
    day = opens.astimezone(LONDON).date()
    midday = datetime.combine(day, _MIDDAY, LONDON).astimezone(opens.tzinfo)
    if not opens < midday < closes:
        return [(opens, closes)]
    return [(opens, midday), (midday, closes)]


def _full_hour(moment: datetime) -> datetime:
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(hours=1)


def _clock(moment: datetime) -> str:
    if (moment.hour, moment.minute) == (12, 0):
        return "midday"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"
