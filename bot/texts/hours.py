"""When a text that nobody has asked for may leave. Answers never wait."""

from datetime import datetime, time, timedelta

from common.clock import LONDON

CONVERSATION = timedelta(hours=24)
"""So long after a person's last text, what we write belongs to their conversation."""


def not_before(at: datetime, quiet_from: time, quiet_until: time) -> datetime:
    """The first moment from `at` (aware) outside the quiet hours, which are those of London."""
    local = at.astimezone(LONDON)
    now = local.time()
    over_midnight = quiet_from > quiet_until
    is_quiet = (now >= quiet_from or now < quiet_until) if over_midnight else quiet_from <= now < quiet_until
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=1) if over_midnight and now >= quiet_from else local.date()
    return datetime.combine(day, quiet_until, LONDON).astimezone(at.tzinfo)
