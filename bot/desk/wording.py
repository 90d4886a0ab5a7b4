"""How the desk writes moments."""

from datetime import datetime

from common.clock import LONDON


def london_moment(at: datetime, now: datetime) -> str:
    """A moment as advisers read it: "10:05" today, else "Tue 24 Nov, 10:05". London time."""
    local = at.astimezone(LONDON)
    same_day = local.date() == now.astimezone(LONDON).date()
    return f"{local:%H:%M}" if same_day else f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
