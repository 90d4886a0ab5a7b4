"""How fast somebody may write: a bucket of tokens for each key, in this process's memory only."""

import ipaddress
import time
from collections.abc import Callable

_MOST_KEYS = 20_000
_MINUTE = 60.0


class Rate:
    """So many a minute for each key, and as many at once. What is kept of a key is a number and a moment.

    window: seconds, where it is not a minute.
    """

    def __init__(self, per_minute: int, seconds: Callable[[], float] = time.monotonic, window: float = _MINUTE) -> None:
        self._per_minute = per_minute
        self._seconds = seconds
        self._window = window
        self._buckets: dict[str, tuple[float, float]] = {}

    def allows(self, key: str) -> bool:
        """Take one token for this key; False when there is none."""
        now = self._seconds()
        left, since = self._buckets.pop(key, (float(self._per_minute), now))
        left = min(float(self._per_minute), left + (now - since) * self._per_minute / self._window)
        is_allowed = left >= 1.0
        self._buckets[key] = (left - 1.0 if is_allowed else left, now)
        while len(self._buckets) > _MOST_KEYS:  # the key that was silent for longest is the first one
            del self._buckets[next(iter(self._buckets))]
        return is_allowed


def address_key(host: str | None) -> str:
    """Who an address counts as: itself, or its /64 network for IPv6, which one home has to itself."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return host or "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))
