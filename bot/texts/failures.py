"""What a failed request means for a text: surely not taken, or perhaps."""

from requests import ConnectionError as NoConnection
from requests import ConnectTimeout, RequestException
from urllib3.exceptions import NewConnectionError

from bot.texts.provider import NotTaken, Uncertain

_LONGEST_WAIT = 3600.0


def from_request(error: RequestException, who: str) -> NotTaken | Uncertain:
    """A request without an answer. One that never reached the provider was surely not taken."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    never_reached = isinstance(error, ConnectTimeout) or (
        isinstance(error, NoConnection) and isinstance(reason, NewConnectionError)
    )
    if never_reached:
        return NotTaken(f"{who} could not be reached", again=True)
    return Uncertain(f"no answer from {who} ({type(error).__name__})")


def seconds_to_wait(retry_after: str | None) -> float | None:
    """The header Retry-After in seconds, at most an hour; None when it is not there or is a date."""
    try:
        return min(max(float(retry_after or ""), 0.0), _LONGEST_WAIT)
    except ValueError:
        return None
