"""Texts through GOV.UK Notify: its API to send, and what its callbacks bring."""

import hmac
import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from requests import RequestException

from bot.texts.failures import from_request, seconds_to_wait
from bot.texts.provider import Incoming, NotTaken, Text, Uncertain
from casework.texts.receipts import Receipt, Told
from casework.texts.tables import Provider

BASE_URL = "https://api.notifications.service.gov.uk"
SHORTEST_TOKEN = 10
"""Characters of a bearer token, as Notify asks for."""
_SECONDS = 10.0
_TOO_MANY_TODAY = 1800.0
"""Seconds to wait when the day's limit of the service is used up."""
_TOLD: dict[str, Told] = {
    "created": "taken",
    "sending": "taken",
    "pending": "taken",
    "sent": "taken",
    "delivered": "delivered",
    "permanent-failure": "lost",
    "temporary-failure": "lost",
    "technical-failure": "not_sent",
}

# Its warnings quote what Notify says about a request, which can be what was in it.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


@dataclass
class NotifyTexts:
    """Sends with a template whose whole body is ((message)). Notify's client is for one thread: each has its own.

    key: an API key; template: its id; sender: the id of a sender of texts, empty for the service's usual one.
    """

    key: str = field(repr=False)
    template: str
    sender: str = ""
    base_url: str = BASE_URL
    seconds: float = _SECONDS
    name: Provider = "notify"
    answers_stop: bool = False
    _threads: threading.local = field(default_factory=threading.local, repr=False)

    def send(self, text: Text) -> str:
        """Hand one to Notify."""
        try:
            answer = self._client.send_sms_notification(
                text.to, self.template, {"message": text.body}, text.reference, self.sender or None
            )
            return str(answer["id"])
        except HTTPError as error:
            raise _refusal(error) from None
        except (APIError, RequestException, OSError, KeyError, TypeError) as error:
            raise Uncertain(f"no proper answer from Notify ({type(error).__name__})") from None

    def find(self, text: Text) -> Sequence[Receipt]:
        """What Notify has under our reference."""
        try:
            found = self._client.get_all_notifications(template_type="sms", reference=text.reference)
            listed = found["notifications"]
        except (APIError, RequestException, OSError, KeyError, TypeError) as error:
            raise NotTaken(f"Notify can't be asked ({type(error).__name__})", again=True) from None
        return [receipt for each in listed if (receipt := receipt_from(each)) and receipt.reference == text.reference]

    @property
    def _client(self) -> NotificationsAPIClient:
        if not hasattr(self._threads, "client"):
            self._threads.client = NotificationsAPIClient(self.key, base_url=self.base_url, timeout=self.seconds)
        client: NotificationsAPIClient = self._threads.client
        return client


def _refusal(error: HTTPError) -> NotTaken | Uncertain:
    response = error.response
    if response is None:
        cause = error.__cause__ or error.__context__
        return from_request(cause if isinstance(cause, RequestException) else RequestException(), "Notify")
    status, kinds = error.status_code, _kinds(error)
    if status >= 500:  # "resend your notification", says Notify: we look first whether it has it
        return Uncertain(f"Notify said {status}")
    wait = seconds_to_wait(response.headers.get("Retry-After"))
    if "TooManyRequestsError" in kinds:
        wait = wait or _TOO_MANY_TODAY
    said = f"Notify said {status}" + (f" ({', '.join(kinds)})" if kinds else "")
    return NotTaken(said, again=status in (403, 408, 429), after_seconds=wait)


def _kinds(error: HTTPError) -> list[str]:
    """The names of Notify's errors. Their messages can quote what was sent."""
    errors = error.message if isinstance(error.message, list) else []
    return [str(each.get("error"))[:40] for each in errors if isinstance(each, dict)]


@dataclass(frozen=True)
class Bearer:
    """Tokens that we chose and gave to Notify; two hold while one is being replaced."""

    tokens: tuple[str, ...] = field(repr=False)

    def allows(self, header: str) -> bool:
        """Whether a request carries one of them. Takes as long for a wrong one."""
        kind, _, given = header.partition(" ")
        right = [hmac.compare_digest(token.encode(), given.strip().encode()) for token in self.tokens]
        return kind.lower() == "bearer" and any(right)


def incoming_from(data: Mapping[str, Any]) -> Incoming | None:
    """The text of a callback (all its values are strings), or None when it is none."""
    id, sender, words = (data.get(name) for name in ("id", "source_number", "message"))
    if not (isinstance(id, str) and isinstance(sender, str) and isinstance(words, str) and 1 <= len(id) <= 100):
        return None
    return Incoming("notify", id, sender, words)


def receipt_from(data: Mapping[str, Any]) -> Receipt | None:
    """What a delivery receipt, or an entry of Notify's list, says; None when it is none."""
    id, status = data.get("id"), data.get("status")
    if not (isinstance(id, str) and isinstance(status, str) and status in _TOLD):
        return None
    reference = data.get("reference")
    return Receipt("notify", id, reference if isinstance(reference, str) else "", _TOLD[status], f"Notify: {status}")
