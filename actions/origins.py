"""From where people write, in this process's memory only: tries from one internet address are counted together."""

from threading import Lock

_MOST = 10_000


class Origins:
    """The last known address of each conversation. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._addresses: dict[str, str] = {}

    def note(self, conversation_id: str, address: str) -> None:
        """A message of this conversation came from this address."""
        with self._lock:
            self._addresses.pop(conversation_id, None)
            self._addresses[conversation_id] = address
            while len(self._addresses) > _MOST:  # the one that was silent for longest is the first
                del self._addresses[next(iter(self._addresses))]

    def of(self, conversation_id: str) -> str:
        """The address, or an empty text where it is not known: after a restart, or on other channels."""
        with self._lock:
            return self._addresses.get(conversation_id, "")
