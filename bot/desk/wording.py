"""How the desk writes moments."""

from collections.abc import Mapping
from datetime import datetime

from common.clock import LONDON

WHY: Mapping[str, str] = {
    "asked": "They asked",
    "crisis": "There were words about danger",
    "misses": "The assistant did not understand them",
    "upset": "They were upset",
    "complaint": "A complaint",
    "locked": "They could not prove who they are",
    "money_or_care": "Money has run out or care has stopped",
    "always_offer": "There is much at stake",
    "high_stakes": "Unsure, and much at stake",
    "not_helped": "An answer did not help",
}
"""Why somebody came to a person, as staff read it."""

ABOUT: Mapping[str, str] = {
    "budgets": "A question about budgets",
    "money": "Money or payments",
    "care": "Their care",
    "complaint": "A complaint",
    "other": "Something else",
}
"""What a case is about, by its category."""


def london_moment(at: datetime, now: datetime) -> str:
    """A moment as advisers read it: "10:05" today, else "Tue 24 Nov, 10:05". London time."""
    local = at.astimezone(LONDON)
    same_day = local.date() == now.astimezone(LONDON).date()
    return f"{local:%H:%M}" if same_day else f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
